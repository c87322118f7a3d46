/**
 * The rolling-window breaker on a node: opossum's machine, with the node's time, memory and processes.
 *
 * A crash forgets it: it starts again closed, with an empty window. A pause of the node delays the turns of its
 * window, as a blocked event loop delays `setInterval`. Owns the timers and what the stage draws; what opens
 * and closes is in `rolling-breaker.ts`.
 */
import { durationUs, named, required, wholeNumber } from "../../base/configuration.ts";
import { type DurationUs, seconds } from "../../base/time.ts";
import type { Process } from "../../kernel/process.ts";
import type { Context } from "../../world/context.ts";
import { type Outcome, replied, TIMED_OUT } from "../../world/outcome.ts";
import { createDeadline, type Deadline } from "./deadline.ts";
import {
  type Action,
  BREAKER_OPEN,
  type Breaker,
  createAttempt,
  type Failure,
  NO_SLOT,
  SHOWN_STATES,
} from "./protected-call.ts";
import {
  type AdmittedCall,
  type Answer,
  type BreakerError,
  type BreakerEvent,
  createRollingBreaker,
  type RollingBreaker,
} from "./rolling-breaker.ts";

export interface BreakerOptions<R> {
  /** Shown: `disjoncteur/<name>/…` in the node's memory. */
  readonly name: string;
  /** null: no deadline, and a trial that never ends pins it half-open (OPO-6). */
  readonly timeoutUs: DurationUs | null;
  readonly errorThresholdPercentage: number;
  readonly volumeThreshold: number;
  readonly resetTimeoutUs: DurationUs;
  readonly windowUs: DurationUs;
  readonly bucketCount: number;
  /** Calls in flight; null: no bound. */
  readonly capacity: number | null;
  readonly allowWarmUp: boolean;
  /** Failures that count as successes (a « 404 »). */
  readonly errorFilter: (failure: Failure) => boolean;
  /** What to answer instead; null: none. Its reply cannot be told from a real one (OPO-8). */
  readonly fallback: ((ctx: Context, failure: Failure) => Process<R>) | null;
}

/** The library's own defaults. */
export const OPOSSUM_DEFAULTS = {
  timeoutUs: seconds(10),
  errorThresholdPercentage: 50,
  volumeThreshold: 0,
  resetTimeoutUs: seconds(30),
  windowUs: seconds(10),
  bucketCount: 10,
  capacity: null,
  allowWarmUp: false,
  errorFilter: () => false,
  fallback: null,
} as const satisfies Omit<BreakerOptions<never>, "name">;

interface Machine {
  readonly breaker: RollingBreaker<Failure, Failure>;
  /** Heard from the breaker and not yet attended to. */
  readonly heard: BreakerEvent[];
  readonly startedAtUs: number;
  isTurning: boolean;
}

const OWN_ERRORS: Readonly<Record<BreakerError, Failure>> = {
  EOPENBREAKER: BREAKER_OPEN,
  ESEMLOCKED: NO_SLOT,
  ETIMEDOUT: TIMED_OUT,
};
const failureOf = (error: Failure | BreakerError): Failure =>
  typeof error === "string" ? OWN_ERRORS[error] : error;

function check(options: BreakerOptions<never>): void {
  const { name, errorThresholdPercentage, bucketCount, windowUs } = options;
  named("name", name);
  wholeNumber("errorThresholdPercentage", errorThresholdPercentage, { min: 0, max: 100 });
  wholeNumber("volumeThreshold", options.volumeThreshold, { min: 0, max: 1_000_000 });
  wholeNumber("bucketCount", bucketCount, { min: 1, max: 100 });
  durationUs("resetTimeoutUs", options.resetTimeoutUs, 1);
  durationUs("windowUs", windowUs, 1);
  if (options.timeoutUs !== null) durationUs("timeoutUs", options.timeoutUs, 1);
  if (options.capacity !== null)
    wholeNumber("capacity", options.capacity, { min: 0, max: 1_000_000 });
  required(
    "bucketCount",
    bucketCount <= windowUs,
    `${bucketCount} tranches ne tiennent pas dans une fenêtre de ${windowUs} µs.`,
  );
}

/** Defaults are opossum's. @throws BadConfiguration */
export function createBreaker<R>(
  given: Pick<BreakerOptions<R>, "name"> & Partial<BreakerOptions<R>>,
): Breaker<R> {
  const options: BreakerOptions<R> = { ...OPOSSUM_DEFAULTS, ...given };
  check(options as BreakerOptions<never>);
  const { name, timeoutUs, fallback } = options;
  const turnUs = Math.floor(options.windowUs / options.bucketCount) as DurationUs;
  const attempt = createAttempt<R>(name, null);
  const deadline = timeoutUs === null ? null : createDeadline({ name, timeoutUs });

  function createMachine(startedAtUs: number): Machine {
    const heard: BreakerEvent[] = [];
    const breaker = createRollingBreaker<Failure, Failure>({
      ...options,
      capacity: options.capacity ?? Number.MAX_SAFE_INTEGER,
      errorFilter: (error) => options.errorFilter(failureOf(error)),
      // Which reply it gives is asked later, where waiting is possible: here it only says that there is one.
      fallback:
        fallback === null ? null : (error) => ({ kind: "fell-back", value: failureOf(error) }),
      listen: (event) => heard.push(event),
    });
    return { breaker, heard, startedAtUs, isTurning: false };
  }

  function* machineOf(ctx: Context): Process<Machine> {
    let isNew = false;
    const machine = ctx.objects.volatile(
      `disjoncteur/${name}`,
      () => {
        isNew = true;
        return createMachine(ctx.nowUs);
      },
      machineOf,
    );
    if (isNew && options.allowWarmUp) {
      yield* ctx.spawn(`échauffement du disjoncteur ${name}`, null, function* (ctx) {
        yield* ctx.sleep(options.windowUs);
        machine.breaker.endWarmUp();
      });
    }
    return machine;
  }

  function show({ breaker }: Machine, { memory }: Context): void {
    const { fires, failures } = breaker.totals;
    memory.set(`disjoncteur/${name}/etat`, SHOWN_STATES[breaker.state()]);
    memory.set(`disjoncteur/${name}/en-cours`, breaker.inFlightCount());
    memory.set(
      `disjoncteur/${name}/fenetre`,
      breaker.window.buckets().map((counts) => [counts.successes, counts.failures, counts.rejects]),
    );
    memory.set(`disjoncteur/${name}/comptes`, [
      ["appels", fires],
      ["échecs", failures],
    ]);
  }

  /** Turns the window while it holds something; an empty one needs no clock. */
  function* turnWindow(ctx: Context, machine: Machine): Process<void> {
    const { breaker, startedAtUs } = machine;
    const sinceTurnUs = (ctx.nowUs - startedAtUs) % turnUs;
    let delayUs = turnUs - sinceTurnUs;
    while (Object.values(breaker.totals).some((total) => total > 0)) {
      yield* ctx.sleep(delayUs as DurationUs);
      breaker.rotate();
      show(machine, ctx);
      delayUs = turnUs;
    }
    machine.isTurning = false;
  }

  function* turnHalfOpenLater(ctx: Context, machine: Machine): Process<void> {
    yield* ctx.alarm(`${name} : le disjoncteur passe semi-ouvert`, options.resetTimeoutUs);
    machine.breaker.turnHalfOpen();
    machine.heard.length = 0;
    show(machine, ctx);
  }

  /** Does what the breaker's events ask for, after each thing that it was told. */
  function* attend(ctx: Context, machine: Machine): Process<void> {
    const hasOpened = machine.heard.includes("open");
    machine.heard.length = 0;
    show(machine, ctx);
    if (hasOpened) {
      yield* ctx.spawn(`réouverture du disjoncteur ${name}`, null, (ctx) =>
        turnHalfOpenLater(ctx, machine),
      );
    }
    if (machine.isTurning) return;
    machine.isTurning = true;
    yield* ctx.spawn(`fenêtre du disjoncteur ${name}`, null, (ctx) => turnWindow(ctx, machine));
  }

  function* settle(
    ctx: Context,
    machine: Machine,
    answer: Answer<Failure, Failure>,
  ): Process<Outcome<R>> {
    yield* attend(ctx, machine);
    if (answer.kind === "error") return failureOf(answer.error);
    const { value: failure } = answer;
    return yield* attempt(ctx, function* fallBack(ctx) {
      return replied(yield* (fallback as NonNullable<typeof fallback>)(ctx, failure));
    });
  }

  function* finish(
    ctx: Context,
    machine: Machine,
    [call, outcome]: readonly [AdmittedCall, Outcome<R>],
  ): Process<Outcome<R>> {
    if (outcome.kind === "replied") {
      machine.breaker.succeed(call, ctx.nowUs);
      yield* attend(ctx, machine);
      return outcome;
    }
    const answer = machine.breaker.fail(call, ctx.nowUs, outcome);
    return answer === null ? outcome : yield* settle(ctx, machine, answer);
  }

  function* runInTime(
    ctx: Context,
    machine: Machine,
    [call, action, limit, handler]: readonly [AdmittedCall, Action<R>, Deadline, string],
  ): Process<Outcome<R>> {
    const ended = yield* limit.run(ctx, (ctx) => attempt(ctx, action), handler);
    if (ended.kind === "in-time") return yield* finish(ctx, machine, [call, ended.value]);
    const answer = machine.breaker.timeOut(call, ctx.nowUs);
    return answer === null ? TIMED_OUT : yield* settle(ctx, machine, answer);
  }

  return {
    *start(ctx) {
      show(yield* machineOf(ctx), ctx);
    },
    *fire(ctx, action, handler = name) {
      const machine = yield* machineOf(ctx);
      const admission = machine.breaker.fire(ctx.nowUs);
      if (admission.kind === "answered") return yield* settle(ctx, machine, admission.answer);
      yield* attend(ctx, machine);
      if (admission.kind === "unprotected") return yield* attempt(ctx, action);
      if (deadline !== null)
        return yield* runInTime(ctx, machine, [admission.call, action, deadline, handler]);
      return yield* finish(ctx, machine, [admission.call, yield* attempt(ctx, action)]);
    },
  };
}
