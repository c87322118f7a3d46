/**
 * Is there an order in which a register could have answered all this?
 *
 * The search of Wing and Gong (1993) with the memory of Lowe (2017): take any operation that began before
 * every unfinished one ended, let the register do it, go on; a set of done operations with the same value
 * is never tried twice. An operation without an answer may have happened at any later moment, or never.
 * One register a history; independent keys are judged apart (locality, Herlihy and Wing 1990).
 */
import { assert } from "../base/assert.ts";

export type RegisterOperation = {
  readonly beganAt: number;
  /** null: no answer ever came. */
  readonly endedAt: number | null;
} & (
  | { readonly kind: "write"; readonly value: string }
  /** What was read; null when the register had never been written. */
  | { readonly kind: "read"; readonly value: string | null }
);

/** True when the history is linearizable. Reads without an answer say nothing and may be left out. */
export function isLinearizable(history: readonly RegisterOperation[]): boolean {
  const operations = history.filter(({ kind, endedAt }) => kind === "write" || endedAt !== null);
  assert(operations.length <= 400, "a history short enough to be judged", operations.length);
  const order = operations
    .map((operation) => ({ ...operation, endsAt: operation.endedAt ?? Number.POSITIVE_INFINITY }))
    .sort((a, b) => a.beganAt - b.beganAt);
  const tried = new Set<string>();

  /** `done` holds the indices already placed; true when the rest can be placed. */
  function search(done: bigint, value: string | null): boolean {
    const isOver = order.every(
      ({ endsAt }, i) => endsAt === Number.POSITIVE_INFINITY || (done >> BigInt(i)) & 1n,
    );
    if (isOver) return true;
    const state = [done.toString(36), value === null ? "" : `=${value}`].join("/");
    if (tried.has(state)) return false;
    tried.add(state);
    let earliestEnd = Number.POSITIVE_INFINITY;
    for (const [i, operation] of order.entries()) {
      // It began after somebody unplaced had ended: it cannot come first, nor can those after it.
      if (operation.beganAt > earliestEnd) break;
      if ((done >> BigInt(i)) & 1n) continue;
      earliestEnd = Math.min(earliestEnd, operation.endsAt);
      if (operation.kind === "read" && operation.value !== value) continue;
      const next = operation.kind === "write" ? operation.value : value;
      if (search(done | (1n << BigInt(i)), next)) return true;
    }
    return false;
  }
  return search(0n, null);
}
