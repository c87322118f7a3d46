/** The promises of the choreography, in words: the shop's, and that of its view. Judges: `claims.ts`. */
import type { ClaimCard } from "../../simulator/vocabulary/claims.ts";
import { sharedClaimCards } from "../checkout/claim-cards.ts";

export const VIEW_CLAIM = "vue-egale-commandes";

export const claimCards: readonly ClaimCard[] = [
  ...sharedClaimCards,
  {
    ...{ id: VIEW_CLAIM, kind: "eventually", title: "La vue égale les commandes" },
    sentence:
      "La vue compte chaque commande créée, une fois, dans le délai promis ; ce qui est compté le reste.",
    expected: "écart 0",
  },
];
