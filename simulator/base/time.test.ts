import { describe, expect, test } from "vitest";
import { assert, InvariantBroken, unreachable } from "./assert.ts";
import { hours, instantUs, after as later, minutes, ms, RUN_START, seconds, us } from "./time.ts";

describe("simulated time", () => {
  test("is whole microseconds, whatever the unit it was written in", () => {
    expect([us(1.4), ms(80), seconds(2), minutes(10), hours(1)]).toEqual([
      1, 80_000, 2_000_000, 600_000_000, 3_600_000_000,
    ]);
    const one = later(RUN_START, ms(1));
    expect(later(one, us(5))).toBe(1_005);
  });

  test("refuses what is no instant and no duration", () => {
    for (const value of [-1, 0.5, Number.NaN, 2 ** 53]) expect(() => instantUs(value)).toThrow();
    for (const value of [-1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => us(value)).toThrow();
  });
});

describe("assertions", () => {
  test("stop the run with the invariant that does not hold", () => {
    expect(() => assert(false, "stock is never negative")).toThrow(InvariantBroken);
    expect(() => assert(1 + 1 === 2, "arithmetic holds")).not.toThrow();
    expect(() => unreachable("x" as never)).toThrow(/unreachable: x/);
  });
});
