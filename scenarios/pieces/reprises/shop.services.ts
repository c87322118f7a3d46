/**
 * A shop in front of a stock that may suffer; a call that fails is made again.
 *
 * The handler is the same whatever the retry: how often, after how long, and whether at all, is its business.
 */
import { type DurationUs, ms, seconds, us } from "../../../simulator/base/time.ts";
import type { Retry } from "../../../simulator/resilience.ts";
import {
  type Context,
  numbered,
  operation,
  type Process,
  type Refusal,
  refuse,
} from "../../../simulator/scenario.ts";

const buy = operation<null, string>("boutique", "acheter");
const book = operation<null, string>("stock", "reserver");

const FLASH_SIZE = 30;
const FLASH_EVERY = seconds(4);

/** One after the other at random, or thirty at the same instant. */
export function* visit(ctx: Context): Process<void> {
  const arrivals = ctx.random;
  const isFlash = ctx.parameters.arrivees === "ensemble";
  for (const i of numbered(ctx, "demandes", ctx.parameters.demandes as number)) {
    const isNext = i % FLASH_SIZE === 1;
    if (isFlash) yield* ctx.sleep(isNext ? FLASH_EVERY : us(0));
    else yield* ctx.sleep(arrivals.exponential(ctx.parameters.intervalle as DurationUs));
    yield* ctx.spawn("buyOnce", `${i}`, buyOnce);
  }
}

function* buyOnce(ctx: Context): Process<void> {
  const name = `${ctx.subject}`;
  ctx.log.commandIssued(name, buy.id, null);
  const outcome = yield* ctx.call(buy, null, { timeoutUs: seconds(20) });
  if (outcome.kind === "replied") ctx.log.commandEnded(name, "ok", outcome.reply);
  else if (outcome.kind === "refused") ctx.log.commandEnded(name, "refused", outcome.reason);
  else ctx.log.commandEnded(name, "timed-out", "sans réponse");
}

export const sellWith = (retry: Retry) =>
  function* sell(ctx: Context): Process<string | Refusal> {
    const timeoutUs = ctx.parameters.delai as DurationUs;
    // Booking twice for one purchase changes nothing: only that makes it safe to ask again.
    const outcome = yield* retry.run(ctx, function* (ctx) {
      return yield* ctx.call(book, null, { timeoutUs });
    });
    return outcome.kind === "replied" ? outcome.reply : refuse("stock indisponible");
  };

export function* reserve(ctx: Context): Process<string> {
  yield* ctx.work(ms(40));
  return "réservé";
}
