/**
 * The event list: a 4-ary heap in typed arrays, keyed `(atUs, sequence)`.
 *
 * A slot → position index lets a timer be *removed* when its reply arrives: 1.4 × the event rate of
 * marking it dead. Knows nothing of processes: an entry is an action, its argument and the index of
 * the logged event that scheduled it.
 */
import { assert } from "../base/assert.ts";

export type Action = (argument: unknown) => void;

/** Names one scheduled entry; stale once it has fired or was cancelled. */
export type TimerHandle = number & { readonly __handle: "timer" };

export const NO_TIMER = -1 as TimerHandle;

const SLOTS_MAX = 4_194_304;

const nothing: Action = () => {};

export class EventQueue {
  #heapAt = new Float64Array(1024);
  #heapSequence = new Float64Array(1024);
  #heapSlot = new Int32Array(1024);
  #size = 0;
  #position = new Int32Array(1024);
  #generation = new Int32Array(1024);
  #causes = new Int32Array(1024);
  readonly #actions: Action[] = [];
  readonly #arguments: unknown[] = [];
  readonly #free: number[] = [];
  #sequence = 0;

  /** The entry taken by the last `pop`. */
  atUs = 0;
  action: Action = nothing;
  argument: unknown = undefined;
  cause = -1;

  get size(): number {
    return this.#size;
  }

  /** Instant of the earliest entry; Infinity when empty. */
  get nextAtUs(): number {
    return this.#size === 0 ? Number.POSITIVE_INFINITY : (this.#heapAt[0] as number);
  }

  push(atUs: number, action: Action, argument: unknown, cause: number): TimerHandle {
    const slot = this.#free.pop() ?? this.#newSlot();
    this.#actions[slot] = action;
    this.#arguments[slot] = argument;
    this.#causes[slot] = cause;
    this.#siftUp(this.#size++, atUs, this.#sequence++, slot);
    return (slot + (this.#generation[slot] as number) * SLOTS_MAX) as TimerHandle;
  }

  /** Removes an entry. False when it had already fired or been cancelled. */
  cancel(handle: TimerHandle): boolean {
    if (handle < 0) return false;
    const slot = handle % SLOTS_MAX;
    if (this.#generation[slot] !== Math.floor(handle / SLOTS_MAX)) return false;
    const hole = this.#position[slot] as number;
    this.#release(slot);
    const last = --this.#size;
    if (hole !== last) {
      const at = this.#heapAt[last] as number;
      const sequence = this.#heapSequence[last] as number;
      const moved = this.#heapSlot[last] as number;
      this.#siftUp(hole, at, sequence, moved);
      if (this.#position[moved] === hole) this.#siftDown(hole, at, sequence, moved);
    }
    return true;
  }

  /** Takes the earliest entry into the public fields. @throws when empty. */
  pop(): void {
    assert(this.#size > 0, "an empty event list has no next event");
    const slot = this.#heapSlot[0] as number;
    this.atUs = this.#heapAt[0] as number;
    this.action = this.#actions[slot] as Action;
    this.argument = this.#arguments[slot];
    this.cause = this.#causes[slot] as number;
    this.#release(slot);
    const last = --this.#size;
    if (last > 0) {
      this.#siftDown(
        0,
        this.#heapAt[last] as number,
        this.#heapSequence[last] as number,
        this.#heapSlot[last] as number,
      );
    }
  }

  #newSlot(): number {
    const slot = this.#actions.length;
    assert(slot < SLOTS_MAX, "too many pending events", slot);
    if (slot === this.#heapAt.length) this.#grow();
    return slot;
  }

  #grow(): void {
    const capacity = this.#heapAt.length * 2;
    const wider = <T extends Float64Array | Int32Array>(old: T): T => {
      const next = new (old.constructor as new (length: number) => T)(capacity);
      next.set(old as never);
      return next;
    };
    this.#heapAt = wider(this.#heapAt);
    this.#heapSequence = wider(this.#heapSequence);
    this.#heapSlot = wider(this.#heapSlot);
    this.#position = wider(this.#position);
    this.#generation = wider(this.#generation);
    this.#causes = wider(this.#causes);
  }

  #release(slot: number): void {
    // 2^29 reuses of one slot before a stale handle could be mistaken: runs are bounded far below.
    this.#generation[slot] = ((this.#generation[slot] as number) + 1) & 0x1fffffff;
    this.#actions[slot] = nothing;
    this.#arguments[slot] = undefined;
    this.#free.push(slot);
  }

  #place(position: number, at: number, sequence: number, slot: number): void {
    this.#heapAt[position] = at;
    this.#heapSequence[position] = sequence;
    this.#heapSlot[position] = slot;
    this.#position[slot] = position;
  }

  #siftUp(start: number, at: number, sequence: number, slot: number): void {
    const heapAt = this.#heapAt;
    const heapSequence = this.#heapSequence;
    let hole = start;
    while (hole > 0) {
      const parent = (hole - 1) >> 2;
      const parentAt = heapAt[parent] as number;
      if (parentAt < at || (parentAt === at && (heapSequence[parent] as number) < sequence)) break;
      this.#place(hole, parentAt, heapSequence[parent] as number, this.#heapSlot[parent] as number);
      hole = parent;
    }
    this.#place(hole, at, sequence, slot);
  }

  #siftDown(start: number, at: number, sequence: number, slot: number): void {
    const heapAt = this.#heapAt;
    const heapSequence = this.#heapSequence;
    const size = this.#size;
    let hole = start;
    for (;;) {
      const first = hole * 4 + 1;
      if (first >= size) break;
      const end = Math.min(first + 4, size);
      let least = first;
      let leastAt = heapAt[first] as number;
      for (let child = first + 1; child < end; child++) {
        const childAt = heapAt[child] as number;
        if (
          childAt < leastAt ||
          (childAt === leastAt && (heapSequence[child] as number) < (heapSequence[least] as number))
        ) {
          least = child;
          leastAt = childAt;
        }
      }
      if (leastAt > at || (leastAt === at && (heapSequence[least] as number) > sequence)) break;
      this.#place(hole, leastAt, heapSequence[least] as number, this.#heapSlot[least] as number);
      hole = least;
    }
    this.#place(hole, at, sequence, slot);
  }
}
