/** The two topics of this piece. */
export const ORDERS = "commandes";
export const INVOICES = "factures";
