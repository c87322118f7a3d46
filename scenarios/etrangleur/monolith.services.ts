/**
 * The Rails monolith: one pool of workers and one database for the catalogue, the orders and the payments.
 *
 * As in the text: an order is committed, then published. Between the two, only this worker knows of it.
 */
import type { Producer } from "../../simulator/brokers.ts";
import {
  type Context,
  doubt,
  type Outcome,
  type Process,
  type Refusal,
  refuse,
} from "../../simulator/scenario.ts";
import {
  type Charge,
  capture,
  copyChange,
  type Order,
  type Page,
  type PageRequest,
  type Taken,
} from "./operations.ts";
import { skuOf } from "./schema.ts";
import { countOf, durationOf, quantilesOf } from "./settings.ts";
import { writeInvoice } from "./worker-life.ts";

const render = (ctx: Context) =>
  ctx.work(ctx.random.latency(quantilesOf(ctx.parameters, "rendu-monolithe")));

export function* showProduct(ctx: Context, { sku }: PageRequest): Process<Page | Refusal> {
  yield* render(ctx);
  const row = yield* ctx.db.one("SELECT price_cents FROM products WHERE sku = $1", [sku]);
  return row === null ? refuse("article inconnu") : { sku, priceCents: row.price_cents as number };
}

/** `producer`: of the shared log, where the warehouse hears of orders. */
export const takingOrders = (producer: Producer, topic: string) =>
  function* takeOrder(ctx: Context, order: Order): Process<Taken | Refusal> {
    yield* render(ctx);
    const charged = yield* charge(ctx, order);
    if (charged.kind !== "replied") return notPaid(charged);
    yield* ctx.transaction(function* (ctx) {
      yield* ctx.db.run("INSERT INTO orders (id, status, total_cents) VALUES ($1, 'paid', $2)", [
        order.order,
        order.totalCents,
      ]);
      yield* ctx.db.run("INSERT INTO order_items VALUES ($1, $2, $3)", [
        order.order,
        order.sku,
        order.quantity,
      ]);
    });
    // Committed. That it must be published is known here, and nowhere else.
    yield* writeInvoice(ctx);
    const sent = yield* producer.send(ctx, { topic, key: order.order, value: "creee" });
    return sent.kind === "sent" ? { order: order.order } : doubt("commande non publiée");
  };

/** Payment asked by the orders service, as long as it has none of its own. */
export function* payForOrder(ctx: Context, order: Charge): Process<null | Refusal> {
  yield* render(ctx);
  const charged = yield* charge(ctx, order);
  return charged.kind === "replied" ? null : notPaid(charged);
}

function* charge(
  ctx: Context,
  { order, totalCents }: { readonly order: string; readonly totalCents: number },
): Process<Outcome<null>> {
  const timeoutUs = durationOf(ctx.parameters, "delai-stripe");
  return yield* ctx.call(capture, { order, key: `order-${order}`, totalCents }, { timeoutUs });
}

/** As published: no answer is taken for a « no ». */
const notPaid = (outcome: Outcome<null>): Refusal =>
  refuse(outcome.kind === "refused" ? outcome.reason : "paiement sans réponse");

/** Sellers change prices: the monolith goes on writing its own base. */
export function* changePrices(ctx: Context): Process<void> {
  for (;;) {
    yield* ctx.sleep(ctx.random.exponential(durationOf(ctx.parameters, "intervalle-prix")));
    if (ctx.nowUs >= durationOf(ctx.parameters, "duree")) return;
    const sku = skuOf(ctx.random.integerBelow(countOf(ctx.parameters, "articles")));
    yield* ctx.db.run(
      `UPDATE products SET price_cents = price_cents + 100, version = nextval('price_version')
       WHERE sku = $1`,
      [sku],
    );
  }
}

/** The replica follows: each change in order, asked again until the replica says that it has it. */
export function* streamChanges(ctx: Context): Process<void> {
  const streamed = ctx.objects.durable("répliqué", () => ({ version: 0 }));
  for (;;) {
    const rows = yield* ctx.db.all(
      "SELECT sku, price_cents, version FROM products WHERE version > $1 ORDER BY version",
      [streamed.version],
    );
    for (const row of rows) {
      const change = {
        sku: row.sku as string,
        priceCents: row.price_cents as number,
        version: row.version as number,
      };
      const timeoutUs = durationOf(ctx.parameters, "delai-service");
      while ((yield* ctx.call(copyChange, change, { timeoutUs })).kind !== "replied") {
        yield* ctx.sleep(durationOf(ctx.parameters, "periode-replique"));
      }
      streamed.version = change.version;
    }
    yield* ctx.sleep(durationOf(ctx.parameters, "periode-replique"));
  }
}
