/**
 * A shop in two versions behind a gateway that chooses between them.
 *
 * The gateway hears how the chosen version did: an error and a late answer count the same.
 */
import { type DurationUs, ms, seconds } from "../../../simulator/base/time.ts";
import type { TrafficShift } from "../../../simulator/gateway.ts";
import {
  type Context,
  numbered,
  operation,
  type Process,
  type Refusal,
  refuse,
} from "../../../simulator/scenario.ts";

export const see = operation<string, string>("bascule", "voir");

/** Users come back again and again, at random. */
export function* visit(ctx: Context): Process<void> {
  const arrivals = ctx.random;
  for (const i of numbered(ctx, "demandes", ctx.parameters.demandes as number)) {
    yield* ctx.sleep(arrivals.exponential(ctx.parameters.intervalle as DurationUs));
    const user = `usager-${arrivals.between(1, ctx.parameters.usagers as number)}`;
    yield* ctx.spawn("visitOnce", `${i}`, (ctx) => visitOnce(ctx, user));
  }
}

function* visitOnce(ctx: Context, user: string): Process<void> {
  const name = `${ctx.subject}`;
  ctx.log.commandIssued(name, see.id, user);
  const outcome = yield* ctx.call(see, user, { timeoutUs: seconds(2) });
  if (outcome.kind === "replied") ctx.log.commandEnded(name, "ok", outcome.reply);
  else if (outcome.kind === "refused") ctx.log.commandEnded(name, "refused", outcome.reason);
  else ctx.log.commandEnded(name, "timed-out", "sans réponse");
}

export const passOnThrough = (shift: TrafficShift) =>
  function* passOn(ctx: Context, user: string): Process<string | Refusal> {
    const version = shift.choose(user, ctx);
    const serving = operation<string, string>(version, "servir");
    const outcome = yield* ctx.call(serving, user, { timeoutUs: ms(200) });
    shift.report(version, outcome.kind === "replied", ctx);
    return outcome.kind === "replied" ? outcome.reply : refuse(`${version} ne répond pas`);
  };

export const watchWith = (shift: TrafficShift) =>
  function* watchChecks(ctx: Context): Process<void> {
    yield* shift.watch(ctx);
  };

export function* serve(ctx: Context): Process<string> {
  yield* ctx.work(ms(10));
  return `page de ${ctx.nodeId}`;
}
