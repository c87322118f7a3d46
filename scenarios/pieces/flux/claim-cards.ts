/** What one hopes of a stream read by a group. */
import { seconds } from "../../../simulator/base/time.ts";
import type { ClaimCard } from "../../../simulator/vocabulary/claims.ts";

/** How long an order may wait for its bill, or a delivery for its acknowledgement. */
export const SETTLED_WITHIN_US = seconds(20);

export const claimCards: readonly ClaimCard[] = [
  {
    ...{ id: "livree-acquittee", kind: "eventually", title: "Livrée, donc acquittée" },
    sentence: "Toute entrée livrée à un ouvrier finit par être acquittée, en moins de 20 s.",
    expected: "0 oubliée",
  },
  {
    ...{ id: "acceptee-facturee", kind: "eventually", title: "Acceptée, donc facturée" },
    sentence: "Toute commande que Redis a acceptée est facturée en moins de 20 s.",
    expected: "0 perdue",
  },
  {
    ...{ id: "une-seule-facture", kind: "never", title: "Facturée une seule fois" },
    sentence: "Aucune commande n’est facturée deux fois.",
    expected: "0",
  },
];
