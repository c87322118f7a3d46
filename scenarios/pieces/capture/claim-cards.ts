/** What one hopes of a capture: everything, in order, and, for those who ask for it, once. */
import { seconds } from "../../../simulator/base/time.ts";
import type { ClaimCard } from "../../../simulator/vocabulary/claims.ts";

/** How long a committed order may be on its way. */
export const TOLD_WITHIN_US = seconds(20);

export const claimCards: readonly ClaimCard[] = [
  {
    ...{ id: "tout-arrive", kind: "eventually", title: "Tout ce qui est validé arrive" },
    sentence: "Toute commande validée dans la base arrive à l’entrepôt en moins de 20 s.",
    expected: "0 perdue",
  },
  {
    ...{ id: "ordre", kind: "never", title: "Dans l’ordre des validations" },
    sentence: "Aucune commande nouvelle n’arrive après une autre validée plus tard.",
    expected: "0",
  },
  {
    ...{ id: "une-fois", kind: "never", title: "Une seule fois" },
    sentence: "Aucune commande n’arrive deux fois à l’entrepôt.",
    expected: "0",
  },
];
