/** « Groupe de lecteurs »: who reads what, and what « done » means when the one who said it is gone. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import type { NodeReading, OperationCard, StoreCard } from "../../../simulator/vocabulary/card.ts";
import { count, duration, interval, type PieceNode, pieceCard, requests } from "../piece-card.ts";
import { incidents } from "./card-incidents.ts";
import { claimCards } from "./claim-cards.ts";

const journals: readonly NodeReading[] = [0, 1, 2].map((p) => ({
  ...{ kind: "strip", title: `journal ${p}` },
  ...{ key: `commandes-${p}`, store: "journal-courtier" },
}));

const reader = (id: string, title: string, row: number): PieceNode => ({
  ...{ id, title, named: title, place: "service", column: 2, row },
  onPhone: { column: 1, row },
  readings: [
    { kind: "gauge", title: "en main", key: "en main", max: null },
    { kind: "records", store: `colis-${id}`, fields: ["commande", "place"], limit: 4 },
  ],
});

const parcels = (reader: string, title: string): StoreCard => ({
  ...{ id: `colis-${reader}`, title: `Colis : ${title}`, node: reader, recordNamed: "le colis" },
  fields: [
    { name: "commande", type: "text", title: "commande" },
    { name: "place", type: "text", title: "place" },
  ],
});

const word = (id: string, request: string, reply: string, sentence: string): OperationCard => ({
  ...{ id, request, reply, sentence, isCompensation: false },
});

export const card = pieceCard({
  id: "piece-lecteurs-de-groupe",
  title: "Groupe de lecteurs",
  summary:
    "Trois lecteurs se partagent trois partitions. Dire « fini » avant de traiter, c’est perdre si l’on s’arrête ; le dire après, c’est répéter.",
  family: "courtiers",
  patterns: ["groupe de lecteurs", "rééquilibrage", "au moins une fois", "au plus une fois"],
  subjectTitle: "Commande",
  fidelity: {
    follows: "Kafka 3.9, protocole de groupe classique, client Java",
    judgedBy:
      "2 000 groupes partagés comme kafkajs 2.2.4 et 2 000 vies de groupes : 0 différence, 0 partition à deux lecteurs",
    models: [
      "Une partition a un seul lecteur dans le groupe ; un lecteur de trop n’a rien à lire.",
      "La position validée est celle du prochain message à lire.",
      "La validation automatique a lieu pendant un appel à poll, et parle de ce que l’appel précédent avait donné.",
      "Les battements continuent pendant un traitement lent : c’est max.poll.interval.ms qui exclut, et l’exclu ne le sait pas.",
      "La validation d’un exclu est refusée ; ce qu’il a fait reste fait.",
    ],
    simplifies: [
      "Un seul courtier, contrôleur et coordinateur à la fois.",
      "Tous les lecteurs lisent les mêmes sujets, et le partage recommence entièrement à chaque changement.",
      "Le délai du premier partage (group.initial.rebalance.delay.ms) n’est pas prolongé par les retardataires.",
    ],
    leavesOut: [
      "Les membres fixes (KIP-345), le partage coopératif (KIP-429), le protocole de KIP-848.",
    ],
    rules: ["KAF-2", "KAF-3", "KAF-4", "KAF-9"],
  },
  variants: [
    {
      ...{ id: "apres", title: "traiter, puis valider" },
      summary: "La position est validée quand les colis sont partis.",
      file: "readers.services.ts",
    },
    {
      ...{ id: "avant", title: "valider, puis traiter" },
      summary: "La position est validée dès la lecture.",
      file: "readers.services.ts",
    },
    {
      ...{ id: "automatique", title: "validation automatique" },
      summary: "Le client valide de temps en temps, pendant une lecture.",
      file: "readers.services.ts",
    },
  ],
  parameters: [
    requests(60, "commandes", "Commandes"),
    interval(ms(150)),
    duration({
      ...{ id: "expedition", title: "Durée d’une expédition" },
      help: "Temps de travail d’un lecteur pour une commande.",
      ...{ default: ms(500), min: ms(1), max: seconds(10) },
    }),
    count({
      ...{ id: "lot", title: "Lues à la fois", unit: "commandes" },
      help: "Ce qu’une lecture donne au plus (max.poll.records ; Kafka : 500).",
      ...{ default: 5, min: 1, max: 500 },
    }),
    duration({
      ...{ id: "session", title: "Silence toléré d’un lecteur" },
      help: "Au-delà, le groupe l’exclut (session.timeout.ms ; Kafka : 45 s).",
      ...{ default: seconds(6), min: seconds(2), max: seconds(60) },
    }),
    duration({
      ...{ id: "retour", title: "Délai pour relire" },
      help: "Au-delà, un lecteur trop lent quitte le groupe (max.poll.interval.ms ; Kafka : 5 min).",
      ...{ default: seconds(8), min: seconds(1), max: seconds(300) },
    }),
    duration({
      ...{ id: "cadence", title: "Cadence de la validation automatique" },
      help: "Temps entre deux validations (auto.commit.interval.ms ; Kafka : 5 s).",
      ...{ default: seconds(5), min: ms(100), max: seconds(60) },
    }),
    duration({
      ...{ id: "renfort", title: "Arrivée de Chloé" },
      help: "Quand le troisième lecteur entre dans le groupe.",
      ...{ default: seconds(4), min: ms(1), max: seconds(60) },
    }),
  ],
  nodes: [
    {
      ...{ id: "boutique", title: "Boutique", named: "la boutique", place: "client" },
      ...{ column: 0, row: 0, rows: 3, onPhone: { column: 0, row: 0 } },
      readings: [{ kind: "waiting", title: "attendent" }],
    },
    {
      ...{ id: "courtier", title: "Courtier", named: "le courtier", place: "broker" },
      ...{ column: 1, row: 0, rows: 3, onPhone: { column: 0, row: 1, rows: 2 } },
      readings: [
        ...journals,
        { kind: "pairs", title: "lecteurs", key: "partage expedition" },
        { kind: "pairs", title: "positions validées", key: "positions expedition" },
      ],
    },
    reader("anne", "Anne", 0),
    reader("bruno", "Bruno", 1),
    reader("chloe", "Chloé", 2),
  ],
  links: ["boutique|courtier", "courtier|anne", "courtier|bruno", "courtier|chloe"],
  stores: [parcels("anne", "Anne"), parcels("bruno", "Bruno"), parcels("chloe", "Chloé")],
  operations: [
    word("produire", "écrire", "écrit", "écriture d’une commande"),
    word("lire", "lire", "commandes", "lecture d’un journal"),
    word("qui-dirige", "qui dirige ?", "dirigeants", "recherche du dirigeant"),
    word("ouvrir-session", "numéro", "numéro", "ouverture d’une série"),
    word("rejoindre", "rejoindre", "membre", "entrée dans le groupe"),
    word("partager", "partage", "part", "partage des partitions"),
    word("battement", "je lis", "bien", "battement d’un lecteur"),
    word("quitter", "quitter", "noté", "départ du groupe"),
    word("valider", "fini", "noté", "validation d’une position"),
    word("positions", "où en suis-je ?", "positions", "lecture des positions"),
  ],
  handlers: [
    { name: "placeOrders", title: "Boutique : les commandes", file: "shop.services.ts" },
    { name: "placeOrder", title: "Boutique : une commande", file: "shop.services.ts" },
    { name: "shipOrders", title: "Lecteur : expédier", file: "readers.services.ts" },
    { name: "comeLater", title: "Chloé : arriver plus tard", file: "readers.services.ts" },
  ],
  claims: claimCards,
  incidents,
  horizonUs: seconds(60),
});
