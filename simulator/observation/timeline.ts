/**
 * State at t: a fold of the event log that can be read at any step, forwards and backwards.
 *
 * State is a flat set of slots, path → value; what each event does to them is in `effects.ts`.
 * Each change is kept as `(slot, old, new)` in typed arrays, so that a step back is as cheap as a
 * step forward, and sparse keyframes bound the walk of a jump. Paths:
 *
 * - `node/<id>/status` "up" | "down" | "paused" | "slowed" | "overload" (absent: "up"), `…/factor`
 *   (percent), `…/queue`, `…/busy`, `…/clock` {offsetUs, partsPerMillion}, `…/refuse`, `…/disk-full`
 * - `link/<from>><to>` "cut" | "held" (absent: open) · `fault/<id>` its text while it lasts
 * - `memory/<node>/<key>` · `record/<store>/<key>` · `row/<database>/<table>/<primary key as JSON>`
 * - `message/<id>` while in flight · `request/<message>` at its receiver · `call/<message>` awaited
 * - `process/<n>` while alive · `line/<n>` its last known source line
 * - `transaction/<database>/<id>` · `statement/<database>/<id>` · `command/<id>`
 */
import { assert } from "../base/assert.ts";
import type { DatabaseCard } from "../vocabulary/card.ts";
import type { EventLog } from "../vocabulary/log.ts";
import type { Value } from "../vocabulary/values.ts";
import { countUpTo, IntColumn } from "./columns.ts";
import { createEffects } from "./effects.ts";
import { createKeyframes } from "./keyframes.ts";
import { createRowKeys } from "./row-keys.ts";
import { ABSENT, createSlotTable, createValueTable } from "./slots.ts";
import { digestOfState } from "./state-digest.ts";

export interface SlotChange {
  readonly path: string;
  /** undefined: the slot was absent. */
  readonly before: Value | undefined;
  readonly after: Value | undefined;
}

/** A slot's value from event `index` on. */
export interface SlotMoment {
  readonly index: number;
  readonly value: Value | undefined;
}

export interface Timeline {
  /** Events folded so far. */
  readonly length: number;
  /** Folds what was appended to the log, at most `eventsMax` events of it. Does not move. */
  extend(eventsMax?: number): void;
  /** State after event `index`; −1 is before everything. Clamped to what was folded. */
  seek(index: number): void;
  readonly position: number;
  value(path: string): Value | undefined;
  /** Present slots under a prefix, sorted by first appearance. Same array until the next move. */
  entries(prefix: string): readonly (readonly [string, Value])[];
  /** What event `index` changed; a slot appears once. */
  changesAt(index: number): readonly SlotChange[];
  /** The value at another instant, without moving the position. */
  valueAt(path: string, index: number): Value | undefined;
  /** Every change of one slot in the whole run, in order. */
  history(path: string): readonly SlotMoment[];
  /** Every path that ever existed under a prefix, by first appearance. */
  paths(prefix: string): readonly string[];
  /** 16 hexadecimal digits of the state at the position. Equal states, equal digests. */
  stateDigest(): string;
}

/** `databases` gives primary keys; without it a row is identified by its whole content. */
export function createTimeline(log: EventLog, databases: readonly DatabaseCard[] = []): Timeline {
  const slots = createSlotTable();
  const values = createValueTable();
  const deltaSlots = new IntColumn();
  const deltaOld = new IntColumn();
  const deltaNew = new IntColumn();
  /** Deltas before each event: event i owns the deltas from firstDelta[i] to firstDelta[i + 1]. */
  const firstDelta = new IntColumn();
  firstDelta.push(0);
  /** Previous delta of the same slot, and last delta of each slot: one chain a slot. */
  const previousDelta = new IntColumn();
  const lastDelta = new IntColumn();
  const keyframes = createKeyframes();
  /** State after the last folded event, and state at the position. */
  let head = new Int32Array(256);
  let current = new Int32Array(256);
  let length = 0;
  let position = -1;
  let listings = new Map<string, readonly (readonly [string, Value])[]>();
  const histories = new Map<number, { readonly last: number; readonly deltas: Int32Array }>();

  function makeRoom(): void {
    if (slots.size <= head.length) return;
    const capacity = Math.max(slots.size, head.length * 2);
    const widerHead = new Int32Array(capacity);
    widerHead.set(head);
    const widerCurrent = new Int32Array(capacity);
    widerCurrent.set(current);
    head = widerHead;
    current = widerCurrent;
  }

  function assign(path: string, value: Value | undefined): void {
    // A slot exists from its first value on, not from the first time it is emptied.
    if (value === undefined && slots.find(path) < 0) return;
    const slot = slots.slot(path);
    makeRoom();
    const old = head[slot] as number;
    const next = values.intern(value, old);
    if (next === old) return;
    head[slot] = next;
    while (lastDelta.length < slots.size) lastDelta.push(-1);
    previousDelta.push(lastDelta.at(slot));
    lastDelta.values[slot] = deltaSlots.length;
    deltaSlots.push(slot);
    deltaOld.push(old);
    deltaNew.push(next);
  }

  const headValue = (slot: number): Value | undefined =>
    slot < 0 ? undefined : values.value(head[slot] as number);

  const apply = createEffects(
    {
      set: assign,
      get: (path) => headValue(slots.find(path)),
      clear(prefix, isGone) {
        for (const slot of slots.under(prefix)) {
          const value = headValue(slot);
          const path = slots.path(slot);
          if (value !== undefined && isGone(value, path)) assign(path, undefined);
        }
      },
    },
    createRowKeys(databases),
  );

  /** Moves the state from delta `from` to delta `to`, forwards or backwards. */
  function walk(from: number, to: number): void {
    const changed = deltaSlots.values;
    for (let d = from; d < to; d++) current[changed[d] as number] = deltaNew.values[d] as number;
    for (let d = from - 1; d >= to; d--)
      current[changed[d] as number] = deltaOld.values[d] as number;
  }

  /** Deltas of one slot in order, from its chain. */
  function deltasOf(slot: number): Int32Array {
    const last = lastDelta.at(slot);
    const known = histories.get(slot);
    if (known !== undefined && known.last === last) return known.deltas;
    const backwards: number[] = [];
    for (let d = last; d >= 0; d = previousDelta.at(d)) backwards.push(d);
    const deltas = Int32Array.from(backwards.reverse());
    histories.set(slot, { last, deltas });
    return deltas;
  }

  /** The event that owns a delta. */
  const eventOfDelta = (delta: number): number =>
    countUpTo(firstDelta.values, firstDelta.length, delta) - 1;

  const timeline: Timeline = {
    get length() {
      return length;
    },
    extend(eventsMax = Number.POSITIVE_INFINITY) {
      const until = Math.min(log.length, length + eventsMax);
      for (; length < until; length++) {
        apply(log.event(length));
        firstDelta.push(deltaSlots.length);
        keyframes.offer({ index: length, delta: deltaSlots.length, state: head, size: slots.size });
      }
    },
    seek(index) {
      assert(Number.isInteger(index), "a position is a whole number", index);
      const target = Math.max(-1, Math.min(index, length - 1));
      if (target === position) return;
      const to = firstDelta.at(target + 1);
      const from = firstDelta.at(position + 1);
      walk(keyframes.nearer({ from, to, state: current }), to);
      position = target;
      listings = new Map();
    },
    get position() {
      return position;
    },
    value(path) {
      const slot = slots.find(path);
      return slot < 0 ? undefined : values.value(current[slot] as number);
    },
    entries(prefix) {
      const known = listings.get(prefix);
      if (known !== undefined) return known;
      const found: (readonly [string, Value])[] = [];
      for (const slot of slots.under(prefix)) {
        const number = current[slot] as number;
        if (number !== ABSENT) found.push([slots.path(slot), values.value(number) as Value]);
      }
      listings.set(prefix, found);
      return found;
    },
    changesAt(index) {
      if (index < 0 || index >= length) return [];
      const bySlot = new Map<number, { before: number; after: number }>();
      for (let d = firstDelta.at(index); d < firstDelta.at(index + 1); d++) {
        const after = deltaNew.at(d);
        const earlier = bySlot.get(deltaSlots.at(d));
        if (earlier === undefined) bySlot.set(deltaSlots.at(d), { before: deltaOld.at(d), after });
        else earlier.after = after;
      }
      return [...bySlot]
        .filter(([, { before, after }]) => before !== after)
        .map(([slot, { before, after }]) => ({
          path: slots.path(slot),
          before: values.value(before),
          after: values.value(after),
        }));
    },
    valueAt(path, index) {
      const slot = slots.find(path);
      if (slot < 0 || index < 0) return undefined;
      const deltas = deltasOf(slot);
      const end = firstDelta.at(Math.min(index, length - 1) + 1);
      const count = countUpTo(deltas, deltas.length, end - 1);
      return count === 0 ? undefined : values.value(deltaNew.at(deltas[count - 1] as number));
    },
    history(path) {
      const slot = slots.find(path);
      if (slot < 0) return [];
      return Array.from(deltasOf(slot), (delta) => ({
        index: eventOfDelta(delta),
        value: values.value(deltaNew.at(delta)),
      }));
    },
    paths: (prefix) => slots.under(prefix).map(slots.path),
    stateDigest() {
      const present: (readonly [string, Value])[] = [];
      for (let slot = 0; slot < slots.size; slot++) {
        const number = current[slot] as number;
        if (number !== ABSENT) present.push([slots.path(slot), values.value(number) as Value]);
      }
      return digestOfState(present);
    },
  };
  return timeline;
}
