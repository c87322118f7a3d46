/** Clients: they order at their own pace, wait for a while, and are told something, or nothing. */
import type { Context, Process } from "../../simulator/scenario.ts";
import { placeOrderOperation } from "./operations.ts";
import { countOf, durationOf } from "./settings.ts";

const FIRST_ORDER = 1041;
const PRICES_CENTS = [5_900, 8_990, 12_900, 4_500] as const;

/** Arrivals follow a Poisson process whose luck depends on the seed alone: every variant meets the same ones. */
export function* placeOrders(ctx: Context): Process<void> {
  const arrivals = ctx.random;
  for (let i = 0; i < countOf(ctx.parameters, "commandes"); i++) {
    yield* ctx.sleep(arrivals.exponential(durationOf(ctx.parameters, "intervalle")));
    const amountCents = PRICES_CENTS[arrivals.integerBelow(PRICES_CENTS.length)] as number;
    const orderId = String(FIRST_ORDER + i);
    yield* ctx.spawn("placeOrder", orderId, (ctx) => placeOrder(ctx, amountCents));
  }
}

function* placeOrder(ctx: Context, amountCents: number): Process<void> {
  const orderId = ctx.subject as string;
  const order = {
    orderId,
    customerId: `client-${orderId}`,
    sku: "casque",
    quantity: 1,
    amountCents,
  };
  ctx.log.commandIssued(orderId, "commander", order);
  const outcome = yield* ctx.call(placeOrderOperation, order, {
    timeoutUs: durationOf(ctx.parameters, "delai-client"),
  });
  switch (outcome.kind) {
    case "replied":
      ctx.log.commandEnded(orderId, "ok", outcome.reply.status);
      return;
    case "refused":
      ctx.log.commandEnded(orderId, "refused", outcome.reason);
      return;
    case "timed-out":
      // « Une erreur est survenue » : rien ne dit au client s’il est débité.
      ctx.log.commandEnded(orderId, "timed-out", "sans réponse");
  }
}
