/**
 * A shop: each order is one transaction. Its number is drawn at the INSERT; it exists for others at COMMIT.
 */
import type { DurationUs } from "../../../simulator/base/time.ts";
import type { Context, Process } from "../../../simulator/scenario.ts";

/** One order in four takes its time between its number and its COMMIT. */
const LONG_ONE_IN = 4;

export function* takeOrders(ctx: Context): Process<void> {
  const known = yield* ctx.db.one("SELECT count(*) AS n FROM commandes");
  for (let i = Number(known?.n); i < (ctx.parameters.demandes as number); i++) {
    yield* ctx.sleep(ctx.random.exponential(ctx.parameters.intervalle as DurationUs));
    yield* ctx.spawn("takeOrder", null, takeOrder);
  }
}

function* takeOrder(ctx: Context): Process<void> {
  yield* ctx.transaction(function* (ctx) {
    const order = yield* ctx.db.one("INSERT INTO commandes (article) VALUES ('pull') RETURNING id");
    ctx.subject = `${order?.id}`;
    if (ctx.random.integerBelow(LONG_ONE_IN) > 0) return;
    yield* ctx.work(ctx.parameters.longue as DurationUs);
  });
}
