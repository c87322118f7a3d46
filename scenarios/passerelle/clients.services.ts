/**
 * The customers: reports at their pace, everything else at another. Each demand says how many it stands for.
 *
 * Owns arrivals and patience; when the calendar is played fast, demands to healthy services are sampled.
 */
import type { DurationUs } from "../../simulator/base/time.ts";
import { type Context, numbered, type Process } from "../../simulator/scenario.ts";
import { LIGHT, REPORTS, type Target } from "./card-targets.ts";
import { type Answer, isMessage, type Pace, routes } from "./operations.ts";
import { countOf, durationOf } from "./settings.ts";

const MANY = 1_000_000;
const REAL_TIME: Pace = { thinning: 1, speed: 1, isStretched: false, isOver: false };

const paceOf = (ctx: Context): Pace => (ctx.memory.get("rythme") as Pace | undefined) ?? REAL_TIME;

const isOver = (ctx: Context): boolean =>
  countOf(ctx.parameters, "incidents") === 0
    ? ctx.nowUs >= durationOf(ctx.parameters, "duree")
    : paceOf(ctx).isOver;

/** Told by the calendar. */
// biome-ignore lint/correctness/useYield: it only writes down what it is told.
export function* followPace(ctx: Context, pace: Pace): Process<null> {
  ctx.memory.set("rythme", pace);
  return null;
}

export function* askReports(ctx: Context): Process<void> {
  const { random, parameters } = ctx;
  for (const i of numbered(ctx, "rapports", MANY)) {
    yield* ctx.sleep(random.exponential(durationOf(parameters, "intervalle-rapports")));
    if (isOver(ctx)) return;
    const isNew = random.chance(countOf(parameters, "part-inedits"));
    const known = random.integerBelow(countOf(parameters, "rapports-standard"));
    const key = isNew ? `inedit-${i}` : `standard-${known + 1}`;
    yield* ctx.spawn("askOnce", `R-${i}`, (own) =>
      askOnce(own, { service: REPORTS, key, thinning: 1 }),
    );
  }
}

export function* askOthers(ctx: Context): Process<void> {
  const { random, parameters } = ctx;
  const mean = durationOf(parameters, "intervalle-autres");
  for (const i of numbered(ctx, "autres", MANY)) {
    const { thinning } = paceOf(ctx);
    yield* ctx.sleep(random.exponential((mean * thinning) as DurationUs));
    if (isOver(ctx)) return;
    const { id } = LIGHT[random.integerBelow(LIGHT.length)] as Target;
    yield* ctx.spawn("askOnce", `D-${i}`, (own) =>
      askOnce(own, { service: id, key: null, thinning }),
    );
  }
}

interface Wanted {
  readonly service: string;
  readonly key: string | null;
  readonly thinning: number;
}

function* askOnce(ctx: Context, { service, key, thinning }: Wanted): Process<void> {
  const name = `${ctx.subject}`;
  const route = routes(service);
  const { speed, isStretched } = paceOf(ctx);
  const counts = thinning * speed;
  ctx.log.commandIssued(name, route.id, { service, key, counts, stretch: isStretched ? speed : 1 });
  const timeoutUs = durationOf(ctx.parameters, "patience");
  let outcome = yield* ctx.call(route, { key }, { timeoutUs });
  for (let left = countOf(ctx.parameters, "essais-client") - 1; left > 0; left--) {
    if (outcome.kind === "replied") break;
    outcome = yield* ctx.call(route, { key }, { timeoutUs });
  }
  if (outcome.kind === "replied") ctx.log.commandEnded(name, "ok", told(outcome.reply));
  else if (outcome.kind === "refused") ctx.log.commandEnded(name, "refused", outcome.reason);
  else ctx.log.commandEnded(name, "timed-out", "parti sans réponse");
}

/** What the client sees on its screen. */
function told({ data, degraded }: Answer): string {
  if (isMessage(data)) return "message sans rapport";
  return degraded ? "copie, annoncée" : "à jour";
}
