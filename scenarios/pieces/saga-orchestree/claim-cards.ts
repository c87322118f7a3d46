/** What a saga promises, conducted or not: both pieces make these promises. Judges: `saga-claims.ts`. */
import { seconds } from "../../../simulator/base/time.ts";
import type { ClaimCard } from "../../../simulator/vocabulary/claims.ts";

/** How long a saga may last. */
export const ENDED_WITHIN_US = seconds(12);

export const claimCards: readonly ClaimCard[] = [
  {
    ...{ id: "toute-saga-se-termine", kind: "eventually", title: "Toute saga se termine" },
    sentence: "Une commande commencée finit livrée ou défaite en moins de 12 s.",
    expected: "< 12 s",
  },
  {
    ...{ id: "tout-ou-rien", kind: "always", title: "Tout ou rien" },
    sentence: "Une saga finie a laissé tous ses effets, ou aucun.",
    expected: "0 à moitié",
  },
  {
    ...{ id: "ordre-inverse", kind: "always", title: "Défait à l’envers" },
    sentence: "On ne défait que ce qui a été fait, et le dernier d’abord.",
    expected: "0",
  },
  {
    ...{ id: "jamais-deux-fois", kind: "never", title: "Jamais deux fois" },
    sentence: "Une étape n’est jamais faite deux fois pour une même commande.",
    expected: "0",
  },
];
