/** The promises of the chain of shops, as the page shows them. Judges: `claims.ts`. */
import type { ClaimCard } from "../../simulator/vocabulary/claims.ts";

export const claimCards: readonly ClaimCard[] = [
  {
    ...{ id: "journal-inaltere", kind: "always", title: "Toute retouche est vue" },
    sentence: "Un contrôle qui suit une retouche du journal d’une caisse la trouve.",
    expected: "0 retouche passée",
  },
  {
    ...{ id: "projection-egale-rejeu", kind: "always", title: "Projection = rejeu complet" },
    sentence:
      "Le chiffre d’affaires projeté n’excède jamais ce que donne un rejeu complet du journal, et lui est égal à la fin.",
    expected: "0 centime d’écart",
  },
  {
    ...{ id: "ordre-causal", kind: "always", title: "Les causes d’abord" },
    sentence:
      "Au siège, un événement ne prend jamais rang avant un événement que sa caisse avait vu.",
    expected: "0 effet avant sa cause",
  },
  {
    ...{ id: "total-juste", kind: "always", title: "Le total est juste" },
    sentence:
      "Le total payé est la somme des lignes, moins les articles retirés, moins les remises.",
    expected: "0 ticket faux",
  },
  {
    ...{ id: "aucune-vente-perdue", kind: "eventually", title: "Aucune vente perdue" },
    sentence: "Toute vente close à une caisse finit au siège, et y reste.",
    expected: "0",
  },
  {
    ...{ id: "ca-en-5s", kind: "eventually", title: "Dans le chiffre d’affaires en 5 s" },
    sentence:
      "Cinq secondes après être arrivée au siège, une vente est comptée dans le chiffre d’affaires de son magasin.",
    expected: "0",
  },
  {
    ...{ id: "jamais-survendu", kind: "never", title: "Jamais survendu" },
    sentence: "Un magasin ne vend pas plus d’exemplaires d’un article qu’il n’en avait.",
    expected: "0 de trop",
  },
];
