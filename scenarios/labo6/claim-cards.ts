/** The promises of the shop, and the one that only an orchestrator that verifies makes. Judges: `claims.ts`. */
import type { ClaimCard } from "../../simulator/vocabulary/claims.ts";
import { sharedClaimCards } from "../checkout/claim-cards.ts";

export const verifiedThenReserved: ClaimCard = {
  ...{ id: "verifie-donc-reserve", kind: "never", title: "Vérifié, donc réservé" },
  sentence:
    "Aucun checkout n’est refusé à la réservation après que son stock a été déclaré vérifié.",
  expected: "0",
};

export const claimCards: readonly ClaimCard[] = [...sharedClaimCards, verifiedThenReserved];
