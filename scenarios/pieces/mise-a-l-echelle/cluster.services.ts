/**
 * A cluster that computes: one head in front of instances that come and go.
 *
 * The head sends each request to an instance that answers its check; how many there are is decided elsewhere.
 */
import { ms, seconds, us } from "../../../simulator/base/time.ts";
import type { Balancer, ScaledInstance } from "../../../simulator/resilience.ts";
import {
  type Context,
  doubt,
  numbered,
  operation,
  type Process,
  type Refusal,
} from "../../../simulator/scenario.ts";

const ask = operation<null, string>("amas", "demander");

/** Six times as many come during the wave, or from the tide on. */
const RUSH = 6;
const RUSH_FROM = seconds(12);
const WAVE_UNTIL = seconds(15);

function isRush({ nowUs, parameters }: Context): boolean {
  if (nowUs < RUSH_FROM || parameters.arrivees === "egales") return false;
  return parameters.arrivees === "maree" || nowUs < WAVE_UNTIL;
}

export function* visit(ctx: Context): Process<void> {
  const arrivals = ctx.random;
  for (const i of numbered(ctx, "demandes", ctx.parameters.demandes as number)) {
    const meanUs = (ctx.parameters.intervalle as number) / (isRush(ctx) ? RUSH : 1);
    yield* ctx.sleep(arrivals.exponential(us(meanUs)));
    yield* ctx.spawn("visitOnce", `${i}`, visitOnce);
  }
}

function* visitOnce(ctx: Context): Process<void> {
  const name = `${ctx.subject}`;
  ctx.log.commandIssued(name, ask.id, null);
  const outcome = yield* ctx.call(ask, null, { timeoutUs: seconds(20) });
  if (outcome.kind === "replied") ctx.log.commandEnded(name, "ok", outcome.reply);
  else if (outcome.kind === "refused") ctx.log.commandEnded(name, "refused", outcome.reason);
  else ctx.log.commandEnded(name, "timed-out", "sans réponse");
}

export const forwardBy = (balancer: Balancer) =>
  function* forward(ctx: Context): Process<string | Refusal> {
    const request = { operation: "calcul", body: null, timeoutUs: seconds(15) };
    const outcome = yield* balancer.call<string>(ctx, request);
    if (outcome.kind === "replied") return outcome.reply;
    return doubt(outcome.kind === "refused" ? outcome.reason : "504 : l’instance ne répond pas");
  };

export const computeOn = (instance: ScaledInstance) =>
  function* compute(ctx: Context): Process<string> {
    return yield* instance.busy(ctx, function* (ctx) {
      yield* ctx.work(ms(400));
      return "calcul";
    });
  };
