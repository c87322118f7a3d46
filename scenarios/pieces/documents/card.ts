/** « Documents »: orders in a replica set, and a billing service that watches their changes. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import type { OperationCard, StoreCard } from "../../../simulator/vocabulary/card.ts";
import {
  choice,
  count,
  duration,
  interval,
  type PieceNode,
  pieceCard,
  requests,
} from "../piece-card.ts";
import { claimCards } from "./claim-cards.ts";

const member = (id: string, title: string, row: number): PieceNode => ({
  ...{ id, title, named: `le ${title.toLowerCase()}`, place: "db", column: 1, row },
  onPhone: { column: 1, row },
  readings: [
    {
      ...{ kind: "state", title: "rôle", key: "jeu/rôle" },
      states: [
        { id: "primary", title: "primaire", tone: "good" },
        { id: "secondary", title: "réplique", tone: "calm" },
        { id: "candidate", title: "candidat", tone: "warn" },
        { id: "stale", title: "trop en retard", tone: "bad" },
      ],
    },
    { kind: "strip", title: "journal", key: "jeu/journal" },
    { kind: "records", store: `annulees-${id}`, fields: ["ecriture"], limit: 3 },
  ],
});

const undoneStore = (id: string, title: string): StoreCard => ({
  ...{ id: `annulees-${id}`, title: `Annulées : ${title}`, node: id },
  fields: [
    { name: "ecriture", type: "text", title: "écriture annulée" },
    { name: "mandat", type: "integer", title: "mandat" },
  ],
  recordNamed: "l’écriture annulée",
});

const operation = (id: string, reply: string, sentence: string): OperationCard => ({
  ...{ id, request: id, reply, sentence, isCompensation: false },
});

export const card = pieceCard({
  id: "piece-documents",
  title: "Documents",
  summary:
    "Un service suit les changements d’une base grâce à un jeton de reprise. Enregistré trop tôt, il fait perdre ; trop tard, il fait répéter ; trop vieux, il ne vaut plus rien.",
  family: "bases",
  patterns: ["flux de changements", "jeton de reprise", "confirmation par la majorité"],
  subjectTitle: "Commande",
  fidelity: {
    follows: "MongoDB 8.0 : un jeu de répliques et ses flux de changements",
    judgedBy:
      "300 journaux aléatoires lus par un lecteur qui s’arrête et reprend n’importe où : chaque événement une fois, dans l’ordre ; 6 fautes plantées, toutes vues ; règles tirées de la documentation de MongoDB 8.0",
    models: [
      "Le flux ne dit que ce que la majorité a confirmé : un événement n’est jamais repris.",
      "Le jeton est une place dans le journal : il vaut tant que cette place y est, puis l’on apprend que l’histoire est perdue.",
      "Un flux silencieux reçoit quand même un jeton qui avance, sinon il expirerait de lui-même.",
      "Supprimer la collection ferme le flux ; seul « startAfter » repart après cette fin.",
      "Des documents insérés par un même ordre portent le même clusterTime, sans être une transaction.",
    ],
    simplifies: [
      "Le journal se mesure en entrées, pas en octets.",
      "Un document se remplace en entier : l’événement le porte tel qu’il est devenu.",
      "Un membre arrêté est cherché à tour de rôle, là où un pilote surveille le jeu en continu.",
    ],
    leavesOut: [
      "Les grappes de plusieurs jeux, les filtres, les images d’avant et d’après, la première copie d’une collection.",
      "Le renommage d’une collection et la suppression d’une base entière.",
    ],
    rules: ["MGO-3", "MGO-4", "MGO-5", "MGO-6"],
  },
  variants: [
    {
      id: "apres",
      title: "jeton enregistré après",
      summary: "Le service facture le lot, puis enregistre le jeton : après un arrêt, il répète.",
      file: "billing.services.ts",
    },
    {
      id: "avant",
      title: "jeton enregistré avant",
      summary:
        "Le service enregistre le jeton, puis facture le lot : après un arrêt, il en manque.",
      file: "billing.services.ts",
    },
  ],
  parameters: [
    requests(40, "commandes", "Commandes"),
    interval(ms(300)),
    duration({
      id: "facture",
      title: "Facturer une commande",
      help: "Ce que prend une facture.",
      default: ms(200),
      min: ms(1),
      max: seconds(10),
    }),
    count({
      ...{ id: "journal", title: "Taille du journal", unit: "entrées" },
      help: "Entrées confirmées que chaque serveur garde (oplog).",
      ...{ default: 1_000, min: 1, max: 100_000 },
    }),
    choice({
      id: "ecriture",
      title: "Une commande est confirmée par",
      help: "Ce que la caisse attend avant de dire « confirmée ».",
      options: [
        ["majority", "la majorité"],
        ["1", "le primaire seul"],
      ],
    }),
  ],
  nodes: [
    {
      ...{ id: "caisse", title: "Caisse", named: "la caisse", place: "register" },
      onPhone: { column: 0, row: 0 },
      ...{ column: 0, row: 1, readings: [{ kind: "waiting", title: "attendent" }] },
    },
    member("s1", "Serveur 1", 0),
    member("s2", "Serveur 2", 1),
    member("s3", "Serveur 3", 2),
    {
      ...{ id: "facturation", title: "Facturation", named: "la facturation", place: "service" },
      ...{ column: 2, row: 1, onPhone: { column: 0, row: 1, rows: 2 } },
      readings: [
        { kind: "pairs", title: "jeton", key: "jeton", store: "reprise" },
        { kind: "records", store: "factures", fields: ["commande"], limit: 5 },
      ],
    },
  ],
  links: [
    ...["caisse|s1", "caisse|s2", "caisse|s3", "s1|s2", "s1|s3", "s2|s3"],
    ...["facturation|s1", "facturation|s2", "facturation|s3"],
  ],
  stores: [
    {
      ...{ id: "factures", title: "Factures", node: "facturation", recordNamed: "la facture" },
      fields: [
        { name: "commande", type: "text", title: "commande" },
        { name: "fois", type: "integer", title: "fois" },
      ],
    },
    ...[undoneStore("s1", "serveur 1"), undoneStore("s2", "serveur 2")],
    undoneStore("s3", "serveur 3"),
  ],
  operations: [
    operation("écrire", "écrit", "demande d’écriture"),
    operation("observer", "changements", "demande des changements"),
    operation("journal", "entrées", "demande de la suite du journal"),
    operation("battement", "entendu", "battement de cœur"),
    operation("vote", "voix", "demande de voix"),
  ],
  handlers: [
    { name: "order", title: "Caisse : commander", file: "till.services.ts" },
    {
      name: "billOrders",
      title: "Facturation : suivre les commandes",
      file: "billing.services.ts",
    },
  ],
  claims: claimCards,
  incidents: [
    {
      ...{ id: "arret-apres", title: "La facturation s’arrête, jeton enregistré après" },
      text: "Au sortir d’une pause elle prend un lot de cinq, et s’arrête au milieu ; à son retour elle reprend au jeton, et refait ce qu’elle avait déjà fait.",
      ...{
        variant: "apres",
        faults: ["pause:facturation@3s+2s", "crash:facturation@5700ms+2s"],
        breaks: ["une-seule-facture"],
      },
    },
    {
      ...{ id: "arret-avant", title: "La facturation s’arrête, jeton enregistré avant" },
      text: "Le jeton dit « c’est fait » avant que ce le soit : le reste du lot n’est jamais facturé.",
      ...{
        variant: "avant",
        faults: ["pause:facturation@3s+2s", "crash:facturation@5700ms+2s"],
        breaks: ["confirmee-facturee"],
      },
    },
    {
      ...{ id: "bascule", title: "Le primaire s’arrête" },
      text: "Le jeton vaut sur le nouveau primaire : le flux reprend où il en était.",
      ...{ faults: ["crash:s1@4s+20s"], breaks: [] },
    },
    {
      ...{
        id: "journal-trop-court",
        title: "Absente plus longtemps que le journal ne se souvient",
      },
      text: "Le journal ne garde que vingt entrées : au retour, le jeton ne vaut plus rien, et la facturation repart de maintenant.",
      parameters: { journal: 20 },
      ...{ faults: ["crash:facturation@3s+9s"], breaks: ["confirmee-facturee"] },
    },
    {
      ...{ id: "primaire-seul", title: "Le primaire coupé confirme seul" },
      text: "Les commandes qu’il confirme seul n’entrent jamais dans le flux : elles seront annulées, et personne ne les a facturées.",
      parameters: { ecriture: "1" },
      ...{ faults: ["partition:s1|s2,s3@4s+14s"], breaks: ["confirmee-facturee"] },
    },
  ],
  horizonUs: seconds(45),
});
