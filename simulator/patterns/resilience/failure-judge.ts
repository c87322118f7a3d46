/**
 * Three ways to say « that is too many failures », as cockatiel 4.0.0 has them.
 *
 * A judge sees how calls end and says when to open; the breaker decides what opening means. A trial that
 * succeeds forgets the past (consecutive: the count; last calls and last while: the samples).
 * Times are whole milliseconds, as `Date.now()` gives them.
 */
import { required, wholeNumber } from "../../base/configuration.ts";

export interface FailureJudge {
  /** `isTrial`: the end of a half-open period, not of one call. */
  readonly succeed: (isTrial: boolean, nowMs: number) => void;
  /** True when the breaker must open. */
  readonly fail: (isTrial: boolean, nowMs: number) => boolean;
}

const COUNT = { min: 1, max: 1_000_000 } as const;

function checkRatio(threshold: number): void {
  const isRatio = threshold > 0 && threshold < 1;
  required("threshold", isRatio, `${threshold} n’est pas entre 0 et 1, bornes exclues.`);
}

/** So many failures in a row, however long they took (`ConsecutiveBreaker`). */
export function consecutiveFailures(failuresMax: number): FailureJudge {
  wholeNumber("failuresMax", failuresMax, COUNT);
  let failureCount = 0;
  return {
    succeed() {
      failureCount = 0;
    },
    fail: () => ++failureCount >= failuresMax,
  };
}

export interface LastCallsOptions {
  /** Above this share of failures, in ]0, 1[. */
  readonly threshold: number;
  /** Calls remembered. */
  readonly size: number;
  /** Fewer calls than this never open. */
  readonly callsMin: number;
}

/** A share of the last `size` calls (`CountBreaker`). @throws BadConfiguration */
export function lastCalls({ threshold, size, callsMin }: LastCallsOptions): FailureJudge {
  checkRatio(threshold);
  wholeNumber("size", size, COUNT);
  wholeNumber("callsMin", callsMin, { min: 1, max: size });
  const samples: (boolean | null)[] = Array(size).fill(null);
  let nextIndex = 0;
  let successCount = 0;
  let failureCount = 0;

  function add(isSuccess: boolean): void {
    const forgotten = samples[nextIndex];
    if (forgotten === true) successCount--;
    else if (forgotten === false) failureCount--;
    samples[nextIndex] = isSuccess;
    nextIndex = (nextIndex + 1) % size;
    if (isSuccess) successCount++;
    else failureCount++;
  }

  return {
    succeed(isTrial) {
      if (isTrial) {
        samples.fill(null);
        successCount = 0;
        failureCount = 0;
      }
      add(true);
    },
    fail(isTrial) {
      add(false);
      if (isTrial) return true;
      const total = successCount + failureCount;
      return total >= callsMin && failureCount > threshold * total;
    },
  };
}

export interface LastWhileOptions {
  /** Above this share of failures, in ]0, 1[. */
  readonly threshold: number;
  readonly durationMs: number;
  /** Fewer calls per second than this never open; null: enough for five failures a second. */
  readonly perSecondMin: number | null;
}

interface Slice {
  readonly startedAtMs: number;
  successCount: number;
  failureCount: number;
}

/** Older than any slice may be: the first call after a fresh start begins a slice of its own. */
const LONG_AGO_MS = Number.NEGATIVE_INFINITY;

const freshSlice = (startedAtMs: number): Slice => ({
  ...{ startedAtMs, successCount: 0, failureCount: 0 },
});

/**
 * A share of the calls of the last while (`SamplingBreaker`): at least five slices of one second at most.
 *
 * One slice is forgotten when a call ends after the current one is over, and only one: after a silence, old
 * failures leave slice by slice, at the pace of the calls. So does the library. @throws BadConfiguration
 */
export function lastWhile(options: LastWhileOptions): FailureJudge {
  const { threshold, durationMs, perSecondMin } = options;
  checkRatio(threshold);
  wholeNumber("durationMs", durationMs, { min: 5, max: 86_400_000 });
  if (perSecondMin !== null) {
    const isRate = Number.isFinite(perSecondMin) && perSecondMin >= 0 && perSecondMin <= 1_000_000;
    required(
      "perSecondMin",
      isRate,
      `${perSecondMin} appels par seconde n’est pas entre 0 et 1 000 000.`,
    );
  }
  const sliceCount = Math.max(5, Math.ceil(durationMs / 1_000));
  const sliceMs = Math.round(durationMs / sliceCount);
  const perMsMin = perSecondMin === null ? 5 / (threshold * 1_000) : perSecondMin / 1_000;
  const callsMin = sliceMs * sliceCount * perMsMin;
  const slices = Array.from({ length: sliceCount }, () => freshSlice(LONG_AGO_MS));
  let currentIndex = 0;
  let successCount = 0;
  let failureCount = 0;

  function sliceAt(nowMs: number): Slice {
    const current = slices[currentIndex] as Slice;
    if (nowMs - current.startedAtMs < sliceMs) return current;
    currentIndex = (currentIndex + 1) % sliceCount;
    const forgotten = slices[currentIndex] as Slice;
    successCount -= forgotten.successCount;
    failureCount -= forgotten.failureCount;
    const slice = freshSlice(nowMs);
    slices[currentIndex] = slice;
    return slice;
  }

  return {
    succeed(isTrial, nowMs) {
      if (isTrial) {
        for (let i = 0; i < sliceCount; i++) slices[i] = freshSlice(LONG_AGO_MS);
        successCount = 0;
        failureCount = 0;
      }
      sliceAt(nowMs).successCount++;
      successCount++;
    },
    fail(isTrial, nowMs) {
      sliceAt(nowMs).failureCount++;
      failureCount++;
      if (isTrial) return true;
      const total = successCount + failureCount;
      return total >= callsMin && failureCount > threshold * total;
    },
  };
}
