/**
 * A shop that shows reviews kept by another service, and a breaker between the two.
 *
 * The handler is the same whatever the breaker: only what stands between `fire` and the call changes.
 */
import { type DurationUs, minutes, seconds } from "../../../simulator/base/time.ts";
import type { Breaker } from "../../../simulator/resilience.ts";
import {
  type Context,
  numbered,
  operation,
  type Process,
  type Refusal,
  refuse,
} from "../../../simulator/scenario.ts";

export const show = operation<null, string>("boutique", "montrer");
const read = operation<null, string>("avis", "lire");

/** Visitors come at random, one after the other. */
export function* visit(ctx: Context): Process<void> {
  const arrivals = ctx.random;
  for (const i of numbered(ctx, "demandes", ctx.parameters.demandes as number)) {
    yield* ctx.sleep(arrivals.exponential(ctx.parameters.intervalle as DurationUs));
    yield* ctx.spawn("visitOnce", `${i}`, visitOnce);
  }
}

function* visitOnce(ctx: Context): Process<void> {
  const name = `${ctx.subject}`;
  ctx.log.commandIssued(name, show.id, null);
  const outcome = yield* ctx.call(show, null, { timeoutUs: seconds(20) });
  if (outcome.kind === "replied") ctx.log.commandEnded(name, "ok", outcome.reply);
  else if (outcome.kind === "refused") ctx.log.commandEnded(name, "refused", outcome.reason);
  else ctx.log.commandEnded(name, "timed-out", "sans réponse");
}

export const showThrough = (breaker: Breaker<string>) =>
  function* showReviews(ctx: Context): Process<string | Refusal> {
    const outcome = yield* breaker.fire(ctx, askReviews, "askReviews");
    if (outcome.kind === "replied") return outcome.reply;
    // Refused at once or given up: the visitor is told now, the reviews service may still be working.
    return refuse(outcome.kind === "refused" ? outcome.reason : "avis trop lents");
  };

/** How long to wait is the breaker's business, not the call's. */
function* askReviews(ctx: Context) {
  return yield* ctx.call(read, null, { timeoutUs: minutes(10) });
}

/** Built when the shop opens: its window turns from here, before the first visitor. */
export const openWith = (breaker: Breaker<string>) =>
  function* openShop(ctx: Context): Process<void> {
    yield* breaker.start(ctx);
  };

export function* readReviews(ctx: Context): Process<string> {
  yield* ctx.work(ctx.parameters.lecture as DurationUs);
  return "avis";
}
