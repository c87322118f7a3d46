/** « Répartiteur »: three servers behind one name; which of them gets the next request, and which are up. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import type { NodeReading } from "../../../simulator/vocabulary/card.ts";
import { count, duration, interval, type PieceNode, pieceCard, requests } from "../piece-card.ts";
import { incidents } from "./card-incidents.ts";
import { claimCards } from "./claim-cards.ts";

const SERVERS = [
  ["s1", "Serveur 1", "le premier serveur"],
  ["s2", "Serveur 2", "le deuxième serveur"],
  ["s3", "Serveur 3", "le troisième serveur"],
] as const;

const health = (id: string): NodeReading => ({
  ...{ kind: "state", title: id, key: `repartiteur/page/${id}` },
  states: [
    { id: "haut", title: "en service", tone: "good" },
    { id: "chancelle", title: "chancelle", tone: "warn" },
    { id: "revient", title: "revient", tone: "calm" },
    { id: "bas", title: "hors service", tone: "bad" },
  ],
});

const server = ([id, title, named]: (typeof SERVERS)[number], row: number): PieceNode => ({
  ...{
    id,
    title,
    named,
    place: "service",
    column: 2,
    row,
    onPhone: { column: 1, row },
    workerCount: 4,
    queueLimit: 200,
  },
  readings: [{ kind: "workers" }, { kind: "queue" }],
});

export const card = pieceCard({
  id: "piece-repartiteur",
  title: "Répartiteur",
  summary:
    "Un serveur lent, un serveur mort, un serveur qui répond à la sonde et rate les demandes : ce que chaque façon de répartir en fait.",
  family: "resilience",
  patterns: ["répartition de charge", "sonde de santé", "éjection"],
  subjectTitle: "Demande",
  fidelity: {
    follows: "HAProxy 2.6 : balance roundrobin, leastconn, random(2) ; check, rise, fall, observe",
    judgedBy:
      "120 suites de demandes, de sorties et de retours de serveurs, 30 vies de sondes et d’erreurs à travers HAProxy 2.6.12 et le modèle : 4 495 réponses, 0 différence",
    models: [
      "Le tour de rôle étale chaque serveur selon son poids ; qui sort ou revient change le tour suivant.",
      "Le moins occupé : demandes en cours plus une, rapportées au poids ; à égalité, chacun son tour.",
      "Deux choix : deux serveurs tirés au hasard selon leur poids, le moins occupé des deux.",
      "Il faut « fall » sondes ratées de suite pour sortir, « rise » réussies pour revenir ; une réussie efface les ratées.",
      "Les erreurs des demandes peuvent compter aussi : un certain nombre de suite sort le serveur, une sonde réussie les efface, et seules les sondes le ramènent.",
    ],
    simplifies: [
      "Une seule liste de serveurs, un seul répartiteur, dont la panne oublie tout.",
      "La sonde suivante part un intervalle après la précédente, aussi quand le serveur chancelle (fastinter) ou est tombé (downinter).",
    ],
    leavesOut: [
      "Les nouvelles tentatives et la redirection vers un autre serveur (retries, option redispatch).",
      "La montée progressive (slowstart), la file d’attente par serveur (maxconn), les serveurs de secours.",
      "Le hasard d’HAProxy lui-même : deux choix n’est comparé qu’en loi.",
    ],
    rules: ["LBL-1", "LBL-2", "LBL-3", "LBL-4", "LBL-5", "LBL-6", "LBL-7"],
  },
  variants: [
    {
      id: "tour",
      title: "tour de rôle",
      summary: "Chaque serveur à son tour (roundrobin).",
      file: "pages.services.ts",
    },
    {
      id: "moins-occupe",
      title: "le moins occupé",
      summary: "Le serveur qui a le moins de demandes en cours (leastconn).",
      file: "pages.services.ts",
    },
    {
      id: "deux-choix",
      title: "deux choix",
      summary: "Le moins occupé de deux serveurs tirés au hasard (random(2)).",
      file: "pages.services.ts",
    },
  ],
  parameters: [
    requests(200, "demandes"),
    interval(ms(25)),
    count({
      id: "erreurs",
      title: "Erreurs de suite pour sortir",
      help: "Demandes ratées de suite qui sortent un serveur (observe layer7) ; 0 : elles ne comptent pas.",
      unit: "erreurs",
      default: 0,
      max: 1_000,
    }),
    duration({
      id: "sonde",
      title: "Intervalle des sondes",
      help: "Entre deux sondes d’un même serveur ; deux secondes dans HAProxy.",
      default: ms(200),
      min: ms(10),
      max: seconds(60),
    }),
    count({
      id: "chute",
      title: "Sondes ratées pour sortir",
      help: "Sondes ratées de suite avant que le serveur sorte (fall).",
      unit: "sondes",
      default: 3,
      min: 1,
      max: 100,
    }),
    count({
      id: "retour",
      title: "Sondes réussies pour revenir",
      help: "Sondes réussies de suite avant que le serveur revienne (rise).",
      unit: "sondes",
      default: 2,
      min: 1,
      max: 100,
    }),
    count({
      id: "poids",
      title: "Poids du premier serveur",
      help: "Les deux autres ont le poids 1.",
      unit: "parts",
      default: 1,
      max: 256,
    }),
    duration({
      id: "page",
      title: "Durée d’une page",
      help: "Temps de travail d’un serveur pour une demande.",
      default: ms(50),
      min: ms(1),
      max: seconds(10),
    }),
  ],
  nodes: [
    {
      ...{ id: "clients", title: "Clients", named: "les clients", place: "client" },
      ...{ column: 0, row: 0, rows: 3, onPhone: { column: 0, row: 0 } },
      readings: [{ kind: "waiting", title: "attendent" }],
    },
    {
      ...{ id: "repartiteur", title: "Répartiteur", named: "le répartiteur", place: "gateway" },
      ...{ column: 1, row: 0, rows: 3, onPhone: { column: 0, row: 1, rows: 2 } },
      readings: [
        ...SERVERS.map(([id]) => health(id)),
        { kind: "pairs", title: "en cours", key: "repartiteur/page/en-cours" },
      ],
    },
    ...SERVERS.map(server),
  ],
  links: ["clients|repartiteur", ...SERVERS.map(([id]) => `repartiteur|${id}`)],
  operations: [
    {
      ...{ id: "demander", request: "page ?", reply: "page", isCompensation: false },
      sentence: "demande de page",
    },
    {
      ...{ id: "page", request: "page ?", reply: "page", isCompensation: false },
      sentence: "demande de page à un serveur",
    },
    {
      ...{ id: "sante", request: "sonde", reply: "bien", isCompensation: false },
      sentence: "sonde de santé",
    },
  ],
  handlers: [
    { name: "visit", title: "Clients : demander", file: "pages.services.ts" },
    { name: "visitOnce", title: "Client : une demande", file: "pages.services.ts" },
    { name: "forward", title: "Répartiteur : transmettre", file: "pages.services.ts" },
    { name: "showPage", title: "Serveur : une page", file: "pages.services.ts" },
    { name: "sayWell", title: "Serveur : répondre à la sonde", file: "pages.services.ts" },
  ],
  claims: claimCards,
  incidents,
  horizonUs: seconds(8),
});
