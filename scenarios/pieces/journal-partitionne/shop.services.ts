/**
 * A shop that writes its orders to the log, under the name of the customer, and believes what it is answered.
 */
import type { DurationUs } from "../../../simulator/base/time.ts";
import type { Producer, Sent } from "../../../simulator/brokers.ts";
import { type Context, numbered, type Process } from "../../../simulator/scenario.ts";

/** Orders of one customer are numbered: `ana-1`, `ana-2`… */
export const CUSTOMERS = ["ana", "bob", "cléo", "dino", "ève", "fadi"] as const;
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
  // Same key, same partition: the orders of a customer stay in order.
  const sent = yield* producer.send(ctx, { topic: TOPIC, key: customer, value: order });
  ctx.log.commandEnded(order, outcomeOf(sent), detailOf(sent));
}

/** acks=0: nobody answers, and the shop believes that all is well. */
function outcomeOf({ kind }: Sent) {
  if (kind === "sent" || kind === "unconfirmed") return "ok";
  return kind === "refused" ? "refused" : "timed-out";
}

function detailOf(sent: Sent): string {
  if (sent.kind === "sent") return `${sent.partition}, position ${sent.offset}`;
  if (sent.kind === "refused") return sent.error;
  return sent.kind === "unconfirmed" ? "personne n’a répondu" : "sans réponse";
}
