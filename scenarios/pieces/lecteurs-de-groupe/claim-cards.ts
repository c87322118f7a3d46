/** What one hopes of a group of readers. */
import { seconds } from "../../../simulator/base/time.ts";
import type { ClaimCard } from "../../../simulator/vocabulary/claims.ts";

/** How long an order that is written may wait for its parcel. */
export const SHIPPED_WITHIN_US = seconds(30);

export const claimCards: readonly ClaimCard[] = [
  {
    ...{ id: "ecrite-donc-expediee", kind: "eventually", title: "Écrite, donc expédiée" },
    sentence: "Toute commande écrite dans le journal est expédiée en moins de 30 s.",
    expected: "0 oubliée",
  },
  {
    ...{ id: "un-seul-colis", kind: "never", title: "Un seul colis" },
    sentence: "Aucune commande n’est expédiée deux fois.",
    expected: "0",
  },
];
