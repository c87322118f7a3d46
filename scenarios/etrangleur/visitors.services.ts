/**
 * Who comes to the marketplace: visitors who look at pages, in a peak and outside it, and buyers.
 *
 * Each visitor and each buyer has their own luck: with or without a peak, the same buyers bring the same
 * orders at the same instants.
 */
import { type DurationUs, us } from "../../simulator/base/time.ts";
import { type Context, numbered, type Process } from "../../simulator/scenario.ts";
import { placeOrder, SHOW, showPage, TAKE } from "./operations.ts";
import { PEAK_BEGINS, PEAK_ENDS } from "./peak.ts";
import { priceOf, skuOf } from "./schema.ts";
import { countOf, durationOf } from "./settings.ts";

const HOUR = 3_600_000_000;
const MANY = 10_000_000;
const QUANTITY_MAX = 3;

const isPeak = (ctx: Context): boolean => {
  const beginsUs = durationOf(ctx.parameters, "debut-pointe");
  const endsUs = beginsUs + durationOf(ctx.parameters, "duree-pointe");
  return ctx.nowUs >= beginsUs && ctx.nowUs < endsUs;
};

/** Mean time between two pages now. */
const gapUs = (ctx: Context): DurationUs =>
  us(HOUR / Math.max(1, countOf(ctx.parameters, isPeak(ctx) ? "pointe" : "ordinaire")));

export function* browse(ctx: Context): Process<void> {
  let wasPeak = false;
  for (const i of numbered(ctx, "pages", MANY)) {
    yield* ctx.sleep(ctx.random.exponential(gapUs(ctx)));
    if (ctx.nowUs >= durationOf(ctx.parameters, "duree")) return;
    if (isPeak(ctx) !== wasPeak) {
      wasPeak = !wasPeak;
      ctx.log.note(wasPeak ? PEAK_BEGINS : PEAK_ENDS);
    }
    yield* ctx.spawn("browseOnce", `v${i}`, browseOnce);
  }
}

/** Some articles are looked at far more than others: the rank is the product of two draws. */
function someRank(ctx: Context): number {
  const count = countOf(ctx.parameters, "articles");
  return Math.floor((ctx.random.integerBelow(count) * ctx.random.integerBelow(count)) / count);
}

function* browseOnce(ctx: Context): Process<void> {
  const name = `${ctx.subject}`;
  const request = { visitor: name, sku: skuOf(someRank(ctx)) };
  ctx.log.commandIssued(name, SHOW, request);
  const timeoutUs = durationOf(ctx.parameters, "delai-client");
  const outcome = yield* ctx.call(showPage, request, { timeoutUs });
  if (outcome.kind === "replied") ctx.log.commandEnded(name, "ok", `${outcome.reply.priceCents}`);
  else if (outcome.kind === "refused") ctx.log.commandEnded(name, "refused", outcome.reason);
  else ctx.log.commandEnded(name, "timed-out", "sans réponse");
}

export function* buy(ctx: Context): Process<void> {
  for (const i of numbered(ctx, "commandes", MANY)) {
    yield* ctx.sleep(ctx.random.exponential(durationOf(ctx.parameters, "intervalle")));
    if (ctx.nowUs >= durationOf(ctx.parameters, "duree")) return;
    yield* ctx.spawn("buyOnce", `c${i}`, buyOnce);
  }
}

function* buyOnce(ctx: Context): Process<void> {
  const name = `${ctx.subject}`;
  const rank = someRank(ctx);
  const quantity = ctx.random.between(1, QUANTITY_MAX);
  const order = { order: name, sku: skuOf(rank), quantity, totalCents: quantity * priceOf(rank) };
  ctx.log.commandIssued(name, TAKE, order);
  const timeoutUs = durationOf(ctx.parameters, "delai-client");
  const outcome = yield* ctx.call(placeOrder, order, { timeoutUs });
  if (outcome.kind === "replied") ctx.log.commandEnded(name, "ok", "prise");
  else if (outcome.kind === "refused") ctx.log.commandEnded(name, "refused", outcome.reason);
  else ctx.log.commandEnded(name, "timed-out", "sans réponse");
}
