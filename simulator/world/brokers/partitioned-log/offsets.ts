/**
 * Committed offsets: for each group and partition, the *next* record to read (KAF-3).
 *
 * They are records of an internal topic like any other, so they are replicated and survive the coordinator;
 * this is the fold of that topic. What a transaction commits counts once its marker has come (KIP-98).
 * Owns the keys of that topic; refuses to know members and sessions.
 */
import type { GroupSnapshot } from "./group.ts";
import type { KeyValue, LogRecord } from "./record.ts";

export const OFFSETS_TOPIC = "__consumer_offsets";

const OFFSET = "offset";
const GROUP = "group";
/** Between the parts of a key: no name holds it. */
export const BAR = "|";

export const offsetRecord = (group: string, partition: string, next: number): KeyValue => ({
  key: [OFFSET, group, partition].join(BAR),
  value: String(next),
});

export const groupRecord = (group: string, snapshot: GroupSnapshot): KeyValue => ({
  key: [GROUP, group].join(BAR),
  value: JSON.stringify(snapshot),
});

export class CommittedOffsets {
  readonly #committed = new Map<string, number>();
  readonly #groups = new Map<string, GroupSnapshot>();
  /** By producer: what its open transaction would commit. */
  readonly #pending = new Map<number, Map<string, number>>();
  /** Keys whose committed offset moved since somebody asked. */
  readonly #moved = new Set<string>();
  #appliedTo = 0;

  /** Everything below has been taken in. */
  get appliedTo(): number {
    return this.#appliedTo;
  }

  get groups(): ReadonlyMap<string, GroupSnapshot> {
    return this.#groups;
  }

  /** Next record to read, or null when the group never committed there. */
  next(group: string, partition: string): number | null {
    return this.#committed.get([OFFSET, group, partition].join(BAR)) ?? null;
  }

  /** What moved since the last time somebody asked: for whoever draws it. */
  takeMoved(): readonly {
    readonly group: string;
    readonly partition: string;
    readonly next: number;
  }[] {
    const moved = [...this.#moved].map((key) => {
      const [, group = "", partition = ""] = key.split(BAR);
      return { group, partition, next: this.#committed.get(key) as number };
    });
    this.#moved.clear();
    return moved;
  }

  #commit(key: string, next: number): void {
    this.#committed.set(key, next);
    this.#moved.add(key);
  }

  /** True while an open transaction would change it: whoever asks must wait for its end (KIP-447). */
  isUnstable(group: string, partition: string): boolean {
    const key = [OFFSET, group, partition].join(BAR);
    for (const offsets of this.#pending.values()) if (offsets.has(key)) return true;
    return false;
  }

  apply(records: readonly LogRecord[]): void {
    for (const record of records) {
      if (record.offset < this.#appliedTo) continue;
      this.#appliedTo = record.offset + 1;
      this.#take(record);
    }
  }

  #take({ key, value, producer, isTransactional, marker }: LogRecord): void {
    if (marker !== null && producer !== null) {
      const pending = this.#pending.get(producer.id) ?? new Map<string, number>();
      this.#pending.delete(producer.id);
      if (marker === "abort") return;
      for (const [at, next] of pending) this.#commit(at, next);
      return;
    }
    if (key === null || value === null) return;
    const [kind, group] = key.split(BAR);
    if (kind === GROUP) this.#groups.set(group as string, JSON.parse(value) as GroupSnapshot);
    else if (!isTransactional || producer === null) this.#commit(key, Number(value));
    else {
      const pending = this.#pending.get(producer.id) ?? new Map<string, number>();
      this.#pending.set(producer.id, pending.set(key, Number(value)));
    }
  }
}
