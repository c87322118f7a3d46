/**
 * Data that merges by itself: counters, a set, a register.
 *
 * Merging is commutative, associative and idempotent (CRD-1), so replicas that have seen the same
 * changes hold the same value, whatever the order, the repetitions and the cuts on the way (CRD-2).
 * Counters count per replica (CRD-3); the set is *add-wins*: an addition that a removal has not seen
 * survives it (CRD-5); the last-writer register loses one of two concurrent writes by design (CRD-4).
 * Shapiro and others, « Conflict-free Replicated Data Types », 2011.
 */

// ---- a counter that goes up and down ----------------------------------------------------------

/** What each replica has added, and taken away. Plain data: it travels in messages. */
export type Counter = {
  readonly added: Readonly<Record<string, number>>;
  readonly removed: Readonly<Record<string, number>>;
};

export const ZERO: Counter = { added: {}, removed: {} };

/** `amount` may be negative. */
export function count(counter: Counter, replica: string, amount: number): Counter {
  const side = amount < 0 ? "removed" : "added";
  const before = counter[side][replica] ?? 0;
  return { ...counter, [side]: { ...counter[side], [replica]: before + Math.abs(amount) } };
}

type Tally = Readonly<Record<string, number>>;

function highest(a: Tally, b: Tally): Tally {
  const merged: Record<string, number> = { ...a };
  for (const [replica, amount] of Object.entries(b)) {
    merged[replica] = Math.max(merged[replica] ?? 0, amount);
  }
  return merged;
}

export const mergeCounters = (a: Counter, b: Counter): Counter => ({
  added: highest(a.added, b.added),
  removed: highest(a.removed, b.removed),
});

const total = (tally: Tally): number => Object.values(tally).reduce((sum, each) => sum + each, 0);

export const countOf = ({ added, removed }: Counter): number => total(added) - total(removed);

// ---- a set where additions win ---------------------------------------------------------------

/** Each addition has a name of its own; a removal removes the additions that it has seen. */
export type AddWinsSet = {
  /** Element of each addition, by the addition's name. */
  readonly additions: Readonly<Record<string, string>>;
  /** Names of additions that were removed. They stay: forgetting one would let it come back. */
  readonly removals: Readonly<Record<string, true>>;
};

export const EMPTY_SET: AddWinsSet = { additions: {}, removals: {} };

/** `name` is unique in the whole system: replica and ordinal. */
export const add = (set: AddWinsSet, element: string, name: string): AddWinsSet => ({
  ...set,
  additions: { ...set.additions, [name]: element },
});

/** Removes the element as this replica knows it. */
export function remove(set: AddWinsSet, element: string): AddWinsSet {
  const seen = Object.entries(set.additions).filter(([, added]) => added === element);
  return {
    ...set,
    removals: { ...set.removals, ...Object.fromEntries(seen.map(([name]) => [name, true])) },
  };
}

export const mergeSets = (a: AddWinsSet, b: AddWinsSet): AddWinsSet => ({
  additions: { ...a.additions, ...b.additions },
  removals: { ...a.removals, ...b.removals },
});

/** Elements, in the order of their names. */
export function elementsOf({ additions, removals }: AddWinsSet): readonly string[] {
  const alive = Object.entries(additions).filter(([name]) => removals[name] === undefined);
  return [...new Set(alive.map(([, element]) => element))].sort();
}

// ---- a register where the last writer wins -----------------------------------------------------

/** The greatest stamp wins; the writer's name breaks ties. Clocks that lie decide wrongly. */
export type Register = {
  readonly value: string;
  readonly atUs: number;
  readonly writer: string;
};

export function mergeRegisters(a: Register, b: Register): Register {
  if (a.atUs !== b.atUs) return a.atUs > b.atUs ? a : b;
  return a.writer >= b.writer ? a : b;
}
