/**
 * Things in order of arrival: the first is at hand, and anyone may leave at once, however long the line.
 *
 * A `Set` keeps that order too, but what left from its head stays there as a hole for a while: asking a long
 * one for its first again and again costs the square of its length.
 */

interface Place<T> {
  readonly thing: T;
  before: Place<T> | null;
  after: Place<T> | null;
}

export class Line<T> {
  readonly #places = new Map<T, Place<T>>();
  #first: Place<T> | null = null;
  #last: Place<T> | null = null;

  get size(): number {
    return this.#places.size;
  }

  has(thing: T): boolean {
    return this.#places.has(thing);
  }

  /** Who has been there longest; undefined when nobody is. */
  first(): T | undefined {
    return this.#first?.thing;
  }

  /** Goes to the end of the line; whoever stands in it already keeps its place. */
  add(thing: T): void {
    if (this.#places.has(thing)) return;
    const place: Place<T> = { thing, before: this.#last, after: null };
    if (this.#last === null) this.#first = place;
    else this.#last.after = place;
    this.#last = place;
    this.#places.set(thing, place);
  }

  /** False when it was not in line. */
  delete(thing: T): boolean {
    const place = this.#places.get(thing);
    if (place === undefined) return false;
    this.#places.delete(thing);
    if (place.before === null) this.#first = place.after;
    else place.before.after = place.after;
    if (place.after === null) this.#last = place.before;
    else place.after.before = place.before;
    return true;
  }

  clear(): void {
    this.#places.clear();
    this.#first = null;
    this.#last = null;
  }

  /** In order of arrival. */
  [Symbol.iterator](): IterableIterator<T> {
    return this.#places.keys();
  }
}
