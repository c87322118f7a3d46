/**
 * Visits that look for a price, a head office that changes prices, and the slow database between them.
 *
 * The database first, then the cache: in the other order a visit in between would put the old price back.
 */
import { type DurationUs, ms, seconds } from "../../../simulator/base/time.ts";
import { type Context, numbered, operation, type Process } from "../../../simulator/scenario.ts";
import type { CacheAside } from "../../../simulator/stores.ts";
import { ARTICLES } from "./claim-cards.ts";

type Article = { readonly article: string };
const ask = operation<Article, number>("base", "prix");
const change = operation<Article, number>("base", "changer");

/** Half of the visits, and of the changes, are about bread. */
const someArticle = (luck: number): string => ARTICLES[Math.max(0, luck - 1)] ?? "pain";

export const visitsThrough = (cache: CacheAside) =>
  function* visit(ctx: Context): Process<void> {
    // Before the doors open the cache is filled: nobody rushes yet.
    for (const article of ARTICLES)
      yield* cache.read(ctx, article, (own) => askDatabase(own, article));
    for (const i of numbered(ctx, "demandes", ctx.parameters.demandes as number)) {
      yield* ctx.sleep(ctx.random.exponential(ctx.parameters.intervalle as DurationUs));
      const article = someArticle(ctx.random.integerBelow(4));
      yield* ctx.spawn("visitOnce", `${article}-${i}`, (own) => visitOnce(own, cache, article));
    }
  };

function* visitOnce(ctx: Context, cache: CacheAside, article: string): Process<void> {
  const name = `${ctx.subject}`;
  ctx.log.commandIssued(name, "voir", article);
  const found = yield* cache.read(ctx, article, (own) => askDatabase(own, article));
  if (found.kind === "failed") ctx.log.commandEnded(name, "timed-out", "base muette");
  else ctx.log.commandEnded(name, "ok", `${found.value}`);
}

function* askDatabase(ctx: Context, article: string) {
  const outcome = yield* ctx.call(ask, { article }, { timeoutUs: seconds(5) });
  return outcome.kind === "replied" ? { value: outcome.reply } : null;
}

/** A price goes up by one, now and then. */
export const changesThrough = (cache: CacheAside) =>
  function* changePrices(ctx: Context): Process<void> {
    const changes = Math.ceil((ctx.parameters.demandes as number) / 50);
    for (const i of numbered(ctx, "prix", changes)) {
      yield* ctx.sleep(
        ctx.random.exponential((50 * (ctx.parameters.intervalle as number)) as DurationUs),
      );
      const article = someArticle(ctx.random.integerBelow(4));
      const name = `prix-${i}`;
      ctx.subject = name;
      ctx.log.commandIssued(name, "changer", article);
      const outcome = yield* ctx.call(change, { article }, { timeoutUs: seconds(5) });
      if (ctx.parameters.prevenir === "oui") yield* cache.forget(ctx, article);
      ctx.memory.set("changes", i);
      if (outcome.kind === "replied") ctx.log.commandEnded(name, "ok", `${outcome.reply}`);
      else ctx.log.commandEnded(name, "timed-out", "base muette");
    }
  };

const pricesOf = (ctx: Context): Map<string, number> =>
  ctx.objects.durable("prix", () => new Map(ARTICLES.map((article) => [article, 1])));

/** The price is that of the moment when the question is read, not of the answer. */
export function* readPrice(ctx: Context, { article }: Article): Process<number> {
  const price = pricesOf(ctx).get(article) ?? 0;
  yield* ctx.work(ms(120));
  return price;
}

export function* changePrice(ctx: Context, { article }: Article): Process<number> {
  yield* ctx.work(ms(5));
  const prices = pricesOf(ctx);
  const price = (prices.get(article) ?? 0) + 1;
  prices.set(article, price);
  return price;
}
