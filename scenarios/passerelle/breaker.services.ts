/** The gateway with one breaker a service, and nothing else: how many call at once is nobody's business. */
import type { DurationUs } from "../../simulator/base/time.ts";
import type { Breaker } from "../../simulator/resilience.ts";
import type { Context, Process, Refusal } from "../../simulator/scenario.ts";
import {
  type Answer,
  type Asked,
  answerOf,
  askService,
  type Content,
  insist,
} from "./operations.ts";

export interface Guarded {
  readonly service: string;
  readonly breaker: Breaker<Content>;
  readonly timeoutUs: DurationUs;
}

export const relayGuarded = ({ service, breaker, timeoutUs }: Guarded) =>
  function* relayThroughBreaker(ctx: Context, { key }: Asked): Process<Answer | Refusal> {
    const outcome = yield* insist(ctx, "essais-passerelle", function* relayOnce() {
      return yield* breaker.fire(
        ctx,
        (own) => askService(own, service, { key, workMaxUs: null }, timeoutUs),
        "callService",
      );
    });
    return answerOf(outcome);
  };

/** Built when the gateway starts: the windows turn from here, and the stage shows them. */
export const openBreakers = (breakers: readonly Breaker<Content>[]) =>
  function* open(ctx: Context): Process<void> {
    for (const breaker of breakers) yield* breaker.start(ctx);
  };
