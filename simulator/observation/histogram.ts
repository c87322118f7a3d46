/**
 * Histogram of durations with a bounded relative error, whatever their range.
 *
 * The High Dynamic Range scheme: buckets are linear inside each power of two, so that a value is
 * known to within 1/128 (0.8 %) from one microsecond to years, in a few hundred counters.
 * Whole numbers and divisions only: the same quantiles everywhere.
 * Source: G. Tene, HdrHistogram.
 */
import { assert } from "../base/assert.ts";

/** Buckets per power of two; values below twice this are exact. */
const SUB_BUCKETS = 128;

/** A quantile is never below the true one, nor more than this fraction above it. */
export const QUANTILE_ERROR_MAX = 1 / SUB_BUCKETS;

export interface Histogram {
  /** A whole number ≥ 0. */
  readonly record: (value: number) => void;
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  /** Exact mean of what was recorded; 0 when empty. */
  readonly mean: () => number;
  /**
   * The smallest recorded value such that at least this share of values are not above it, within
   * `QUANTILE_ERROR_MAX`. `partsPerMillion`: 500 000 is the median. 0 when empty.
   */
  readonly quantile: (partsPerMillion: number) => number;
  /** Non-empty buckets in increasing order, with the greatest value of each. */
  readonly buckets: () => readonly { readonly upTo: number; readonly count: number }[];
}

function bucketOf(value: number): number {
  let scaled = value;
  let power = 0;
  // Halving until the value fits one linear stretch: its power of two is how often it was halved.
  while (scaled >= 2 * SUB_BUCKETS) {
    scaled = Math.floor(scaled / 2);
    power++;
  }
  return power * SUB_BUCKETS + scaled;
}

/** Greatest value that falls in a bucket. */
function upperBound(bucket: number): number {
  if (bucket < 2 * SUB_BUCKETS) return bucket;
  const power = Math.floor(bucket / SUB_BUCKETS) - 1;
  let upper = bucket - power * SUB_BUCKETS + 1;
  for (let i = 0; i < power; i++) upper *= 2;
  return upper - 1;
}

export function createHistogram(): Histogram {
  const counts = new Map<number, number>();
  let count = 0;
  let sum = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = 0;

  const ordered = (): readonly (readonly [number, number])[] =>
    [...counts].sort(([a], [b]) => a - b);

  return {
    record(value) {
      assert(
        Number.isSafeInteger(value) && value >= 0,
        "a histogram counts whole numbers ≥ 0",
        value,
      );
      const bucket = bucketOf(value);
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
      count++;
      sum += value;
      if (value < min) min = value;
      if (value > max) max = value;
    },
    get count() {
      return count;
    },
    get sum() {
      return sum;
    },
    get min() {
      return count === 0 ? 0 : min;
    },
    get max() {
      return max;
    },
    mean: () => (count === 0 ? 0 : sum / count),
    quantile(partsPerMillion) {
      const rank = Math.max(1, Math.ceil((count * partsPerMillion) / 1_000_000));
      let seen = 0;
      for (const [bucket, here] of ordered()) {
        seen += here;
        if (seen >= rank) return Math.min(upperBound(bucket), max);
      }
      return 0;
    },
    buckets: () => ordered().map(([bucket, here]) => ({ upTo: upperBound(bucket), count: here })),
  };
}
