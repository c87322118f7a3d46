/**
 * The warehouse hears of events and counts how often each came: the number of the row is in the header « id ».
 */
import type { Consumer } from "../../../simulator/brokers.ts";
import type { Context, Process } from "../../../simulator/scenario.ts";

export const receivingFrom = (consumer: Consumer) =>
  function* receive(ctx: Context): Process<void> {
    for (;;) {
      const records = yield* consumer.poll(ctx);
      for (const { headers } of records) noteEvent(headers?.id ?? "?", ctx);
      if (records.length > 0) yield* consumer.commit(ctx);
    }
  };

function noteEvent(id: string, ctx: Context): void {
  const before = ctx.records.get("recus", id) as { readonly fois: number } | undefined;
  ctx.records.set("recus", id, { evenement: Number(id), fois: (before?.fois ?? 0) + 1 });
}
