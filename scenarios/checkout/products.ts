/** What the shop sells, and what a client brings to the till. */

export interface Product {
  readonly sku: string;
  readonly priceCents: number;
}

export const PRODUCTS: readonly Product[] = [
  { sku: "casque", priceCents: 8_990 },
  { sku: "clavier", priceCents: 5_900 },
  { sku: "souris", priceCents: 2_450 },
  { sku: "webcam", priceCents: 6_490 },
];

/** Most articles in a cart. */
export const QUANTITY_MAX = 3;

/** A cart at the till. `checkout` is user and rank, `7-3`: the same in every design. */
export type Cart = {
  readonly checkout: string;
  readonly client: string;
  readonly sku: string;
  readonly quantity: number;
};
