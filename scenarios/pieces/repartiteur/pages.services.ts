/**
 * A balancer in front of three servers that do the same work.
 *
 * A server writes each page it shows in its own journal; its check only says that it is there.
 */
import { type DurationUs, ms, seconds } from "../../../simulator/base/time.ts";
import type { Balancer } from "../../../simulator/resilience.ts";
import {
  type Context,
  doubt,
  numbered,
  operation,
  type Process,
  type Refusal,
} from "../../../simulator/scenario.ts";

const ask = operation<null, string>("repartiteur", "demander");

/** The balancer's own patience, the client's is longer. */
const SERVER_TIMEOUT = seconds(1);

export function* visit(ctx: Context): Process<void> {
  const arrivals = ctx.random;
  for (const i of numbered(ctx, "demandes", ctx.parameters.demandes as number)) {
    yield* ctx.sleep(arrivals.exponential(ctx.parameters.intervalle as DurationUs));
    yield* ctx.spawn("visitOnce", `${i}`, visitOnce);
  }
}

function* visitOnce(ctx: Context): Process<void> {
  const name = `${ctx.subject}`;
  ctx.log.commandIssued(name, ask.id, null);
  const outcome = yield* ctx.call(ask, null, { timeoutUs: seconds(5) });
  if (outcome.kind === "replied") ctx.log.commandEnded(name, "ok", outcome.reply);
  else if (outcome.kind === "refused") ctx.log.commandEnded(name, "refused", outcome.reason);
  else ctx.log.commandEnded(name, "timed-out", "sans réponse");
}

export const forwardBy = (balancer: Balancer) =>
  function* forward(ctx: Context): Process<string | Refusal> {
    const request = { operation: "page", body: null, timeoutUs: SERVER_TIMEOUT };
    const outcome = yield* balancer.call<string>(ctx, request);
    if (outcome.kind === "replied") return outcome.reply;
    return doubt(outcome.kind === "refused" ? outcome.reason : "504 : le serveur ne répond pas");
  };

export function* showPage(ctx: Context): Process<string | Refusal> {
  // Nothing can be written any more: the page fails at once, long before its work is done.
  if (ctx.objects.isDiskFull) return doubt("500 : disque plein");
  yield* ctx.work(ctx.parameters.page as DurationUs);
  return "page";
}

/** A check that does what requests do would have noticed. */
export function* sayWell(ctx: Context): Process<string> {
  yield* ctx.work(ms(1));
  return "bien";
}
