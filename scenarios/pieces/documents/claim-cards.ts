/** What one hopes of a billing service that watches the orders. */
import { seconds } from "../../../simulator/base/time.ts";
import type { ClaimCard } from "../../../simulator/vocabulary/claims.ts";

export const BILLED_WITHIN_US = seconds(20);

export const claimCards: readonly ClaimCard[] = [
  {
    ...{ id: "confirmee-facturee", kind: "eventually", title: "Confirmée, donc facturée" },
    sentence: "Toute commande confirmée est facturée en moins de 20 s.",
    expected: "0 oubliée",
  },
  {
    ...{ id: "une-seule-facture", kind: "never", title: "Facturée une seule fois" },
    sentence: "Aucune commande n’est facturée deux fois.",
    expected: "0",
  },
  {
    ...{ id: "rien-d-annule", kind: "never", title: "Rien d’annulé n’est facturé" },
    sentence: "Une commande annulée par une bascule n’a jamais été facturée.",
    expected: "0",
  },
];
