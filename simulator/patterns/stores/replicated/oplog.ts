/**
 * The log of a member: what was done, in order, and nothing else. Two logs that agree at a position agree
 * before it.
 *
 * Owns positions, terms and the capped size. Refuses to know documents, members and votes. Positions count
 * from 1; they replace the timestamps of a real oplog, and like them never come twice with one term.
 */
import { assert } from "../../../base/assert.ts";
import type { Value } from "../../../vocabulary/values.ts";

export type OpTime = { readonly term: number; readonly index: number };

export const BEGINNING: OpTime = { term: 0, index: 0 };

/** One change of one document. `noop`: what a new primary writes first. */
export type Operation =
  | { readonly op: "noop" }
  | {
      readonly op: "insert" | "replace";
      readonly collection: string;
      readonly id: string;
      readonly document: Value;
    }
  | { readonly op: "delete"; readonly collection: string; readonly id: string }
  | { readonly op: "drop"; readonly collection: string };

/** Several operations in one entry happen together: a transaction, or documents inserted in one command. */
export type Entry = OpTime & {
  readonly atUs: number;
  readonly transaction: string | null;
  readonly operations: readonly Operation[];
};

/** Where each term begins: enough to find where two logs part. */
export type TermRuns = readonly OpTime[];

export function compareOpTimes(a: OpTime, b: OpTime): number {
  return a.term === b.term ? a.index - b.index : a.term - b.term;
}

export const isSameOpTime = (a: OpTime, b: OpTime): boolean =>
  a.term === b.term && a.index === b.index;

/** The run that holds this position; runs are in order and few (one an election). */
function runAt(runs: TermRuns, index: number): OpTime {
  for (let i = runs.length - 1; i >= 0; i--) {
    const run = runs[i] as OpTime;
    if (run.index <= index) return run;
  }
  return BEGINNING;
}

export class Oplog {
  #entries: Entry[] = [];
  /** Entries before this place of the array are gone; it is shortened now and then. */
  #start = 0;
  /** Position of the oldest entry kept. */
  #first = 1;
  #runs: OpTime[] = [];

  get first(): number {
    return this.#first;
  }

  get length(): number {
    return this.#entries.length - this.#start;
  }

  get lastIndex(): number {
    return this.#first + this.length - 1;
  }

  get last(): OpTime {
    return this.opTimeAt(this.lastIndex);
  }

  get runs(): TermRuns {
    return this.#runs.map((run) => run);
  }

  opTimeAt(index: number): OpTime {
    return { term: runAt(this.#runs, index).term, index };
  }

  at(index: number): Entry {
    const entry = this.#entries[this.#start + index - this.#first];
    assert(entry !== undefined, "an entry that the log still has", index);
    return entry;
  }

  /** Entries from `from` on, at most `max`. */
  slice(from: number, max: number): readonly Entry[] {
    const start = this.#start + from - this.#first;
    return this.#entries.slice(start, start + max);
  }

  /** True also of a position so old that its entry is gone. */
  contains({ term, index }: OpTime): boolean {
    return index <= this.lastIndex && this.opTimeAt(index).term === term;
  }

  append(entry: Entry): void {
    assert(entry.index === this.lastIndex + 1, "a log without holes", entry.index);
    const { term } = this.last;
    assert(entry.term >= term, "terms that never go back", entry.term);
    if (entry.term > term) this.#runs.push({ term: entry.term, index: entry.index });
    this.#entries.push(entry);
  }

  /** Forgets what lies beyond `index`, and returns it. */
  truncateAfter(index: number): readonly Entry[] {
    const place = this.#start + index + 1 - this.#first;
    assert(place >= this.#start, "truncating what is still there", index);
    const removed = this.#entries.splice(place);
    this.#runs = this.#runs.filter((run) => run.index <= index);
    return removed;
  }

  /** Forgets the oldest entries until at most `max` are left; never one beyond `keepFrom`. */
  trim(max: number, keepFrom: number): void {
    const excess = Math.min(this.length - max, keepFrom - this.#first);
    if (excess <= 0) return;
    this.#start += excess;
    this.#first += excess;
    if (this.#start * 2 < this.#entries.length) return;
    this.#entries = this.#entries.slice(this.#start);
    this.#start = 0;
  }

  /** The last position that this log shares with one that ends at `lastIndex` and has these runs. */
  commonPoint(runs: TermRuns, lastIndex: number): number {
    let index = Math.min(this.lastIndex, lastIndex);
    for (;;) {
      const own = runAt(this.#runs, index);
      const other = runAt(runs, index);
      if (own.term === other.term) return index;
      index = Math.max(own.index, other.index) - 1;
    }
  }
}
