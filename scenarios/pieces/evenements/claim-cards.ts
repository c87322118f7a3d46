/** The promises of the event piece, in words. Their judges are in `claims.ts`. */
import { seconds } from "../../../simulator/base/time.ts";
import type { ClaimCard } from "../../../simulator/vocabulary/claims.ts";

/** How long the view may lag behind. */
export const SEEN_WITHIN_US = seconds(3);

export const claimCards: readonly ClaimCard[] = [
  {
    ...{ id: "solde-positif", kind: "never", title: "Jamais à découvert" },
    sentence: "Le solde d’un compte, rejoué depuis le début, n’est jamais négatif.",
    expected: "≥ 0",
  },
  {
    ...{ id: "vue-exacte", kind: "always", title: "La vue est exacte" },
    sentence: "La vue ne compte aucun événement deux fois.",
    expected: "0 en double",
  },
  {
    ...{ id: "vue-a-jour", kind: "eventually", title: "La vue suit" },
    sentence: "Un mouvement gardé est dans la vue en moins de 3 s.",
    expected: "< 3 s",
  },
];
