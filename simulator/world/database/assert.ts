/**
 * Invariants of the database engine, always on.
 *
 * A failed assertion is a bug of this engine, never a misfortune of the simulated world.
 */

export function assert(condition: boolean, invariant: string): asserts condition {
  if (!condition) throw new Error(`database engine: broken invariant: ${invariant}`);
}

/** Ends an exhaustive switch. */
export function unreachable(value: never): never {
  throw new Error(`database engine: unexpected case ${JSON.stringify(value)}`);
}
