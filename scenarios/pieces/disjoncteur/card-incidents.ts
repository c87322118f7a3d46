/** Prepared faults of the breaker piece: each shows one habit of one breaker. */
import { ms } from "../../../simulator/base/time.ts";
import type { PieceIncident } from "../piece-card.ts";

export const incidents: readonly PieceIncident[] = [
  {
    id: "avis-lents",
    title: "Avis cinquante fois plus lent",
    text: "Chaque délai dépassé rend sa place alors que la lecture continue : la capacité ne borne rien chez Avis.",
    ...{ defect: 19, faults: ["slow:avis=5000@1s+3s"] },
    breaks: ["appels-bornes"],
  },
  {
    id: "un-echec-rouvre",
    title: "Rétabli, puis rouvert par un seul échec",
    text: "Fermer ne vide pas la fenêtre : elle tient encore les échecs de la panne, et une demande perdue suffit.",
    parameters: { reouverture: ms(200), seuil: 25 },
    faults: ["refuse:avis@0s+300ms", "drop-message:boutique>avis:lire:14#1@0s"],
    breaks: ["un-echec-ne-rouvre-pas"],
  },
  {
    id: "succes-tardif",
    title: "Une réponse d’avant la panne referme",
    text: "La réponse d’une demande partie avant l’ouverture arrive pendant que le disjoncteur est semi-ouvert ; Avis est encore en panne.",
    parameters: { delai: 0, intervalle: ms(100) },
    faults: ["refuse:avis@200ms+2s", "delay-message:boutique>avis:lire:1#1/reply=1300ms@0s"],
    breaks: ["ferme-sur-sonde"],
  },
  {
    id: "sonde-perdue",
    title: "La réponse de la sonde se perd, sans délai",
    text: "Sans délai d’attente, la sonde ne finit jamais : le disjoncteur reste semi-ouvert et refuse toutes les autres.",
    parameters: { delai: 0 },
    faults: ["refuse:avis@1s+2s", "drop-message:boutique>avis:lire:73#1/reply@0s"],
    breaks: ["reprise"],
  },
  {
    id: "tous-sondent",
    title: "Semi-ouvert, tout le monde passe",
    text: "Avis se rétablit lentement ; le disjoncteur simple lui envoie toutes les demandes du moment.",
    ...{ variant: "simple", defect: 26 },
    faults: ["refuse:avis@1s+1s", "slow:avis=2000@2s+2s"],
    breaks: ["appels-bornes", "une-sonde"],
  },
  {
    id: "appels-sans-fin",
    title: "Avis ne répond plus, et rien ne s’ouvre",
    text: "Un appel qui ne répond pas n’est pas un échec pour le disjoncteur simple : toutes les demandes s’accumulent.",
    ...{ variant: "simple", defect: 26, faults: ["pause:avis@1s+4s"] },
    breaks: ["appels-bornes"],
  },
  {
    id: "ruee",
    title: "La sonde réussit, toutes entrent d’un coup",
    text: "Celles qui attendaient la sonde partent ensemble dès qu’elle a réussi : rien ne les compte.",
    ...{ variant: "reparee", faults: ["refuse:avis@1s+1s"] },
    breaks: ["appels-bornes"],
  },
];
