/**
 * Points of a chart on the folded axis: slices of equal room on the axis, not of equal time.
 *
 * A run lasts thirty minutes and moves for a few seconds: slices of time would be empty but three.
 * Each point says its own bounds; the counting itself is `simulator/observation/series.ts`.
 */
import type { Axis } from "@/app/_lab/axis.ts";
import type { Gauge } from "@/simulator/observation/gauges.ts";
import { type SeriesPoint, seriesOver } from "@/simulator/observation/series.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";

/** A point of a chart; beyond the playhead it is drawn pale. */
export interface SharePoint extends SeriesPoint {
  /** Middle of the slice on the axis, 0…1. */
  readonly share: number;
}

/** Points over the whole axis, at most `pointsMax`; folded silences have none. */
export function sharePoints(log: EventLog, axis: Axis, pointsMax: number): readonly SharePoint[] {
  const shown = axis.segments.filter((segment) => !segment.isFolded);
  const windows = shown.map(({ from, to, fromUs, toUs: lastUs }) => {
    const toUs = Math.max(fromUs + 1, lastUs + 1);
    const room = Math.min(1_000, Math.floor((to - from) * pointsMax), toUs - fromUs);
    return { fromUs, toUs, pointCount: Math.max(1, room) };
  });
  return seriesOver(log, windows).flatMap((slices, at) => {
    const { from, to } = shown[at] as Axis["segments"][number];
    return slices.map((point, i) => ({
      ...point,
      share: from + ((to - from) * (i + 0.5)) / slices.length,
    }));
  });
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

/** A gauge on the axis: it keeps its value until the next point. null: nobody can read it there. */
export interface GaugePoint {
  readonly share: number;
  readonly value: number | null;
}

/** Steps of a gauge, at most `max`; where they are too many, each stretch keeps its highest. */
export function gaugePoints(
  gauge: Pick<Gauge, "steps" | "values">,
  log: EventLog,
  axis: Axis,
  max: number,
): readonly GaugePoint[] {
  const points = gauge.steps.map((step, i): GaugePoint => {
    const value = gauge.values[i] as number | null;
    return { share: axis.shareAt(log.atUs(step)), value };
  });
  const last = points.at(-1) ?? { value: 0 };
  return [{ share: 0, value: 0 }, ...peaksOf(points, max - 2), { share: 1, value: last.value }];
}

/** The highest of each stretch: what a crowded curve is looked at for. */
function peaksOf(points: readonly GaugePoint[], max: number): readonly GaugePoint[] {
  if (points.length <= max) return points;
  const kept: GaugePoint[] = [];
  for (let stretch = 0; stretch < max; stretch++) {
    const from = Math.round((stretch * points.length) / max);
    const here = points.slice(from, Math.round(((stretch + 1) * points.length) / max));
    const [first] = here;
    if (first === undefined) continue;
    kept.push(here.reduce((a, b) => ((b.value ?? -1) > (a.value ?? -1) ? b : a), first));
  }
  return kept;
}
