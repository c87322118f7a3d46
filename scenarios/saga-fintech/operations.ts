/** What the services can ask each other. Ids are those of the card; types bind both ends. */
import { operation } from "../../simulator/scenario.ts";

export type OrderRequest = {
  readonly orderId: string;
  readonly customerId: string;
  readonly sku: string;
  readonly quantity: number;
  readonly amountCents: number;
};

/** `key`: an idempotency key, or null where the published code sends none. */
export type ReserveRequest = {
  readonly orderId: string;
  readonly sku: string;
  readonly quantity: number;
  readonly key: string | null;
};
export type ChargeRequest = {
  readonly orderId: string;
  readonly amountCents: number;
  readonly key: string;
};

export const placeOrderOperation = operation<OrderRequest, { readonly status: string }>(
  "orchestrateur",
  "commander",
);
export const reserve = operation<ReserveRequest, { readonly reservationId: string }>(
  "inventaire",
  "reserver",
);
export const release = operation<{ readonly reservationId: string }, null>("inventaire", "rendre");
export const confirm = operation<{ readonly reservationId: string }, null>(
  "inventaire",
  "confirmer",
);
export const chargeCustomer = operation<ChargeRequest, { readonly paymentId: string }>(
  "paiement",
  "debiter",
);
export const refundCustomer = operation<{ readonly paymentId: string }, null>(
  "paiement",
  "rembourser",
);
export const ship = operation<
  { readonly orderId: string; readonly key: string | null },
  { readonly shipmentId: string }
>("livraison", "expedier");
export const cancelShipping = operation<{ readonly shipmentId: string }, null>(
  "livraison",
  "annuler-expedition",
);
export const capture = operation<ChargeRequest, { readonly providerRef: string }>(
  "prestataire",
  "prelever",
);
export const giveBack = operation<{ readonly providerRef: string; readonly key: string }, null>(
  "prestataire",
  "restituer",
);
