/**
 * Orders: writes the sale of a checkout.
 *
 * As published, each request writes one. Corrected, the checkout is the key, and its row is the decision:
 * created, refused or abandoned, whichever was written first; everybody else reads it.
 */
import { type Context, type Process, type Refusal, refuse } from "../../simulator/scenario.ts";
import type { OrderRequest, OrderStatus } from "./operations.ts";
import { countOf, quantilesOf } from "./settings.ts";

type Created = { readonly order: string };

/** As published: no key, so each request is one more order. */
export function* recordOrder(ctx: Context, order: OrderRequest): Process<Created | Refusal> {
  yield* ctx.work(ctx.random.latency(quantilesOf(ctx.parameters, "duree-appel")));
  if (ctx.random.chance(countOf(ctx.parameters, "refus-commande"))) return refuse(REFUSED);
  const row = yield* ctx.db.one(
    `INSERT INTO orders (id, checkout_id, client_id, sku, quantity, total_cents, status)
     VALUES ('c' || nextval('order_number'), $1, $2, $3, $4, $5, 'CREATED') RETURNING id`,
    [order.checkout, order.client, order.sku, order.quantity, order.totalCents],
  );
  return { order: row?.id as string };
}

const REFUSED = "commande refusée";

/** Corrected: one row a checkout, « no » included. A request that comes too late finds the decision. */
export function* recordOrderOnce(ctx: Context, order: OrderRequest): Process<Created | Refusal> {
  yield* ctx.work(ctx.random.latency(quantilesOf(ctx.parameters, "duree-appel")));
  const isRefused = ctx.random.chance(countOf(ctx.parameters, "refus-commande"));
  const asked: OrderStatus = isRefused ? "REFUSED" : "CREATED";
  const first = yield* ctx.db.run(
    `INSERT INTO orders (id, checkout_id, client_id, sku, quantity, total_cents, status)
     VALUES ($1, $1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING`,
    [order.checkout, order.client, order.sku, order.quantity, order.totalCents, asked],
  );
  let status: OrderStatus = asked;
  if (first.rowCount === 0) {
    const known = yield* ctx.db.one("SELECT status FROM orders WHERE id = $1", [order.checkout]);
    status = known?.status as OrderStatus;
  }
  if (status === "CREATED") return { order: order.checkout };
  return refuse(status === "REFUSED" ? REFUSED : "commande abandonnée");
}

/** Corrected: settles a doubt. What is created stays created; what is not never will be. */
export function* abandonOrderOnce(
  ctx: Context,
  order: OrderRequest,
): Process<{ readonly status: OrderStatus }> {
  yield* ctx.work(ctx.random.latency(quantilesOf(ctx.parameters, "duree-appel")));
  const first = yield* ctx.db.run(
    `INSERT INTO orders (id, checkout_id, client_id, sku, quantity, total_cents, status)
     VALUES ($1, $1, $2, $3, $4, $5, 'ABANDONED') ON CONFLICT (id) DO NOTHING`,
    [order.checkout, order.client, order.sku, order.quantity, order.totalCents],
  );
  if (first.rowCount === 1) return { status: "ABANDONED" };
  const known = yield* ctx.db.one("SELECT status FROM orders WHERE id = $1", [order.checkout]);
  return { status: known?.status as OrderStatus };
}
