import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom, drawOnce, latencyAt, type Quantiles } from "./random.ts";
import { ms } from "./time.ts";

const usual: Quantiles = { p50Us: ms(20), p95Us: ms(80), p99Us: ms(400) };
const times = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe("a stream of luck", () => {
  test("gives the same draws for ever: a link replays only if they do", () => {
    const run = createRandom(42, "orchestrateur/run/1042#1");
    expect(times(4, run.word)).toEqual([167883225, 2724038983, 232968385, 3130777402]);
    const a = createRandom(42, "a");
    expect(times(3, () => a.exponential(ms(100)))).toEqual([31801, 43982, 61661]);
    expect(times(3, () => a.logNormal(ms(100), 0.5))).toEqual([106042, 105064, 89262]);
    expect(times(3, () => a.latency(usual))).toEqual([54710, 66650, 51046]);
    expect(times(3, () => a.between(5, 9))).toEqual([8, 8, 9]);
    expect(drawOnce(42, "latency/a>b:x:1#1")).toBe(904757);
    expect(drawOnce(43, "latency/a>b:x:1#1")).toBe(32361);
  });

  test("depends on its seed and its name, and on nothing drawn elsewhere", () => {
    fc.assert(
      fc.property(fc.integer(), fc.string(), fc.nat(20), (seed, name, draws) => {
        const alone = times(5, createRandom(seed, name).word);
        const other = createRandom(seed, `${name}~`);
        times(draws, other.word);
        expect(times(5, createRandom(seed, name).word)).toEqual(alone);
        expect(times(5, createRandom(seed, `${name}~`).word)).not.toEqual(alone);
      }),
    );
  });

  test("draws whole numbers inside their bounds, every one of them in turn", () => {
    const random = createRandom(1, "bounds");
    const dice = times(2_000, () => random.between(1, 6));
    expect(new Set(dice)).toEqual(new Set([1, 2, 3, 4, 5, 6]));
    expect(() => random.integerBelow(0)).toThrow(/bound/);
    expect(() => random.integerBelow(1.5)).toThrow(/bound/);
  });

  test("a chance of 25 % comes about one time in four; 0 never, 1 000 000 always", () => {
    const random = createRandom(1, "chance");
    const hits = times(20_000, () => random.chance(250_000)).filter(Boolean).length;
    expect(Math.abs(hits - 5_000)).toBeLessThan(250);
    expect(times(500, () => random.chance(0)).some(Boolean)).toBe(false);
    expect(times(500, () => random.chance(1_000_000)).every(Boolean)).toBe(true);
  });

  test("has the mean and the median that were asked for", () => {
    const random = createRandom(1, "shape");
    const waits = times(20_000, () => random.exponential(ms(100)));
    expect(Math.abs(mean(waits) - 100_000)).toBeLessThan(3_000);
    const works = times(20_001, () => random.logNormal(ms(100), 0.5)).sort((a, b) => a - b);
    expect(Math.abs((works[10_000] as number) - 100_000)).toBeLessThan(2_000);
  });
});

describe("latency by quantiles", () => {
  test("reads back the quantiles that an operator gave", () => {
    expect(latencyAt(500_000, usual)).toBe(usual.p50Us);
    expect(latencyAt(950_000, usual)).toBe(usual.p95Us);
    expect(latencyAt(990_000, usual)).toBe(usual.p99Us);
    expect(latencyAt(0, usual)).toBe(usual.p50Us / 2);
  });

  test("never decreases with the rank, and has no infinite tail", () => {
    const rank = fc.integer({ min: 0, max: 999_999 });
    fc.assert(
      fc.property(rank, rank, (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(latencyAt(low, usual)).toBeLessThanOrEqual(latencyAt(high, usual));
        expect(latencyAt(high, usual)).toBeLessThanOrEqual(2 * usual.p99Us - usual.p95Us);
      }),
    );
  });

  test("drawn many times has these quantiles", () => {
    const random = createRandom(3, "quantiles");
    const drawn = times(20_000, () => random.latency(usual)).sort((a, b) => a - b);
    expect(Math.abs((drawn[10_000] as number) / usual.p50Us - 1)).toBeLessThan(0.05);
    expect(Math.abs((drawn[19_000] as number) / usual.p95Us - 1)).toBeLessThan(0.05);
  });
});
