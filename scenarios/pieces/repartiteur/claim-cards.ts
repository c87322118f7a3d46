/** What a load balancer promises, in words. The judges are in `scenario.ts`. */
import type { ClaimCard } from "../../../simulator/vocabulary/claims.ts";

export const ERRORS_MAX = 10;

export const claimCards: readonly ClaimCard[] = [
  {
    ...{ id: "rapide", kind: "eventually", title: "Une réponse en moins d’une seconde" },
    sentence: "Chaque client reçoit une réponse, bonne ou mauvaise, en moins d’une seconde.",
    expected: "< 1 s",
  },
  {
    ...{ id: "peu-d-erreurs", kind: "never", title: "Peu de clients en souffrent" },
    sentence: `Jamais plus de ${ERRORS_MAX} clients ne reçoivent une erreur quand un seul serveur va mal.`,
    expected: `≤ ${ERRORS_MAX}`,
  },
];
