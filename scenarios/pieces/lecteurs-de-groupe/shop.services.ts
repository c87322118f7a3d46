/** A shop that writes its orders to the log, under the name of the customer. */
import type { DurationUs } from "../../../simulator/base/time.ts";
import type { Producer } from "../../../simulator/brokers.ts";
import { type Context, numbered, type Process } from "../../../simulator/scenario.ts";

const CUSTOMERS = ["ana", "bob", "cléo", "dino", "ève", "fadi"] as const;
export const TOPIC = "commandes";

export const ordersOf = (producer: Producer) =>
  function* placeOrders(ctx: Context): Process<void> {
    for (const i of numbered(ctx, "demandes", ctx.parameters.demandes as number)) {
      yield* ctx.sleep(ctx.random.exponential(ctx.parameters.intervalle as DurationUs));
      const customer = CUSTOMERS[(i - 1) % CUSTOMERS.length] as string;
      const order = `${customer}-${Math.ceil(i / CUSTOMERS.length)}`;
      yield* ctx.spawn("placeOrder", order, (ctx) => placeOrder(ctx, producer, customer));
    }
  };

function* placeOrder(ctx: Context, producer: Producer, customer: string): Process<void> {
  const order = `${ctx.subject}`;
  ctx.log.commandIssued(order, "produire", { client: customer, commande: order });
  const sent = yield* producer.send(ctx, { topic: TOPIC, key: customer, value: order });
  if (sent.kind === "sent") ctx.log.commandEnded(order, "ok", `${sent.partition}/${sent.offset}`);
  else ctx.log.commandEnded(order, "timed-out", "sans réponse");
}
