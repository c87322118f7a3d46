/**
 * The waiting breaker on a node: one trial, and those who come meanwhile wait for its end (cockatiel).
 *
 * With consecutive failures and a deadline it repairs the simple breaker: a hanging call is a failure, half-open
 * lets one call through. A crash forgets it, and those who waited. What opens and closes is in
 * `waiting-breaker.ts`; this file owns the line.
 */
import { durationUs, named, required, wholeNumber } from "../../base/configuration.ts";
import type { DurationUs } from "../../base/time.ts";
import type { Process } from "../../kernel/process.ts";
import type { Signal } from "../../kernel/signal.ts";
import type { Context } from "../../world/context.ts";
import type { FailureJudge } from "./failure-judge.ts";
import {
  BREAKER_OPEN,
  type Breaker,
  createAttempt,
  type Failure,
  SHOWN_STATES,
} from "./protected-call.ts";
import { createWaitingBreaker, type PassedCall, type WaitingBreaker } from "./waiting-breaker.ts";

export interface PatientBreakerOptions {
  /** Shown: `disjoncteur/<name>/…` in the node's memory. */
  readonly name: string;
  /** Makes the judge of one node: each has its own counts. */
  readonly judge: () => FailureJudge;
  readonly halfOpenAfterUs: DurationUs;
  readonly trialCount: number;
  /** Share of failed trials that is still forgiven, in [0, 1[. */
  readonly trialThreshold: number;
  /** null: as long as it takes, and a trial that never ends makes all wait for ever. */
  readonly timeoutUs: DurationUs | null;
  /** Failures that are none of its business. */
  readonly ignores: (failure: Failure) => boolean;
}

interface Machine {
  readonly breaker: WaitingBreaker;
  readonly decided: Signal<null>;
  inFlightCount: number;
  waitingCount: number;
  /** Only shown: what it means is the judge's business. */
  failuresInARow: number;
}

const US_PER_MS = 1_000;
const nowMs = ({ nowUs }: Context): number => Math.floor(nowUs / US_PER_MS);

/** @throws BadConfiguration */
export function createPatientBreaker<R>(options: PatientBreakerOptions): Breaker<R> {
  const { name, halfOpenAfterUs, trialCount, trialThreshold, ignores } = options;
  named("name", name);
  durationUs("halfOpenAfterUs", halfOpenAfterUs);
  wholeNumber("trialCount", trialCount, { min: 1, max: 1_000_000 });
  const isShare = trialThreshold >= 0 && trialThreshold < 1;
  required("trialThreshold", isShare, `${trialThreshold} n’est pas entre 0 et 1, 1 exclu.`);
  // A judge that makes no sense is refused now, not at the first call.
  options.judge();
  const attempt = createAttempt<R>(name, options.timeoutUs);

  const machineOf = ({ objects }: Context): Machine =>
    objects.volatile(
      `disjoncteur/${name}`,
      () => ({
        breaker: createWaitingBreaker({
          ...{ judge: options.judge(), halfOpenAfterMs: Math.ceil(halfOpenAfterUs / US_PER_MS) },
          ...{ trialCount, trialThreshold, listen() {} },
        }),
        decided: objects.signal<null>(),
        ...{ inFlightCount: 0, waitingCount: 0, failuresInARow: 0 },
      }),
      machineOf,
    );

  function show(machine: Machine, { memory }: Context): void {
    memory.set(`disjoncteur/${name}/etat`, SHOWN_STATES[machine.breaker.state()]);
    memory.set(`disjoncteur/${name}/en-cours`, machine.inFlightCount);
    memory.set(`disjoncteur/${name}/en-attente`, machine.waitingCount);
    memory.set(`disjoncteur/${name}/comptes`, [["échecs de suite", machine.failuresInARow]]);
  }

  /** The call that may pass, once it may; null: refused. */
  function* pass(ctx: Context, machine: Machine): Process<PassedCall | null> {
    for (;;) {
      const passage = machine.breaker.ask(nowMs(ctx));
      if (passage.kind === "rejected") return null;
      if (passage.kind === "admitted") return passage.call;
      machine.waitingCount++;
      show(machine, ctx);
      yield* machine.decided.wait();
      machine.waitingCount--;
      show(machine, ctx);
    }
  }

  return {
    // biome-ignore lint/correctness/useYield: started like the breakers that do wait.
    *start(ctx): Process<void> {
      show(machineOf(ctx), ctx);
    },
    *fire(ctx, action, handler) {
      const machine = machineOf(ctx);
      const { breaker } = machine;
      const call = yield* pass(ctx, machine);
      if (call === null) return BREAKER_OPEN;
      machine.inFlightCount++;
      show(machine, ctx);
      const outcome = yield* attempt(ctx, action, handler);
      machine.inFlightCount--;
      const wasHalfOpen = breaker.state() === "half-open";
      const isSuccess = outcome.kind === "replied";
      const how = isSuccess ? "success" : ignores(outcome) ? "ignored" : "failure";
      if (how === "success") machine.failuresInARow = 0;
      else if (how === "failure") machine.failuresInARow++;
      breaker.end(call, how, nowMs(ctx));
      // Decided: those who waited ask again, in the order in which they came.
      if (wasHalfOpen && breaker.state() !== "half-open") machine.decided.wakeAll(null);
      show(machine, ctx);
      return outcome;
    },
  };
}
