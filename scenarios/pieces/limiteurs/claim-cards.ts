/** What « ten a second » may mean, in words. The judges are in `scenario.ts`. */
import type { ClaimCard } from "../../../simulator/vocabulary/claims.ts";

export const claimCards: readonly ClaimCard[] = [
  {
    ...{ id: "rafale", kind: "never", title: "Pas de double salve" },
    sentence:
      "En un cinquième de fenêtre, jamais plus que la limite et un cinquième n’atteint les Tarifs.",
    expected: "≤ 1,2 × limite",
  },
  {
    ...{ id: "toute-seconde", kind: "never", title: "La limite, quelle que soit la seconde" },
    sentence:
      "Où que commence la fenêtre, jamais plus de demandes que la limite n’y atteignent les Tarifs.",
    expected: "≤ limite",
  },
];
