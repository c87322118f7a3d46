/** What the nodes of the marketplace ask of each other. Not a services file: nobody's story. */
import { operation } from "../../simulator/scenario.ts";

/** A page of the catalogue, for one visitor. */
export type PageRequest = { readonly visitor: string; readonly sku: string };
export type Page = { readonly sku: string; readonly priceCents: number };

/** An order: its number is drawn by the shop’s page, so that an order asked twice is one. */
export type Order = {
  readonly order: string;
  readonly sku: string;
  readonly quantity: number;
  readonly totalCents: number;
};
export type Taken = { readonly order: string };
export type Charge = { readonly order: string; readonly key: string; readonly totalCents: number };
export type Kept = { readonly order: string; readonly key: string };
export type PriceChange = Page & { readonly version: number };

export const SHOW = "voir-produit";
export const TAKE = "commander";
export const PAY = "payer";
export const CAPTURE = "prelever";
export const READ_COPY = "lire-copie";
export const COPY_CHANGE = "repliquer";
export const RELOAD = "peser";
export const RESERVE = "reserver";
export const RELEASE = "rendre";
export const DEBIT = "debiter";

export const showPage = operation<PageRequest, Page>("nginx", SHOW);
export const placeOrder = operation<Order, Taken>("nginx", TAKE);
export const payInMonolith = operation<Charge, null>("monolithe", PAY);
export const capture = operation<Charge, null>("stripe", CAPTURE);
export const readCopy = operation<{ readonly sku: string }, Page>("replique", READ_COPY);
export const copyChange = operation<PriceChange, null>("replique", COPY_CHANGE);
export const reserve = operation<Kept, null>("entrepot", RESERVE);
export const release = operation<Kept, null>("entrepot", RELEASE);
export const debit = operation<Charge, null>("paiements", DEBIT);
