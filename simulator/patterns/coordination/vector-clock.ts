/**
 * Vector clocks: one number for each node, enough to tell cause from coincidence (CLK-2).
 *
 * Two moments are compared entry by entry: one lies before the other, or they are concurrent, which a
 * clock *detects* and never resolves (defect 11). Its price is an entry a node, in every message
 * (defect 13). Fidge and Mattern, 1988.
 */

/** Events seen of each node; a missing entry is 0. Plain data: it travels in messages. */
export type VectorClock = Readonly<Record<string, number>>;

export type Precedence = "before" | "after" | "equal" | "concurrent";

export const NOTHING_SEEN: VectorClock = {};

/** The clock of `node` after an event of its own. */
export const tickVector = (clock: VectorClock, node: string): VectorClock => ({
  ...clock,
  [node]: (clock[node] ?? 0) + 1,
});

/** Everything that either has seen. */
export function mergeVectors(a: VectorClock, b: VectorClock): VectorClock {
  const merged: Record<string, number> = { ...a };
  for (const [node, count] of Object.entries(b)) merged[node] = Math.max(merged[node] ?? 0, count);
  return merged;
}

/** The clock of `node` after receiving a message that bears `seen`: merge, then its own event. */
export const receiveVector = (clock: VectorClock, node: string, seen: VectorClock): VectorClock =>
  tickVector(mergeVectors(clock, seen), node);

/** How `a` stands to `b`. */
export function compareVectors(a: VectorClock, b: VectorClock): Precedence {
  let isLess = false;
  let isMore = false;
  for (const node of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const difference = (a[node] ?? 0) - (b[node] ?? 0);
    if (difference < 0) isLess = true;
    if (difference > 0) isMore = true;
  }
  if (isLess && isMore) return "concurrent";
  if (isLess) return "before";
  return isMore ? "after" : "equal";
}
