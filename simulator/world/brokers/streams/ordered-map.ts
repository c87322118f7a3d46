/**
 * A map in the order of ids, as Redis keeps its entries and its pending lists (a radix tree there).
 *
 * Sorted chunks: finding is logarithmic, adding at the end and removing at the front cost no more than
 * one chunk however long the map is. Knows ids, nothing of streams.
 */
import { assert } from "../../../base/assert.ts";
import { compareIds, type StreamId } from "./stream-id.ts";

interface Chunk<T> {
  readonly ids: StreamId[];
  readonly values: T[];
}

const CHUNK_MAX = 128;

export class OrderedMap<T> {
  readonly #chunks: Chunk<T>[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(id: StreamId): T | undefined {
    const [chunk, at] = this.#find(id);
    const found = chunk?.ids[at];
    return found !== undefined && compareIds(found, id) === 0 ? chunk?.values[at] : undefined;
  }

  /** Adds or replaces. */
  set(id: StreamId, value: T): void {
    const last = this.#chunks.at(-1);
    const end = last?.ids.at(-1);
    if (last === undefined || end === undefined || compareIds(end, id) < 0) {
      this.#append(last, id, value);
      return;
    }
    const [chunk, at, index] = this.#find(id);
    assert(chunk !== undefined, "an id not above the last one falls into a chunk", id);
    if (compareIds(chunk.ids[at] as StreamId, id) === 0) {
      chunk.values[at] = value;
      return;
    }
    chunk.ids.splice(at, 0, id);
    chunk.values.splice(at, 0, value);
    this.#size++;
    if (chunk.ids.length > CHUNK_MAX) this.#split(chunk, index);
  }

  /** The value that stood there, or undefined. */
  delete(id: StreamId): T | undefined {
    const [chunk, at, index] = this.#find(id);
    const found = chunk?.ids[at];
    if (chunk === undefined || found === undefined || compareIds(found, id) !== 0) return undefined;
    const value = chunk.values[at];
    chunk.ids.splice(at, 1);
    chunk.values.splice(at, 1);
    this.#size--;
    if (chunk.ids.length === 0) this.#chunks.splice(index, 1);
    return value;
  }

  first(): T | undefined {
    return this.#chunks[0]?.values[0];
  }

  last(): T | undefined {
    return this.#chunks.at(-1)?.values.at(-1);
  }

  /** The first value at `id` or after it. */
  ceiling(id: StreamId): T | undefined {
    const [chunk, at] = this.#find(id);
    return chunk?.values[at];
  }

  /** Visits from `id` on, in order, until `visit` says false. The map must not change meanwhile. */
  visitFrom(id: StreamId, visit: (value: T) => boolean): void {
    const [, at, index] = this.#find(id);
    for (let c = index, i = at; c < this.#chunks.length; c++, i = 0) {
      const { values } = this.#chunks[c] as Chunk<T>;
      for (; i < values.length; i++) if (!visit(values[i] as T)) return;
    }
  }

  /** The last values, in order, `count` at most. */
  lastValues(count: number): T[] {
    const found: T[] = [];
    for (let c = this.#chunks.length - 1; c >= 0 && found.length < count; c--) {
      const { values } = this.#chunks[c] as Chunk<T>;
      found.unshift(...values.slice(Math.max(0, values.length - (count - found.length))));
    }
    return found;
  }

  /** All values, in order: a copy. */
  values(): T[] {
    return this.#chunks.flatMap(({ values }) => values);
  }

  /** Where `id` is or would be: its chunk, its place in it, the number of the chunk. */
  #find(id: StreamId): readonly [Chunk<T> | undefined, number, number] {
    let [low, high] = [0, this.#chunks.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const end = this.#chunks[middle]?.ids.at(-1) as StreamId;
      if (compareIds(end, id) < 0) low = middle + 1;
      else high = middle;
    }
    const chunk = this.#chunks[low];
    const index = low;
    if (chunk === undefined) return [undefined, 0, index];
    [low, high] = [0, chunk.ids.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareIds(chunk.ids[middle] as StreamId, id) < 0) low = middle + 1;
      else high = middle;
    }
    return [chunk, low, index];
  }

  #append(last: Chunk<T> | undefined, id: StreamId, value: T): void {
    this.#size++;
    if (last === undefined || last.ids.length >= CHUNK_MAX) {
      this.#chunks.push({ ids: [id], values: [value] });
      return;
    }
    last.ids.push(id);
    last.values.push(value);
  }

  #split(chunk: Chunk<T>, index: number): void {
    const half = chunk.ids.length >>> 1;
    this.#chunks.splice(index + 1, 0, {
      ids: chunk.ids.splice(half),
      values: chunk.values.splice(half),
    });
  }
}
