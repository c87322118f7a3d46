/**
 * What one replica remembers of producers: series already written (KAF-6) and open transactions (KAF-7).
 *
 * A fold of the partition's records, so every replica has it and a new leader knows what the old one knew.
 * Follows `ProducerAppendInfo` and `ProducerStateManager` of Kafka 3.9: the last five batches of each producer
 * are remembered, an older epoch is refused, a new epoch starts again at 0, an unknown producer is accepted
 * at any number (its records may have expired). Knows nothing of leaders, acknowledgements or clients.
 */
import { assert } from "../../../base/assert.ts";
import type { Batch, LogRecord } from "./record.ts";

/** How many batches of a producer are recognised when they come again: the limit of 5 in flight. */
export const REMEMBERED_BATCHES = 5;

interface SeenBatch {
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly firstOffset: number;
  readonly lastOffset: number;
}

interface ProducerEntry {
  epoch: number;
  /** Last number written, −1 when this epoch wrote none. */
  lastSequence: number;
  batches: readonly SeenBatch[];
  /** First offset of its open transaction here, or null. */
  openSince: number | null;
}

export type SequenceError =
  | "OUT_OF_ORDER_SEQUENCE_NUMBER"
  | "INVALID_PRODUCER_EPOCH"
  | "INVALID_TXN_STATE";

export type Judgement =
  | { readonly kind: "append" }
  /** Already written there: answered like the first time, written no second time. */
  | { readonly kind: "duplicate"; readonly firstOffset: number; readonly lastOffset: number }
  | { readonly kind: "refused"; readonly error: SequenceError };

/** A transaction that was undone: its records are skipped by `read_committed`. */
export interface AbortedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
  /** Offset of its marker. */
  readonly lastOffset: number;
  /** Where undecided records began once it was undone: no later entry reaches below that. */
  readonly stableBelow: number;
}

/** Ended, yet its marker may still be above the high watermark: unstable until then. */
interface Unstable {
  readonly producerId: number;
  markerOffset: number | null;
}

export class ProducerState {
  readonly #producers = new Map<number, ProducerEntry>();
  /** By first offset, in that order: the first one bounds what is stable. */
  readonly #unstable = new Map<number, Unstable>();
  readonly #aborted: AbortedTransaction[] = [];

  /** What a leader does with a batch that a client sends. */
  judge(batch: Batch): Judgement {
    const { producer } = batch;
    if (producer === null) return { kind: "append" };
    const entry = this.#producers.get(producer.id);
    if (entry === undefined) return { kind: "append" };
    if (producer.epoch < entry.epoch) return refusal("INVALID_PRODUCER_EPOCH");
    if (producer.sequence < 0) return { kind: "append" };
    if (producer.epoch > entry.epoch) return judgeNewEpoch(producer.sequence);
    const lastSequence = producer.sequence + batch.records.length - 1;
    const seen = entry.batches.find(
      (known) => known.firstSequence === producer.sequence && known.lastSequence === lastSequence,
    );
    if (seen !== undefined) {
      return { kind: "duplicate", firstOffset: seen.firstOffset, lastOffset: seen.lastOffset };
    }
    if (producer.sequence !== entry.lastSequence + 1) {
      return refusal("OUT_OF_ORDER_SEQUENCE_NUMBER");
    }
    if (entry.openSince !== null && !batch.isTransactional) return refusal("INVALID_TXN_STATE");
    return { kind: "append" };
  }

  /** Epoch that it wrote with last, −1 when unknown. */
  epochOf(producerId: number): number {
    return this.#producers.get(producerId)?.epoch ?? -1;
  }

  hasOpenTransaction(producerId: number): boolean {
    return (this.#producers.get(producerId)?.openSince ?? null) !== null;
  }

  /** Takes in records just written, in order. */
  apply(records: readonly LogRecord[]): void {
    let from = 0;
    for (let i = 1; i <= records.length; i++) {
      if (records[i]?.batchAt === records[from]?.batchAt) continue;
      this.#applyBatch(records.slice(from, i));
      from = i;
    }
  }

  #applyBatch(records: readonly LogRecord[]): void {
    const [first] = records;
    if (first === undefined || first.producer === null) return;
    const { id, epoch } = first.producer;
    const entry = this.#entryAt(id, epoch);
    if (first.marker !== null) return this.#end(id, entry, first);
    if (first.producer.sequence >= 0) remember(entry, records);
    if (first.isTransactional && entry.openSince === null) {
      entry.openSince = first.offset;
      this.#unstable.set(first.offset, { producerId: id, markerOffset: null });
    }
  }

  #entryAt(id: number, epoch: number): ProducerEntry {
    const known = this.#producers.get(id);
    if (known !== undefined && known.epoch >= epoch) return known;
    const openSince = known?.openSince ?? null;
    const entry: ProducerEntry = { epoch, lastSequence: -1, batches: [], openSince };
    this.#producers.set(id, entry);
    return entry;
  }

  #end(producerId: number, entry: ProducerEntry, marker: LogRecord): void {
    // A marker for a partition where the transaction wrote nothing ends nothing.
    if (entry.openSince === null) return;
    const open = this.#unstable.get(entry.openSince);
    assert(open !== undefined, "an open transaction bounds what is stable", marker.offset);
    open.markerOffset = marker.offset;
    const firstOffset = entry.openSince;
    entry.openSince = null;
    if (marker.marker === "commit") return;
    const lastOffset = marker.offset;
    this.#aborted.push({
      ...{ producerId, firstOffset, lastOffset },
      stableBelow: this.#firstOpen(lastOffset + 1),
    });
  }

  #firstOpen(otherwise: number): number {
    for (const [offset, { markerOffset }] of this.#unstable) {
      if (markerOffset === null) return offset;
    }
    return otherwise;
  }

  /** Everything below is decided and replicated: the bound of `read_committed`. */
  lastStableOffset(highWatermark: number): number {
    for (const [firstOffset, { markerOffset }] of this.#unstable) {
      if (markerOffset === null || markerOffset >= highWatermark) {
        return Math.min(firstOffset, highWatermark);
      }
      this.#unstable.delete(firstOffset);
    }
    return highWatermark;
  }

  /** Undone transactions that touch [from, to), in order of their first offset. */
  abortedBetween(from: number, to: number): readonly AbortedTransaction[] {
    const found: AbortedTransaction[] = [];
    for (let i = firstEndingAt(this.#aborted, from); i < this.#aborted.length; i++) {
      const aborted = this.#aborted[i] as AbortedTransaction;
      if (aborted.firstOffset < to) found.push(aborted);
      if (aborted.stableBelow >= to) break;
    }
    return found.sort((a, b) => a.firstOffset - b.firstOffset);
  }

  isAborted(producerId: number, offset: number): boolean {
    return this.abortedBetween(offset, offset + 1).some((txn) => txn.producerId === producerId);
  }

  /** A copy, as Kafka's snapshot files: where a truncated log starts again from. */
  snapshot(): ProducerState {
    const copy = new ProducerState();
    for (const [id, entry] of this.#producers) copy.#producers.set(id, { ...entry });
    for (const [offset, open] of this.#unstable) copy.#unstable.set(offset, { ...open });
    copy.#aborted.push(...this.#aborted);
    return copy;
  }
}

const refusal = (error: SequenceError): Judgement => ({ kind: "refused", error });

/** A new epoch starts its series again. */
const judgeNewEpoch = (sequence: number): Judgement =>
  sequence === 0 ? { kind: "append" } : refusal("OUT_OF_ORDER_SEQUENCE_NUMBER");

/** A batch that comes in two parts (a follower's fetch may end inside it) is one batch. */
function remember(entry: ProducerEntry, records: readonly LogRecord[]): void {
  const first = records[0] as LogRecord;
  const last = records[records.length - 1] as LogRecord;
  const firstOffset = first.batchAt;
  const sequenceOf = ({ producer }: LogRecord): number => producer?.sequence ?? -1;
  const batch: SeenBatch = {
    // Compaction may have taken its first records away.
    firstSequence: sequenceOf(first) - (first.offset - firstOffset),
    lastSequence: sequenceOf(last),
    ...{ firstOffset, lastOffset: last.offset },
  };
  entry.lastSequence = batch.lastSequence;
  const others = entry.batches.filter((known) => known.firstOffset !== firstOffset);
  entry.batches = [...others, batch].slice(-REMEMBERED_BATCHES);
}

/** Index of the first transaction whose marker is at `offset` or later; they stand in marker order. */
function firstEndingAt(aborted: readonly AbortedTransaction[], offset: number): number {
  let low = 0;
  let high = aborted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((aborted[middle] as AbortedTransaction).lastOffset < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
