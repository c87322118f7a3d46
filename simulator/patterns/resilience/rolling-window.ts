/**
 * The rolling counts of a breaker: a ring of buckets, the oldest forgotten at each turn.
 *
 * Whoever owns the clock calls `rotate`; totals are kept as counts come, so that judging a failure never
 * adds the window up again. Knows neither time nor what the counts decide.
 */
import { assert } from "../../base/assert.ts";

export type Count =
  | "fires"
  | "successes"
  | "failures"
  | "rejects"
  | "timeouts"
  | "fallbacks"
  | "semaphoreRejections";

export type Counts = Readonly<Record<Count, number>>;

interface Bucket {
  readonly counts: Record<Count, number>;
  /** One sample a success, failure or timeout, in whatever unit the breaker is given. */
  readonly latencies: number[];
}

export interface RollingWindow {
  readonly totals: Counts;
  readonly add: (count: Count) => void;
  readonly addLatency: (latency: number) => void;
  /** A new bucket becomes current; the oldest one is forgotten. */
  readonly rotate: () => void;
  /** Oldest first, current last. */
  readonly buckets: () => readonly Counts[];
  /** Samples of the whole window, ascending. */
  readonly latencies: () => readonly number[];
}

const noCounts = (): Record<Count, number> => ({
  ...{ fires: 0, successes: 0, failures: 0, rejects: 0 },
  ...{ timeouts: 0, fallbacks: 0, semaphoreRejections: 0 },
});

const emptyBucket = (): Bucket => ({ counts: noCounts(), latencies: [] });

export function createRollingWindow(bucketCount: number): RollingWindow {
  assert(Number.isSafeInteger(bucketCount) && bucketCount > 0, "a window has buckets", bucketCount);
  const ring = Array.from({ length: bucketCount }, emptyBucket);
  const totals = noCounts();
  let currentIndex = 0;
  const oldestFirst = (): readonly Bucket[] => [
    ...ring.slice(currentIndex + 1),
    ...ring.slice(0, currentIndex + 1),
  ];
  return {
    totals,
    add(count) {
      (ring[currentIndex] as Bucket).counts[count]++;
      totals[count]++;
    },
    addLatency(latency) {
      assert(latency >= 0, "a call ends after it began", latency);
      (ring[currentIndex] as Bucket).latencies.push(latency);
    },
    rotate() {
      currentIndex = (currentIndex + 1) % bucketCount;
      const { counts } = ring[currentIndex] as Bucket;
      for (const count of Object.keys(totals) as Count[]) {
        totals[count] -= counts[count];
        assert(totals[count] >= 0, "a window never counts less than nothing", count);
      }
      ring[currentIndex] = emptyBucket();
    },
    buckets: () => oldestFirst().map(({ counts }) => counts),
    latencies: () =>
      oldestFirst()
        .flatMap(({ latencies }) => latencies)
        .sort((a, b) => a - b),
  };
}
