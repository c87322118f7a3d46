/** The promises of the shop, in words. Their judges are in `claims.ts`. */
import type { ClaimCard } from "../../simulator/vocabulary/claims.ts";

export const claimCards: readonly ClaimCard[] = [
  {
    id: "un-seul-debit",
    kind: "always",
    title: "Débité une seule fois",
    sentence: "Une commande n’a jamais deux débits en cours chez le prestataire.",
    expected: "≤ 1",
  },
  {
    id: "paye-donc-expedie-ou-rembourse",
    kind: "eventually",
    title: "Payé, donc expédié ou remboursé",
    sentence:
      "Tout débit est suivi d’une expédition ou d’un remboursement, dans le délai promis et avant que la saga se déclare finie.",
    expected: "0",
  },
  {
    id: "jamais-expedie-sans-paiement",
    kind: "never",
    title: "Jamais expédié sans paiement",
    sentence: "Aucun colis n’est créé pour une commande qui n’a pas de débit en cours.",
    expected: "0",
  },
  {
    id: "une-seule-reservation",
    kind: "always",
    title: "Stock réservé une seule fois",
    sentence: "Une commande n’a jamais deux réservations actives.",
    expected: "≤ 1",
  },
  {
    id: "stock-conserve",
    kind: "always",
    title: "Stock conservé",
    sentence:
      "Libre et réservé font toujours le stock de départ ; aucune saga finie sans vente ne retient d’article.",
    expected: "0",
  },
  {
    id: "toute-saga-se-termine",
    kind: "eventually",
    title: "Toute saga se termine",
    sentence:
      "Chaque commande acceptée finit terminée ou compensée dans le délai promis, sans qu’une personne s’en mêle.",
    expected: "0",
  },
  {
    id: "aucun-refus-a-tort",
    kind: "never",
    title: "Aucun refus à tort",
    sentence: "Aucune commande n’est refusée faute d’un article qu’une autre saga rend ensuite.",
    expected: "0",
  },
];
