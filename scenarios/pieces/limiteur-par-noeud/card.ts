/** « Limiteur par nœud »: one limit, two gateways, and a store that they may share. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import type { NodeReading } from "../../../simulator/vocabulary/card.ts";
import {
  choice,
  count,
  duration,
  interval,
  type PieceNode,
  pieceCard,
  requests,
} from "../piece-card.ts";
import { incidents } from "./card-incidents.ts";
import { claimCards } from "./claim-cards.ts";

const counting: readonly NodeReading[] = [
  { kind: "gauge", title: "compte lu", key: "kong/compte", max: 10 },
  { kind: "gauge", title: "pas envoyés", key: "kong/pas-envoyés", max: null },
  {
    ...{ kind: "state", title: "Redis", key: "kong/magasin" },
    states: [
      { id: "joignable", title: "joignable", tone: "good" },
      { id: "muet", title: "muet", tone: "bad" },
    ],
  },
];

const gateway = (id: string, title: string, named: string, row: number): PieceNode => ({
  ...{ id, title, named, place: "gateway", column: 1, row },
  readings: counting,
});

export const card = pieceCard({
  id: "piece-limiteur-par-noeud",
  title: "Limiteur par nœud",
  summary:
    "Deux passerelles promettent ensemble dix demandes par seconde : chacune compte de son côté, ou demande à un magasin commun, qui peut se taire.",
  family: "resilience",
  patterns: ["limitation de débit", "compteur partagé"],
  subjectTitle: "Demande",
  fidelity: {
    follows: "Kong 3.9, greffon rate-limiting (kong/plugins/rate-limiting)",
    judgedBy:
      "lecture du code du greffon ; seul et sans concurrence, il doit répondre comme une fenêtre d’horloge sur 300 suites de demandes : 0 différence",
    models: [
      "Les fenêtres commencent aux secondes entières de l’horloge de chaque nœud.",
      "« local » : chaque nœud lit son compte, laisse passer, et compte ensuite ; qui arrive entre les deux passe aussi.",
      "« redis » : le magasin compte en répondant ; rien ne dépasse, et les demandes refusées sont comptées comme les autres.",
      "« redis » avec sync_rate : le nœud croit ce qu’il a entendu la dernière fois, et envoie ses comptes de temps en temps ; ce qui est compté pendant l’envoi est oublié.",
      "« fault_tolerant » : sans magasin, tout le monde passe ; sans cette option, tout le monde reçoit une erreur 500.",
    ],
    simplifies: [
      "Compter ensuite prend une milliseconde, là où Kong attend le tour suivant de sa boucle.",
      "Les ouvriers d’un même nœud partagent tout ; le magasin perd ses comptes quand il s’arrête.",
    ],
    leavesOut: [
      "Les fenêtres d’un mois et d’un an, la politique « cluster », les en-têtes RateLimit.",
      "La fenêtre glissante du greffon rate-limiting-advanced, dont le code n’est pas public.",
    ],
    rules: ["RLM-5", "RLM-6", "RLM-7", "RLM-8", "RLM-9"],
  },
  variants: [
    {
      id: "redis",
      title: "magasin commun",
      summary: "Chaque demande est comptée par Redis avant de passer.",
      file: "gateways.services.ts",
    },
    {
      id: "redis-retard",
      title: "magasin commun, de temps en temps",
      summary: "Chaque passerelle envoie ses comptes toutes les 400 ms (sync_rate).",
      file: "gateways.services.ts",
    },
    {
      id: "local",
      title: "chacune pour soi",
      summary: "Chaque passerelle compte dans sa mémoire.",
      file: "gateways.services.ts",
    },
  ],
  parameters: [
    requests(160, "demandes"),
    interval(ms(25)),
    count({
      id: "limite",
      title: "Limite",
      help: "Demandes acceptées par seconde, pour tous.",
      unit: "demandes",
      default: 10,
      min: 1,
      max: 100_000,
    }),
    choice({
      id: "tolerant",
      title: "Sans magasin",
      help: "Ce que fait une passerelle à qui le magasin ne répond pas (fault_tolerant).",
      options: [
        ["oui", "laisser passer"],
        ["non", "erreur 500"],
      ],
    }),
    duration({
      id: "synchro",
      title: "Envoi des comptes",
      help: "Temps entre deux envois des comptes au magasin (sync_rate), quand ils sont espacés.",
      default: ms(400),
      min: ms(20),
      max: seconds(60),
    }),
    duration({
      id: "delai",
      title: "Attente du magasin",
      help: "Temps au bout duquel une passerelle renonce à la réponse du magasin.",
      default: ms(200),
      min: ms(1),
      max: seconds(60),
    }),
  ],
  nodes: [
    {
      ...{ id: "clients", title: "Clients", named: "les clients", place: "client" },
      ...{ column: 0, row: 0, rows: 2 },
      readings: [{ kind: "waiting", title: "attendent" }],
    },
    gateway("kong-1", "Kong 1", "la première passerelle", 0),
    gateway("kong-2", "Kong 2", "la seconde passerelle", 1),
    {
      ...{ id: "redis", title: "Redis", named: "le magasin des comptes", place: "register" },
      ...{ column: 2, row: 0 },
      readings: [{ kind: "pairs", title: "comptes", key: "compteurs/derniers" }],
    },
    {
      ...{ id: "tarifs", title: "Tarifs", named: "le service Tarifs", place: "service" },
      ...{ column: 2, row: 1 },
      readings: [{ kind: "workers" }],
    },
  ],
  links: [
    ...["clients|kong-1", "clients|kong-2", "kong-1|redis", "kong-2|redis"],
    ...["kong-1|tarifs", "kong-2|tarifs"],
  ],
  operations: [
    {
      ...{ id: "demander", request: "prix ?", reply: "prix", isCompensation: false },
      sentence: "demande de prix",
    },
    {
      ...{ id: "lire", request: "lire", reply: "lu", isCompensation: false },
      sentence: "lecture d’un tarif",
    },
    {
      ...{ id: "compter", request: "+1 ?", reply: "compte", isCompensation: false },
      sentence: "demande de compter un de plus",
    },
    {
      ...{ id: "ajouter", request: "+n", reply: "ajouté", isCompensation: false },
      sentence: "envoi des comptes",
    },
  ],
  handlers: [
    { name: "visit", title: "Clients : demander", file: "gateways.services.ts" },
    { name: "visitOnce", title: "Client : une demande", file: "gateways.services.ts" },
    { name: "passOrRefuse", title: "Kong : laisser passer", file: "gateways.services.ts" },
    { name: "readPrice", title: "Tarifs : lire", file: "gateways.services.ts" },
  ],
  claims: claimCards,
  incidents,
  horizonUs: seconds(30),
});
