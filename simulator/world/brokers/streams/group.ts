/**
 * A consumer group: where it stands in the stream, and what it gave to whom without an answer yet.
 *
 * The pending list is the only memory of a delivery: nothing leaves it by itself, nothing is delivered
 * twice unless somebody claims it. Two views of one list are kept in step: the group's and each
 * consumer's. Time comes in as `nowMs`. Source of each rule: redis-server 7.0.15, compared.
 */
import { assert } from "../../../base/assert.ts";
import { lagOf, readCountAfter } from "./lag.ts";
import { OrderedMap } from "./ordered-map.ts";
import type { Entry, Stream } from "./stream.ts";
import { compareIds, nextId, type StreamId, ZERO_ID } from "./stream-id.ts";

/** One delivery that nobody acknowledged. */
export interface Pending {
  readonly id: StreamId;
  consumer: Consumer;
  deliveredAtMs: number;
  deliveryCount: number;
}

export interface Consumer {
  readonly name: string;
  readonly pending: OrderedMap<Pending>;
  /** Last time that it asked for something. */
  seenAtMs: number;
}

/** An entry of a history: deleted since when it has no fields any more. */
export interface HistoryEntry {
  readonly id: StreamId;
  readonly fields: readonly string[] | null;
}

export interface ClaimOptions {
  readonly minIdleMs: number;
  /** New delivery time; null: now. One in the future is now. */
  readonly deliveredAtMs?: number | null;
  /** New delivery count; null: one more, unless `isJustId`. */
  readonly deliveryCount?: number | null;
  /** Also takes entries that nobody holds. */
  readonly isForced?: boolean;
  readonly isJustId?: boolean;
}

export interface AutoClaimOptions {
  readonly minIdleMs: number;
  readonly start: StreamId;
  /** At most so many claimed or dropped; ten times as many looked at. Redis 7.0: 100 unless said. */
  readonly count?: number;
  readonly isJustId?: boolean;
}

export interface AutoClaimed {
  /** Where to go on; `0-0`: this scan reached the end, which is not « nothing is left ». */
  readonly cursor: StreamId;
  readonly claimed: readonly Entry[];
  /** Pending entries whose entry is deleted: dropped from the list and told, since 7.0. */
  readonly deleted: readonly StreamId[];
}

export interface PendingFilter {
  readonly start: StreamId;
  readonly end: StreamId;
  readonly count: number;
  readonly minIdleMs: number;
  readonly consumer: string | null;
}

export type GroupSnapshot = {
  readonly name: string;
  readonly lastId: StreamId;
  readonly readCount: number | null;
  readonly consumers: readonly { readonly name: string; readonly seenAtMs: number }[];
  readonly pending: readonly {
    readonly id: StreamId;
    readonly consumer: string;
    readonly deliveredAtMs: number;
    readonly deliveryCount: number;
  }[];
};

export const AUTOCLAIM_COUNT = 100;
const LOOKED_AT_PER_CLAIM = 10;

export class Group {
  readonly name: string;
  readonly pending = new OrderedMap<Pending>();
  readonly consumers = new Map<string, Consumer>();
  /** Last id delivered by `>`. */
  lastId: StreamId;
  /** Entries ever read, as far as the group can tell; null: unknown. */
  readCount: number | null;
  readonly #stream: Stream;

  constructor(stream: Stream, name: string, lastId: StreamId, readCount: number | null) {
    this.#stream = stream;
    this.name = name;
    this.lastId = lastId;
    this.readCount = readCount;
  }

  /** Entries added that the group has not read; null when deletions made it unknowable. */
  get lag(): number | null {
    return lagOf(this.#stream, this);
  }

  /** The consumer of that name, made when it did not exist: asking is enough to be one. */
  consumer(name: string, nowMs: number): Consumer {
    const known = this.consumers.get(name);
    if (known !== undefined) {
      known.seenAtMs = nowMs;
      return known;
    }
    const consumer: Consumer = { name, pending: new OrderedMap(), seenAtMs: nowMs };
    this.consumers.set(name, consumer);
    return consumer;
  }

  /** `>`: entries never delivered to this group. They become pending, unless `isWithoutAck`. */
  read(name: string, count: number, isWithoutAck: boolean, nowMs: number): Entry[] {
    const entries = this.#stream.after(this.lastId, count);
    // Nothing to give: not even the consumer is made or seen (7.0; 7.2 does both).
    if (entries.length === 0) return entries;
    const consumer = this.consumer(name, nowMs);
    for (const { id } of entries) {
      this.readCount = readCountAfter(this.#stream, this, id);
      this.lastId = id;
      if (!isWithoutAck) this.#deliver(id, consumer, nowMs);
    }
    return entries;
  }

  #deliver(id: StreamId, consumer: Consumer, nowMs: number): void {
    const known = this.pending.get(id);
    if (known === undefined) {
      this.#put({ id, consumer, deliveredAtMs: nowMs, deliveryCount: 1 });
      return;
    }
    // The group was set back: the entry is delivered anew, and its old holder forgets it.
    this.#give(known, consumer);
    known.deliveredAtMs = nowMs;
    known.deliveryCount = 1;
  }

  /** Any other id: what this consumer received after it and did not acknowledge. Counts as a delivery. */
  history(name: string, after: StreamId, count: number, nowMs: number): HistoryEntry[] {
    const consumer = this.consumer(name, nowMs);
    const found: HistoryEntry[] = [];
    consumer.pending.visitFrom(nextId(after), (pending) => {
      const entry = this.#stream.entry(pending.id);
      found.push({ id: pending.id, fields: entry?.fields ?? null });
      if (entry !== undefined) {
        pending.deliveredAtMs = nowMs;
        pending.deliveryCount++;
      }
      return found.length < count;
    });
    return found;
  }

  /** True when it was pending. The entry itself stays in the stream. */
  acknowledge(id: StreamId): boolean {
    const pending = this.pending.delete(id);
    pending?.consumer.pending.delete(id);
    return pending !== undefined;
  }

  /** Pending entries in order of ids, filtered as XPENDING does. */
  listPending(filter: PendingFilter, nowMs: number): Pending[] {
    const { start, end, count, minIdleMs, consumer } = filter;
    const list = consumer === null ? this.pending : this.consumers.get(consumer)?.pending;
    const found: Pending[] = [];
    if (list === undefined || count < 1) return found;
    list.visitFrom(start, (pending) => {
      if (compareIds(pending.id, end) > 0) return false;
      if (nowMs - pending.deliveredAtMs >= minIdleMs) found.push(pending);
      return found.length < count;
    });
    return found;
  }

  /** Makes those ids this consumer's, when they have been idle long enough. Returns the ones it got. */
  claim(name: string, ids: readonly StreamId[], options: ClaimOptions, nowMs: number): Entry[] {
    const { minIdleMs, isForced = false } = options;
    const claimed: Entry[] = [];
    for (const id of ids) {
      const entry = this.#stream.entry(id);
      const known = this.pending.get(id);
      if (entry === undefined) {
        this.acknowledge(id);
        continue;
      }
      if (known === undefined && !isForced) continue;
      if (known !== undefined && minIdleMs > 0 && nowMs - known.deliveredAtMs < minIdleMs) continue;
      const consumer = this.consumer(name, nowMs);
      const pending = known ?? { id, consumer, deliveredAtMs: nowMs, deliveryCount: 1 };
      if (known === undefined) this.#put(pending);
      this.#take(pending, consumer, options, nowMs);
      claimed.push(entry);
    }
    return claimed;
  }

  /** Looks for old pending entries by itself and makes them this consumer's. */
  autoClaim(name: string, options: AutoClaimOptions, nowMs: number): AutoClaimed {
    const { minIdleMs, start, count = AUTOCLAIM_COUNT } = options;
    const claimed: Entry[] = [];
    const deleted: StreamId[] = [];
    let next = this.pending.ceiling(start);
    for (let looks = count * LOOKED_AT_PER_CLAIM; looks > 0 && next !== undefined; looks--) {
      if (claimed.length + deleted.length === count) break;
      const pending = next;
      next = this.pending.ceiling(nextId(pending.id));
      const entry = this.#stream.entry(pending.id);
      if (entry === undefined) {
        this.acknowledge(pending.id);
        deleted.push(pending.id);
      } else if (nowMs - pending.deliveredAtMs >= minIdleMs) {
        this.#take(pending, this.consumer(name, nowMs), options, nowMs);
        claimed.push(entry);
      }
    }
    return { cursor: next?.id ?? ZERO_ID, claimed, deleted };
  }

  #take(
    pending: Pending,
    consumer: Consumer,
    options: Omit<ClaimOptions, "minIdleMs">,
    nowMs: number,
  ): void {
    const { deliveredAtMs = null, deliveryCount = null, isJustId = false } = options;
    this.#give(pending, consumer);
    const isPast = deliveredAtMs !== null && deliveredAtMs >= 0 && deliveredAtMs <= nowMs;
    pending.deliveredAtMs = isPast ? deliveredAtMs : nowMs;
    if (deliveryCount !== null) pending.deliveryCount = deliveryCount;
    else if (!isJustId) pending.deliveryCount++;
  }

  #put(pending: Pending): void {
    this.pending.set(pending.id, pending);
    pending.consumer.pending.set(pending.id, pending);
  }

  #give(pending: Pending, consumer: Consumer): void {
    if (pending.consumer === consumer) return;
    const left = pending.consumer.pending.delete(pending.id);
    assert(left === pending, "a pending entry is in its consumer's list", pending.id);
    pending.consumer = consumer;
    consumer.pending.set(pending.id, pending);
  }

  /** How many pending entries went with it: they are delivered to nobody any more. Null: no such one. */
  deleteConsumer(name: string): number | null {
    const consumer = this.consumers.get(name);
    if (consumer === undefined) return null;
    for (const { id } of consumer.pending.values()) this.pending.delete(id);
    this.consumers.delete(name);
    return consumer.pending.size;
  }

  snapshot(): GroupSnapshot {
    const consumers = [...this.consumers.values()];
    return {
      ...{ name: this.name, lastId: this.lastId, readCount: this.readCount },
      consumers: consumers.map(({ name, seenAtMs }) => ({ name, seenAtMs })),
      pending: this.pending.values().map((pending) => ({
        ...{ id: pending.id, consumer: pending.consumer.name },
        ...{ deliveredAtMs: pending.deliveredAtMs, deliveryCount: pending.deliveryCount },
      })),
    };
  }

  static restore(stream: Stream, snapshot: GroupSnapshot): Group {
    const group = new Group(stream, snapshot.name, snapshot.lastId, snapshot.readCount);
    for (const { name, seenAtMs } of snapshot.consumers) group.consumer(name, seenAtMs);
    for (const pending of snapshot.pending) {
      const consumer = group.consumers.get(pending.consumer);
      assert(consumer !== undefined, "a holder is a consumer of its group", pending.id);
      group.#put({ ...pending, consumer });
    }
    return group;
  }
}
