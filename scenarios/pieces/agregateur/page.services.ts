/**
 * The home page of a shop: who one is, and what one has ordered, with the titles of the articles.
 *
 * The list of orders names articles by number; their titles live elsewhere. That is where one list becomes
 * one call more an article, unless the questions are put together.
 */
import { type DurationUs, ms, seconds } from "../../../simulator/base/time.ts";
import { type Aggregator, createLoads } from "../../../simulator/gateway.ts";
import {
  type Context,
  numbered,
  type Outcome,
  operation,
  type Process,
  type Refusal,
  refuse,
} from "../../../simulator/scenario.ts";

type Page = { readonly kind: string; readonly missing: string };

const home = operation<string, Page>("agregateur", "accueil");
const profile = operation<string, string>("profils", "profil");
const lastOrders = operation<string, readonly string[]>("commandes", "dernieres");
const titles = operation<readonly string[], readonly string[]>("articles", "titres");

/** A part waits as long as the aggregator lets it. */
const PATIENTLY = { timeoutUs: seconds(60) } as const;

export function* visit(ctx: Context): Process<void> {
  const arrivals = ctx.random;
  for (const i of numbered(ctx, "demandes", ctx.parameters.demandes as number)) {
    yield* ctx.sleep(arrivals.exponential(ctx.parameters.intervalle as DurationUs));
    yield* ctx.spawn("visitOnce", `${i}`, visitOnce);
  }
}

function* visitOnce(ctx: Context): Process<void> {
  const name = `${ctx.subject}`;
  ctx.log.commandIssued(name, home.id, name);
  const outcome = yield* ctx.call(home, name, { timeoutUs: seconds(20) });
  if (outcome.kind === "replied") ctx.log.commandEnded(name, "ok", said(outcome.reply));
  else if (outcome.kind === "refused") ctx.log.commandEnded(name, "refused", outcome.reason);
  else ctx.log.commandEnded(name, "timed-out", "sans réponse");
}

const said = ({ kind, missing }: Page): string =>
  kind === "whole" ? "page entière" : `page sans ${missing}`;

/** `batchMax` 1: an article, a call. */
export const composeWith = (aggregator: Aggregator<string>, batchMax: number) =>
  function* compose(ctx: Context, visitor: string): Process<Page | Refusal> {
    const articles = createLoads<string>(batchMax, askTitles);
    const answer = yield* aggregator.gather(ctx, {
      *profil(ctx: Context) {
        return yield* ctx.call(profile, visitor, PATIENTLY);
      },
      *commandes(ctx: Context): Process<Outcome<string>> {
        const orders = yield* ctx.call(lastOrders, visitor, PATIENTLY);
        if (orders.kind !== "replied") return orders;
        return shown(yield* articles.loadMany(ctx, orders.reply));
      },
    });
    if (answer.kind === "none") return refuse("sans profil, pas de page");
    return { kind: answer.kind, missing: answer.lacking.map(({ part }) => part).join(", ") };
  };

function* askTitles(ctx: Context, articles: readonly string[]) {
  return yield* ctx.call(titles, articles, PATIENTLY);
}

type Found = { readonly kind: "found"; readonly value: string } | { readonly kind: string };

/** One title that fails, and the part has failed. */
function shown(found: readonly Found[]): Outcome<string> {
  const known = found.flatMap((one) => ("value" in one ? [one.value] : []));
  if (known.length < found.length) return { kind: "timed-out" };
  return { kind: "replied", reply: known.join(", ") };
}

export function* readProfile(ctx: Context, visitor: string): Process<string> {
  yield* ctx.work(ms(10));
  return `profil de ${visitor}`;
}

/** Ten orders, of seven different articles. */
export function* readOrders(ctx: Context, visitor: string): Process<readonly string[]> {
  yield* ctx.work(ms(10));
  return Array.from({ length: 10 }, (_, i) => `article-${(Number(visitor) + (i % 7)) % 20}`);
}

export function* readTitles(ctx: Context, articles: readonly string[]): Process<readonly string[]> {
  yield* ctx.work(ms(10));
  return articles.map((article) => `titre de ${article}`);
}
