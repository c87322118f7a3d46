/**
 * A campaign: the same story over many seeds, and what can be said of two designs that shared them.
 *
 * Owns what is kept of one run (its verdicts and figures, nothing of its log), the tallies, and the
 * intervals at 95 %. Two runs of one seed share their arrivals and their luck, so that figures are
 * compared seed by seed: the interval is Student's on the differences. A share of seeds has Wilson's.
 * Whole numbers, four operations and `sqrt`: the same digits everywhere.
 */
import { assert } from "../base/assert.ts";
import type { Verdict } from "../vocabulary/claims.ts";
import type { EndReason } from "../vocabulary/events.ts";

/** A figure of a run. `title`: how a reader calls it, when it has a name. */
export interface Figure {
  readonly value: number;
  readonly unit: string;
  readonly title?: string;
}

/** What a campaign keeps of a run: small and plain, because it crosses from a worker to the page. */
export interface RunFigures {
  readonly seed: number;
  readonly events: number;
  readonly simulatedUs: number;
  readonly endReason: EndReason;
  /** By claim, in the order of the card. */
  readonly verdicts: Readonly<Record<string, Verdict>>;
  /** By id: the scenario's own figures, then those that every run has. */
  readonly figures: Readonly<Record<string, Figure>>;
}

export interface ClaimTally {
  readonly id: string;
  readonly held: number;
  readonly broken: number;
  readonly undecided: number;
  readonly none: number;
  /** Seeds that break it, in the order of the runs: each one replays. */
  readonly brokenSeeds: readonly number[];
}

/** How often each claim held and broke, in the order of the first run that knows it. */
export function tallyClaims(runs: readonly RunFigures[]): readonly ClaimTally[] {
  const ids = new Set(runs.flatMap(({ verdicts }) => Object.keys(verdicts)));
  return [...ids].map((id) => {
    const count = (...wanted: Verdict[]): number =>
      runs.filter(({ verdicts }) => wanted.includes(verdicts[id] as Verdict)).length;
    const brokenSeeds = runs.filter((run) => run.verdicts[id] === "broken").map((run) => run.seed);
    return {
      ...{ id, held: count("held"), broken: brokenSeeds.length },
      ...{ undecided: count("unknown", "pending"), none: count("none"), brokenSeeds },
    };
  });
}

export interface Spread {
  readonly median: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Of at least one value. */
export function spreadOf(values: readonly number[]): Spread {
  assert(values.length > 0, "a spread is of something");
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[middle - 1] as number, sorted[middle] as number];
  return {
    median: sorted.length % 2 === 1 ? high : (low + high) / 2,
    mean: sumOf(sorted) / sorted.length,
    min: sorted[0] as number,
    max: sorted.at(-1) as number,
  };
}

/** A value known to within an interval that holds the true one 95 times in 100. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Student's 97.5 % quantile by degrees of freedom, thousandths rounded up. Source: any table of t. */
const STUDENT_THOUSANDTHS: readonly (readonly [degrees: number, quantile: number])[] = [
  ...([
    ...[12_707, 4_303, 3_183, 2_777, 2_571, 2_447, 2_365, 2_307, 2_263, 2_229],
    ...[2_201, 2_179, 2_161, 2_145, 2_132, 2_120, 2_110, 2_101, 2_094, 2_086],
    ...[2_080, 2_074, 2_069, 2_064, 2_060, 2_056, 2_052, 2_049, 2_046, 2_043],
  ].map((quantile, i) => [i + 1, quantile]) as [number, number][]),
  ...([
    [40, 2_022],
    [60, 2_001],
    [80, 1_991],
    [100, 1_984],
    [200, 1_972],
    [500, 1_965],
  ] as [number, number][]),
];

/** Between two lines of the table, the wider one. @param degrees ≥ 1 */
export function studentQuantile(degrees: number): number {
  assert(degrees >= 1, "two values at least", degrees);
  const line = STUDENT_THOUSANDTHS.findLast(([from]) => from <= degrees);
  return (line as readonly [number, number])[1] / 1_000;
}

/** Mean with Student's interval, or null of fewer than two values: one says nothing of its spread. */
export function meanEstimate(values: readonly number[]): Estimate | null {
  const count = values.length;
  if (count < 2) return null;
  const value = sumOf(values) / count;
  let squares = 0;
  for (const one of values) squares += (one - value) * (one - value);
  const half = studentQuantile(count - 1) * Math.sqrt(squares / (count - 1) / count);
  return { value, low: value - half, high: value + half };
}

const Z_THOUSANDTHS = 1_960;

/** A share between 0 and 1, with Wilson's interval: never below 0, honest when nothing was seen. */
export function shareEstimate(part: number, whole: number): Estimate | null {
  if (whole === 0) return null;
  const square = (Z_THOUSANDTHS * Z_THOUSANDTHS) / 1_000_000;
  const value = part / whole;
  const middle = (value + square / (2 * whole)) / (1 + square / whole);
  const half =
    ((Z_THOUSANDTHS / 1_000) *
      Math.sqrt((value * (1 - value)) / whole + square / (4 * whole * whole))) /
    (1 + square / whole);
  const low = part === 0 ? 0 : Math.max(0, middle - half);
  return { value, low, high: part === whole ? 1 : Math.min(1, middle + half) };
}

/** The runs of both sides whose seed is on both, in the order of the first side. */
export function pairedRuns(
  left: readonly RunFigures[],
  right: readonly RunFigures[],
): readonly (readonly [RunFigures, RunFigures])[] {
  const there = new Map(right.map((run) => [run.seed, run]));
  return left.flatMap((run) => {
    const other = there.get(run.seed);
    return other === undefined ? [] : [[run, other] as const];
  });
}

export interface ClaimPair {
  readonly id: string;
  /** Seeds that break it on one side only, on both. */
  readonly onlyLeft: readonly number[];
  readonly onlyRight: readonly number[];
  readonly both: readonly number[];
}

/** Seed by seed, which side breaks a claim that both have. */
export function pairClaim(
  pairs: readonly (readonly [RunFigures, RunFigures])[],
  id: string,
): ClaimPair {
  const seeds = (isLeft: boolean, isRight: boolean): readonly number[] =>
    pairs
      .filter(
        ([left, right]) =>
          (left.verdicts[id] === "broken") === isLeft &&
          (right.verdicts[id] === "broken") === isRight,
      )
      .map(([{ seed }]) => seed);
  return {
    id,
    onlyLeft: seeds(true, false),
    onlyRight: seeds(false, true),
    both: seeds(true, true),
  };
}

/** Right minus left, seed by seed, over the seeds where both have the figure. */
export function pairedDifference(
  pairs: readonly (readonly [RunFigures, RunFigures])[],
  figure: string,
): Estimate | null {
  return meanEstimate(
    pairs.flatMap(([left, right]) => {
      const [a, b] = [left.figures[figure], right.figures[figure]];
      return a === undefined || b === undefined ? [] : [b.value - a.value];
    }),
  );
}
