/**
 * The route of reports as published: wall, breaker, fallback of the breaker, then the cache.
 *
 * Same structure and same decisions as the text, in our own words. Read it with its defects in mind: with a
 * fallback, `fire` always resolves, so that the message in its place is stored as a good answer and called fresh
 * (15); the function that should have been called is handed over instead of the request (16); a copy lives as
 * long as the cache says, however long the outage (17).
 */
import { type DurationUs, ms } from "../../simulator/base/time.ts";
import type { Breaker, Bulkhead, Failure } from "../../simulator/resilience.ts";
import type { Context, Outcome, Process, Refusal } from "../../simulator/scenario.ts";
import { REPORTS } from "./card-targets.ts";
import {
  type Answer,
  type Asked,
  askService,
  type Content,
  fresh,
  lookUp,
  refusalOf,
  rejected,
  store,
} from "./operations.ts";

const CACHE_PATIENCE = ms(100);

export interface PublishedRoute {
  readonly bulkhead: Bulkhead;
  readonly breaker: Breaker<Content>;
  readonly timeoutUs: DurationUs;
}

/** What the breaker answers when it has nothing else to answer. */
// biome-ignore lint/correctness/useYield: a fallback is a story of its own, and this one waits for nothing.
export function* apologise(_ctx: Context, _failure: Failure): Process<Content> {
  return { message: "Le service de rapports est temporairement indisponible." };
}

/** What the action of the breaker receives: the request, or the function that would have sent it. */
type Argument = { readonly path: string | null } | (() => unknown);

export const showReportPublished = ({ bulkhead, breaker, timeoutUs }: PublishedRoute) => {
  /** The action reads the path of what it is given; a function has none. */
  const action = (own: Context, given: Argument) => {
    const key = typeof given === "function" ? null : given.path;
    return askService(own, REPORTS, { key, workMaxUs: null }, timeoutUs);
  };

  return function* showPublishedReport(ctx: Context, { key }: Asked): Process<Answer | Refusal> {
    const given: Argument =
      ctx.parameters.transmis === "fonction" ? () => action(ctx, { path: key }) : { path: key };
    const admitted = yield* bulkhead.run(ctx, (inside) =>
      breaker.fire(inside, (own) => action(own, given), "callService"),
    );
    const outcome: Outcome<Content> =
      admitted.kind === "done" ? admitted.value : rejected("cloison pleine");
    if (outcome.kind === "replied") {
      yield* ctx.call(
        store,
        { key: `${key}`, value: outcome.reply },
        { timeoutUs: CACHE_PATIENCE },
      );
      return fresh(outcome.reply);
    }
    const found = yield* ctx.call(lookUp, { key: `${key}` }, { timeoutUs: CACHE_PATIENCE });
    if (found.kind === "replied" && found.reply !== null)
      return { data: found.reply.value, degraded: true };
    return refusalOf(outcome);
  };
};
