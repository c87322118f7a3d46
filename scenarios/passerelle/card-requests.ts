/** What the reader may ask of the running system. */
import { seconds } from "../../simulator/base/time.ts";
import type { RequestCard } from "../../simulator/vocabulary/card.ts";
import { REPORTS, routeOf } from "./card-targets.ts";

export const requests: readonly RequestCard[] = [
  {
    ...{ id: "un-rapport", title: "Demander un rapport", from: "clients", to: "passerelle" },
    explanation: "La demande prend le chemin de celles des clients : place, cloison, disjoncteur.",
    operation: routeOf(REPORTS),
    subject: { title: "Rapport", example: "standard-1" },
    ...{ body: { key: "{subject}" }, timeoutUs: seconds(40) },
  },
  {
    ...{ id: "export", title: "Tout exporter", from: "astreinte", to: REPORTS },
    explanation: "Un client exporte tout : les tables sont verrouillées pendant l’export.",
    ...{ operation: "exporter", subject: null, body: null, timeoutUs: seconds(10) },
  },
  {
    ...{ id: "redemarrage", title: "Redémarrer Rapports", from: "astreinte", to: REPORTS },
    explanation: "Tous les calculs en cours sont abandonnés ; qui les attendait l’apprend.",
    ...{ operation: "redemarrer", subject: null, body: null, timeoutUs: seconds(10) },
  },
];
