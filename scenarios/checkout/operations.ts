/**
 * What can be asked of the shop's services, and how: an HTTP request through Kong, as in the source.
 *
 * Not a services file: its lines are nobody's story, so a call made from here is shown at its caller's line.
 */
import type { DurationUs } from "../../simulator/base/time.ts";
import { type Context, operation } from "../../simulator/scenario.ts";
import type { Value } from "../../simulator/vocabulary/values.ts";
import type { Cart } from "./products.ts";

/** A resource of a service: its operation's id in the card, and how HTTP names it. */
export interface Resource<Request extends Value, Reply extends Value> {
  readonly id: string;
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly __types?: (request: Request) => Reply;
}

export type HttpRequest = {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body: Value;
};

export const resource = <Q extends Value, R extends Value>(
  id: string,
  method: "GET" | "POST",
  path: string,
): Resource<Q, R> => ({ id, method, path });

/** One request through Kong. What comes back is the service's answer, or Kong's own. */
export const throughKong = <Q extends Value, R extends Value>(
  ctx: Context,
  { id, method, path }: Resource<Q, R>,
  body: Q,
  timeoutUs: DurationUs,
) => ctx.call(operation<HttpRequest, R>("kong", id), { method, path, body }, { timeoutUs });

export type StockRequest = {
  readonly checkout: string;
  readonly sku: string;
  readonly quantity: number;
};
export type OrderRequest = Cart & { readonly totalCents: number };
export type OrderStatus = "CREATED" | "REFUSED" | "ABANDONED";

export const verifyStock = resource<StockRequest, { readonly available: number }>(
  "verifier-stock",
  "POST",
  "/api/inventaire/verifier-stock/",
);
export const readProduct = resource<{ readonly sku: string }, { readonly priceCents: number }>(
  "lire-produit",
  "GET",
  "/api/catalogue/produits/",
);
export const reserveStock = resource<StockRequest, { readonly reservation: string }>(
  "reserver-stock",
  "POST",
  "/api/inventaire/diminuer-stock/",
);
export const releaseStock = resource<StockRequest, null>(
  "liberer-stock",
  "POST",
  "/api/inventaire/augmenter-stock/",
);
export const createOrder = resource<OrderRequest, { readonly order: string }>(
  "creer-commande",
  "POST",
  "/api/commandes/enregistrer-vente/",
);
/** Corrected designs only: « if it is not created yet, it never will be ». Says how the order stands. */
export const abandonOrder = resource<OrderRequest, { readonly status: OrderStatus }>(
  "abandonner-commande",
  "POST",
  "/api/commandes/abandonner-vente/",
);
