/**
 * An orchestrated saga: one node asks each participant in turn, and knows the way back.
 *
 * Whoever drives a saga, the request that began it or the recovery after a crash, reads the record and does
 * the next thing. Owns asking, waiting and turning back; the record says what comes next, the steps how.
 */
import { durationUs, wholeNumber } from "../../../base/configuration.ts";
import type { DurationUs } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Value } from "../../../vocabulary/values.ts";
import type { Context } from "../../../world/context.ts";
import type { Outcome } from "../../../world/outcome.ts";
import { type Backoff, checkedBackoff, delayBefore } from "../../resilience/backoff.ts";
import { checkedHabits, type SagaHabits } from "./habits.ts";
import { checkedPlan, type Move, type SagaEnd, type StepKind } from "./saga-record.ts";
import {
  reportOf,
  type Saga,
  type SagaReport,
  type SagaShelf,
  shelfOf,
  show,
} from "./saga-shelf.ts";

/** What a step is told: whose it is, with the key under which it is asked and undone. */
export interface StepRequest<D> {
  readonly saga: string;
  readonly key: string;
  readonly data: D;
}

type Ask<D> = (ctx: Context, request: StepRequest<D>) => Process<Outcome<unknown>>;

export interface SagaStep<D> {
  readonly name: string;
  readonly kind: StepKind;
  readonly execute: Ask<D>;
  /** null: cannot be undone. Must be safe to repeat. */
  readonly compensate: Ask<D> | null;
}

export interface OrchestratorOptions<D> {
  readonly steps: readonly SagaStep<D>[];
  /** In a row; then the saga waits for the recovery. */
  readonly attemptsMax: number;
  readonly backoff: Backoff;
  readonly logWriteUs: DurationUs;
  readonly recoverEveryUs: DurationUs;
  readonly habits: SagaHabits;
}

export type SagaStanding = SagaEnd | "in-progress";

export interface Orchestrator<D> {
  /** Begins this saga and drives it. A saga that exists already is told as it stands. */
  readonly run: (ctx: Context, id: string, data: D) => Process<SagaStanding>;
  /** A background process: takes up what nobody drives. */
  readonly recoverSagas: (ctx: Context) => Process<void>;
  /** How this saga stands, as far as the orchestrator knows; null: it knows none of that name. */
  readonly tell: (id: string, ctx: Context) => SagaReport | null;
  /** Every saga without an end, in the order in which they began. */
  readonly tellUnfinished: (ctx: Context) => readonly SagaReport[];
}

/** `never`: a definite no. `unknown`: it may have happened, and was asked often enough for now. */
type Answer = "yes" | "never" | "unknown";

/** @throws BadConfiguration on a step without a way back before the pivot, no attempt, an unknown habit. */
export function createOrchestrator<D extends Value>(
  options: OrchestratorOptions<D>,
): Orchestrator<D> {
  const { attemptsMax, backoff, logWriteUs, recoverEveryUs } = options;
  checkedPlan(options.steps.map((step) => ({ ...step, canBeUndone: step.compensate !== null })));
  const { steps } = options;
  const habits = checkedHabits(options.habits);
  wholeNumber("attemptsMax", attemptsMax, { min: 1, max: 1_000 });
  checkedBackoff(backoff);
  durationUs("logWriteUs", logWriteUs);
  durationUs("recoverEveryUs", recoverEveryUs, 1);

  const shelf = (ctx: Context): SagaShelf<D> => shelfOf<D>(ctx, habits.log, steps.length);

  /** A write to the log takes its time, and room. */
  function* write(ctx: Context, saga: Saga<D>, change: () => void): Process<void> {
    yield* ctx.work(logWriteUs);
    while (ctx.objects.isDiskFull) yield* ctx.sleep(recoverEveryUs);
    change();
    show(saga, habits.log, steps, ctx);
  }

  /** Asks until the answer is definite, or often enough. `isPatient`: a « no » means « not yet ». */
  function* ask(
    ctx: Context,
    act: () => Process<Outcome<unknown>>,
    { isInDoubt, isPatient }: { readonly isInDoubt: boolean; readonly isPatient: boolean },
  ): Process<Answer> {
    let mayHaveHappened = isInDoubt;
    let previousUs = backoff.firstDelayUs;
    for (let attempt = 0; ; attempt++) {
      const outcome = yield* act();
      if (outcome.kind === "replied") return "yes";
      if (outcome.kind === "refused" && outcome.how === "refused" && !isPatient) return "never";
      // Turned away at the door, this attempt did nothing; an earlier one may have.
      if (outcome.kind === "timed-out" || outcome.how !== "rejected") mayHaveHappened = true;
      if (attempt + 1 >= attemptsMax) return mayHaveHappened || isPatient ? "unknown" : "never";
      previousUs = delayBefore(backoff, { attempt, previousUs, random: ctx.random });
      yield* ctx.sleep(previousUs);
    }
  }

  const requestOf = (saga: Saga<D>, step: SagaStep<D>): StepRequest<D> => ({
    ...{ saga: saga.id, key: `${saga.id}/${step.name}`, data: saga.data },
  });

  /** One step forward. False when nothing more can be done for now. */
  function* goForward(ctx: Context, saga: Saga<D>, move: Move & { kind: "do" }): Process<boolean> {
    const step = steps[move.step] as SagaStep<D>;
    const { record } = saga;
    const isMarkedFirst = habits.marks === "before-act";
    yield* write(ctx, saga, () => record.write(move.step, isMarkedFirst ? "done" : "asked"));
    const isPatient = step.kind === "retriable";
    const asking = { isInDoubt: move.isInDoubt, isPatient };
    const answer = yield* ask(ctx, () => step.execute(ctx, requestOf(saga, step)), asking);
    if (answer === "yes") {
      if (!isMarkedFirst) yield* write(ctx, saga, () => record.write(move.step, "done"));
      return true;
    }
    if (answer === "unknown" && (habits.silence === "ask-again" || isPatient)) return false;
    yield* write(ctx, saga, () => {
      if (!isMarkedFirst) record.write(move.step, "refused");
      record.turnBack();
    });
    return true;
  }

  /** One step back. False when nothing more can be done for now. */
  function* goBack(ctx: Context, saga: Saga<D>, move: Move & { kind: "undo" }): Process<boolean> {
    const step = steps[move.step] as SagaStep<D>;
    const { compensate } = step;
    const undone = () => write(ctx, saga, () => saga.record.write(move.step, "undone"));
    if (compensate === null) {
      yield* undone();
      return true;
    }
    const act = () => compensate(ctx, requestOf(saga, step));
    const isInsisting = habits.failedUndo === "insist";
    const answer = isInsisting
      ? yield* ask(ctx, act, { isInDoubt: true, isPatient: true })
      : (yield* act()).kind === "replied"
        ? "yes"
        : "unknown";
    if (answer !== "yes" && habits.failedUndo !== "skip") return false;
    yield* undone();
    return true;
  }

  function* drive(ctx: Context, saga: Saga<D>): Process<SagaStanding> {
    const { driven } = shelf(ctx);
    driven.add(saga.id);
    for (;;) {
      const move = saga.record.next();
      if (move.kind === "end") {
        yield* write(ctx, saga, () => shelf(ctx).finish(saga, move.end));
        break;
      }
      const isMoving =
        move.kind === "do" ? yield* goForward(ctx, saga, move) : yield* goBack(ctx, saga, move);
      if (!isMoving) break;
    }
    driven.delete(saga.id);
    return saga.end ?? "in-progress";
  }

  const isTakenUp = (saga: Saga<D>): boolean =>
    saga.end === null && (habits.recovers === "all" || !saga.record.isGoingBack());

  return {
    *run(ctx, id, data) {
      yield* ctx.work(logWriteUs);
      const known = shelf(ctx).find(id);
      if (known !== null) return known.end ?? "in-progress";
      const saga = shelf(ctx).begin(id, data);
      show(saga, habits.log, steps, ctx);
      return yield* drive(ctx, saga);
    },
    tell(id, ctx) {
      const saga = shelf(ctx).find(id);
      return saga === null ? null : reportOf(saga, steps);
    },
    tellUnfinished: (ctx) =>
      shelf(ctx)
        .unfinished()
        .map((saga) => reportOf(saga, steps)),
    *recoverSagas(ctx) {
      if (habits.recovers === "nobody") return;
      for (;;) {
        yield* ctx.alarm("reprise", recoverEveryUs);
        const { driven, unfinished } = shelf(ctx);
        for (const saga of unfinished().filter(isTakenUp)) {
          if (driven.has(saga.id)) continue;
          driven.add(saga.id);
          yield* ctx.spawn("drive", saga.id, function* resume(own) {
            yield* drive(own, saga);
          });
        }
      }
    },
  };
}
