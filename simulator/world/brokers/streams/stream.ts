/**
 * A stream of Redis 7.0: an append-only log of entries with growing ids, and its consumer groups.
 *
 * A plain state machine: time comes in as `nowMs`, nothing waits, nothing is drawn. Owns the entries,
 * their trimming and the list of groups; what a group has delivered is in `group.ts`, the words of the
 * wire in `words.ts`. Held reply by reply against redis-server 7.0.15 (`npm run conformance -- redis`).
 */
import { assert } from "../../../base/assert.ts";
import { Group, type GroupSnapshot } from "./group.ts";
import { type Pack, Packs } from "./nodes.ts";
import { OrderedMap } from "./ordered-map.ts";
import { compareIds, MAX_ID, nextId, type StreamId, sameId, ZERO_ID } from "./stream-id.ts";

export type Entry = {
  readonly id: StreamId;
  /** Field, value, field, value… in the order given; a field may come twice. */
  readonly fields: readonly string[];
};

/** `*`: from the clock; `5-*`: the sequence from the stream; else the id itself. */
export type NewId =
  | { readonly kind: "auto" }
  | { readonly kind: "auto-sequence"; readonly ms: number }
  | { readonly kind: "explicit"; readonly id: StreamId };

/** What to keep. */
export type Threshold =
  | { readonly kind: "max-length"; readonly length: number }
  | { readonly kind: "min-id"; readonly id: StreamId };

export interface Trim {
  readonly keep: Threshold;
  /** `~`: whole packs of entries only, so that more than asked may stay. */
  readonly isApproximate: boolean;
  /** With `~`: at most so many entries removed in one go; 0 is no limit, null the server's default. */
  readonly limit: number | null;
}

export interface StreamSettings {
  /** Entries in a pack (`stream-node-max-entries`). */
  readonly packMax: number;
}

export const REDIS_DEFAULTS: StreamSettings = { packMax: 100 };

export type StreamSnapshot = {
  readonly packMax: number;
  readonly entries: readonly Entry[];
  readonly packs: readonly Pack[];
  readonly lastId: StreamId;
  readonly maxDeletedId: StreamId;
  readonly addedCount: number;
  readonly groups: readonly GroupSnapshot[];
};

export class Stream {
  readonly groups = new Map<string, Group>();
  readonly #settings: StreamSettings;
  #entries = new OrderedMap<Entry>();
  #packs: Packs;
  #lastId = ZERO_ID;
  #maxDeletedId = ZERO_ID;
  #addedCount = 0;

  constructor(settings: StreamSettings = REDIS_DEFAULTS) {
    assert(settings.packMax >= 1, "a pack holds at least one entry", settings.packMax);
    this.#settings = settings;
    this.#packs = new Packs(settings.packMax);
  }

  get length(): number {
    return this.#entries.size;
  }

  /** Greatest id ever given: survives the deletion of its entry. */
  get lastId(): StreamId {
    return this.#lastId;
  }

  /** Greatest id deleted by name; trimming leaves no trace here. */
  get maxDeletedId(): StreamId {
    return this.#maxDeletedId;
  }

  /** Entries ever added. */
  get addedCount(): number {
    return this.#addedCount;
  }

  get packCount(): number {
    return this.#packs.count;
  }

  get first(): Entry | undefined {
    return this.#entries.first();
  }

  get last(): Entry | undefined {
    return this.#entries.last();
  }

  entry(id: StreamId): Entry | undefined {
    return this.#entries.get(id);
  }

  /** Adds at the end; null when the id would not be above the last one. */
  add(asked: NewId, fields: readonly string[], nowMs: number): StreamId | null {
    const id = this.#resolve(asked, nowMs);
    if (compareIds(id, this.#lastId) <= 0) return null;
    this.#entries.set(id, { id, fields });
    this.#packs.add(id);
    this.#lastId = id;
    this.#addedCount++;
    return id;
  }

  #resolve(asked: NewId, nowMs: number): StreamId {
    const last = this.#lastId;
    switch (asked.kind) {
      case "explicit":
        return asked.id;
      case "auto-sequence":
        return asked.ms === last.ms ? nextId(last) : { ms: asked.ms, seq: 0 };
      case "auto":
        // A clock that went back never makes an id go back.
        return nowMs > last.ms ? { ms: nowMs, seq: 0 } : nextId(last);
    }
  }

  /** Entries from `start` to `end` inclusive, in order, at most `count`. */
  range(start: StreamId, end: StreamId, count = Number.POSITIVE_INFINITY): Entry[] {
    const found: Entry[] = [];
    if (count < 1 || compareIds(start, end) > 0) return found;
    this.#entries.visitFrom(start, (entry) => {
      if (compareIds(entry.id, end) > 0) return false;
      found.push(entry);
      return found.length < count;
    });
    return found;
  }

  /** The last entries, in order, `count` at most. */
  latest(count: number): Entry[] {
    return this.#entries.lastValues(count);
  }

  /** Entries after `id`, as XREAD gives them. */
  after(id: StreamId, count = Number.POSITIVE_INFINITY): Entry[] {
    return sameId(id, MAX_ID) ? [] : this.range(nextId(id), MAX_ID, count);
  }

  /** True when there was such an entry. Pending lists keep pointing at it: nobody tells them. */
  delete(id: StreamId): boolean {
    if (this.#entries.delete(id) === undefined) return false;
    this.#packs.remove(id);
    if (compareIds(id, this.#maxDeletedId) > 0) this.#maxDeletedId = id;
    return true;
  }

  /** How many entries it removed, the oldest first. */
  trim({ keep, isApproximate, limit }: Trim): number {
    const most = isApproximate ? (limit ?? 100 * this.#settings.packMax) : 0;
    let removed = 0;
    for (let pack = this.#packs.front; pack !== undefined; pack = this.#packs.front) {
      if (keep.kind === "max-length" && this.length <= keep.length) break;
      if (most > 0 && removed + pack.alive > most) break;
      const isWhole =
        keep.kind === "max-length"
          ? this.length - pack.alive >= keep.length
          : compareIds(pack.last, keep.id) < 0;
      if (isWhole) {
        removed += this.#removeOldest(pack.alive);
        this.#packs.removeFront();
        continue;
      }
      if (!isApproximate) {
        const count = this.#countBelow(keep, pack.alive);
        removed += this.#removeOldest(count);
        pack.alive -= count;
      }
      break;
    }
    return removed;
  }

  /** How many of the oldest entries fall under the threshold, `most` at most. */
  #countBelow(keep: Threshold, most: number): number {
    if (keep.kind === "max-length") return Math.min(most, this.length - keep.length);
    let count = 0;
    this.#entries.visitFrom(ZERO_ID, ({ id }) => {
      if (count === most || compareIds(id, keep.id) >= 0) return false;
      count++;
      return true;
    });
    return count;
  }

  #removeOldest(count: number): number {
    for (let i = 0; i < count; i++) {
      const oldest = this.#entries.first();
      assert(oldest !== undefined, "a pack counts living entries", count);
      this.#entries.delete(oldest.id);
    }
    return count;
  }

  /** A new group that begins after `lastId`; null when the name is taken. */
  createGroup(name: string, lastId: StreamId, readCount: number | null = null): Group | null {
    if (this.groups.has(name)) return null;
    const group = new Group(this, name, lastId, readCount);
    this.groups.set(name, group);
    return group;
  }

  /** Everything it holds, as plain data: what a full copy to a replica carries. */
  snapshot(): StreamSnapshot {
    return {
      packMax: this.#settings.packMax,
      entries: this.#entries.values(),
      packs: this.#packs.all(),
      ...{ lastId: this.#lastId, maxDeletedId: this.#maxDeletedId, addedCount: this.#addedCount },
      groups: [...this.groups.values()].map((group) => group.snapshot()),
    };
  }

  /** An equal stream that shares nothing that changes with the one it was taken from. */
  static restore(snapshot: StreamSnapshot): Stream {
    const stream = new Stream({ packMax: snapshot.packMax });
    for (const entry of snapshot.entries) stream.#entries.set(entry.id, entry);
    stream.#packs = new Packs(snapshot.packMax, snapshot.packs);
    stream.#lastId = snapshot.lastId;
    stream.#maxDeletedId = snapshot.maxDeletedId;
    stream.#addedCount = snapshot.addedCount;
    for (const group of snapshot.groups) {
      stream.groups.set(group.name, Group.restore(stream, group));
    }
    return stream;
  }
}
