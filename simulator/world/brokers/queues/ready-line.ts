/**
 * The messages of one queue that wait for a consumer, in the order in which they will leave.
 *
 * A returned message goes back to its original place (RMQ-3). Whatever was taken came from the head, so it
 * is older than everything that was never taken: returned ones go first, sorted by age, then the fresh ones.
 * A quorum queue does not sort: returned ones wait in the order of their return, still before fresh ones.
 */
import { Fifo } from "./fifo.ts";
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

/** Oldest first, whatever the order in which they come: a binary heap. */
class ByAge {
  readonly #heap: Entry[] = [];

  get length(): number {
    return this.#heap.length;
  }

  first(): Entry | undefined {
    return this.#heap[0];
  }

  #age = (at: number): number => (this.#heap[at] as Entry).sequence;

  #swap(a: number, b: number): void {
    const heap = this.#heap;
    [heap[a], heap[b]] = [heap[b] as Entry, heap[a] as Entry];
  }

  add(entry: Entry): void {
    let at = this.#heap.push(entry) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#age(parent) < this.#age(at)) return;
      this.#swap(parent, at);
      at = parent;
    }
  }

  take(): Entry | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (last === undefined || last === first) return first;
    this.#heap[0] = last;
    for (let at = 0; ; ) {
      const child = this.#olderChild(at);
      if (child === null) return first;
      this.#swap(at, child);
      at = child;
    }
  }

  /** The older child of `at` when it is older than `at` itself. */
  #olderChild(at: number): number | null {
    const [left, right] = [2 * at + 1, 2 * at + 2];
    if (left >= this.#heap.length) return null;
    const hasRight = right < this.#heap.length;
    const oldest = hasRight && this.#age(right) < this.#age(left) ? right : left;
    return this.#age(oldest) < this.#age(at) ? oldest : null;
  }

  /** Walks down the heap from its top: costs what it shows, not what it holds. */
  firsts(countMax: number): readonly Entry[] {
    const shown: Entry[] = [];
    const edge = this.#heap.length > 0 ? [0] : [];
    while (shown.length < countMax && edge.length > 0) {
      edge.sort((a, b) => this.#age(b) - this.#age(a));
      const at = edge.pop() as number;
      shown.push(this.#heap[at] as Entry);
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < this.#heap.length) edge.push(child);
      }
    }
    return shown;
  }
}

export class ReadyLine {
  /** Never taken, in order of arrival. */
  readonly #fresh = new Fifo<Entry>();
  readonly #returned: Fifo<Entry> | ByAge;

  constructor(order: "original-place" | "order-of-return") {
    this.#returned = order === "original-place" ? new ByAge() : new Fifo<Entry>();
  }

  get length(): number {
    return this.#fresh.length + this.#returned.length;
  }

  append(entry: Entry): void {
    this.#fresh.add(entry);
  }

  putBack(entry: Entry): void {
    this.#returned.add(entry);
  }

  /** The one that leaves next. */
  first(): Entry | undefined {
    return this.#returned.first() ?? this.#fresh.first();
  }

  take(): Entry | undefined {
    return this.#returned.take() ?? this.#fresh.take();
  }

  /** The first `countMax` in order of leaving, for drawing. */
  firsts(countMax: number): readonly Entry[] {
    const returned = this.#returned.firsts(countMax);
    return [...returned, ...this.#fresh.firsts(countMax - returned.length)];
  }
}
