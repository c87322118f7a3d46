/** A shop that writes orders, and a counter that writes its invoices without asking anybody. */
import type { DurationUs } from "../../../simulator/base/time.ts";
import type { Producer } from "../../../simulator/brokers.ts";
import { type Context, numbered, type Process } from "../../../simulator/scenario.ts";
import { INVOICES, ORDERS } from "./topics.ts";

export const ordersOf = (producer: Producer) =>
  function* placeOrders(ctx: Context): Process<void> {
    for (const i of numbered(ctx, "demandes", ctx.parameters.demandes as number)) {
      yield* ctx.sleep(ctx.random.exponential(ctx.parameters.intervalle as DurationUs));
      yield* producer.send(ctx, { topic: ORDERS, key: null, value: `${i}` });
    }
  };

/** Invoices of the counter: they have nothing to do with the orders, nor with any transaction. */
export const salesOf = (producer: Producer) =>
  function* sell(ctx: Context): Process<void> {
    for (const i of numbered(
      ctx,
      "factures",
      Math.floor((ctx.parameters.demandes as number) / 4),
    )) {
      yield* ctx.sleep(ctx.parameters.comptoir as DurationUs);
      const invoice = `c${i}`;
      ctx.log.commandIssued(invoice, "produire", { facture: invoice });
      const sent = yield* producer.send(ctx, { topic: INVOICES, key: null, value: invoice });
      ctx.log.commandEnded(invoice, sent.kind === "sent" ? "ok" : "timed-out", sent.kind);
    }
  };
