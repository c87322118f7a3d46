/** The promises of the breaker piece, in words. Their judges are in `claims.ts`. */
import type { ClaimCard } from "../../../simulator/vocabulary/claims.ts";

export const claimCards: readonly ClaimCard[] = [
  {
    ...{ id: "appels-bornes", kind: "always", title: "Appels en cours bornés" },
    sentence: "Jamais plus d’appels en cours chez Avis que la capacité du disjoncteur.",
    expected: "≤ capacité",
  },
  {
    ...{ id: "reprise", kind: "eventually", title: "La reprise est rapide" },
    sentence: "Moins de 3 s après la fin d’une panne, une demande aboutit.",
    expected: "< 3 s",
  },
  {
    ...{ id: "une-sonde", kind: "always", title: "Une seule sonde" },
    sentence: "Semi-ouvert, le disjoncteur ne laisse partir qu’une demande avant d’en savoir plus.",
    expected: "≤ 1",
  },
  {
    ...{ id: "un-echec-ne-rouvre-pas", kind: "never", title: "Un échec ne rouvre pas" },
    sentence: "Une fois refermé, le disjoncteur ne rouvre pas sur un seul échec.",
    expected: "0",
  },
  {
    ...{ id: "ferme-sur-sonde", kind: "never", title: "Refermé par une sonde" },
    sentence: "Une demande partie avant l’ouverture ne referme jamais le disjoncteur.",
    expected: "0",
  },
];
