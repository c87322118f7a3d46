/** What one hopes of an exchange and its queues. */
import { seconds } from "../../../simulator/base/time.ts";
import type { ClaimCard } from "../../../simulator/vocabulary/claims.ts";

/** How long an order may wait for its parcel, or a refused one for its complaint. */
export const SETTLED_WITHIN_US = seconds(20);

export const claimCards: readonly ClaimCard[] = [
  {
    ...{ id: "acceptee-traitee", kind: "eventually", title: "Acceptée, donc traitée" },
    sentence:
      "Toute commande que le courtier a confirmée est préparée, ou arrive aux réclamations, en moins de 20 s.",
    expected: "0 perdue",
  },
  {
    ...{ id: "preparee-une-fois", kind: "never", title: "Préparée une seule fois" },
    sentence: "Aucune commande n’est préparée deux fois.",
    expected: "0",
  },
  {
    ...{ id: "refusee-gardee", kind: "eventually", title: "Refusée, donc gardée" },
    sentence: "Toute commande qu’un ouvrier refuse arrive aux réclamations en moins de 20 s.",
    expected: "0 disparue",
  },
];
