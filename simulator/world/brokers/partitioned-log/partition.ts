/**
 * The log of one partition on one broker: records in segments, appended at the end, cut at both ends.
 *
 * Offsets grow by one a record and are never reused or renumbered; compaction leaves holes. Segments carry
 * a snapshot of the producers' state at their start, as Kafka's do, so that cutting the end does not mean
 * reading everything again. Segments are counted in records where the real ones count bytes.
 * Knows nothing of leaders and followers: `replication.ts` decides what is written here.
 */
import { assert } from "../../../base/assert.ts";
import { ProducerState } from "./producer-state.ts";
import type { Batch, LogRecord, Marker, ProducerMark } from "./record.ts";

export interface Segment {
  /** Offset at which it begins, kept even when compaction empties it. */
  readonly baseOffset: number;
  records: readonly LogRecord[];
  readonly producersAtStart: ProducerState;
}

/** Where a leadership begins in this log (KIP-101). */
interface EpochStart {
  readonly epoch: number;
  readonly offset: number;
}

/** What is appended under one leadership at one instant. */
export interface Stamp {
  readonly leaderEpoch: number;
  readonly atUs: number;
}

export class PartitionLog {
  readonly #segmentRecords: number;
  #segments: Segment[];
  #epochs: EpochStart[] = [];
  #producers = new ProducerState();
  #startOffset = 0;
  #endOffset = 0;

  /** `segmentRecords`: how many offsets a segment spans. */
  constructor(segmentRecords: number) {
    this.#segmentRecords = segmentRecords;
    this.#segments = [this.#newSegment(0)];
  }

  get producers(): ProducerState {
    return this.#producers;
  }

  /** Oldest offset that may be read. */
  get startOffset(): number {
    return this.#startOffset;
  }

  /** Offset of the next record (log end offset). */
  get endOffset(): number {
    return this.#endOffset;
  }

  get segments(): readonly Segment[] {
    return this.#segments;
  }

  /** Leadership of the last record, −1 when there is none. */
  get lastEpoch(): number {
    return this.#epochs[this.#epochs.length - 1]?.epoch ?? -1;
  }

  /** Writes a batch at the end. The caller has judged it. */
  append(batch: Batch, { leaderEpoch, atUs }: Stamp): readonly LogRecord[] {
    const batchAt = this.#endOffset;
    const records = batch.records.map(
      (record, i): LogRecord => ({
        ...{ offset: batchAt + i, batchAt, leaderEpoch, atUs, ...record },
        producer: numbered(batch.producer, i),
        isTransactional: batch.isTransactional,
        marker: null,
      }),
    );
    this.copy(records);
    return records;
  }

  /** A marker takes an offset like any record: offsets that consumers see are sparse (KAF-7). */
  appendMarker(marker: Marker, producer: ProducerMark, { leaderEpoch, atUs }: Stamp): LogRecord {
    const offset = this.#endOffset;
    const record: LogRecord = {
      ...{ offset, batchAt: offset, leaderEpoch, atUs, key: null, value: null },
      producer: { ...producer, sequence: -1 },
      ...{ isTransactional: true, marker },
    };
    this.copy([record]);
    return record;
  }

  /** Writes records at the offsets that they have: what a follower does with what it fetched. */
  copy(records: readonly LogRecord[]): void {
    let from = 0;
    for (let i = 1; i <= records.length; i++) {
      if (records[i]?.batchAt === records[from]?.batchAt) continue;
      this.#write(records.slice(from, i));
      from = i;
    }
  }

  /** Records of one batch. A batch is never split between two segments. */
  #write(batch: readonly LogRecord[]): void {
    const [first] = batch;
    if (first === undefined) return;
    assert(first.offset >= this.#endOffset, "a log is written at its end", first.offset);
    if (first.leaderEpoch > this.lastEpoch) {
      this.#epochs.push({ epoch: first.leaderEpoch, offset: first.offset });
    }
    const own = this.#segmentFor(first.batchAt);
    for (const record of batch) own.push(record);
    this.#endOffset = (batch[batch.length - 1] as LogRecord).offset + 1;
    this.#producers.apply(batch);
  }

  /** The records of the segment being written; begins a new one when it is full. */
  #segmentFor(batchAt: number): LogRecord[] {
    let last = this.#segments[this.#segments.length - 1] as Segment;
    if (batchAt >= last.baseOffset + this.#segmentRecords) {
      last = this.#newSegment(batchAt);
      this.#segments.push(last);
    }
    return last.records as LogRecord[];
  }

  #newSegment(baseOffset: number): Segment {
    return { baseOffset, records: [], producersAtStart: this.#producers.snapshot() };
  }

  /** At most `countMax` records of [from, below), in order. */
  read(from: number, below: number, countMax: number): readonly LogRecord[] {
    const found: LogRecord[] = [];
    for (let s = this.#segmentIndexAt(from); s < this.#segments.length; s++) {
      const { records } = this.#segments[s] as Segment;
      for (let i = firstAt(records, from); i < records.length; i++) {
        const record = records[i] as LogRecord;
        if (record.offset >= below || found.length >= countMax) return found;
        found.push(record);
      }
    }
    return found;
  }

  /** The latest leadership up to `epoch` known here, and the offset where the next one begins. */
  endOfEpoch(epoch: number): { readonly epoch: number; readonly endOffset: number } {
    for (let i = this.#epochs.length - 1; i >= 0; i--) {
      const start = this.#epochs[i] as EpochStart;
      if (start.epoch > epoch) continue;
      const endOffset = this.#epochs[i + 1]?.offset ?? this.#endOffset;
      return { epoch: start.epoch, endOffset };
    }
    return { epoch: -1, endOffset: this.#startOffset };
  }

  /** Forgets everything from `offset` on: what a follower wrote that its leader never had. */
  truncateTo(offset: number): void {
    if (offset >= this.#endOffset) return;
    if (offset < this.#startOffset) return this.restartAt(offset);
    const kept = Math.max(0, this.#segmentIndexAt(offset));
    this.#segments.length = kept + 1;
    const last = this.#segments[kept] as Segment;
    const records = last.records.slice(0, firstAt(last.records, offset));
    this.#segments[kept] = { ...last, records };
    this.#epochs = this.#epochs.filter((start) => start.offset < offset);
    this.#endOffset = offset;
    this.#producers = last.producersAtStart.snapshot();
    this.#producers.apply(records);
  }

  /** Begins again, empty, at `offset`: the leader no longer has what would come before. */
  restartAt(offset: number): void {
    this.#producers = new ProducerState();
    this.#epochs = [];
    this.#startOffset = offset;
    this.#endOffset = offset;
    this.#segments = [this.#newSegment(offset)];
  }

  /** Closes the segment being written, unless it is empty, and begins another. */
  roll(): void {
    const last = this.#segments[this.#segments.length - 1] as Segment;
    if (last.baseOffset < this.#endOffset) this.#segments.push(this.#newSegment(this.#endOffset));
  }

  /** Raises the start: whole segments before it are deleted. Producers stay known. */
  raiseStart(offset: number): void {
    assert(offset <= this.#endOffset, "a log starts no later than it ends", offset);
    this.#startOffset = Math.max(this.#startOffset, offset);
    const first = this.#segmentIndexAt(this.#startOffset);
    if (first > 0) this.#segments.splice(0, first);
  }

  /** Replaces the records of a closed segment by fewer of the same ones (compaction). */
  rewrite(segment: Segment, records: readonly LogRecord[]): void {
    assert(segment !== this.#segments[this.#segments.length - 1], "the active segment is spared");
    segment.records = records;
  }

  /** Index of the segment that holds `offset`; the first one for anything older. */
  #segmentIndexAt(offset: number): number {
    let low = 0;
    let high = this.#segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#segments[middle] as Segment).baseOffset <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

const numbered = (producer: ProducerMark | null, i: number): ProducerMark | null =>
  producer === null || producer.sequence < 0
    ? producer
    : { ...producer, sequence: producer.sequence + i };

/** Index of the first record at `offset` or later. */
function firstAt(records: readonly LogRecord[], offset: number): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((records[middle] as LogRecord).offset < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
