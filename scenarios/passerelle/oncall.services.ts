/**
 * Who watches: a probe that asks as a client would, a pager, a person who comes hours later; and the calendar.
 *
 * An alert is a command: it is issued when the probe has failed long enough, and ends when the probe is answered
 * again. The calendar plays a month: what the machines decide at its true speed, waiting for somebody and
 * quiet days faster (the speeds are parameters).
 */
import { type DurationUs, hours, ms, seconds } from "../../simulator/base/time.ts";
import { type Context, numbered, type Process } from "../../simulator/scenario.ts";
import { exportAll, keepPace, type Pace, restart, routes } from "./operations.ts";
import { countOf, durationOf } from "./settings.ts";

const MONTH = hours(720);
const MANY = 1_000_000;
/** An export begins early enough for its repair to end in its own part of the month. */
const ROOM_FOR_REPAIR = hours(6);
/** How long the calendar stays at its true speed once an export has begun. */
const TRUE_SPEED_FOR = seconds(210);

const TRUE_SPEED: Pace = { thinning: 1, speed: 1, isStretched: false, isOver: false };

const isMonth = (ctx: Context): boolean => countOf(ctx.parameters, "incidents") > 0;
const alertOf = (ctx: Context): string | null =>
  (ctx.memory.get("alerte") ?? null) as string | null;
/** Somebody was called, or the probe was not served often enough in a row. */
const isUnwell = (ctx: Context): boolean =>
  alertOf(ctx) !== null ||
  ((ctx.memory.get("sonde") ?? 0) as number) < countOf(ctx.parameters, "succes-sonde");
const isOver = (ctx: Context): boolean =>
  isMonth(ctx) ? ctx.memory.get("fin") === true : ctx.nowUs >= durationOf(ctx.parameters, "duree");

interface Calendar {
  elapsedUs: number;
  speed: number;
  sinceUs: number;
  /** Until then the machines still decide. */
  trueUntilUs: number;
}

const calendarOf = (ctx: Context): Calendar =>
  ctx.objects.durable("calendrier", () => ({ elapsedUs: 0, speed: 1, sinceUs: 0, trueUntilUs: 0 }));

/** Another speed from now on; the clients learn it. */
function* go(ctx: Context, pace: Pace): Process<void> {
  const calendar = calendarOf(ctx);
  calendar.elapsedUs += (ctx.nowUs - calendar.sinceUs) * calendar.speed;
  calendar.sinceUs = ctx.nowUs;
  calendar.speed = pace.speed;
  const day = 1 + Math.floor(calendar.elapsedUs / hours(24));
  ctx.memory.set("calendrier", [
    ["jour", day],
    ["vitesse", pace.speed],
  ]);
  yield* ctx.send(keepPace, pace);
}

export function* watch(ctx: Context): Process<void> {
  let failureCount = 0;
  let servedCount = 0;
  const enough = countOf(ctx.parameters, "echecs-sonde");
  const enoughServed = countOf(ctx.parameters, "succes-sonde");
  const alerts = numbered(ctx, "alertes", MANY);
  while (!isOver(ctx)) {
    yield* ctx.sleep(durationOf(ctx.parameters, "sonde"));
    const timeoutUs = durationOf(ctx.parameters, "sonde");
    const outcome = yield* ctx.call(routes("utilisateurs"), { key: null }, { timeoutUs });
    const isServed = outcome.kind === "replied";
    failureCount = isServed ? 0 : failureCount + 1;
    servedCount = isServed ? servedCount + 1 : 0;
    ctx.memory.set("sonde", servedCount);
    const alert = alertOf(ctx);
    if (servedCount >= enoughServed && alert !== null) {
      ctx.log.commandEnded(alert, "ok", "la sonde est servie");
      ctx.memory.delete("alerte");
    }
    if (failureCount < enough || alert !== null) continue;
    const name = `alerte-${alerts.next().value}`;
    ctx.memory.set("alerte", name);
    ctx.log.commandIssued(name, "alerte", null);
    yield* ctx.spawn("comeAndRestart", name, comeAndRestart);
  }
}

/** Told by the pager, looks, understands, restarts: hours later. */
function* comeAndRestart(ctx: Context): Process<void> {
  const reactionUs = durationOf(ctx.parameters, "reaction");
  // Nobody comes within a story of a few minutes.
  if (!isMonth(ctx)) return;
  const speed = countOf(ctx.parameters, "vitesse-astreinte");
  const untilUs = calendarOf(ctx).trueUntilUs;
  yield* ctx.sleep(Math.max(0, untilUs - ctx.nowUs) as DurationUs);
  if (alertOf(ctx) !== ctx.subject) return;
  yield* go(ctx, { ...TRUE_SPEED, speed, isStretched: true });
  yield* ctx.sleep(Math.floor(reactionUs / speed) as DurationUs);
  yield* ctx.call(restart, null, { timeoutUs: seconds(5) });
  yield* go(ctx, TRUE_SPEED);
}

export function* liveMonth(ctx: Context): Process<void> {
  const exportCount = countOf(ctx.parameters, "incidents");
  if (exportCount === 0) return;
  const calm: Pace = {
    ...TRUE_SPEED,
    thinning: countOf(ctx.parameters, "echantillon"),
    speed: countOf(ctx.parameters, "vitesse-calme"),
  };
  const part = Math.floor(MONTH / exportCount);
  for (const i of numbered(ctx, "exports", exportCount)) {
    yield* go(ctx, calm);
    const quiet = ctx.random.integerBelow(Math.max(1, part - ROOM_FOR_REPAIR));
    yield* ctx.sleep(Math.floor(quiet / calm.speed) as DurationUs);
    yield* go(ctx, TRUE_SPEED);
    const calendar = calendarOf(ctx);
    calendar.trueUntilUs = ctx.nowUs + TRUE_SPEED_FOR;
    yield* ctx.send(exportAll, null);
    yield* ctx.sleep(TRUE_SPEED_FOR);
    while (isUnwell(ctx)) yield* ctx.sleep(ms(500));
    yield* go(ctx, calm);
    const leftUs = i * part - calendarOf(ctx).elapsedUs;
    yield* ctx.sleep(Math.floor(Math.max(0, leftUs) / calm.speed) as DurationUs);
  }
  ctx.memory.set("fin", true);
  yield* go(ctx, { ...calm, isOver: true });
}
