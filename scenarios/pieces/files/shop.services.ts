/**
 * A shop that publishes its orders, and insists until the broker has confirmed each of them.
 */
import { type DurationUs, ms, seconds } from "../../../simulator/base/time.ts";
import { publishAndWait } from "../../../simulator/brokers.ts";
import { type Context, numbered, type Process } from "../../../simulator/scenario.ts";

export type Order = {
  readonly commande: string;
  /** null: nobody knows where to send the parcel. */
  readonly adresse: string | null;
};

/** One order in eight has no address that anybody knows. */
const UNKNOWN_EVERY = 8;

export const ordersThat = (isPersistent: boolean) =>
  function* placeOrders(ctx: Context): Process<void> {
    for (const i of numbered(ctx, "demandes", ctx.parameters.demandes as number)) {
      yield* ctx.sleep(ctx.random.exponential(ctx.parameters.intervalle as DurationUs));
      const adresse = i % UNKNOWN_EVERY === 0 ? null : `${i}, rue des Lilas`;
      const order = { commande: `${i}`, adresse };
      yield* ctx.spawn("placeOrder", `${i}`, (ctx) => placeOrder(ctx, order, isPersistent));
    }
  };

function* placeOrder(ctx: Context, order: Order, isPersistent: boolean): Process<void> {
  const { commande } = order;
  ctx.log.commandIssued(commande, "publier", order);
  const message = { id: commande, body: order, exchange: "commandes", isPersistent };
  for (;;) {
    const published = yield* publishAndWait(
      ctx,
      "courtier",
      { ...message, routingKey: "commande.neuve" },
      seconds(1),
    );
    if (published.kind === "replied" && published.reply.isAccepted) {
      ctx.log.commandEnded(commande, "ok", "confirmée");
      return;
    }
    // Silence is not a « no »: publishing again may double the order.
    yield* ctx.sleep(ms(500));
  }
}
