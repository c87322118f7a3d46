/** What one hopes of an outbox: no event lost, none told twice. */
import { seconds } from "../../../simulator/base/time.ts";
import type { ClaimCard } from "../../../simulator/vocabulary/claims.ts";

/** How long a committed event may wait in the outbox. */
export const TOLD_WITHIN_US = seconds(10);

export const claimCards: readonly ClaimCard[] = [
  {
    ...{ id: "aucun-perdu", kind: "eventually", title: "Aucun événement perdu" },
    sentence: "Tout événement validé avec sa commande arrive à l’entrepôt en moins de 10 s.",
    expected: "0 perdu",
  },
  {
    ...{ id: "une-fois", kind: "never", title: "Une seule fois" },
    sentence: "Aucun événement n’arrive deux fois à l’entrepôt.",
    expected: "0",
  },
];
