/**
 * The gateway with walls, as published: a place among so many, then the breaker.
 *
 * Whoever waits at the wall keeps a place of the gateway; the line has no end and no patience (defect 18). A
 * deadline that passes inside the breaker gives the place back while the service goes on (defect 19).
 */
import type { DurationUs } from "../../simulator/base/time.ts";
import type { Breaker, Bulkhead } from "../../simulator/resilience.ts";
import type { Context, Process, Refusal } from "../../simulator/scenario.ts";
import {
  type Answer,
  type Asked,
  answerOf,
  askService,
  type Content,
  insist,
  rejected,
} from "./operations.ts";

export interface Walled {
  readonly service: string;
  readonly bulkhead: Bulkhead;
  readonly breaker: Breaker<Content>;
  readonly timeoutUs: DurationUs;
}

export const relayWalled = ({ service, bulkhead, breaker, timeoutUs }: Walled) =>
  function* relayThroughWall(ctx: Context, { key }: Asked): Process<Answer | Refusal> {
    const outcome = yield* insist(ctx, "essais-passerelle", function* relayOnce() {
      const admitted = yield* bulkhead.run(ctx, (inside) =>
        breaker.fire(
          inside,
          (own) => askService(own, service, { key, workMaxUs: null }, timeoutUs),
          "callService",
        ),
      );
      return admitted.kind === "done" ? admitted.value : rejected("cloison pleine");
    });
    return answerOf(outcome);
  };
