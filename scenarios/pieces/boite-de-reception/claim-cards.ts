/** What one hopes of an inbox: each message has its effect, and has it once. */
import { seconds } from "../../../simulator/base/time.ts";
import type { ClaimCard } from "../../../simulator/vocabulary/claims.ts";

/** How long a transfer may be on its way, repetitions included. */
export const DONE_WITHIN_US = seconds(10);

export const claimCards: readonly ClaimCard[] = [
  {
    ...{ id: "aucun-perdu", kind: "eventually", title: "Aucun virement perdu" },
    sentence: "Tout virement confié au courrier est crédité en moins de 10 s.",
    expected: "0 perdu",
  },
  {
    ...{ id: "une-fois", kind: "never", title: "Crédité une seule fois" },
    sentence: "Aucun virement n’est crédité deux fois.",
    expected: "0",
  },
];
