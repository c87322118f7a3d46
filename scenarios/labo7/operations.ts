/** What this design adds to what can be asked: the use cases UC-EVENT-01 to 04, and the view's own. */

import type { Route } from "../../simulator/gateway.ts";
import { operation } from "../../simulator/scenario.ts";
import { type Resource, resource } from "../checkout/operations.ts";
import type { Cart } from "../checkout/products.ts";
import type { EventType } from "./events.ts";

export const SHOP = "ecommerce";
export const EVENT_STORE = "magasin-evenements";

/** UC-EVENT-01. « 202 Accepted »: the event is in the stream, and that is all that is known. */
export const startCheckout: Resource<Cart, { readonly checkout: string; readonly status: 202 }> =
  resource("checkout-choreo", "POST", "/api/commandes/clients/checkout/choreo/");

/** UC-EVENT-02: how many events the topic holds, and the latest. What an operator reads is in French. */
export const readEvents = resource<
  null,
  { readonly événements: number; readonly derniers: readonly string[] }
>("lire-evenements", "GET", "/api/event-store/streams/events/");

/** UC-EVENT-03: one checkout told again from the first event of the topic. */
export const replayCheckout = resource<
  { readonly checkout: string },
  { readonly état: string; readonly événements: readonly EventType[]; readonly relus: number }
>("rejouer-checkout", "GET", "/api/event-store/replay/checkout/");

/** UC-EVENT-04: the view by client. */
export const readOrdersOf = resource<
  { readonly client: string },
  { readonly client_id: string; readonly total_orders: number }
>("commandes-du-client", "GET", "/api/event-store/cqrs/orders-by-client/");

export const RESOURCES = [startCheckout, readEvents, replayCheckout, readOrdersOf] as const;

export const ROUTES: readonly Route[] = [
  { id: "ecommerce", paths: ["/api/commandes/clients"], service: SHOP },
  { id: "event-store", paths: ["/api/event-store"], service: EVENT_STORE },
];

/** What the projection tells the event store, without Kong. */
export type Counted = { readonly checkout: string; readonly client: string };

export const countOrder = operation<Counted, null>(EVENT_STORE, "projeter");
