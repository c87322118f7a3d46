/**
 * What the breakers of a node share: a call that is protected, its deadline, and the words shown.
 *
 * An action is anything that ends with an `Outcome`: most often one `ctx.call`. Owns the one place where a
 * deadline or an error of the story becomes an outcome; knows no breaker.
 */
import type { DurationUs } from "../../base/time.ts";
import { type Process, StoryError, type Wait } from "../../kernel/process.ts";
import type { Context } from "../../world/context.ts";
import { type Outcome, refused, TIMED_OUT } from "../../world/outcome.ts";
import { createDeadline } from "./deadline.ts";

/** Everything but a reply. */
export type Failure = Outcome<never>;
/** A story of its own, or simply `(ctx) => ctx.call(…)`. */
export type Action<R> = (ctx: Context) => Process<Outcome<R>> | Wait<Outcome<R>>;

export interface Breaker<R> {
  /** Builds this node's breaker now instead of at the first call: its window starts here, the stage shows it. */
  readonly start: (ctx: Context) => Process<void>;
  /** `handler` names the process of the action on the stage, when it gets one; the breaker's name unless said. */
  readonly fire: (ctx: Context, action: Action<R>, handler?: string) => Process<Outcome<R>>;
}

/** Turned away before any work: asking later is safe. */
export const BREAKER_OPEN: Failure = refused("disjoncteur ouvert", "rejected");
export const NO_SLOT: Failure = refused("trop d’appels en cours", "rejected");

export type ShownState = "ferme" | "ouvert" | "semi-ouvert";
export const SHOWN_STATES = {
  closed: "ferme",
  open: "ouvert",
  "half-open": "semi-ouvert",
} as const satisfies Record<string, ShownState>;

function* outcomeOf<R>(ctx: Context, action: Action<R>): Process<Outcome<R>> {
  try {
    return yield* action(ctx);
  } catch (error) {
    if (!(error instanceof StoryError)) throw error;
    return refused(error.message, "failed");
  }
}

/** The action, at most `timeoutUs` long for its caller (null: as long as it takes). It is never cancelled. */
export function createAttempt<R>(
  name: string,
  timeoutUs: DurationUs | null,
): (ctx: Context, action: Action<R>, handler?: string) => Process<Outcome<R>> {
  if (timeoutUs === null) return outcomeOf;
  const deadline = createDeadline({ name, timeoutUs });
  return function* attempt(ctx, action, handler = name) {
    const ended = yield* deadline.run(ctx, (ctx) => outcomeOf(ctx, action), handler);
    return ended.kind === "in-time" ? ended.value : TIMED_OUT;
  };
}
