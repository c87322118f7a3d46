/**
 * A register and its customers: scan, take off, discount, pay, close; and tell the centre when it can.
 *
 * Each register has its own stream of luck and draws in the same order whatever is answered: the customers
 * are the same under every design. Selling never waits for a network.
 */
import type { DurationUs } from "../../simulator/base/time.ts";
import { mergeVectors, type VectorClock } from "../../simulator/coordination.ts";
import { type Context, numbered, type Process, StoryError } from "../../simulator/scenario.ts";
import { countOf, durationOf } from "../checkout/settings.ts";
import { type Heard, heardBy } from "./heard.ts";
import type { ShelfNews } from "./operations.ts";
import { ARTICLES, type Line, type Sale } from "./tickets.ts";
import type { Till } from "./till.ts";
import { awaitUnsent } from "./unsent.ts";

const CUSTOMERS_MAX = 1_000_000;

/** Serves customers until the shop closes. */
export const sellingWith = (till: Till) =>
  function* sell(ctx: Context): Process<void> {
    const luck = ctx.random;
    const closesAt = durationOf(ctx.parameters, "duree");
    for (const rank of numbered(ctx, "clients", CUSTOMERS_MAX)) {
      yield* ctx.sleep(luck.exponential(durationOf(ctx.parameters, "intervalle")));
      if (ctx.nowUs >= closesAt) break;
      const articles = Array.from(
        { length: luck.between(1, 3) },
        () => ARTICLES[luck.integerBelow(ARTICLES.length)] as Line,
      );
      const takesOff = luck.chance(countOf(ctx.parameters, "retraits")) && articles.length > 1;
      const discountPercent = luck.chance(countOf(ctx.parameters, "remises")) ? 10 : 0;
      const name = `${ctx.nodeId}-${rank}`;
      ctx.subject = name;
      ctx.log.commandIssued(name, "vente", { articles: articles.map(({ codeEan }) => codeEan) });
      try {
        yield* serve(ctx, till, { name, articles, takesOff, discountPercent });
      } catch (error) {
        // The disk said no: this customer leaves, the next one may pay.
        if (!(error instanceof StoryError)) throw error;
        ctx.log.commandEnded(name, "refused", "panne de la caisse");
      }
      ctx.subject = null;
    }
  };

function* serve(ctx: Context, till: Till, sale: Sale): Process<void> {
  const ticket = yield* till.open(ctx, sale);
  let last: Line | null = null;
  for (const line of sale.articles) {
    yield* ctx.work(durationOf(ctx.parameters, "passage"));
    if (yield* till.add(ctx, ticket, line)) last = line;
    else ctx.log.note(`rupture : ${line.codeEan}`);
  }
  if (last === null) {
    ctx.log.commandEnded(sale.name, "refused", "rayon vide");
    return;
  }
  if (sale.takesOff && ticket.state.lines.length > 1) yield* till.takeOff(ctx, ticket, last);
  if (sale.discountPercent > 0) {
    yield* till.record(ctx, ticket, {
      ...{ type: "REMISE_APPLIQUEE", pourcentage: sale.discountPercent },
    });
  }
  yield* ctx.work(durationOf(ctx.parameters, "paiement"));
  const { total } = ticket.state;
  yield* till.record(ctx, ticket, { type: "PAIEMENT_RECU", mode: "CB", montant: total });
  yield* till.record(ctx, ticket, { type: "TICKET_CLOS", montantTotal: total });
  ctx.log.commandEnded(sale.name, "ok", `${total} centimes`);
}

/** Sends what is new at each period. Nothing new: it waits for the next line, and asks its database nothing. */
export const syncingWith = (till: Till) =>
  function* sync(ctx: Context): Process<void> {
    const periodUs = durationOf(ctx.parameters, "periode-synchro");
    // Registers do not all call at the same instant.
    yield* ctx.sleep(ctx.random.exponential(periodUs));
    const beganAt = ctx.nowUs;
    while (true) {
      try {
        yield* awaitUnsent(ctx, () => till.unsent(ctx));
        yield* ctx.sleep((periodUs - ((ctx.nowUs - beganAt) % periodUs)) as DurationUs);
        yield* till.sync(ctx);
      } catch (error) {
        // A disk that says no is tried again.
        if (!(error instanceof StoryError)) throw error;
      }
    }
  };

/** As published: what a neighbour sold leaves this register’s own count of the shelf. */
export function* hearAndCount(ctx: Context, news: ShelfNews): Process<null> {
  learn(heardBy(ctx), news);
  for (const { codeEan, taken } of news.moves) {
    yield* ctx.db.run("UPDATE stock SET reste = reste - $1 WHERE ean = $2", [taken, codeEan]);
  }
  return null;
}

/** With quotas, a neighbour’s sale teaches its time, and takes nothing here. */
export function* hearOnly(ctx: Context, news: ShelfNews): Process<null> {
  learn(heardBy(ctx), news);
  yield* ctx.work(durationOf(ctx.parameters, "ecoute"));
  return null;
}

function learn(heard: Heard, { clock, ticketNumber }: ShelfNews): void {
  if (clock !== "") heard.clock = mergeVectors(heard.clock, JSON.parse(clock) as VectorClock);
  heard.ticketNumber = Math.max(heard.ticketNumber, ticketNumber);
}
