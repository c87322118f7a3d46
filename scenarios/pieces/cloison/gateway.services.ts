/**
 * A gateway between its clients and two services, one of which may become slow.
 *
 * Whoever waits for a report keeps one of the gateway's eight workers: that is the whole story.
 */

import type { DurationUs } from "../../../simulator/base/time.ts";
import { ms, seconds } from "../../../simulator/base/time.ts";
import type { Bulkhead } from "../../../simulator/resilience.ts";
import {
  type Context,
  numbered,
  operation,
  type Process,
  type Refusal,
  refuse,
} from "../../../simulator/scenario.ts";

export const see = operation<null, string>("passerelle", "voir");
export const report = operation<null, string>("passerelle", "rapport");
const read = operation<null, string>("catalogue", "lire");
const compute = operation<null, string>("rapports", "calculer");

/** Visitors come at random; some of them want a report. */
export function* visit(ctx: Context): Process<void> {
  const arrivals = ctx.random;
  const everyNth = ctx.parameters.melange === "moitie" ? 2 : 4;
  for (const i of numbered(ctx, "demandes", ctx.parameters.demandes as number)) {
    yield* ctx.sleep(arrivals.exponential(ctx.parameters.intervalle as DurationUs));
    const wanted = arrivals.integerBelow(everyNth) === 0 ? report : see;
    yield* ctx.spawn("visitOnce", `${i}`, (ctx) => visitOnce(ctx, wanted));
  }
}

function* visitOnce(ctx: Context, wanted: typeof see): Process<void> {
  const name = `${ctx.subject}`;
  ctx.log.commandIssued(name, wanted.id, null);
  const outcome = yield* ctx.call(wanted, null, { timeoutUs: seconds(20) });
  if (outcome.kind === "replied") ctx.log.commandEnded(name, "ok", outcome.reply);
  else if (outcome.kind === "refused") ctx.log.commandEnded(name, "refused", outcome.reason);
  else ctx.log.commandEnded(name, "timed-out", "sans réponse");
}

export function* showPage(ctx: Context): Process<string | Refusal> {
  const outcome = yield* ctx.call(read, null, { timeoutUs: seconds(2) });
  return outcome.kind === "replied" ? outcome.reply : refuse("catalogue muet");
}

/** `bulkhead` null: no wall, each demand leaves at once. */
export const showReportThrough = (bulkhead: Bulkhead | null) =>
  function* showReport(ctx: Context): Process<string | Refusal> {
    if (bulkhead === null) return yield* askReport(ctx);
    const admitted = yield* bulkhead.run(ctx, askReport);
    if (admitted.kind === "done") return admitted.value;
    // A clear « no », at once: the visitor may come back, and the worker is free.
    return refuse("trop de rapports en cours, revenez plus tard");
  };

function* askReport(ctx: Context): Process<string | Refusal> {
  const outcome = yield* ctx.call(compute, null, { timeoutUs: seconds(15) });
  return outcome.kind === "replied" ? outcome.reply : refuse("rapport sans réponse");
}

export function* readArticles(ctx: Context): Process<string> {
  yield* ctx.work(ms(5));
  return "articles";
}

export function* computeReport(ctx: Context): Process<string> {
  yield* ctx.work(ctx.parameters.rapport as DurationUs);
  return "rapport";
}
