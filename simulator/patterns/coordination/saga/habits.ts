/**
 * How an orchestrator is careful, or is not: each habit is one decision that published sagas got wrong.
 *
 * They are choices of mechanism, not of symptom: what goes wrong with a bad one comes out of the run.
 */
import { oneOf } from "../../../base/configuration.ts";

/** What is on disk: every step; only that a saga began and how it ended (3); nothing (32, 49). */
export const LOGS = ["every-step", "ends-only", "nothing"] as const;
/** When a step is written down as done: after its act, or before it (23). */
export const MARKS = ["after-act", "before-act"] as const;
/** What no answer means: ask again with the same key, or « no » (5). */
export const SILENCES = ["ask-again", "failure"] as const;
/** After a compensation that fails: insist; go on without it (23, 33); stop there (7). */
export const FAILED_UNDOS = ["insist", "skip", "stop"] as const;
/** Whom the recovery takes up: all unfinished sagas; those that go forward (4); nobody (49). */
export const RECOVERIES = ["all", "forward-only", "nobody"] as const;

export interface SagaHabits {
  readonly log: (typeof LOGS)[number];
  readonly marks: (typeof MARKS)[number];
  readonly silence: (typeof SILENCES)[number];
  readonly failedUndo: (typeof FAILED_UNDOS)[number];
  readonly recovers: (typeof RECOVERIES)[number];
}

export const SOUND_HABITS: SagaHabits = {
  log: "every-step",
  marks: "after-act",
  silence: "ask-again",
  failedUndo: "insist",
  recovers: "all",
};

/** @throws BadConfiguration on a habit that nobody has. */
export function checkedHabits(habits: SagaHabits): SagaHabits {
  oneOf("habits.log", habits.log, LOGS);
  oneOf("habits.marks", habits.marks, MARKS);
  oneOf("habits.silence", habits.silence, SILENCES);
  oneOf("habits.failedUndo", habits.failedUndo, FAILED_UNDOS);
  oneOf("habits.recovers", habits.recovers, RECOVERIES);
  return habits;
}
