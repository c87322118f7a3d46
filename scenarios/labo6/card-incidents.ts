/**
 * Prepared faults: one gesture each, and the defect of the published code that it exposes.
 *
 * One minute of load is enough for all of them, and enough of it that the four workers of the orchestrator
 * are always busy: whoever is there is struck. The tests replay each in « publiee » (the named promises
 * break, and no other) and in « corrigee » (none does), over many seeds.
 */
import { minutes, seconds } from "../../simulator/base/time.ts";
import type { IncidentCard } from "../../simulator/vocabulary/card.ts";

const PUBLISHED = {
  ...{ variant: "publiee", seed: 42 },
  parameters: { duree: minutes(1), reflexion: seconds(16) },
} as const;

/** Sagas that wait for Commandes have all reserved: after two seconds, nobody is anywhere else. */
const NO_ORDERS = "partition:kong>commandes";

export const incidents: readonly IncidentCard[] = [
  {
    ...{ ...PUBLISHED, id: "arret-apres-reservation", defect: 49 },
    title: "Arrêt entre réserver et créer",
    text: "Le stock est réservé, la demande de commande n’arrive pas ; l’orchestrateur s’arrête avant de l’apprendre. Il redémarre, et personne ne reprend ses sagas.",
    faults: [`${NO_ORDERS}@23s+2s`, "crash:orchestrateur@24900ms+3s"],
    breaks: ["tout-checkout-se-termine"],
  },
  {
    ...{ ...PUBLISHED, id: "commandes-trop-lent", defect: 5 },
    title: "Commandes répond trop tard",
    text: "Commandes met sept fois plus de temps que d’habitude : l’orchestrateur conclut à un échec, rend le stock, et la commande est créée après.",
    faults: ["slow:commandes=700@20s+8s"],
    breaks: ["stock-conserve", "une-seule-commande"],
  },
  {
    ...{ ...PUBLISHED, id: "coupure-inventaire", defect: 49 },
    title: "Coupures entre Kong et Inventaire",
    text: "Inventaire réserve, et sa réponse se perd : l’objet en mémoire ne sait pas que le stock est retenu, rien n’est rendu.",
    parameters: { duree: minutes(1), reflexion: seconds(6), ouvriers: 16 },
    faults: [20, 30, 40].map((atS) => `partition:kong|inventaire@${atS}s+3s`),
    breaks: ["annule-sans-stock"],
  },
  {
    ...{ ...PUBLISHED, id: "liberation-en-double", defect: 52 },
    title: "La libération arrive deux fois",
    text: "Kong n’atteint plus Commandes : le délai passe, le stock est rendu. Chaque demande de libération est délivrée en double, et le stock augmente deux fois.",
    faults: [`${NO_ORDERS}@18s+5s`, "duplicate:kong>inventaire=100@20s+2s"],
    breaks: ["stock-conserve"],
  },
  {
    ...{ ...PUBLISHED, id: "commande-en-double", defect: 52 },
    title: "La création arrive deux fois",
    text: "Pendant dix secondes, chaque demande de créer une commande est délivrée en double : deux commandes pour un seul checkout.",
    faults: ["duplicate:kong>commandes=100@20s+10s"],
    breaks: ["stock-conserve", "une-seule-commande"],
  },
  {
    ...{ ...PUBLISHED, id: "liberation-perdue", defect: 49 },
    title: "La libération se perd",
    text: "Kong n’atteint plus Commandes, puis plus Inventaire : la demande de libérer le stock n’arrive pas, et personne ne la refait.",
    faults: [`${NO_ORDERS}@18s+5s`, "partition:kong>inventaire@20s+2s"],
    breaks: ["stock-libere-a-temps", "tout-checkout-se-termine"],
  },
  {
    ...{ ...PUBLISHED, id: "compensation-forcee", defect: 52 },
    title: "Forcer la compensation d’une saga finie",
    text: "L’opérateur force la compensation d’un checkout déjà terminé : le stock revient, et la commande reste.",
    parameters: { duree: minutes(1), reflexion: seconds(5), utilisateurs: 10 },
    faults: ["request:uc-saga-04/1-1@55s"],
    breaks: ["stock-conserve"],
  },
  {
    ...{ ...PUBLISHED, id: "dernier-article", defect: 51 },
    title: "Vérifié, puis pris par un autre",
    text: "Cinq exemplaires de chaque article, et la foule : entre la vérification et la réservation, un autre checkout passe.",
    parameters: { duree: minutes(1), reflexion: seconds(6), ouvriers: 16, stock: 5 },
    faults: [],
    breaks: ["verifie-donc-reserve"],
  },
];
