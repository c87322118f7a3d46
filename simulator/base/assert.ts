/**
 * Assertions: a bug of ours stops the run at once.
 *
 * Simulated misfortune (a timeout, a crash of somebody else) is a value, never an assertion; bad
 * outside input is a `Result` at the edge. What fails here is an invariant of the program itself.
 */

/** The simulator contradicted itself; the message states the invariant that does not hold. */
export class InvariantBroken extends Error {
  override readonly name = "InvariantBroken";
}

export function assert(condition: unknown, invariant: string): asserts condition {
  if (!condition) throw new InvariantBroken(invariant);
}

/** Closes an exhaustive switch: a new variant without its case does not compile. */
export function unreachable(value: never): never {
  throw new InvariantBroken(`unreachable: ${String(value)}`);
}
