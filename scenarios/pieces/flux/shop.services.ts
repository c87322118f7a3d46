/**
 * A shop that adds its orders to the stream, and insists until Redis says that it has them.
 */
import { type DurationUs, ms } from "../../../simulator/base/time.ts";
import type { RedisClient } from "../../../simulator/brokers.ts";
import { type Context, numbered, type Process } from "../../../simulator/scenario.ts";

export const ordersOf = (redis: RedisClient) =>
  function* placeOrders(ctx: Context): Process<void> {
    for (const i of numbered(ctx, "demandes", ctx.parameters.demandes as number)) {
      yield* ctx.sleep(ctx.random.exponential(ctx.parameters.intervalle as DurationUs));
      yield* ctx.spawn("placeOrder", `${i}`, (ctx) => placeOrder(ctx, redis));
    }
  };

function* placeOrder(ctx: Context, redis: RedisClient): Process<void> {
  const order = `${ctx.subject}`;
  ctx.log.commandIssued(order, "xadd", { commande: order });
  for (;;) {
    const added = yield* redis.add(ctx, "commandes", { commande: order }, { aboutMax: 10_000 });
    if (added.kind === "replied") {
      ctx.log.commandEnded(order, "ok", added.reply);
      return;
    }
    // Silence is not a « no »: asking again may add the order twice.
    yield* ctx.sleep(ms(500));
  }
}
