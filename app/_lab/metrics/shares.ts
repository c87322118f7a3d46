/**
 * Points of a chart on the folded axis: slices of equal room on the axis, not of equal time.
 *
 * A run lasts thirty minutes and moves for a few seconds: slices of time would be empty but three.
 * Each point says its own bounds; the counting itself is `simulator/observation/series.ts`.
 */
import type { Axis } from "@/app/_lab/axis.ts";
import { type SeriesPoint, seriesOf } from "@/simulator/observation/series.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";

/** A point of a chart; beyond the playhead it is drawn pale. */
export interface SharePoint extends SeriesPoint {
  /** Middle of the slice on the axis, 0…1. */
  readonly share: number;
}

/** Points over the whole axis, at most `pointsMax`; folded silences have none. */
export function sharePoints(log: EventLog, axis: Axis, pointsMax: number): readonly SharePoint[] {
  const points: SharePoint[] = [];
  for (const segment of axis.segments) {
    if (segment.isFolded) continue;
    const size = segment.to - segment.from;
    const toUs = Math.max(segment.fromUs + 1, segment.toUs + 1);
    const pointCount = Math.max(
      1,
      Math.min(1_000, Math.floor(size * pointsMax), toUs - segment.fromUs),
    );
    const slices = seriesOf(log, { fromUs: segment.fromUs, toUs, pointCount });
    slices.forEach((point, i) => {
      points.push({ ...point, share: segment.from + (size * (i + 0.5)) / pointCount });
    });
  }
  return points;
}

/** How many instances of each state there are, at every change: steps on the axis. */
export interface CensusPoint {
  readonly share: number;
  readonly [state: string]: number;
}

export interface CensusSource {
  readonly changes: readonly {
    readonly atUs: number;
    readonly state: string | null;
  }[];
}

export function censusPoints(
  instances: readonly CensusSource[],
  states: readonly string[],
  axis: Axis,
): readonly CensusPoint[] {
  const moves = instances
    .flatMap((instance) =>
      instance.changes.map((change, i) => ({
        atUs: change.atUs,
        from: instance.changes[i - 1]?.state ?? null,
        to: change.state,
      })),
    )
    .filter((move) => move.from !== move.to)
    .sort((a, b) => a.atUs - b.atUs);
  const counts: Record<string, number> = Object.fromEntries(states.map((state) => [state, 0]));
  const points: CensusPoint[] = [{ ...counts, share: 0 }];
  for (const { atUs, from, to } of moves) {
    if (from !== null) counts[from] = (counts[from] ?? 0) - 1;
    if (to !== null) counts[to] = (counts[to] ?? 0) + 1;
    const share = axis.shareAt(atUs);
    // Several changes in one place: the last one stands.
    if (points.at(-1)?.share === share) points.pop();
    points.push({ ...counts, share });
  }
  points.push({ ...counts, share: 1 });
  return thinned(points, 900);
}

/** Keeps the first, the last and evenly chosen points between: a chart redraws with a thousand. */
export function thinned<T>(points: readonly T[], max: number): readonly T[] {
  if (points.length <= max) return points;
  const kept: T[] = [];
  for (let i = 0; i < max; i++) {
    kept.push(points[Math.round((i * (points.length - 1)) / (max - 1))] as T);
  }
  return kept;
}
