/**
 * Prepared faults: one gesture each, and the defect of the published code that it exposes.
 *
 * The tests replay each of them in « publiee » (the named promises break) and in « corrigee » (none
 * does), with the same seed, the same parameters and the same faults.
 */
import { seconds } from "../../simulator/base/time.ts";
import type { IncidentCard } from "../../simulator/vocabulary/card.ts";

const PUBLISHED = { variant: "publiee", seed: 42, parameters: {} } as const;

export const incidents: readonly IncidentCard[] = [
  {
    ...{ ...PUBLISHED, id: "arret-apres-reservation", defect: 49 },
    title: "Arrêt entre réserver et créer",
    text: "L’orchestrateur s’arrête alors que le stock est réservé et la commande pas encore demandée ; il redémarre, et personne ne reprend la saga.",
    faults: ["crash:orchestrateur@2615ms+3s"],
    breaks: ["tout-checkout-se-termine"],
  },
  {
    ...{ ...PUBLISHED, id: "commandes-trop-lent", defect: 5 },
    title: "Commandes répond trop tard",
    text: "Commandes met sept fois plus de temps que d’habitude : l’orchestrateur conclut à un échec, rend le stock, et la commande est créée après.",
    faults: ["slow:commandes=700@2s+6s"],
    breaks: ["stock-conserve", "une-seule-commande"],
  },
  {
    ...{ ...PUBLISHED, id: "coupure-inventaire", defect: 49 },
    title: "Coupure entre Kong et Inventaire",
    text: "Inventaire réserve, et sa réponse se perd : l’objet en mémoire ne sait pas que le stock est retenu, rien n’est rendu.",
    faults: ["partition:kong|inventaire@2200ms+3s"],
    breaks: ["annule-sans-stock"],
  },
  {
    ...{ ...PUBLISHED, id: "liberation-en-double", defect: 52 },
    title: "La libération arrive deux fois",
    text: "Commandes refuse, le stock est rendu ; la demande de libération est délivrée en double, et le stock augmente deux fois.",
    faults: ["refuse:commandes@2s+1s", "duplicate-message:kong>inventaire:liberer-stock:41-1#1@0s"],
    breaks: ["stock-conserve"],
  },
  {
    ...{ ...PUBLISHED, id: "commande-en-double", defect: 52 },
    title: "La création arrive deux fois",
    text: "La demande de créer la commande est délivrée en double : deux commandes pour un seul checkout.",
    faults: ["duplicate-message:kong>commandes:creer-commande:41-1#1@0s"],
    breaks: ["stock-conserve", "une-seule-commande"],
  },
  {
    ...{ ...PUBLISHED, id: "liberation-perdue", defect: 49 },
    title: "La libération se perd",
    text: "Commandes refuse ; la demande de libérer le stock n’arrive pas, et personne ne la refait.",
    faults: ["refuse:commandes@2s+1s", "drop-message:kong>inventaire:liberer-stock:41-1#1@0s"],
    breaks: ["stock-libere-a-temps", "tout-checkout-se-termine"],
  },
  {
    ...{ ...PUBLISHED, id: "compensation-forcee", defect: 52 },
    title: "Forcer la compensation d’une saga finie",
    text: "L’opérateur force la compensation d’un checkout déjà terminé : le stock revient, et la commande reste.",
    faults: ["request:uc-saga-04/41-1@5s"],
    breaks: ["stock-conserve"],
  },
  {
    ...{ ...PUBLISHED, id: "dernier-article", defect: 51 },
    title: "Vérifié, puis pris par un autre",
    text: "Cinq exemplaires de chaque article et une charge quadruple : entre la vérification et la réservation, un autre checkout passe.",
    parameters: { stock: 5, reflexion: seconds(22), duree: seconds(60) },
    faults: [],
    breaks: ["verifie-donc-reserve"],
  },
];
