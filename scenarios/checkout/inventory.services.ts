/**
 * Inventory: says what is left, takes articles for a checkout, gives them back.
 *
 * As published, taking is a decrement and giving back an increment: each delivery counts. Corrected, the
 * checkout is the key of its own row: whatever comes twice finds what the first one left.
 */
import { type Context, type Process, type Refusal, refuse } from "../../simulator/scenario.ts";
import type { StockRequest } from "./operations.ts";
import { quantilesOf } from "./settings.ts";

type Reserved = { readonly reservation: string };

/** Looks, and holds nothing: what it says may be false before it is read (defect 51). */
export function* checkStock(
  ctx: Context,
  { sku, quantity }: StockRequest,
): Process<{ readonly available: number } | Refusal> {
  yield* ctx.work(ctx.random.latency(quantilesOf(ctx.parameters, "duree-appel")));
  const stock = yield* ctx.db.one("SELECT available FROM stock WHERE sku = $1", [sku]);
  const available = (stock?.available ?? 0) as number;
  return available < quantity ? refuse("stock insuffisant") : { available };
}

/** As published: each request takes the articles once more. */
export function* takeStock(
  ctx: Context,
  { checkout, sku, quantity }: StockRequest,
): Process<Reserved | Refusal> {
  yield* ctx.work(ctx.random.latency(quantilesOf(ctx.parameters, "duree-appel")));
  return yield* ctx.transaction(function* (ctx) {
    const taken = yield* ctx.db.run(
      "UPDATE stock SET available = available - $1 WHERE sku = $2 AND available >= $1",
      [quantity, sku],
    );
    if (taken.rowCount === 0) return refuse("stock insuffisant");
    const row = yield* ctx.db.one(
      `INSERT INTO reservations (id, checkout_id, sku, quantity, status)
       VALUES ('r' || nextval('reservation_number'), $1, $2, $3, 'HELD') RETURNING id`,
      [checkout, sku, quantity],
    );
    return { reservation: row?.id as string };
  });
}

/** As published: an increment, each time it is asked (defect 52). */
export function* giveStockBack(
  ctx: Context,
  { checkout, sku, quantity }: StockRequest,
): Process<null> {
  yield* ctx.work(ctx.random.latency(quantilesOf(ctx.parameters, "duree-appel")));
  yield* ctx.transaction(function* (ctx) {
    yield* ctx.db.run("UPDATE reservations SET status = 'RELEASED' WHERE checkout_id = $1", [
      checkout,
    ]);
    yield* ctx.db.run("UPDATE stock SET available = available + $1 WHERE sku = $2", [
      quantity,
      sku,
    ]);
  });
  return null;
}

/** Corrected: the row of the checkout is written first; a second request finds it, and takes nothing. */
export function* takeStockOnce(
  ctx: Context,
  { checkout, sku, quantity }: StockRequest,
): Process<Reserved | Refusal> {
  yield* ctx.work(ctx.random.latency(quantilesOf(ctx.parameters, "duree-appel")));
  return yield* ctx.transaction(function* (ctx) {
    const first = yield* ctx.db.run(
      `INSERT INTO reservations (id, checkout_id, sku, quantity, status)
       VALUES ($1, $1, $2, $3, 'HELD') ON CONFLICT (id) DO NOTHING`,
      [checkout, sku, quantity],
    );
    if (first.rowCount === 0) {
      const known = yield* ctx.db.one("SELECT status FROM reservations WHERE id = $1", [checkout]);
      if (known?.status === "HELD") return { reservation: checkout };
      return refuse(known?.status === "REFUSED" ? "stock insuffisant" : "déjà libérée");
    }
    const taken = yield* ctx.db.run(
      "UPDATE stock SET available = available - $1 WHERE sku = $2 AND available >= $1",
      [quantity, sku],
    );
    if (taken.rowCount === 1) return { reservation: checkout };
    // The « no » is a row too: asked again, the answer is the same.
    yield* ctx.db.run("UPDATE reservations SET status = 'REFUSED' WHERE id = $1", [checkout]);
    return refuse("stock insuffisant");
  });
}

/**
 * Corrected: only what is held is given back, and only once. Where nothing was taken, the row says so: a
 * reservation that arrives after its own release finds it, and takes nothing.
 */
export function* giveStockBackOnce(
  ctx: Context,
  { checkout, sku, quantity }: StockRequest,
): Process<null> {
  yield* ctx.work(ctx.random.latency(quantilesOf(ctx.parameters, "duree-appel")));
  yield* ctx.transaction(function* (ctx) {
    const never = yield* ctx.db.run(
      `INSERT INTO reservations (id, checkout_id, sku, quantity, status)
       VALUES ($1, $1, $2, $3, 'RELEASED') ON CONFLICT (id) DO NOTHING`,
      [checkout, sku, quantity],
    );
    if (never.rowCount === 1) return;
    const held = yield* ctx.db.run(
      "UPDATE reservations SET status = 'RELEASED' WHERE id = $1 AND status = 'HELD'",
      [checkout],
    );
    if (held.rowCount === 0) return;
    yield* ctx.db.run("UPDATE stock SET available = available + $1 WHERE sku = $2", [
      quantity,
      sku,
    ]);
  });
  return null;
}
