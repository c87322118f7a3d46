/**
 * A shop: an order and its event are written in one transaction. Sending is somebody else's work.
 */
import type { DurationUs } from "../../../simulator/base/time.ts";
import type { Outbox } from "../../../simulator/coordination.ts";
import type { Context, Process } from "../../../simulator/scenario.ts";

/** One order in four takes its time between its event's number and its COMMIT. */
const LONG_ONE_IN = 4;

export const ordersWith = (outbox: Outbox) =>
  function* takeOrders(ctx: Context): Process<void> {
    const known = yield* ctx.db.one("SELECT count(*) AS n FROM commandes");
    for (let i = Number(known?.n); i < (ctx.parameters.demandes as number); i++) {
      yield* ctx.sleep(ctx.random.exponential(ctx.parameters.intervalle as DurationUs));
      yield* ctx.spawn("takeOrder", null, (ctx) => takeOrder(ctx, outbox));
    }
  };

function* takeOrder(ctx: Context, outbox: Outbox): Process<void> {
  yield* ctx.transaction(function* (ctx) {
    const order = yield* ctx.db.one("INSERT INTO commandes (article) VALUES ('pull') RETURNING id");
    ctx.subject = `${order?.id}`;
    yield* outbox.add(ctx, {
      ...{ aggregateType: "commande", aggregateId: `${order?.id}` },
      ...{ type: "passee", payload: `commande ${order?.id}` },
    });
    if (ctx.random.integerBelow(LONG_ONE_IN) > 0) return;
    yield* ctx.work(ctx.parameters.longue as DurationUs);
  });
}
