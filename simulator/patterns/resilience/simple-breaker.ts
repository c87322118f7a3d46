/**
 * The simple breaker that articles publish: a counter of failures, an hour of reopening, three states.
 *
 * Kept with its defects, for they are the lesson: half-open lets everyone through, the counter knows no window
 * (one failure a day for five days opens it), and a call that never ends never counts (defects 26 and 37).
 * The repaired form is the waiting breaker with `consecutiveFailures`, behind a deadline.
 * Owns when calls pass; knows neither nodes nor messages.
 */
import { assert } from "../../base/assert.ts";

export interface SimpleBreakerOptions {
  readonly failuresMax: number;
  /** How long it stays open after the last failure that counted. Same unit as `now`. */
  readonly openFor: number;
  /**
   * Two publications, two habits: a success closes it whatever its state, even a call from before the outage
   * that lands while it is open; or only in half-open.
   */
  readonly anySuccessCloses: boolean;
  readonly listen: (event: "open" | "halfOpen" | "close") => void;
}

export interface SimpleBreaker {
  /** False: refused at once. */
  readonly ask: (now: number) => boolean;
  readonly succeed: () => void;
  readonly fail: (now: number) => void;
  readonly state: () => "closed" | "open" | "half-open";
  readonly failureCount: () => number;
}

export function createSimpleBreaker(options: SimpleBreakerOptions): SimpleBreaker {
  const { failuresMax, openFor, anySuccessCloses, listen } = options;
  assert(failuresMax > 0, "a breaker tolerates less than its limit", failuresMax);
  let state: "closed" | "open" | "half-open" = "closed";
  let failureCount = 0;
  let reopensAt = 0;
  return {
    ask(now) {
      if (state === "open") {
        if (now < reopensAt) return false;
        state = "half-open";
        listen("halfOpen");
      }
      // Nobody is counted: whoever comes while the trial runs is a trial too.
      return true;
    },
    succeed() {
      failureCount = 0;
      if (state === "half-open" || (anySuccessCloses && state === "open")) {
        state = "closed";
        listen("close");
      }
    },
    fail(now) {
      failureCount++;
      if (failureCount < failuresMax) return;
      reopensAt = now + openFor;
      if (state === "open") return;
      state = "open";
      listen("open");
    },
    state: () => state,
    failureCount: () => failureCount,
  };
}
