/**
 * How far one saga has come, and what it does next: the durable log of an orchestrator, for one saga.
 *
 * Garcia-Molina and Salem 1987: a sequence of local transactions, either all of them, or those that happened
 * and their compensations in reverse order. An intention is written before its act, so that whoever reads
 * this record after a crash knows what is in doubt. Pure: owns the order of things, does nothing itself.
 */
import { assert } from "../../../base/assert.ts";
import { BadConfiguration, distinct, oneOf } from "../../../base/configuration.ts";

/**
 * `compensable`: undone when the saga turns back. `pivot`: once done, the saga will complete.
 * `retriable`: after the pivot, asked until it is done.
 */
export const STEP_KINDS = ["compensable", "pivot", "retriable"] as const;
export type StepKind = (typeof STEP_KINDS)[number];

export interface PlannedStep {
  readonly name: string;
  readonly kind: StepKind;
  readonly canBeUndone: boolean;
}

/** `asked` without an answer is a doubt: it may have happened. */
export type StepState = "none" | "asked" | "done" | "refused" | "undone";
export type SagaEnd = "completed" | "compensated";

export type Move =
  | { readonly kind: "do"; readonly step: number; readonly isInDoubt: boolean }
  | { readonly kind: "undo"; readonly step: number }
  | { readonly kind: "end"; readonly end: SagaEnd };

export interface SagaRecord {
  readonly next: () => Move;
  readonly write: (step: number, state: Exclude<StepState, "none">) => void;
  /** From now on backwards: what is done is undone. */
  readonly turnBack: () => void;
  readonly isGoingBack: () => boolean;
  readonly states: () => readonly StepState[];
}

/** @throws BadConfiguration on a plan from which there is no way back. */
export function checkedPlan<S extends PlannedStep>(steps: readonly S[]): readonly S[] {
  if (steps.length === 0) throw new BadConfiguration("steps", "il faut au moins une étape.");
  const names = steps.map(({ name }) => name);
  distinct("steps", names);
  const pivot = steps.findIndex(({ kind }) => kind === "pivot");
  const lastCompensable = steps.findLastIndex(({ kind }) => kind === "compensable");
  const firstRetriable = steps.findIndex(({ kind }) => kind === "retriable");
  for (const [i, { name, kind, canBeUndone }] of steps.entries()) {
    oneOf("steps", kind, STEP_KINDS);
    if (kind === "pivot" && i !== pivot) {
      throw new BadConfiguration("steps", `« ${name} » est un second pivot : un seul suffit.`);
    }
    if (kind === "compensable" && !canBeUndone) {
      throw new BadConfiguration(
        "steps",
        `« ${name} » vient avant le pivot et n’a pas de compensation : rien ne pourrait la défaire.`,
      );
    }
  }
  const isOrdered =
    (pivot < 0 || lastCompensable < pivot) &&
    (firstRetriable < 0 || (pivot < firstRetriable && lastCompensable < firstRetriable));
  if (!isOrdered) {
    throw new BadConfiguration(
      "steps",
      "les étapes compensables viennent avant le pivot, et les étapes réessayables après.",
    );
  }
  return steps;
}

export function createSagaRecord(stepCount: number): SagaRecord {
  const states: StepState[] = Array.from({ length: stepCount }, () => "none");
  let isBack = false;

  function next(): Move {
    if (isBack) {
      const step = states.lastIndexOf("done");
      return step < 0 ? { kind: "end", end: "compensated" } : { kind: "undo", step };
    }
    const step = states.findIndex((state) => state !== "done");
    if (step < 0) return { kind: "end", end: "completed" };
    return { kind: "do", step, isInDoubt: states[step] === "asked" };
  }

  return {
    next,
    write(step, state) {
      const before = states[step];
      assert(before !== undefined, "a saga has this step", step);
      if (state === "undone")
        assert(isBack && before === "done", "only what is done is undone", step);
      else assert(!isBack, "a saga that goes back asks for nothing new", step);
      if (state === "asked") assert(before === "none" || before === "asked", "asked once", step);
      states[step] = state;
    },
    turnBack() {
      isBack = true;
    },
    isGoingBack: () => isBack,
    states: () => [...states],
  };
}
