/**
 * Chance: named streams, each derived from `(seed, name)` alone.
 *
 * Luck is attached to *what it is about* (this message, this payment of this order), not to the
 * order in which draws happen: injecting a fault or swapping a design never shifts somebody else's
 * luck (common random numbers). Every drawn time is a whole number of microseconds.
 */
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { assert } from "./assert.ts";
import { avalanche32, hashText } from "./hash.ts";
import { exp, ln } from "./maths.ts";
import { type DurationUs, us } from "./time.ts";

/** Latency as an operator reads it on a dashboard. `p50Us ≤ p95Us ≤ p99Us`. */
export interface Quantiles {
  readonly p50Us: DurationUs;
  readonly p95Us: DurationUs;
  readonly p99Us: DurationUs;
}

export interface Random {
  /** Uniform 32-bit unsigned integer. */
  readonly word: () => number;
  /** Uniform integer in [0, bound). */
  readonly integerBelow: (bound: number) => number;
  /** Uniform integer in [low, high]. */
  readonly between: (low: number, high: number) => number;
  /** True with a probability given in parts per million. */
  readonly chance: (partsPerMillion: number) => boolean;
  /** Exponential with this mean. */
  readonly exponential: (meanUs: DurationUs) => DurationUs;
  /** Log-normal given by its median and the spread of its logarithm. */
  readonly logNormal: (medianUs: DurationUs, sigma: number) => DurationUs;
  readonly latency: (quantiles: Quantiles) => DurationUs;
}

const MILLION = 1_000_000;

/** The latency at rank `rank` (parts per million): straight lines between the quantiles. */
export function latencyAt(rank: number, { p50Us, p95Us, p99Us }: Quantiles): DurationUs {
  const line = (from: number, to: number, low: number, high: number): DurationUs =>
    us(low + ((high - low) * (rank - from)) / (to - from));
  if (rank < 500_000) return line(0, 500_000, Math.floor(p50Us / 2), p50Us);
  if (rank < 950_000) return line(500_000, 950_000, p50Us, p95Us);
  if (rank < 990_000) return line(950_000, 990_000, p95Us, p99Us);
  return line(990_000, MILLION, p99Us, p99Us + (p99Us - p95Us));
}

/** One draw in [0, 1 000 000) that depends on `(seed, name)` only: no stream to build. */
export const drawOnce = (seed: number, name: string): number =>
  Math.floor((hashText(name, avalanche32(seed | 0)) * MILLION) / 4294967296);

export function createRandom(seed: number, name: string): Random {
  const generator = xoroshiro128plus(hashText(name, avalanche32(seed | 0)) | 0);
  const word = (): number => generator.next() >>> 0;
  // 53 bits in (0, 1]: never 0, so that ln is defined.
  const unit = (): number => ((word() >>> 5) * 67108864 + (word() >>> 6) + 1) / 9007199254740992;
  const integerBelow = (bound: number): number => {
    assert(Number.isSafeInteger(bound) && bound > 0, "a bound is a whole number ≥ 1", bound);
    return Math.floor((word() * bound) / 4294967296);
  };
  return {
    word,
    integerBelow,
    between: (low, high) => low + integerBelow(high - low + 1),
    chance: (partsPerMillion) => integerBelow(MILLION) < partsPerMillion,
    exponential: (meanUs) => us(-ln(unit()) * meanUs),
    logNormal(medianUs, sigma) {
      // Sum of twelve uniforms: a normal draw without sine or cosine, tails cut at ±6 σ.
      let sum = -6;
      for (let i = 0; i < 12; i++) sum += unit();
      return us(medianUs * exp(sigma * sum));
    },
    latency: (quantiles) => latencyAt(integerBelow(MILLION), quantiles),
  };
}
