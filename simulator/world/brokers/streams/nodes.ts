/**
 * The nodes of a stream: entries are stored in packs, and « about N entries » means « whole packs ».
 *
 * Owns only the counting: which pack an entry went to, how many were ever put there, how many remain.
 * Approximate trimming (`MAXLEN ~`) removes a pack or nothing, which is why a stream trimmed to about 100
 * entries holds up to a pack more. Redis also closes a pack at 4 096 bytes; here only the number counts.
 */
import { assert } from "../../../base/assert.ts";
import { compareIds, type StreamId } from "./stream-id.ts";

export type Pack = {
  readonly first: StreamId;
  /** Last id ever put there, still alive or not. */
  last: StreamId;
  /** Ever put there: a pack is full by what it received, not by what is left. */
  received: number;
  alive: number;
};

export class Packs {
  readonly #packs: Pack[];
  readonly #entriesMax: number;

  constructor(entriesMax: number, packs: readonly Pack[] = []) {
    this.#entriesMax = entriesMax;
    this.#packs = packs.map((pack) => ({ ...pack }));
  }

  get count(): number {
    return this.#packs.length;
  }

  get front(): Pack | undefined {
    return this.#packs[0];
  }

  /** A copy of each. */
  all(): readonly Pack[] {
    return this.#packs.map((pack) => ({ ...pack }));
  }

  add(id: StreamId): void {
    const last = this.#packs.at(-1);
    if (last === undefined || last.received >= this.#entriesMax) {
      this.#packs.push({ first: id, last: id, received: 1, alive: 1 });
      return;
    }
    last.last = id;
    last.received++;
    last.alive++;
  }

  /** One entry was deleted: a pack that loses its last one goes. */
  remove(id: StreamId): void {
    const index = this.#indexOf(id);
    const pack = this.#packs[index];
    assert(pack !== undefined && pack.alive > 0, "a living entry lies in a pack", id);
    if (pack.alive === 1) this.#packs.splice(index, 1);
    else pack.alive--;
  }

  removeFront(): void {
    this.#packs.shift();
  }

  /** The last pack that begins at `id` or before. */
  #indexOf(id: StreamId): number {
    let [low, high] = [0, this.#packs.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareIds((this.#packs[middle] as Pack).first, id) <= 0) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
