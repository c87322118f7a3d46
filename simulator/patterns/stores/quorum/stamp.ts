/**
 * The stamp of a write: what says which of two values is the younger, the same on every replica.
 */

/** A counter, and the writing that chose it: no two writings ever bear the same stamp. */
export type Stamp = { readonly counter: number; readonly writer: string };

/** A value as a replica holds it. */
export type Stamped = { readonly value: string | null; readonly stamp: Stamp };

export const NEVER_WRITTEN: Stamped = { value: null, stamp: { counter: 0, writer: "" } };

/** Negative when `a` is the older one. */
export function compareStamps(a: Stamp, b: Stamp): number {
  if (a.counter !== b.counter) return a.counter - b.counter;
  if (a.writer === b.writer) return 0;
  return a.writer < b.writer ? -1 : 1;
}

export const youngest = (values: readonly Stamped[]): Stamped =>
  values.reduce((a, b) => (compareStamps(a.stamp, b.stamp) >= 0 ? a : b), NEVER_WRITTEN);
