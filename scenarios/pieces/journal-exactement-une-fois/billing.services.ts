/**
 * Billing reads orders and writes invoices: both in one transaction, or one after the other.
 */
import type { DurationUs } from "../../../simulator/base/time.ts";
import type {
  Consumer,
  ConsumerRecord,
  Producer,
  TransactionalProducer,
} from "../../../simulator/brokers.ts";
import type { Context, Process } from "../../../simulator/scenario.ts";
import { INVOICES } from "./topics.ts";

export const billingInside = (consumer: Consumer, producer: TransactionalProducer) =>
  function* billInside(ctx: Context): Process<void> {
    // What a former life left open is undone before anything is read.
    yield* producer.begin(ctx);
    for (;;) {
      const orders = yield* consumer.poll(ctx);
      if (orders.length === 0 || (yield* billTogether(ctx, orders))) continue;
      // Undone, or nobody knows: a new session settles it, and what is committed says where to go on.
      yield* producer.startAgain(ctx);
      yield* consumer.rewind(ctx);
    }

    function* billTogether(ctx: Context, orders: readonly ConsumerRecord[]): Process<boolean> {
      if ((yield* producer.begin(ctx)).kind !== "done") return false;
      for (const { value } of orders) {
        const sent = yield* producer.send(ctx, { topic: INVOICES, key: null, value });
        if (sent.kind !== "sent") return false;
        yield* ctx.work(ctx.parameters.facture as DurationUs);
      }
      // Invoices and positions: all of it, or nothing.
      if ((yield* producer.sendOffsets(ctx, consumer)).kind !== "done") return false;
      return (yield* producer.commit(ctx)).kind === "done";
    }
  };

export const billingOutside = (consumer: Consumer, producer: Producer) =>
  function* billOutside(ctx: Context): Process<void> {
    for (;;) {
      const orders = yield* consumer.poll(ctx);
      for (const { value } of orders) {
        yield* producer.send(ctx, { topic: INVOICES, key: null, value });
        yield* ctx.work(ctx.parameters.facture as DurationUs);
      }
      // Whoever stops before this line has billed, and has not said so.
      if (orders.length > 0) yield* consumer.commit(ctx);
    }
  };

/** The accountant, who only sees what is decided when it asks for that. */
export const accountingFrom = (consumer: Consumer) =>
  function* keepAccounts(ctx: Context): Process<void> {
    for (;;) {
      for (const { value, offset } of yield* consumer.poll(ctx)) {
        ctx.records.set("comptes", `${offset}`, { facture: value });
      }
    }
  };
