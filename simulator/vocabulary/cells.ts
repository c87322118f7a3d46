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
  /** An identity given in order (`…/12`, `…#12`, `…/t12`): its stem's number and its rank, see `NUMBERED`. */
  numbered: 7,
} as const;

/**
 * Statements, messages, transactions and processes are named by a stem and a rank: a long run has hundreds of
 * thousands of such texts and a few thousand stems. Kept as stem × `NUMBERED` + rank, which is exact below 2^53.
 */
const NUMBERED = 0x8000_0000;
const STEMS_MAX = 0x40_0000;
const RANK_DIGITS_MAX = 9;
const [ZERO, NINE, SLASH, HASH, LETTER_T] = [48, 57, 47, 35, 116];

export const stemOf = (number: number): number => Math.floor(number / NUMBERED);
export const rankOf = (number: number): number => number % NUMBERED;

/** Where the rank of an identity begins, or −1 when this text is not one. */
function rankStart(text: string): number {
  let at = text.length;
  while (at > 0) {
    const code = text.charCodeAt(at - 1);
    if (code < ZERO || code > NINE) break;
    at--;
  }
  const digits = text.length - at;
  if (digits === 0 || digits > RANK_DIGITS_MAX) return -1;
  if (digits > 1 && text.charCodeAt(at) === ZERO) return -1;
  const before = text.charCodeAt(at - 1);
  const mark = before === LETTER_T ? text.charCodeAt(at - 2) : before;
  return mark === SLASH || (mark === HASH && mark === before) ? at : -1;
}

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

/** Beyond this, arrays grow by a quarter: a long run must not hold twice what it says. */
const DOUBLING_MAX = 262_144;

/** Capacity of an array that must hold `needed` items. */
export function grownCapacity(capacity: number, needed: number): number {
  let next = capacity;
  while (next < needed) next = next < DOUBLING_MAX ? next * 2 : next + (next >> 2);
  return next;
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
    const capacity = grownCapacity(this.numbers.length, needed);
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

  #text(text: string): void {
    const start = rankStart(text);
    if (start > 0) {
      const stem = this.#strings.intern(text.slice(0, start));
      if (stem < STEMS_MAX) {
        this.#push(TAG.numbered, stem * NUMBERED + Number(text.slice(start)));
        return;
      }
    }
    this.#push(TAG.string, this.#strings.intern(text));
  }

  /** The text of a cell that holds one. */
  textAt(at: number): string {
    const number = this.numbers[at] as number;
    return this.tags[at] === TAG.numbered
      ? `${this.#strings.text(stemOf(number))}${rankOf(number)}`
      : this.#strings.text(number);
  }

  write(value: Value | undefined): void {
    if (typeof value === "string") this.#text(value);
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

  constructor(cells: CellArena) {
    this.#cells = cells;
  }

  read(): Value {
    const at = this.position++;
    assert(at < this.#cells.length, "the cell was written", at);
    const number = this.#cells.numbers[at] as number;
    switch (this.#cells.tags[at]) {
      case TAG.number:
        return number;
      case TAG.string:
      case TAG.numbered:
        return this.#cells.textAt(at);
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
