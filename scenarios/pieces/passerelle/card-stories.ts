/** What one hopes of a gateway, and what is done to it. */
import type { ClaimCard } from "../../../simulator/vocabulary/claims.ts";
import type { PieceIncident } from "../piece-card.ts";

export const claimCards: readonly ClaimCard[] = [
  {
    ...{ id: "quota-tenu", kind: "never", title: "Personne ne dépasse son quota" },
    sentence:
      "Dans une fenêtre d’une seconde, la boutique ne sert pas à un même consommateur plus que son quota.",
    expected: "≤ quota",
  },
  {
    ...{ id: "jeton-perime-refuse", kind: "never", title: "Un jeton périmé ne passe pas" },
    sentence:
      "La boutique ne sert jamais une demande dont le jeton a expiré depuis plus que la tolérance.",
    expected: "0",
  },
  {
    ...{ id: "jeton-valable-passe", kind: "never", title: "Un jeton valable passe" },
    sentence: "Aucune demande n’est rejetée pour son jeton, tant que ce jeton est valable.",
    expected: "0",
  },
  {
    ...{ id: "renvoye-dehors", kind: "never", title: "Un membre renvoyé n’entre plus" },
    sentence: "Quatre secondes après avoir été renvoyé, un membre n’est plus servi.",
    expected: "0",
  },
];

export const incidents: readonly PieceIncident[] = [
  {
    ...{ id: "deux-comptes", title: "Chaque passerelle compte pour elle" },
    text: "Deux nœuds, deux comptes : chaque consommateur a deux fois son quota.",
    ...{ variant: "compte-par-noeud", faults: [], breaks: ["quota-tenu"] },
  },
  {
    ...{ id: "compteur-muet", title: "Le socle ne répond plus" },
    text: "Sans compteur les passerelles laissent tout passer ; les clés déjà connues vérifient encore les jetons.",
    ...{ faults: ["partition:socle|passerelle-1,passerelle-2@3s+1s"], breaks: ["quota-tenu"] },
  },
  {
    ...{ id: "horloge-en-retard", title: "L’horloge d’une passerelle retarde" },
    text: "Deux secondes de retard : la passerelle 1 accepte des jetons qui ont expiré.",
    parameters: { jeton: 1_000_000 },
    ...{ faults: ["skew:passerelle-1=-2s@1s"], breaks: ["jeton-perime-refuse"] },
  },
  {
    ...{ id: "horloge-en-avance", title: "L’horloge d’une passerelle avance" },
    text: "Dix secondes d’avance : la passerelle 2 refuse des jetons qu’on vient de donner.",
    ...{ faults: ["skew:passerelle-2=10s@1s"], breaks: ["jeton-valable-passe"] },
  },
  {
    ...{ id: "cle-changee-trop-vite", title: "La clé change pendant le repos" },
    text: "Les passerelles viennent de relire les clés et se reposent : les jetons de la nouvelle clé sont refusés.",
    parameters: { repos: 5_000_000 },
    ...{ faults: [], breaks: ["jeton-valable-passe"] },
  },
  {
    ...{ id: "membre-renvoye", title: "Un membre est renvoyé" },
    text: "Son jeton vit encore dix secondes : personne ne demande aux passerelles de ne plus y croire.",
    parameters: { jeton: 10_000_000 },
    ...{ faults: [], breaks: ["renvoye-dehors"] },
  },
];
