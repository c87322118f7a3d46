/**
 * The messages of one queue that wait for a consumer, in the order in which they will leave.
 *
 * A returned message goes back to its original place (RMQ-3). Whatever was taken came from the head, so it
 * is older than everything that was never taken: returned ones go first, sorted by age, then the fresh ones.
 * A quorum queue does not sort: returned ones wait in the order of their return, still before fresh ones.
 */
import type { Message } from "./messages.ts";

/** One message in one queue. */
export interface Entry {
  /** Place in the queue: 0, 1, 2… as they came. */
  readonly sequence: number;
  readonly message: Message;
  /** null: never. */
  readonly expiresAtUs: number | null;
  isRedelivered: boolean;
  /** Returns counted by a quorum queue (`x-delivery-count`). */
  returnCount: number;
}

/** Removed places are given back to memory once they are many: taking stays constant on average. */
const SPARE_MAX = 512;

export class ReadyLine {
  readonly #isSorted: boolean;
  /** Never taken, oldest first, from `#head` on. */
  #fresh: Entry[] = [];
  #head = 0;
  /** Returned ones, the next to leave last: taking and returning happen at the cheap end. */
  #returned: Entry[] = [];
  /** Quorum: returned ones in order of return, from `#returnedHead` on. */
  #returnedHead = 0;

  constructor(order: "original-place" | "order-of-return") {
    this.#isSorted = order === "original-place";
  }

  get length(): number {
    return this.#fresh.length - this.#head + this.#returned.length - this.#returnedHead;
  }

  append(entry: Entry): void {
    this.#fresh.push(entry);
  }

  putBack(entry: Entry): void {
    const line = this.#returned;
    if (!this.#isSorted || line.length === 0) {
      line.push(entry);
      return;
    }
    let low = 0;
    let high = line.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((line[middle] as Entry).sequence > entry.sequence) low = middle + 1;
      else high = middle;
    }
    line.splice(low, 0, entry);
  }

  /** The one that leaves next. */
  first(): Entry | undefined {
    if (this.#returned.length > this.#returnedHead) {
      return this.#isSorted ? this.#returned.at(-1) : this.#returned[this.#returnedHead];
    }
    return this.#fresh[this.#head];
  }

  take(): Entry | undefined {
    if (this.#returned.length > this.#returnedHead) {
      if (this.#isSorted) return this.#returned.pop();
      const entry = this.#returned[this.#returnedHead++];
      [this.#returned, this.#returnedHead] = trimmed(this.#returned, this.#returnedHead);
      return entry;
    }
    const entry = this.#fresh[this.#head];
    if (entry === undefined) return undefined;
    this.#head++;
    [this.#fresh, this.#head] = trimmed(this.#fresh, this.#head);
    return entry;
  }

  /** The first `countMax` in order of leaving, for drawing. */
  firsts(countMax: number): readonly Entry[] {
    const returned = this.#isSorted
      ? this.#returned.slice(-countMax).reverse()
      : this.#returned.slice(this.#returnedHead, this.#returnedHead + countMax);
    const missing = countMax - returned.length;
    return missing <= 0
      ? returned
      : [...returned, ...this.#fresh.slice(this.#head, this.#head + missing)];
  }
}

function trimmed(line: Entry[], head: number): [Entry[], number] {
  if (head === line.length) return [[], 0];
  if (head < SPARE_MAX || head * 2 < line.length) return [line, head];
  return [line.slice(head), 0];
}
