/** Shipping: one parcel an order, unless the carrier says no. */
import { type Context, type Process, type Refusal, refuse } from "../../simulator/scenario.ts";
import { countOf, quantilesOf } from "./settings.ts";

type ShipRequest = { readonly orderId: string; readonly key: string | null };
type Shipped = { readonly shipmentId: string };

/** As published: each request makes a parcel. */
export function* createShipment(ctx: Context, request: ShipRequest): Process<Shipped | Refusal> {
  yield* ctx.work(ctx.random.latency(quantilesOf(ctx.parameters, "duree-travail")));
  if (ctx.random.chance(countOf(ctx.parameters, "refus-livraison"))) {
    return refuse("le transporteur refuse");
  }
  const row = yield* ctx.db.one(
    `INSERT INTO shipments (id, order_id, status)
     VALUES ('c' || nextval('shipment_number'), $1, 'CREATED') RETURNING id`,
    [request.orderId],
  );
  return { shipmentId: row?.id as string };
}

/**
 * Corrected: the key is the parcel's id, and the carrier's answer is a row, « no » included. A second
 * request, even one that overlaps the first, is given the first answer.
 */
export function* createShipmentOnce(
  ctx: Context,
  request: ShipRequest,
): Process<Shipped | Refusal> {
  yield* ctx.work(ctx.random.latency(quantilesOf(ctx.parameters, "duree-travail")));
  const id = request.key as string;
  const isRefused = ctx.random.chance(countOf(ctx.parameters, "refus-livraison"));
  yield* ctx.db.run(
    `INSERT INTO shipments (id, order_id, status) VALUES ($1, $2, $3)
     ON CONFLICT (id) DO NOTHING`,
    [id, request.orderId, isRefused ? "REFUSED" : "CREATED"],
  );
  const first = yield* ctx.db.one("SELECT status FROM shipments WHERE id = $1", [id]);
  return first?.status === "CREATED" ? { shipmentId: id } : refuse("le transporteur refuse");
}

/** Stops a parcel that has not left. */
export function* cancelShipment(ctx: Context, { shipmentId }: Shipped): Process<null> {
  yield* ctx.db.run("UPDATE shipments SET status = 'CANCELLED' WHERE id = $1", [shipmentId]);
  return null;
}
