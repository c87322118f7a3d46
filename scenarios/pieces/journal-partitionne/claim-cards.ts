/** What one hopes of a replicated, partitioned log. */
import { seconds } from "../../../simulator/base/time.ts";
import type { ClaimCard } from "../../../simulator/vocabulary/claims.ts";

/** How long an order that the shop believes written may wait for its reader. */
export const READ_WITHIN_US = seconds(20);

export const claimCards: readonly ClaimCard[] = [
  {
    ...{ id: "crue-ecrite-donc-lue", kind: "eventually", title: "Crue écrite, donc lue" },
    sentence:
      "Toute commande que la boutique croit écrite est lue par l’entrepôt en moins de 20 s.",
    expected: "0 perdue",
  },
  {
    ...{ id: "dirigeant-a-tout", kind: "always", title: "Le dirigeant a tout" },
    sentence:
      "Le journal du courtier qui dirige une partition contient tout ce qui y fut acquitté.",
    expected: "0 manquante",
  },
  {
    ...{ id: "ordre-du-client", kind: "always", title: "L’ordre de chaque client" },
    sentence: "Chaque commande est dans le journal une fois, après les précédentes de son client.",
    expected: "0 écart",
  },
];
