/**
 * Inventory: holds articles for an order, gives them back, or confirms them.
 *
 * Two versions of each: without a key, a request received twice is executed twice; with a key, the
 * second one finds the row of the first.
 */
import { type Context, type Process, type Refusal, refuse } from "../../simulator/scenario.ts";
import type { ReserveRequest } from "./operations.ts";
import { quantilesOf } from "./settings.ts";

type Reserved = { readonly reservationId: string };
type ReservationId = { readonly reservationId: string };

/** As published: no key, so each request holds the articles once more. */
export function* reserveStock(ctx: Context, request: ReserveRequest): Process<Reserved | Refusal> {
  yield* ctx.work(ctx.random.latency(quantilesOf(ctx.parameters, "duree-travail")));
  return yield* ctx.transaction(function* (ctx) {
    const taken = yield* ctx.db.run(
      `UPDATE stock SET available = available - $1, reserved = reserved + $1
       WHERE sku = $2 AND available >= $1`,
      [request.quantity, request.sku],
    );
    if (taken.rowCount === 0) return refuse("rupture de stock");
    const row = yield* ctx.db.one(
      `INSERT INTO reservations (id, order_id, sku, quantity, status)
       VALUES ('r' || nextval('reservation_number'), $1, $2, $3, 'ACTIVE') RETURNING id`,
      [request.orderId, request.sku, request.quantity],
    );
    return { reservationId: row?.id as string };
  });
}

/** As published: gives the articles back each time it is asked. */
export function* cancelReservation(ctx: Context, { reservationId }: ReservationId): Process<null> {
  yield* ctx.work(ctx.random.latency(quantilesOf(ctx.parameters, "duree-travail")));
  yield* ctx.transaction(function* (ctx) {
    const row = yield* ctx.db.one(
      "UPDATE reservations SET status = 'CANCELLED' WHERE id = $1 RETURNING sku, quantity",
      [reservationId],
    );
    yield* ctx.db.run(
      "UPDATE stock SET available = available + $1, reserved = reserved - $1 WHERE sku = $2",
      [row?.quantity as number, row?.sku as string],
    );
  });
  return null;
}

/**
 * Corrected: the key is the reservation's id. A second request finds the first one's row; a request
 * that arrives after its own cancellation is told so and holds nothing.
 */
export function* reserveStockOnce(
  ctx: Context,
  request: ReserveRequest,
): Process<Reserved | Refusal> {
  yield* ctx.work(ctx.random.latency(quantilesOf(ctx.parameters, "duree-travail")));
  const id = request.key as string;
  return yield* ctx.transaction(function* (ctx) {
    // Everything below is decided under this lock. `UPDATE … WHERE available >= $1` would not do: a
    // row that did not match when the statement began is not looked at again after a wait.
    const stock = yield* ctx.db.one("SELECT available FROM stock WHERE sku = $1 FOR UPDATE", [
      request.sku,
    ]);
    const known = yield* ctx.db.one("SELECT status FROM reservations WHERE id = $1", [id]);
    if (known !== null) {
      return known.status === "CANCELLED" ? refuse("annulée") : { reservationId: id };
    }
    if ((stock?.available as number) < request.quantity) {
      // Semantic lock: articles held by an unfinished saga may come back, so this is no « no » yet.
      const pending = yield* ctx.db.one(
        "SELECT count(*) AS held FROM reservations WHERE sku = $1 AND status = 'PENDING'",
        [request.sku],
      );
      return refuse((pending?.held as number) > 0 ? "en attente" : "rupture de stock");
    }
    yield* ctx.db.run(
      "UPDATE stock SET available = available - $1, reserved = reserved + $1 WHERE sku = $2",
      [request.quantity, request.sku],
    );
    yield* ctx.db.run(
      `INSERT INTO reservations (id, order_id, sku, quantity, status)
       VALUES ($1, $2, $3, $4, 'PENDING')`,
      [id, request.orderId, request.sku, request.quantity],
    );
    return { reservationId: id };
  });
}

/** Corrected: only a held reservation gives its articles back, and only once. */
export function* cancelReservationOnce(
  ctx: Context,
  { reservationId }: ReservationId,
): Process<null> {
  yield* ctx.work(ctx.random.latency(quantilesOf(ctx.parameters, "duree-travail")));
  yield* ctx.transaction(function* (ctx) {
    const row = yield* ctx.db.one(
      `UPDATE reservations SET status = 'CANCELLED'
       WHERE id = $1 AND status <> 'CANCELLED' RETURNING sku, quantity`,
      [reservationId],
    );
    if (row === null) return;
    yield* ctx.db.run(
      "UPDATE stock SET available = available + $1, reserved = reserved - $1 WHERE sku = $2",
      [row.quantity as number, row.sku as string],
    );
  });
  return null;
}

/** Corrected: the sale is final, the articles will not come back. */
export function* confirmReservation(ctx: Context, { reservationId }: ReservationId): Process<null> {
  yield* ctx.db.run(
    "UPDATE reservations SET status = 'CONFIRMED' WHERE id = $1 AND status = 'PENDING'",
    [reservationId],
  );
  return null;
}
