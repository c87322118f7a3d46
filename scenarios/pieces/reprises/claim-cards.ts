/** What one hopes of retries, in words. The judges are in `claims.ts`. */
import type { ClaimCard } from "../../../simulator/vocabulary/claims.ts";

export const claimCards: readonly ClaimCard[] = [
  {
    ...{ id: "achat-abouti", kind: "never", title: "Tout achat aboutit" },
    sentence: "Aucun client n’est renvoyé, ni laissé sans réponse.",
    expected: "0",
  },
  {
    ...{ id: "charge-bornee", kind: "always", title: "La charge reste bornée" },
    sentence:
      "Le stock ne reçoit jamais plus d’une fois et demie les achats demandés, à vingt appels près.",
    expected: "≤ 1,5 × achats + 20",
  },
  {
    ...{ id: "retour", kind: "eventually", title: "Le stock s’en remet" },
    sentence: "Moins de deux secondes après la fin d’une panne, la file du stock s’est vidée.",
    expected: "< 2 s",
  },
];
