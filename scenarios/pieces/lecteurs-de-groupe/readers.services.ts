/**
 * Readers of one group ship what is ordered: poll, ship, commit, in one order or the other.
 *
 * Committing says « I am done up to here »: said too early it loses, said too late it repeats.
 */
import type { DurationUs } from "../../../simulator/base/time.ts";
import type { CommitOutcome, Consumer, ConsumerRecord } from "../../../simulator/brokers.ts";
import type { Context, Process } from "../../../simulator/scenario.ts";

export type When = "apres" | "avant" | "automatique";

export const IN_HAND = "en main";

export const shippingWith = (consumer: Consumer, when: When) =>
  function* shipOrders(ctx: Context): Process<void> {
    for (;;) {
      const records = yield* consumer.poll(ctx);
      if (records.length === 0) continue;
      // At most once: without a « yes » nobody ships, or somebody else may ship it as well.
      if (when === "avant" && !isCommitted(yield* consumer.commit(ctx), ctx)) continue;
      yield* shipAll(ctx, records);
      // The parcels have left, whatever the group answers.
      if (when === "apres") isCommitted(yield* consumer.commit(ctx), ctx);
      // « automatique »: the next poll will say it, once its interval is over.
    }
  };

function* shipAll(ctx: Context, records: readonly ConsumerRecord[]): Process<void> {
  let left = records.length;
  for (const { value, partition, offset } of records) {
    ctx.memory.set(IN_HAND, left--);
    ctx.subject = value;
    yield* ctx.work(ctx.parameters.expedition as DurationUs);
    const parcel = { commande: value, place: `${partition}/${offset}` };
    ctx.records.set(`colis-${ctx.nodeId}`, `${value}`, parcel);
    ctx.subject = null;
  }
  ctx.memory.set(IN_HAND, 0);
}

function isCommitted(outcome: CommitOutcome, ctx: Context): boolean {
  if (outcome.kind === "committed") return true;
  const why = outcome.kind === "refused" ? outcome.error : "sans réponse";
  ctx.log.note(`validation refusée : ${why}`);
  return false;
}

/** Somebody who comes when work has begun: everything is shared out anew. */
export const comingLater = (consumer: Consumer, when: When) =>
  function* comeLater(ctx: Context): Process<void> {
    yield* ctx.alarm("renfort", ctx.parameters.renfort as DurationUs);
    yield* ctx.spawn("shipOrders", null, shippingWith(consumer, when));
  };
