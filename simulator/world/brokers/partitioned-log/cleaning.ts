/**
 * What makes a log shorter: retention deletes its oldest segments, compaction keeps the last value of each
 * key (KAF-8).
 *
 * Neither renumbers. Compaction spares the segment being written; retention by time closes it once its last record
 * is too old (`deleteOldSegments` of Kafka rolls before it deletes everything). Compaction looks below the last stable offset only, drops
 * what aborted transactions wrote, and keeps a tombstone for `deleteRetentionUs` after it was first seen at
 * the head of its key: a reader slower than that never learns of the deletion.
 * Simplified: every closed segment is cleaned at each pass (no dirty ratio), segments are not merged, and a
 * tombstone's time runs from its own writing (Kafka ≥ 3.1 counts from the pass that first met it, KIP-534).
 */
import type { PartitionLog, Segment } from "./partition.ts";
import type { LogRecord } from "./record.ts";

export interface Retention {
  /** Records older than this go, a whole segment at a time; null: for ever. */
  readonly retentionUs: number | null;
  /** Oldest segments go while more records than this remain; null: no limit. The real one counts bytes. */
  readonly retentionRecords: number | null;
}

/** Deletes old segments. Only what is below the high watermark may go. Returns the new start offset. */
export function retain(
  log: PartitionLog,
  { retentionUs, retentionRecords }: Retention,
  { nowUs, highWatermark }: { readonly nowUs: number; readonly highWatermark: number },
): number {
  let start = log.startOffset;
  const { segments } = log;
  for (let i = 0; i < segments.length; i++) {
    const next = segments[i + 1]?.baseOffset ?? log.endOffset;
    const isTooMany = retentionRecords !== null && log.endOffset - next >= retentionRecords;
    if (next > highWatermark) break;
    if (!isTooMany && !isTooOld(segments[i] as Segment, retentionUs, nowUs)) break;
    start = next;
  }
  // Old to its last record, the segment being written is closed first: a log is never without one.
  if (start === log.endOffset) log.roll();
  log.raiseStart(start);
  return log.startOffset;
}

/** As old as its youngest record; one that compaction emptied is not kept for its own sake. */
function isTooOld(segment: Segment, retentionUs: number | null, nowUs: number): boolean {
  const last = segment.records[segment.records.length - 1];
  return retentionUs !== null && (last === undefined || nowUs - last.atUs > retentionUs);
}

export interface Compaction {
  readonly nowUs: number;
  readonly highWatermark: number;
  /** `delete.retention.ms`: 24 h unless the topic says otherwise. */
  readonly deleteRetentionUs: number;
}

/** One pass of the cleaner. Returns how many records went. */
export function compact(log: PartitionLog, options: Compaction): number {
  const below = log.producers.lastStableOffset(options.highWatermark);
  const closed = log.segments.slice(0, -1).filter(({ baseOffset }) => baseOffset < below);
  const latest = new Map<string, number>();
  const isUndone = (record: LogRecord): boolean =>
    record.isTransactional &&
    record.producer !== null &&
    log.producers.isAborted(record.producer.id, record.offset);
  for (const { records } of closed) {
    for (const record of records) {
      if (record.offset >= below || record.key === null || isUndone(record)) continue;
      latest.set(record.key, record.offset);
    }
  }
  const isKept = (record: LogRecord): boolean => {
    if (record.offset >= below) return true;
    const isRecent = options.nowUs - record.atUs <= options.deleteRetentionUs;
    if (record.marker !== null) return isRecent;
    // A compacted topic refuses records without a key; should one be there, nothing replaces it.
    if (isUndone(record)) return false;
    if (record.key === null) return true;
    if (latest.get(record.key) !== record.offset) return false;
    return record.value !== null || isRecent;
  };
  let removedCount = 0;
  for (const segment of closed) {
    const kept = segment.records.filter(isKept);
    removedCount += segment.records.length - kept.length;
    if (kept.length < segment.records.length) log.rewrite(segment, kept);
  }
  return removedCount;
}
