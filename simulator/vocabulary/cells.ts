/**
 * Cells: plain values written one after the other in two typed arrays (a number and a tag each).
 *
 * A record of the event log is a few cells; strings are interned in an arena. Chunks of these
 * arrays are *transferred* from the worker to the page, where objects would block it (31 ms
 * against 0.03 ms for 100 000 records).
 */
import { assert } from "../base/assert.ts";
import type { Value } from "./values.ts";

export const TAG = {
  number: 0,
  string: 1,
  null: 2,
  true: 3,
  false: 4,
  list: 5,
  object: 6,
} as const;

/** Interned strings: the same text has the same number, numbers follow first appearance. */
export class StringArena {
  readonly #texts: string[] = [];
  readonly #numbers = new Map<string, number>();

  intern(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#texts.length;
    this.#texts.push(text);
    this.#numbers.set(text, number);
    return number;
  }

  /** The number of a text, or −1 when it never appeared. */
  find(text: string): number {
    return this.#numbers.get(text) ?? -1;
  }

  text(number: number): string {
    const text = this.#texts[number];
    assert(text !== undefined, "the string is in the arena", number);
    return text;
  }

  get size(): number {
    return this.#texts.length;
  }

  /** Texts from number `from` on. */
  since(from: number): string[] {
    return this.#texts.slice(from);
  }
}

/** Growing cells. */
export class CellArena {
  numbers = new Float64Array(1024);
  tags = new Uint8Array(1024);
  length = 0;
  readonly #strings: StringArena;

  constructor(strings: StringArena) {
    this.#strings = strings;
  }

  reserve(extra: number): void {
    const needed = this.length + extra;
    if (needed <= this.numbers.length) return;
    let capacity = this.numbers.length;
    while (capacity < needed) capacity *= 2;
    const numbers = new Float64Array(capacity);
    numbers.set(this.numbers);
    const tags = new Uint8Array(capacity);
    tags.set(this.tags);
    this.numbers = numbers;
    this.tags = tags;
  }

  #push(tag: number, number: number): void {
    if (this.length === this.numbers.length) this.reserve(1);
    this.numbers[this.length] = number;
    this.tags[this.length] = tag;
    this.length++;
  }

  write(value: Value | undefined): void {
    if (typeof value === "string") this.#push(TAG.string, this.#strings.intern(value));
    else if (typeof value === "number") this.#push(TAG.number, value);
    else if (value === null || value === undefined) this.#push(TAG.null, 0);
    else if (value === true) this.#push(TAG.true, 1);
    else if (value === false) this.#push(TAG.false, 0);
    else if (Array.isArray(value)) {
      this.#push(TAG.list, value.length);
      for (let i = 0; i < value.length; i++) this.write(value[i] as Value);
    } else {
      const object = value as { readonly [field: string]: Value };
      const fields = Object.keys(object);
      this.#push(TAG.object, fields.length);
      for (let i = 0; i < fields.length; i++) {
        const field = fields[i] as string;
        this.#push(TAG.string, this.#strings.intern(field));
        this.write(object[field]);
      }
    }
  }
}

/** Reads values back, one after the other, from `position` on. */
export class CellReader {
  position = 0;
  readonly #cells: CellArena;
  readonly #strings: StringArena;

  constructor(cells: CellArena, strings: StringArena) {
    this.#cells = cells;
    this.#strings = strings;
  }

  read(): Value {
    const at = this.position++;
    assert(at < this.#cells.length, "the cell was written", at);
    const number = this.#cells.numbers[at] as number;
    switch (this.#cells.tags[at]) {
      case TAG.number:
        return number;
      case TAG.string:
        return this.#strings.text(number);
      case TAG.null:
        return null;
      case TAG.true:
        return true;
      case TAG.false:
        return false;
      case TAG.list: {
        const items: Value[] = [];
        for (let i = 0; i < number; i++) items.push(this.read());
        return items;
      }
      default: {
        const object: Record<string, Value> = {};
        for (let i = 0; i < number; i++) {
          const field = this.read() as string;
          object[field] = this.read();
        }
        return object;
      }
    }
  }
}
