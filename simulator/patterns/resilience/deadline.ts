/**
 * A deadline on any piece of work: the one who waits gives up, the work goes on.
 *
 * That is what timeouts do in JavaScript, and what a race between a promise and a timer does (defects 19 and 37):
 * nothing is cancelled, messages leave, rows are written, slots of others stay taken. A late result comes to
 * nobody; here it is at least counted and told. Knows neither breakers nor messages.
 */
import { durationUs, named } from "../../base/configuration.ts";
import type { DurationUs } from "../../base/time.ts";
import { type Process, StoryError } from "../../kernel/process.ts";
import type { Context } from "../../world/context.ts";

export interface DeadlineOptions {
  /** Shown: `delai/<name>/sans-personne` in the node's memory. */
  readonly name: string;
  /** How long the caller waits, µs. */
  readonly timeoutUs: DurationUs;
}

/** What the caller learns. `late` says nothing of what the work did, does, or will do. */
export type Timely<T> = { readonly kind: "in-time"; readonly value: T } | { readonly kind: "late" };

type Result<T> =
  | { readonly kind: "none" }
  | { readonly kind: "value"; readonly value: T }
  | { readonly kind: "error"; readonly error: StoryError };

export interface Deadline {
  /**
   * Runs `work` in a process of its own, shown as `handler` (the deadline's name unless said).
   * An error of the story passes to the caller, when in time.
   */
  readonly run: <T>(
    ctx: Context,
    work: (ctx: Context) => Process<T>,
    handler?: string,
  ) => Process<Timely<T>>;
}

/** @throws BadConfiguration unless the deadline is at least 1 µs. */
export function createDeadline({ name, timeoutUs }: DeadlineOptions): Deadline {
  named("name", name);
  durationUs("timeoutUs", timeoutUs, 1);
  const orphans = `delai/${name}/sans-personne`;

  /** Works that go on though nobody waits for them any more. */
  function countOrphan(by: 1 | -1, { memory }: Context): void {
    memory.set(orphans, ((memory.get(orphans) as number | undefined) ?? 0) + by);
  }

  return {
    *run<T>(ctx: Context, work: (ctx: Context) => Process<T>, handler = name): Process<Timely<T>> {
      let result: Result<T> = { kind: "none" };
      let isGivenUp = false;
      const task = yield* ctx.spawn(handler, ctx.subject, function* (ctx) {
        try {
          result = { kind: "value", value: yield* work(ctx) };
        } catch (error) {
          if (!(error instanceof StoryError)) throw error;
          result = { kind: "error", error };
        }
        if (!isGivenUp) return;
        countOrphan(-1, ctx);
        ctx.log.note(`${name} : le travail a fini, plus personne n’attend son résultat`);
      });
      const first = yield* ctx.race({ ended: ctx.join(task), late: ctx.sleep(timeoutUs) });
      if (first.key === "late") {
        isGivenUp = true;
        countOrphan(1, ctx);
        return { kind: "late" };
      }
      const ended = result as Result<T>;
      if (ended.kind === "value") return { kind: "in-time", value: ended.value };
      if (ended.kind === "error") throw ended.error;
      throw new StoryError(`${name} : travail annulé`);
    },
  };
}
