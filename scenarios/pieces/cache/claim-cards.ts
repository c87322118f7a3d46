/** What a shop hopes of a cache in front of its database. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import type { ClaimCard } from "../../../simulator/vocabulary/claims.ts";

export const ARTICLES = ["pain", "sel", "the"] as const;
/** What the base bears: its four workers, and two who wait. */
export const TOGETHER_MAX = 6;
export const FRESH_WITHIN_US = ms(500);
export const SERVED_WITHIN_US = seconds(1);

export const claimCards: readonly ClaimCard[] = [
  {
    ...{ id: "base-protegee", kind: "always", title: "La base est protégée" },
    sentence: "La base n’a jamais plus de six questions ensemble.",
    expected: `≤ ${TOGETHER_MAX}`,
  },
  {
    ...{ id: "prix-a-jour", kind: "always", title: "Prix à jour à une demi-seconde près" },
    sentence: "Une visite ne voit jamais un prix changé depuis plus d’une demi-seconde.",
    expected: "0 vieux prix",
  },
  {
    ...{ id: "servi", kind: "eventually", title: "Servi en une seconde" },
    sentence: "Chaque visite a son prix en moins d’une seconde.",
    expected: "< 1 s",
  },
];
