/** The promises of the two-phase piece, in words. Their judges are in `scenario.ts`. */
import { seconds } from "../../../simulator/base/time.ts";
import type { ClaimCard } from "../../../simulator/vocabulary/claims.ts";

/** How long a bank may hold its locks after its yes. */
export const HELD_AT_MOST_US = seconds(2);

export const claimCards: readonly ClaimCard[] = [
  {
    ...{ id: "meme-sort", kind: "never", title: "Le même sort partout" },
    sentence: "Jamais un virement n’est validé dans une banque et annulé dans l’autre.",
    expected: "0",
  },
  {
    ...{ id: "argent-constant", kind: "always", title: "L’argent est constant" },
    sentence: "Hors des virements en cours, la somme des soldes ne change pas.",
    expected: "0 manquant",
  },
  {
    ...{ id: "verrous-brefs", kind: "eventually", title: "Les verrous sont brefs" },
    sentence: "Une banque qui a dit oui apprend la suite en moins de 2 s.",
    expected: "< 2 s",
  },
];
