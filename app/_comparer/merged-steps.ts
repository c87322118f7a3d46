/**
 * Two logs read as one story: the steps of both in the order of simulated time.
 *
 * A place is the last event that has happened on each side. One step is the next event of either side;
 * events of the very same instant happen together, one a side. Pure; knows neither runs nor views.
 */
import type { SideIndex } from "@/simulator/vocabulary/pair.ts";

/** What is needed of a log. */
export interface Told {
  readonly length: number;
  readonly atUs: (index: number) => number;
}

export type Logs = readonly [Told, Told];
export type Place = readonly [left: number, right: number];

export const START: Place = [-1, -1];

const instantOf = (log: Told, index: number): number =>
  index < 0 ? Number.NEGATIVE_INFINITY : log.atUs(index);

const nextUs = (log: Told, index: number): number =>
  index + 1 < log.length ? log.atUs(index + 1) : Number.POSITIVE_INFINITY;

/** How many events of the instant of `index` have happened once `index` has. */
function rankInInstant(log: Told, index: number): number {
  const atUs = log.atUs(index);
  let rank = 1;
  while (index - rank >= 0 && log.atUs(index - rank) === atUs) rank++;
  return rank;
}

/** Last event at or before an instant, −1 when none. */
export function indexAt(log: Told, atUs: number): number {
  let low = 0;
  let high = log.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (log.atUs(middle) <= atUs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export const placeAt = ([left, right]: Logs, atUs: number): Place => [
  indexAt(left, atUs),
  indexAt(right, atUs),
];

export const endPlace = ([left, right]: Logs): Place => [left.length - 1, right.length - 1];

/** The instant of a place: the later of its two events, 0 before everything. */
export const placeUs = ([left, right]: Logs, [i, j]: Place): number =>
  Math.max(0, instantOf(left, i), instantOf(right, j));

/** One step on; the same place at the end. */
export function nextPlace([left, right]: Logs, [i, j]: Place): Place {
  const a = nextUs(left, i);
  const b = nextUs(right, j);
  if (a === Number.POSITIVE_INFINITY && b === a) return [i, j];
  return [a <= b ? i + 1 : i, b <= a ? j + 1 : j];
}

/** One step back: undoes `nextPlace`; the same place at the start. */
export function previousPlace([left, right]: Logs, [i, j]: Place): Place {
  const a = instantOf(left, i);
  const b = instantOf(right, j);
  if (a !== b) return a > b ? [i - 1, j] : [i, j - 1];
  if (a === Number.NEGATIVE_INFINITY) return [i, j];
  const byRank = rankInInstant(left, i) - rankInInstant(right, j);
  return [byRank >= 0 ? i - 1 : i, byRank <= 0 ? j - 1 : j];
}

/** Where the other side stands when this one stands at `index`. */
export function placeOf(logs: Logs, side: SideIndex, index: number): Place {
  const own = logs[side];
  const other = logs[side === 0 ? 1 : 0];
  const at = Math.max(-1, Math.min(index, own.length - 1));
  const there = at < 0 ? -1 : otherIndex(own, other, at);
  return side === 0 ? [at, there] : [there, at];
}

function otherIndex(own: Told, other: Told, at: number): number {
  const atUs = own.atUs(at);
  const before = indexAt(other, atUs - 1);
  const together = indexAt(other, atUs) - before;
  return before + Math.min(together, rankInInstant(own, at));
}

/** True when no event of either side is skipped at this place. */
export function isPlace(logs: Logs, place: Place): boolean {
  const atUs = placeUs(logs, place);
  return logs.every(
    (log, side) =>
      (place[side] as number) < log.length && nextUs(log, place[side] as number) >= atUs,
  );
}

/** The instants of both logs in order: what the shared axis folds silences of. */
export function mergedInstants([left, right]: Logs): Told {
  const instants = new Float64Array(left.length + right.length);
  for (let i = 0; i < left.length; i++) instants[i] = left.atUs(i);
  for (let j = 0; j < right.length; j++) instants[left.length + j] = right.atUs(j);
  instants.sort();
  return { length: instants.length, atUs: (index) => instants[index] as number };
}
