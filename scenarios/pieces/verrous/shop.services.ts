/**
 * The till: sales and exchanges between shelves, each one transaction on the same few rows.
 *
 * Two ways to write each of them. Nobody does anything wrong alone; it takes two at the same moment.
 */

import { type DurationUs, ms, seconds } from "../../../simulator/base/time.ts";
import {
  type Context,
  numbered,
  operation,
  type Process,
  type Refusal,
  refuse,
} from "../../../simulator/scenario.ts";

export const sell = operation<number, string>("magasin", "vendre");
export const exchange = operation<readonly number[], string>("magasin", "echanger");

export const SHELVES = 3;

/** Customers come at random: most buy, some exchange an article for one of another shelf. */
export function* visit(ctx: Context): Process<void> {
  const arrivals = ctx.random;
  for (const i of numbered(ctx, "demandes", ctx.parameters.demandes as number)) {
    yield* ctx.sleep(arrivals.exponential(ctx.parameters.intervalle as DurationUs));
    const from = arrivals.between(1, SHELVES);
    const to = ((from - 1 + arrivals.between(1, SHELVES - 1)) % SHELVES) + 1;
    const wantsExchange = arrivals.integerBelow(4) === 0;
    if (wantsExchange) {
      yield* ctx.spawn("askExchange", `${i}`, (ctx) => askExchange(ctx, from, to));
    } else yield* ctx.spawn("askSale", `${i}`, (ctx) => askSale(ctx, from));
  }
}

function* askSale(ctx: Context, shelf: number): Process<void> {
  const name = `${ctx.subject}`;
  ctx.log.commandIssued(name, sell.id, shelf);
  const outcome = yield* ctx.call(sell, shelf, { timeoutUs: seconds(10) });
  const ended = outcome.kind === "replied" ? "ok" : outcome.kind;
  ctx.log.commandEnded(name, ended, outcome.kind === "replied" ? outcome.reply : "pas vendu");
}

function* askExchange(ctx: Context, from: number, to: number): Process<void> {
  const name = `${ctx.subject}`;
  ctx.log.commandIssued(name, exchange.id, [from, to]);
  const outcome = yield* ctx.call(exchange, [from, to], { timeoutUs: seconds(10) });
  const ended = outcome.kind === "replied" ? "ok" : outcome.kind;
  ctx.log.commandEnded(name, ended, outcome.kind === "replied" ? outcome.reply : "pas échangé");
}

/** The subtraction is made by the database, on the row as it is once the lock is obtained. */
export function* sellBySubtracting(ctx: Context, shelf: number): Process<string | Refusal> {
  return yield* ctx.transaction(function* (ctx) {
    const left = yield* ctx.db.one(
      "UPDATE rayon SET reste = reste - 1 WHERE id = $1 AND reste > 0 RETURNING reste",
      [shelf],
    );
    if (left === null) return refuse("plus rien dans ce rayon");
    return yield* preparedParcel(ctx, shelf);
  });
}

/** Read, think, write: between the reading and the writing somebody else may have sold. */
export function* sellByReading(ctx: Context, shelf: number): Process<string | Refusal> {
  return yield* ctx.transaction(function* (ctx) {
    const found = yield* ctx.db.one("SELECT reste FROM rayon WHERE id = $1", [shelf]);
    const left = Number(found?.reste);
    if (left === 0) return refuse("plus rien dans ce rayon");
    yield* ctx.work(ms(20));
    yield* ctx.db.run("UPDATE rayon SET reste = $2 WHERE id = $1", [shelf, left - 1]);
    return yield* preparedParcel(ctx, shelf);
  });
}

/** The number is drawn now; the row will be seen at COMMIT, and some gifts take long to wrap. */
function* preparedParcel(ctx: Context, shelf: number): Process<string> {
  const parcel = yield* ctx.db.one("INSERT INTO colis (rayon) VALUES ($1) RETURNING id", [shelf]);
  if (ctx.random.integerBelow(5) === 0) yield* ctx.work(ctx.parameters.emballage as DurationUs);
  return `colis ${parcel?.id}`;
}

/** Both rows are locked, always in the order of their numbers: nobody can wait in a circle. */
export function* exchangeInOrder(
  ctx: Context,
  [from = 0, to = 0]: readonly number[],
): Process<string> {
  const changes = [[from, 1] as const, [to, -1] as const].sort(([a], [b]) => a - b);
  return yield* moveArticles(ctx, changes);
}

/** First what comes back, then what leaves: two customers may each hold what the other wants. */
export function* exchangeAsAsked(
  ctx: Context,
  [from = 0, to = 0]: readonly number[],
): Process<string> {
  return yield* moveArticles(ctx, [[from, 1] as const, [to, -1] as const]);
}

function* moveArticles(
  ctx: Context,
  changes: readonly (readonly [shelf: number, by: number])[],
): Process<string> {
  return yield* ctx.transaction(function* (ctx) {
    for (const [shelf, by] of changes) {
      yield* ctx.db.run("UPDATE rayon SET reste = reste + $2 WHERE id = $1", [shelf, by]);
      yield* ctx.work(ms(15));
    }
    return "échangé";
  });
}
