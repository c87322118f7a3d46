import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exp, ln } from "./maths.ts";

const doubles = new Float64Array(2);
const bits = new BigInt64Array(doubles.buffer);

/** How many representable numbers lie between two numbers of the same sign. */
function ulpsBetween(a: number, b: number): number {
  doubles[0] = a;
  doubles[1] = b;
  const distance = Number((bits[0] as bigint) - (bits[1] as bigint));
  return Math.abs(distance);
}

const positive = fc
  .double({ min: Number.MIN_VALUE, max: Number.MAX_VALUE, noNaN: true })
  .filter((x) => x > 0);

describe("ln", () => {
  test("is within 2 units in the last place of the host's logarithm, itself not exact", () => {
    fc.assert(
      fc.property(positive, (x) => {
        expect(ulpsBetween(ln(x), Math.log(x))).toBeLessThanOrEqual(2);
      }),
      { numRuns: 5_000 },
    );
  });

  test("is exact where it must be, and reads subnormal numbers", () => {
    expect(ln(1)).toBe(0);
    expect(ln(Number.MIN_VALUE)).toBeCloseTo(-744.4400719213812, 10);
  });

  test("refuses what has no logarithm", () => {
    for (const x of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => ln(x)).toThrow(/ln/);
  });
});

describe("exp", () => {
  test("is within 1 unit in the last place of the host's exponential", () => {
    const domain = fc.double({ min: -700, max: 700, noNaN: true });
    fc.assert(
      fc.property(domain, (x) => {
        expect(ulpsBetween(exp(x), Math.exp(x))).toBeLessThanOrEqual(1);
      }),
      { numRuns: 5_000 },
    );
  });

  test("is 1 at 0, and refuses what would overflow", () => {
    expect(exp(0)).toBe(1);
    for (const x of [701, -701, Number.NaN]) expect(() => exp(x)).toThrow(/exp/);
  });
});

test("ln undoes exp to a few units in the last place", () => {
  fc.assert(
    fc.property(fc.double({ min: 1, max: 600, noNaN: true }), (x) => {
      expect(Math.abs(ln(exp(x)) - x)).toBeLessThanOrEqual(4 * Number.EPSILON * x);
    }),
  );
});
