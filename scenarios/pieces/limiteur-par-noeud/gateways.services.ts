/**
 * Two gateways in front of one service, and the limit that they should keep together.
 *
 * Clients go to one gateway or the other at random, as behind a name with two addresses.
 */
import { type DurationUs, ms, seconds } from "../../../simulator/base/time.ts";
import type { KongLimiter } from "../../../simulator/resilience.ts";
import {
  type Context,
  numbered,
  operation,
  type Process,
  type Refusal,
  refuse,
} from "../../../simulator/scenario.ts";

const GATEWAYS = ["kong-1", "kong-2"].map((node) => operation<null, string>(node, "demander"));
const read = operation<null, string>("tarifs", "lire");

export const LIMITED = "429 : trop de demandes";
export const NO_COUNT = "500 : le magasin des comptes ne répond pas";

export function* visit(ctx: Context): Process<void> {
  const arrivals = ctx.random;
  for (const i of numbered(ctx, "demandes", ctx.parameters.demandes as number)) {
    yield* ctx.sleep(arrivals.exponential(ctx.parameters.intervalle as DurationUs));
    const gateway = arrivals.integerBelow(GATEWAYS.length);
    yield* ctx.spawn("visitOnce", `${i}`, (ctx) => visitOnce(ctx, gateway));
  }
}

function* visitOnce(ctx: Context, gateway: number): Process<void> {
  const name = `${ctx.subject}`;
  const ask = GATEWAYS[gateway] as (typeof GATEWAYS)[number];
  ctx.log.commandIssued(name, ask.id, null);
  const outcome = yield* ctx.call(ask, null, { timeoutUs: seconds(5) });
  if (outcome.kind === "replied") ctx.log.commandEnded(name, "ok", outcome.reply);
  else if (outcome.kind === "refused") ctx.log.commandEnded(name, "refused", outcome.reason);
  else ctx.log.commandEnded(name, "timed-out", "sans réponse");
}

export const passThrough = (limiter: KongLimiter) =>
  function* passOrRefuse(ctx: Context): Process<string | Refusal> {
    const verdict = yield* limiter.admit(ctx, "boutique");
    if (verdict === "limited") return refuse(LIMITED);
    if (verdict === "error") return refuse(NO_COUNT);
    const outcome = yield* ctx.call(read, null, { timeoutUs: seconds(2) });
    return outcome.kind === "replied" ? outcome.reply : refuse("tarifs muets");
  };

export function* readPrice(ctx: Context): Process<string> {
  yield* ctx.work(ms(5));
  return "prix";
}
