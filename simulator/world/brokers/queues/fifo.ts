/**
 * First in, first out, at constant cost however long the line.
 *
 * An array gives its first element at the price of moving all others; here a head moves instead.
 */

/** Removed places are given back to memory once they are many: taking stays constant on average. */
const SPARE_MAX = 512;

export class Fifo<T> {
  #entries: T[] = [];
  #head = 0;

  get length(): number {
    return this.#entries.length - this.#head;
  }

  add(entry: T): void {
    this.#entries.push(entry);
  }

  first(): T | undefined {
    return this.#entries[this.#head];
  }

  clear(): void {
    this.#entries = [];
    this.#head = 0;
  }

  take(): T | undefined {
    const entry = this.#entries[this.#head];
    if (entry === undefined) return undefined;
    this.#head++;
    if (this.#head >= SPARE_MAX && this.#head * 2 >= this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
    return entry;
  }

  /** The first `countMax`, left where they are. */
  firsts(countMax: number): readonly T[] {
    return this.#entries.slice(this.#head, this.#head + countMax);
  }
}
