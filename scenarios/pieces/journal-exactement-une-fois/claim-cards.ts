/** What one hopes of work from topic to topic. */
import { seconds } from "../../../simulator/base/time.ts";
import type { ClaimCard } from "../../../simulator/vocabulary/claims.ts";

/** How long an invoice of the counter may wait for the accountant. */
export const SEEN_WITHIN_US = seconds(4);

export const claimCards: readonly ClaimCard[] = [
  {
    ...{ id: "une-seule-facture", kind: "never", title: "Une seule facture" },
    sentence: "Aucune commande n’est facturée deux fois aux yeux de la comptabilité.",
    expected: "0",
  },
  {
    ...{ id: "comptoir-a-temps", kind: "eventually", title: "Le comptoir n’attend personne" },
    sentence: "Une facture du comptoir est vue par la comptabilité en moins de 4 s.",
    expected: "< 4 s",
  },
];
