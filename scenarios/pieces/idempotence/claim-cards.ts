/** What an idempotency key promises, in words. The judges are in `scenario.ts`. */
import type { ClaimCard } from "../../../simulator/vocabulary/claims.ts";

export const claimCards: readonly ClaimCard[] = [
  {
    ...{ id: "un-seul-debit", kind: "never", title: "Un paiement, un débit" },
    sentence: "Aucun paiement n’est débité deux fois.",
    expected: "≤ 1",
  },
  {
    ...{ id: "client-fixe", kind: "eventually", title: "Le client sait" },
    sentence: "En moins de dix secondes, le client apprend que son paiement est fait.",
    expected: "< 10 s",
  },
];
