/** The promises of the shop, in words: the same ids mean the same in both designs. Judges: `claims.ts`. */
import type { ClaimCard } from "../../simulator/vocabulary/claims.ts";

export const sharedClaimCards: readonly ClaimCard[] = [
  {
    ...{ id: "stock-conserve", kind: "always", title: "Stock conservé" },
    sentence:
      "Pour chaque article, libre, réservé et vendu font toujours le stock de départ : rien ne naît, rien ne se perd.",
    expected: "écart 0",
  },
  {
    ...{ id: "jamais-survendu", kind: "never", title: "Jamais survendu" },
    sentence: "On ne vend jamais plus d’exemplaires d’un article qu’il n’y en avait au départ.",
    expected: "0",
  },
  {
    ...{ id: "une-seule-commande", kind: "always", title: "Une seule commande" },
    sentence: "Un checkout ne donne jamais deux commandes ; un checkout annulé n’en laisse aucune.",
    expected: "0 de trop",
  },
  {
    ...{ id: "annule-sans-stock", kind: "always", title: "Fini, rien de retenu" },
    sentence:
      "Un checkout annulé ne retient plus aucun exemplaire ; un checkout terminé, pas un de plus que sa commande.",
    expected: "0",
  },
  {
    ...{ id: "stock-libere-a-temps", kind: "eventually", title: "Stock libéré en moins de 5 s" },
    sentence:
      "Quand la création de la commande a échoué, le stock du checkout est libéré en moins de 5 s.",
    expected: "0",
  },
  {
    ...{ id: "tout-checkout-se-termine", kind: "eventually", title: "Tout checkout se termine" },
    sentence: "Chaque checkout accepté finit terminé ou annulé dans le délai promis.",
    expected: "0",
  },
];
