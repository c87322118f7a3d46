import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createHistogram, QUANTILE_ERROR_MAX } from "./histogram.ts";

const filled = (values: readonly number[]) => {
  const histogram = createHistogram();
  for (const value of values) histogram.record(value);
  return histogram;
};

describe("a histogram of durations", () => {
  test("is exact for small values", () => {
    const histogram = filled([1, 2, 3, 4]);
    expect([
      histogram.quantile(500_000),
      histogram.quantile(750_000),
      histogram.quantile(1_000_000),
    ]).toEqual([2, 3, 4]);
    expect(histogram).toMatchObject({ count: 4, sum: 10, min: 1, max: 4 });
    expect(histogram.mean()).toBe(2.5);
  });

  test("when empty has nothing but zeros", () => {
    const empty = createHistogram();
    expect([empty.quantile(990_000), empty.mean(), empty.min, empty.max]).toEqual([0, 0, 0, 0]);
  });

  test("gives every quantile to within 0.8 % of the true one, never below it", () => {
    const durations = fc.oneof(fc.nat(1_000), fc.nat(10_000_000), fc.maxSafeNat());
    fc.assert(
      fc.property(
        fc.array(durations, { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 0, max: 1_000_000 }),
        (values, share) => {
          const sorted = [...values].sort((a, b) => a - b);
          const truth = sorted[
            Math.max(1, Math.ceil((values.length * share) / 1_000_000)) - 1
          ] as number;
          const answer = filled(values).quantile(share);
          expect(answer).toBeGreaterThanOrEqual(truth);
          expect(answer - truth).toBeLessThanOrEqual(truth * QUANTILE_ERROR_MAX);
        },
      ),
    );
  });

  test("its buckets hold every value once", () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), (values) => {
        const buckets = filled(values).buckets();
        expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
        for (let i = 1; i < buckets.length; i++)
          expect(buckets[i]?.upTo).toBeGreaterThan(buckets[i - 1]?.upTo ?? -1);
      }),
    );
  });

  test("refuses what is no duration", () => {
    expect(() => createHistogram().record(-1)).toThrow(/whole numbers/);
    expect(() => createHistogram().record(0.5)).toThrow(/whole numbers/);
  });
});
