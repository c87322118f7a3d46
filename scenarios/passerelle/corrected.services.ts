/**
 * The gateway as it should be: the breaker outside, the wall inside, a line with an end, and a true word.
 *
 * A refusal of the wall counts for the breaker, which then opens even though so few calls go through; a place is
 * kept until the call is really over, and the service is told when it may stop; the client’s deadline is not the
 * breaker’s, so that a slow and healthy report does not reopen it; only what the service said is stored.
 */
import { type DurationUs, ms } from "../../simulator/base/time.ts";
import type { Breaker, Bulkhead, Deadline } from "../../simulator/resilience.ts";
import {
  type Context,
  type Outcome,
  type Process,
  type Refusal,
  TIMED_OUT,
} from "../../simulator/scenario.ts";
import {
  type Answer,
  type Asked,
  answerOf,
  askService,
  type Content,
  fresh,
  insist,
  lookUp,
  refusalOf,
  rejected,
  store,
} from "./operations.ts";

const CACHE_PATIENCE = ms(100);

export interface Bounded {
  readonly service: string;
  readonly bulkhead: Bulkhead;
  readonly breaker: Breaker<Content>;
  /** How long the call itself may last, µs. */
  readonly timeoutUs: DurationUs;
  /** What the service is told; null: nothing. */
  readonly workMaxUs: DurationUs | null;
}

function* throughWall(
  ctx: Context,
  { service, bulkhead, timeoutUs, workMaxUs }: Bounded,
  key: string | null,
): Process<Outcome<Content>> {
  const admitted = yield* bulkhead.run(ctx, (inside) =>
    askService(inside, service, { key, workMaxUs }, timeoutUs),
  );
  if (admitted.kind === "done") return admitted.value;
  return rejected(admitted.kind === "full" ? "file pleine" : "attente trop longue");
}

export const relayBounded = (bounded: Bounded) =>
  function* relayInBounds(ctx: Context, { key }: Asked): Process<Answer | Refusal> {
    const outcome = yield* insist(ctx, "essais-passerelle", function* relayOnce() {
      return yield* bounded.breaker.fire(
        ctx,
        (own) => throughWall(own, bounded, key),
        "callService",
      );
    });
    return answerOf(outcome);
  };

/** The report, kept when it comes, even when it comes too late for whoever asked. */
function* fetchAndKeep(ctx: Context, bounded: Bounded, key: string): Process<Outcome<Content>> {
  const outcome = yield* insist(ctx, "essais-passerelle", function* fetchOnce() {
    return yield* bounded.breaker.fire(ctx, (own) => throughWall(own, bounded, key), "callService");
  });
  if (outcome.kind === "replied") yield* ctx.send(store, { key, value: outcome.reply });
  return outcome;
}

export const showReportBounded = (bounded: Bounded, deadline: Deadline) =>
  function* showCorrectedReport(ctx: Context, { key }: Asked): Process<Answer | Refusal> {
    const ended = yield* deadline.run(
      ctx,
      (own) => fetchAndKeep(own, bounded, `${key}`),
      "fetchAndKeep",
    );
    const outcome = ended.kind === "in-time" ? ended.value : TIMED_OUT;
    if (outcome.kind === "replied") return fresh(outcome.reply);
    const found = yield* ctx.call(lookUp, { key: `${key}` }, { timeoutUs: CACHE_PATIENCE });
    if (found.kind === "replied" && found.reply !== null)
      return { data: found.reply.value, degraded: true };
    return refusalOf(outcome);
  };
