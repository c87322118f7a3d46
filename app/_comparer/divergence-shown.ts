/** Which divergence is told at an instant: the last one reached, the first one before any. */
import { type Divergence, divergenceUs } from "@/simulator/observation/diff.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";

export function divergenceShown(
  divergences: readonly Divergence[],
  [left, right]: readonly [EventLog, EventLog],
  atUs: number,
): number {
  let low = 0;
  let high = divergences.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const reachedUs = divergenceUs(divergences[middle] as Divergence, left, right);
    if (reachedUs <= atUs) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
