/** What a shop hopes of a database on three servers. */
import { seconds } from "../../../simulator/base/time.ts";
import type { ClaimCard } from "../../../simulator/vocabulary/claims.ts";

export const WRITTEN_WITHIN_US = seconds(3);
/** When a confirmed sale is looked for again. */
export const CHECKED_AFTER_US = seconds(20);
export const SHOWN_WITHIN_US = seconds(1);

export const claimCards: readonly ClaimCard[] = [
  {
    ...{ id: "confirmee-reste", kind: "always", title: "Confirmée, donc gardée" },
    sentence: "Une vente confirmée est encore dans la base vingt secondes plus tard.",
    expected: "0 perdue",
  },
  {
    ...{ id: "on-ecrit", kind: "eventually", title: "On écrit toujours" },
    sentence: "Chaque vente est confirmée en moins de trois secondes.",
    expected: "< 3 s",
  },
  {
    ...{ id: "vitrine-a-jour", kind: "always", title: "Vitrine à jour à une seconde près" },
    sentence: "La vitrine n’ignore jamais une vente confirmée depuis plus d’une seconde.",
    expected: "0 oubliée",
  },
];
