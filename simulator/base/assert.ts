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

/**
 * `value` is what was found instead, told after the invariant: a text built at each call would cost
 * more than what most hot functions do.
 */
export function assert(condition: unknown, invariant: string, value?: unknown): asserts condition {
  if (!condition) {
    throw new InvariantBroken(value === undefined ? invariant : `${invariant}: ${String(value)}`);
  }
}

/** Closes an exhaustive switch: a new variant without its case does not compile. */
export function unreachable(value: never): never {
  throw new InvariantBroken(`unreachable: ${String(value)}`);
}
