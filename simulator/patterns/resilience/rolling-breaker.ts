/**
 * The rolling-window breaker of opossum 10.0.0, as a machine without clock nor promises (OPO-1 to OPO-10).
 *
 * Whoever drives it tells it what happens (a call, an end, a timer) and arms the timers: one turn of the
 * window every `floor(window / buckets)` from construction, `turnHalfOpen` a reset time after each « open »
 * unless a « close » comes before, `endWarmUp` after one window. Owns when calls pass and what is counted;
 * knows neither nodes nor messages. Its oddities are those of the library: do not mend them here.
 */
import { assert } from "../../base/assert.ts";
import { type Counts, createRollingWindow, type RollingWindow } from "./rolling-window.ts";

export type BreakerState = "closed" | "open" | "half-open";

/** In the order in which opossum's listeners hear them (OPO-9). */
export type BreakerEvent =
  | "fire"
  | "reject"
  | "semaphoreLocked"
  | "timeout"
  | "failure"
  | "success"
  | "fallback"
  | "open"
  | "halfOpen"
  | "close";

/** Errors that the breaker itself makes. */
export type BreakerError = "EOPENBREAKER" | "ETIMEDOUT" | "ESEMLOCKED";

/** How `fire()` ends without the action's own value. A fallback that throws is an `error`, its own. */
export type Answer<V, E> =
  | { readonly kind: "fell-back"; readonly value: V }
  | { readonly kind: "error"; readonly error: E | BreakerError };

export interface RollingBreakerOptions<V, E> {
  readonly errorThresholdPercentage: number;
  /** Fewer calls than this in the window never open. */
  readonly volumeThreshold: number;
  /** Calls in flight at once, as far as the breaker believes (OPO-5). */
  readonly capacity: number;
  readonly bucketCount: number;
  /** No opening until `endWarmUp`. */
  readonly allowWarmUp: boolean;
  /** Errors that count as successes though the caller gets them; also asked of the breaker's own errors. */
  readonly errorFilter: (error: E | BreakerError) => boolean;
  /** null: none. */
  readonly fallback: ((error: E | BreakerError) => Answer<V, E>) | null;
  readonly listen: (event: BreakerEvent) => void;
}

/** One call that passed. Times in any one unit (ms under the oracle, µs in the simulated world). */
export interface AdmittedCall {
  readonly startedAt: number;
  /** Ended for its caller; the action itself may still run. */
  isOver: boolean;
}

export type Admission<V, E> =
  | { readonly kind: "admitted"; readonly call: AdmittedCall }
  | { readonly kind: "answered"; readonly answer: Answer<V, E> }
  /** The breaker is disabled: the action runs without protection nor fallback. */
  | { readonly kind: "unprotected" };

export interface RollingBreaker<V, E> {
  readonly fire: (now: number) => Admission<V, E>;
  /** The action succeeded. False: too late, its caller was told otherwise. */
  readonly succeed: (call: AdmittedCall, now: number) => boolean;
  /** The action failed. null: too late. */
  readonly fail: (call: AdmittedCall, now: number, error: E) => Answer<V, E> | null;
  /** The deadline of this call passed first. null: it had already ended. */
  readonly timeOut: (call: AdmittedCall, now: number) => Answer<V, E> | null;
  readonly rotate: () => void;
  readonly turnHalfOpen: () => void;
  readonly endWarmUp: () => void;
  /** By hand, as a health check would. */
  readonly open: () => void;
  readonly close: () => void;
  readonly enable: (isEnabled: boolean) => void;
  readonly state: () => BreakerState;
  /** Slots taken, as the breaker counts them. */
  readonly inFlightCount: () => number;
  readonly totals: Counts;
  readonly window: RollingWindow;
}

export function createRollingBreaker<V, E>(
  options: RollingBreakerOptions<V, E>,
): RollingBreaker<V, E> {
  const { errorThresholdPercentage, volumeThreshold, capacity, errorFilter, listen } = options;
  const window = createRollingWindow(options.bucketCount);
  const { totals } = window;
  let state: BreakerState = "closed";
  /** Half-open, and nobody has taken the one trial yet. */
  let isProbeFree = false;
  let isWarmingUp = options.allowWarmUp;
  let isEnabled = true;
  let freeSlots = capacity;

  function open(): void {
    if (state === "open") return;
    state = "open";
    isProbeFree = false;
    listen("open");
  }

  /** The window is kept: right after a recovery it still holds the failures of the outage (OPO-4). */
  function close(): void {
    if (state === "closed") return;
    state = "closed";
    isProbeFree = false;
    listen("close");
  }

  /** Asked when a failure arrives, never otherwise (OPO-1). */
  function mustOpen(): boolean {
    if (isWarmingUp) return false;
    // A failed trial reopens whatever the volume (OPO-6).
    if (state === "half-open") return true;
    if (totals.fires < volumeThreshold) return false;
    // In floating point, as the library has it: 7 failures of 25 are above 28 %.
    return (totals.failures / totals.fires) * 100 > errorThresholdPercentage;
  }

  function countSuccess(latency: number): void {
    window.add("successes");
    window.addLatency(latency);
    // Whoever succeeds while half-open closes it, even a call from before the outage (OPO-7).
    if (state === "half-open") close();
    listen("success");
  }

  function fallBack(error: E | BreakerError): Answer<V, E> {
    if (options.fallback === null) return { kind: "error", error };
    const answer = options.fallback(error);
    if (answer.kind === "fell-back") {
      window.add("fallbacks");
      listen("fallback");
    }
    return answer;
  }

  function handleError(error: E | BreakerError, latency: number): Answer<V, E> {
    if (errorFilter(error)) {
      countSuccess(latency);
      return { kind: "error", error };
    }
    window.add("failures");
    window.addLatency(latency);
    listen("failure");
    if (mustOpen()) open();
    return fallBack(error);
  }

  /** Ends the call for its caller and gives its slot back. False when it had ended. */
  function end(call: AdmittedCall): boolean {
    if (call.isOver) return false;
    call.isOver = true;
    freeSlots++;
    assert(freeSlots <= capacity, "no slot is given back twice", freeSlots);
    return true;
  }

  return {
    fire(now) {
      // Counted whatever becomes of it: refused calls dilute the ratio (OPO-3).
      window.add("fires");
      listen("fire");
      if (!isEnabled) return { kind: "unprotected" };
      if (state !== "closed" && !isProbeFree) {
        window.add("rejects");
        listen("reject");
        return { kind: "answered", answer: fallBack("EOPENBREAKER") };
      }
      isProbeFree = false;
      if (freeSlots < 1) {
        window.add("semaphoreRejections");
        listen("semaphoreLocked");
        return { kind: "answered", answer: handleError("ESEMLOCKED", 0) };
      }
      freeSlots--;
      return { kind: "admitted", call: { startedAt: now, isOver: false } };
    },
    succeed(call, now) {
      if (!end(call)) return false;
      countSuccess(now - call.startedAt);
      return true;
    },
    fail(call, now, error) {
      return end(call) ? handleError(error, now - call.startedAt) : null;
    },
    timeOut(call, now) {
      // The slot is free again, and the action goes on: `capacity` does not bound real work (OPO-5).
      if (!end(call)) return null;
      window.add("timeouts");
      window.addLatency(now - call.startedAt);
      listen("timeout");
      return handleError("ETIMEDOUT", now - call.startedAt);
    },
    rotate: window.rotate,
    turnHalfOpen() {
      state = "half-open";
      isProbeFree = true;
      listen("halfOpen");
    },
    endWarmUp() {
      isWarmingUp = false;
    },
    open,
    close,
    enable(enabled) {
      isEnabled = enabled;
    },
    state: () => state,
    inFlightCount: () => capacity - freeSlots,
    totals,
    window,
  };
}
