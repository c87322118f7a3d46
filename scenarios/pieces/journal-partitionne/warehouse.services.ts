/**
 * A warehouse that reads every order and notes where it found it.
 */
import type { Consumer } from "../../../simulator/brokers.ts";
import type { Context, Process } from "../../../simulator/scenario.ts";

export const READ_ORDERS = "lues";

export const readingFrom = (consumer: Consumer) =>
  function* readOrders(ctx: Context): Process<void> {
    for (;;) {
      const records = yield* consumer.poll(ctx);
      for (const { value, key, partition, offset } of records) {
        const place = { client: key, place: `${partition}/${offset}` };
        ctx.records.set(READ_ORDERS, `${value}`, place);
      }
      if (records.length > 0) yield* consumer.commit(ctx);
    }
  };
