/**
 * The warehouse reads what the connector wrote, and counts how often each order came.
 */
import type { Consumer } from "../../../simulator/brokers.ts";
import type { Context, Process } from "../../../simulator/scenario.ts";

/** What it reads of an envelope. */
interface Change {
  readonly after: { readonly id: number } | null;
  readonly source: { readonly lsn: number };
}

export const receivingFrom = (consumer: Consumer) =>
  function* receive(ctx: Context): Process<void> {
    for (;;) {
      const records = yield* consumer.poll(ctx);
      for (const { value } of records) {
        if (value !== null) noteOrder(JSON.parse(value) as Change, ctx);
      }
      if (records.length > 0) yield* consumer.commit(ctx);
    }
  };

function noteOrder({ after, source }: Change, ctx: Context): void {
  if (after === null) return;
  const before = ctx.records.get("recues", `${after.id}`) as { readonly fois: number } | undefined;
  const times = (before?.fois ?? 0) + 1;
  ctx.records.set("recues", `${after.id}`, { commande: after.id, lsn: source.lsn, fois: times });
}
