/** What one limit for several gateways promises, in words. The judges are in `scenario.ts`. */
import type { ClaimCard } from "../../../simulator/vocabulary/claims.ts";

export const claimCards: readonly ClaimCard[] = [
  {
    ...{ id: "limite", kind: "never", title: "La limite, toutes passerelles ensemble" },
    sentence:
      "Parmi les demandes arrivées dans une même seconde, jamais plus que la limite ne passent.",
    expected: "≤ limite",
  },
  {
    ...{ id: "sans-erreur", kind: "never", title: "Pas d’erreur de la passerelle" },
    sentence: "Aucun client ne reçoit d’erreur 500 parce qu’un compteur manque.",
    expected: "0",
  },
];
