/**
 * What every rate limiter answers, and the settings they share.
 *
 * A limiter is asked at an instant and says yes or no at once; nobody waits inside it. Instants never go
 * back. The four limiters of this folder differ in what they remember, hence in what they let through.
 */
import { durationUs, wholeNumber } from "../../base/configuration.ts";

export interface RateLimit {
  /** So many … */
  readonly count: number;
  /** … in this length of time, µs. */
  readonly windowUs: number;
}

export interface Verdict {
  readonly isAllowed: boolean;
  /** How many more would be allowed at this instant. */
  readonly remaining: number;
}

export interface RateLimiter {
  readonly ask: (nowUs: number) => Verdict;
}

/** @throws BadConfiguration on less than one in a window, or no window. */
export function checkedLimit({ count, windowUs }: RateLimit): RateLimit {
  wholeNumber("count", count, { min: 1, max: 1_000_000_000 });
  durationUs("windowUs", windowUs, 1);
  return { count, windowUs };
}
