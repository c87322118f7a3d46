/**
 * Two workers share one queue; what they cannot do goes to another queue, where somebody listens.
 *
 * What a worker answers settles the message: done, never again, or back to the queue.
 */
import { type DurationUs, ms } from "../../../simulator/base/time.ts";
import type { Delivery, Settlement } from "../../../simulator/brokers.ts";
import type { Context, Process } from "../../../simulator/scenario.ts";
import type { Order } from "./shop.services.ts";

/** `unknown`: what to answer when the address is unknown. */
export const parcelsWith = (unknown: Settlement) =>
  function* prepareParcel(ctx: Context, delivery: Delivery): Process<Settlement> {
    const order = delivery.body as Order;
    yield* ctx.work(ctx.parameters.colis as DurationUs);
    if (order.adresse === null) return unknown;
    ctx.records.set(`colis-${ctx.nodeId}`, order.commande, order);
    return "ack";
  };

export function* hearComplaint(ctx: Context, delivery: Delivery): Process<Settlement> {
  const order = delivery.body as Order;
  yield* ctx.work(ms(20));
  ctx.records.set("reclamations", order.commande, order);
  return "ack";
}
