/** What one may hope of a store whose every replica answers. */
import { seconds } from "../../../simulator/base/time.ts";
import type { ClaimCard } from "../../../simulator/vocabulary/claims.ts";

/** How old an acknowledged offer may be when a reading still ignores it. */
export const FRESH_WITHIN_US = seconds(1);
export const ANSWERED_WITHIN_US = seconds(1);
export const EQUAL_WITHIN_US = seconds(5);

export const claimCards: readonly ClaimCard[] = [
  {
    ...{ id: "toujours-servi", kind: "eventually", title: "Toujours servi" },
    sentence:
      "Chaque demande aboutit en moins d’une seconde, quoi que deviennent les autres répliques.",
    expected: "< 1 s",
  },
  {
    ...{ id: "a-jour", kind: "always", title: "À jour à une seconde près" },
    sentence: "Une lecture n’ignore jamais une offre écrite depuis plus d’une seconde.",
    expected: "0 oubli",
  },
  {
    ...{ id: "rien-perdu", kind: "never", title: "Aucune offre perdue" },
    sentence: "Une offre écrite ne disparaît que si quelqu’un l’a lue et remplacée.",
    expected: "0 perdue",
  },
  {
    ...{ id: "fin-egale", kind: "eventually", title: "Les répliques finissent d’accord" },
    sentence:
      "Cinq secondes après la dernière demande, les trois répliques montrent la même chose.",
    expected: "même état",
  },
];
