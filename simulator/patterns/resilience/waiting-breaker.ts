/**
 * The breaker of cockatiel 4.0.0: in half-open the others wait for the trial, and closing forgets the past.
 *
 * Nothing happens by itself: it is the first call after `halfOpenAfterMs` that turns it half-open. With
 * `consecutiveFailures` it is the repaired form of the simple breaker (one trial, whose end decides).
 * Whoever drives it keeps the line of those who wait, and asks again for each of them when `isDecided`.
 * Owns when calls pass; knows neither nodes nor messages. A trial that never ends makes all wait for ever.
 */
import { assert } from "../../base/assert.ts";
import type { FailureJudge } from "./failure-judge.ts";

export type WaitingBreakerEvent = "open" | "halfOpen" | "close";

export interface WaitingBreakerOptions {
  readonly judge: FailureJudge;
  readonly halfOpenAfterMs: number;
  /** Calls of a half-open period; it closes when all have ended, opens as soon as too many failed. */
  readonly trialCount: number;
  /** Share of failed trials that is still forgiven, in [0, 1[. */
  readonly trialThreshold: number;
  readonly listen: (event: WaitingBreakerEvent) => void;
}

/** One half-open period. */
export interface Trial {
  inFlightCount: number;
  successCount: number;
  failureCount: number;
}

/** A call that passed: as one of a half-open period, or in ordinary times. */
export interface PassedCall {
  readonly trial: Trial | null;
}

export type Passage =
  | { readonly kind: "admitted"; readonly call: PassedCall }
  | { readonly kind: "rejected" }
  /** Ask again once this trial is decided. */
  | { readonly kind: "waits"; readonly trial: Trial };

/** `ignored`: an error that is none of the breaker's business; a success for a trial, nothing otherwise. */
export type CallEnd = "success" | "failure" | "ignored";

type State =
  | { readonly kind: "closed" }
  | { readonly kind: "open"; readonly atMs: number }
  | { readonly kind: "half-open"; readonly trial: Trial };

export interface WaitingBreaker {
  readonly ask: (nowMs: number) => Passage;
  readonly end: (call: PassedCall, how: CallEnd, nowMs: number) => void;
  /** The half-open period is over: those who wait for it must ask again. */
  readonly isDecided: (trial: Trial) => boolean;
  readonly state: () => State["kind"];
}

export function createWaitingBreaker(options: WaitingBreakerOptions): WaitingBreaker {
  const { judge, halfOpenAfterMs, trialCount, trialThreshold, listen } = options;
  let state: State = { kind: "closed" };

  function open(nowMs: number): void {
    if (state.kind === "open") return;
    state = { kind: "open", atMs: nowMs };
    listen("open");
  }

  function close(nowMs: number): void {
    judge.succeed(true, nowMs);
    state = { kind: "closed" };
    listen("close");
  }

  function tryOut(trial: Trial): Passage {
    const { inFlightCount, successCount, failureCount } = trial;
    if (successCount + failureCount + inFlightCount >= trialCount) return { kind: "waits", trial };
    trial.inFlightCount++;
    return { kind: "admitted", call: { trial } };
  }

  function endTrial(trial: Trial, isSuccess: boolean, nowMs: number): void {
    // The period was cut short by a failure of an ordinary call: what remains of it says nothing.
    if (state.kind !== "half-open" || state.trial !== trial) return;
    trial.inFlightCount--;
    assert(trial.inFlightCount >= 0, "a trial ends once", trial.inFlightCount);
    if (isSuccess) trial.successCount++;
    else trial.failureCount++;
    if (!isSuccess && trial.failureCount > trialThreshold * trialCount) {
      judge.fail(true, nowMs);
      open(nowMs);
    } else if (trial.successCount + trial.failureCount >= trialCount && trial.inFlightCount === 0) {
      close(nowMs);
    }
  }

  return {
    ask(nowMs) {
      if (state.kind === "closed") return { kind: "admitted", call: { trial: null } };
      if (state.kind === "half-open") return tryOut(state.trial);
      if (nowMs - state.atMs < halfOpenAfterMs) return { kind: "rejected" };
      const trial: Trial = { inFlightCount: 0, successCount: 0, failureCount: 0 };
      state = { kind: "half-open", trial };
      listen("halfOpen");
      return tryOut(trial);
    },
    end({ trial }, how, nowMs) {
      if (trial !== null) return endTrial(trial, how !== "failure", nowMs);
      // Ordinary calls are judged whenever they end, even while it is open or half-open.
      if (how === "success") judge.succeed(false, nowMs);
      else if (how === "failure" && judge.fail(false, nowMs)) open(nowMs);
    },
    isDecided: (trial) => state.kind !== "half-open" || state.trial !== trial,
    state: () => state.kind,
  };
}
