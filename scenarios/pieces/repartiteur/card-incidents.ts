/** Prepared faults of the balancer piece: one server of three is slow, dead, or lies to its check. */
import type { PieceIncident } from "../piece-card.ts";

const SLOW = ["slow:s2=1000@1s+3s"];
const DEAD = ["crash:s2@1s+3s"];
/** It cannot write any more; its check does not write. */
const LYING = ["disk-full:s2@1s+3s"];

export const incidents: readonly PieceIncident[] = [
  {
    ...{ id: "lent-tour", title: "Un serveur lent, tour de rôle" },
    text: "Il reçoit toujours sa demande sur trois, et ne suit plus : sa file grandit, un client sur trois attend.",
    ...{ variant: "tour", faults: SLOW, breaks: ["rapide"] },
  },
  {
    ...{ id: "lent-moins-occupe", title: "Le même serveur lent, le moins occupé" },
    text: "Il a toujours trop de demandes en cours : il n’en reçoit presque plus.",
    ...{ variant: "moins-occupe", faults: SLOW, breaks: [] },
  },
  {
    ...{ id: "mort", title: "Un serveur meurt, tour de rôle" },
    text: "Jusqu’à la troisième sonde ratée, une demande sur trois part vers un mort.",
    ...{ variant: "tour", faults: DEAD, breaks: ["rapide"] },
  },
  {
    ...{ id: "menteur-tour", title: "Un serveur qui ment à la sonde, tour de rôle" },
    text: "Son disque est plein : il rate chaque page, aussitôt. La sonde, qui n’écrit rien, le trouve bien.",
    ...{ variant: "tour", faults: LYING, breaks: ["peu-d-erreurs"] },
  },
  {
    ...{ id: "menteur-moins-occupe", title: "Le même menteur, le moins occupé" },
    text: "Qui échoue aussitôt n’est jamais occupé : il attire les demandes, et les rate plus vite que les autres ne servent.",
    ...{ variant: "moins-occupe", faults: LYING, breaks: ["peu-d-erreurs"] },
  },
  {
    ...{ id: "menteur-jamais-sorti", title: "Cinq erreurs de suite le sortiraient" },
    text: "Mais une sonde réussie efface les erreurs, et il en passe une tous les cinquièmes de seconde : il n’y en a jamais cinq.",
    ...{ variant: "tour", parameters: { erreurs: 5 }, faults: LYING },
    breaks: ["peu-d-erreurs"],
  },
  {
    ...{ id: "menteur-sorti", title: "Deux erreurs de suite le sortent" },
    text: "Deux erreurs le sortent, deux sondes réussies le ramènent : il entre et sort, et rate deux demandes à chaque fois.",
    ...{ variant: "tour", parameters: { erreurs: 2 }, faults: LYING },
    breaks: ["peu-d-erreurs"],
  },
  {
    ...{ id: "menteur-sorti-longtemps", title: "Le menteur sorti, et long à revenir" },
    text: "Vingt sondes réussies au lieu de deux avant qu’il revienne : il ne rate plus que deux demandes.",
    ...{ variant: "tour", parameters: { erreurs: 2, retour: 20 }, faults: LYING },
    breaks: [],
  },
];
