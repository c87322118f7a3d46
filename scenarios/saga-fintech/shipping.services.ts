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

/** Corrected: the key is the parcel's id, so that a second request finds the first parcel. */
export function* createShipmentOnce(
  ctx: Context,
  request: ShipRequest,
): Process<Shipped | Refusal> {
  yield* ctx.work(ctx.random.latency(quantilesOf(ctx.parameters, "duree-travail")));
  const id = request.key as string;
  const known = yield* ctx.db.one("SELECT id FROM shipments WHERE id = $1", [id]);
  if (known !== null) return { shipmentId: id };
  if (ctx.random.chance(countOf(ctx.parameters, "refus-livraison"))) {
    return refuse("le transporteur refuse");
  }
  yield* ctx.db.run(
    `INSERT INTO shipments (id, order_id, status) VALUES ($1, $2, 'CREATED')
     ON CONFLICT (id) DO NOTHING`,
    [id, request.orderId],
  );
  return { shipmentId: id };
}

/** Stops a parcel that has not left. */
export function* cancelShipment(ctx: Context, { shipmentId }: Shipped): Process<null> {
  yield* ctx.db.run("UPDATE shipments SET status = 'CANCELLED' WHERE id = $1", [shipmentId]);
  return null;
}
