/** What one hopes of an autoscaler, in words. The judges are in `scenario.ts`. */
import type { ClaimCard } from "../../../simulator/vocabulary/claims.ts";

export const claimCards: readonly ClaimCard[] = [
  {
    ...{ id: "rapide", kind: "eventually", title: "Un calcul en moins d’une seconde et demie" },
    sentence: "Chaque client reçoit son calcul en moins d’une seconde et demie.",
    expected: "< 1,5 s",
  },
  {
    ...{ id: "pas-de-va-et-vient", kind: "never", title: "Pas de va-et-vient" },
    sentence: "Aucune instance n’est éteinte moins de dix secondes après avoir été demandée.",
    expected: "0",
  },
];
