/**
 * What a consumer keeps in memory, and its one piece of arithmetic: positions, and what it may show.
 *
 * A position is the next offset to hand over; committing writes positions down. Pure but for the signals that
 * its processes wake each other with.
 */
import type { Signal } from "../../../kernel/signal.ts";
import type { FetchedPartition, PartitionOffset } from "./protocol.ts";
import type { LogRecord } from "./record.ts";

export type ConsumerRecord = LogRecord & { readonly partition: string };

/** Fetched and not handed over yet. */
interface Buffered {
  readonly records: readonly LogRecord[];
  handedCount: number;
  /** Position once all of it is handed over: beyond markers and undone records. */
  readonly next: number;
}

export interface ConsumerMemory {
  /** "" and −1 when it belongs to no group. */
  member: string;
  generation: number;
  isJoining: boolean;
  mustJoin: boolean;
  isStarted: boolean;
  partitions: readonly string[];
  /** Grows with each share: what was fetched for another one is thrown away. */
  share: number;
  readonly positions: Map<string, number>;
  readonly buffered: Map<string, Buffered>;
  lastPollUs: number;
  nextCommitUs: number;
  /** Woken when there is something to hand over, or a rebalance to answer. */
  readonly arrived: Signal<null>;
  /** Woken when there may be something to fetch. */
  readonly wanted: Signal<null>;
}

/** Records that a consumer sees: no marker, nothing of an undone transaction (as kafkajs filters them). */
export function visible(
  records: readonly LogRecord[],
  aborted: FetchedPartition["aborted"],
): readonly LogRecord[] {
  const undone = new Set<number>();
  let next = 0;
  return records.filter(({ offset, producer, isTransactional, marker }) => {
    for (; next < aborted.length; next++) {
      const { firstOffset, producerId } = aborted[next] as FetchedPartition["aborted"][number];
      if (firstOffset > offset) break;
      undone.add(producerId);
    }
    if (marker !== null) {
      if (marker === "abort" && producer !== null) undone.delete(producer.id);
      return false;
    }
    return !(isTransactional && producer !== null && undone.has(producer.id));
  });
}

/** Takes in what a fetch from `from` on brought. */
export function buffer(
  { positions, buffered }: ConsumerMemory,
  partition: string,
  { records, aborted }: FetchedPartition,
): void {
  const last = records[records.length - 1];
  if (last === undefined) return;
  const shown = visible(records, aborted);
  const next = last.offset + 1;
  if (shown.length === 0) positions.set(partition, next);
  else buffered.set(partition, { records: shown, handedCount: 0, next });
}

/** Hands over at most `countMax` records; positions move past them. */
export function handOver(memory: ConsumerMemory, countMax: number): readonly ConsumerRecord[] {
  const handed: ConsumerRecord[] = [];
  for (const [partition, own] of memory.buffered) {
    const count = Math.min(countMax - handed.length, own.records.length - own.handedCount);
    if (count === 0) break;
    const taken = own.records.slice(own.handedCount, own.handedCount + count);
    own.handedCount += count;
    for (const record of taken) handed.push({ ...record, partition });
    const isDone = own.handedCount === own.records.length;
    const last = taken[taken.length - 1] as LogRecord;
    memory.positions.set(partition, isDone ? own.next : last.offset + 1);
    if (isDone) memory.buffered.delete(partition);
  }
  return handed;
}

export const positionsOf = ({ positions }: ConsumerMemory): readonly PartitionOffset[] =>
  [...positions].map(([partition, next]) => ({ partition, next }));

/** Forgets what it was given to read. */
export function dropShare(memory: ConsumerMemory): void {
  memory.share++;
  memory.partitions = [];
  memory.positions.clear();
  memory.buffered.clear();
}

/** The group goes on without it, or never knew it: it begins again as a newcomer. */
export function dropMembership(memory: ConsumerMemory): void {
  memory.member = "";
  memory.generation = -1;
  memory.mustJoin = true;
  memory.arrived.wakeAll(null);
}
