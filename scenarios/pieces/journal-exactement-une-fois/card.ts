/** « Exactement une fois »: what a transaction of the log promises, and whom it makes wait. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import type { NodeReading, OperationCard } from "../../../simulator/vocabulary/card.ts";
import { duration, interval, type PieceNode, pieceCard, requests } from "../piece-card.ts";
import { claimCards } from "./claim-cards.ts";

const journal = (topic: string): NodeReading => ({
  ...{ kind: "strip", title: topic, key: `${topic}-0`, store: "journal-courtier" },
});

const client = (id: string, title: string, named: string, row: number): PieceNode => ({
  ...{ id, title, named, place: "client", column: 0, row },
  readings: [{ kind: "waiting", title: "attendent" }],
});

const word = (id: string, request: string, reply: string, sentence: string): OperationCard => ({
  ...{ id, request, reply, sentence, isCompensation: false },
});

export const card = pieceCard({
  id: "piece-journal-exactement-une-fois",
  title: "Exactement une fois",
  summary:
    "Lire des commandes, écrire des factures et noter sa position : tout ensemble, ou rien. Le prix : qui suit attend.",
  family: "courtiers",
  patterns: ["transaction", "exactement une fois", "isolement des lectures"],
  subjectTitle: "Commande",
  fidelity: {
    follows: "Kafka 4.0 (transactions de version 2), client Java",
    judgedBy:
      "1 000 journaux croisés filtrés comme kafkajs 2.2.4 : 0 différence ; 500 vies d’un identifiant transactionnel",
    models: [
      "Une marque termine la transaction dans chaque partition touchée ; elle y occupe une position.",
      "Un lecteur de ce qui est décidé s’arrête à la première transaction ouverte : ce qui suit attend, même sans rapport.",
      "La position lue fait partie de la transaction : si elle est défaite, les commandes sont relues.",
      "Une nouvelle session défait ce que la précédente laissait ouvert, et l’écarte.",
      "Ce qui est fait hors du journal n’est pas défait.",
    ],
    simplifies: [
      "Un seul courtier, contrôleur et coordinateur à la fois.",
      "Une partition s’inscrit dans la transaction par une demande distincte, comme avant Kafka 4.",
    ],
    leavesOut: ["Les transactions à deux phases avec un autre système (KIP-939)."],
    rules: ["KAF-6", "KAF-7"],
  },
  variants: [
    {
      ...{ id: "transaction", title: "en transaction" },
      summary: "Factures et position sont décidées ensemble.",
      file: "billing.services.ts",
    },
    {
      ...{ id: "sans-transaction", title: "sans transaction" },
      summary: "Les factures d’abord, la position ensuite.",
      file: "billing.services.ts",
    },
  ],
  parameters: [
    requests(40, "commandes", "Commandes"),
    interval(ms(250)),
    duration({
      ...{ id: "facture", title: "Durée d’une facture" },
      help: "Temps de travail de la facturation pour une commande, transaction ouverte.",
      ...{ default: ms(200), min: ms(1), max: seconds(10) },
    }),
    duration({
      ...{ id: "comptoir", title: "Intervalle du comptoir" },
      help: "Temps entre deux ventes au comptoir.",
      ...{ default: seconds(1), min: ms(10), max: seconds(60) },
    }),
    duration({
      ...{ id: "limite", title: "Durée permise d’une transaction" },
      help: "Au-delà, le courtier la défait (transaction.timeout.ms ; Kafka : 1 min).",
      ...{ default: seconds(8), min: ms(100), max: seconds(60) },
    }),
  ],
  nodes: [
    client("boutique", "Boutique", "la boutique", 0),
    client("comptoir", "Comptoir", "le comptoir", 1),
    {
      ...{ id: "courtier", title: "Courtier", named: "le courtier", place: "broker" },
      ...{ column: 1, row: 0, rows: 2 },
      readings: [
        journal("commandes"),
        journal("factures"),
        {
          ...{ kind: "state", title: "transaction", key: "transaction facturation" },
          states: [
            { id: "Empty", title: "aucune", tone: "calm" },
            { id: "Ongoing", title: "ouverte", tone: "warn" },
            { id: "PrepareCommit", title: "décidée", tone: "good" },
            { id: "PrepareAbort", title: "à défaire", tone: "bad" },
            { id: "CompleteCommit", title: "faite", tone: "good" },
            { id: "CompleteAbort", title: "défaite", tone: "bad" },
          ],
        },
        { kind: "pairs", title: "position lue", key: "positions facturation" },
      ],
    },
    {
      ...{ id: "facturation", title: "Facturation", named: "la facturation", place: "service" },
      ...{ column: 2, row: 0, readings: [] },
    },
    {
      ...{ id: "comptabilite", title: "Comptabilité", named: "la comptabilité", place: "service" },
      ...{ column: 2, row: 1 },
      readings: [{ kind: "records", store: "comptes", fields: ["facture"], limit: 6 }],
    },
  ],
  links: [
    ...["boutique|courtier", "comptoir|courtier"],
    ...["courtier|facturation", "courtier|comptabilite"],
  ],
  stores: [
    {
      ...{ id: "comptes", title: "Comptes", node: "comptabilite", recordNamed: "la facture" },
      fields: [{ name: "facture", type: "text", title: "facture" }],
    },
  ],
  operations: [
    word("produire", "écrire", "écrit", "écriture"),
    word("lire", "lire", "suite", "lecture d’un journal"),
    word("qui-dirige", "qui dirige ?", "dirigeants", "recherche du dirigeant"),
    word("ouvrir-session", "session", "numéro", "ouverture d’une session"),
    word("inscrire-partitions", "inscrire", "inscrite", "inscription d’une partition"),
    word("valider-dans-transaction", "position", "notée", "position dans la transaction"),
    word("finir-transaction", "finir", "décidé", "fin de la transaction"),
    word("rejoindre", "rejoindre", "membre", "entrée dans le groupe"),
    word("partager", "partage", "part", "partage des partitions"),
    word("battement", "je lis", "bien", "battement d’un lecteur"),
    word("valider", "position", "notée", "validation d’une position"),
    word("positions", "où en suis-je ?", "positions", "lecture des positions"),
  ],
  handlers: [
    { name: "placeOrders", title: "Boutique : les commandes", file: "writers.services.ts" },
    { name: "sell", title: "Comptoir : vendre", file: "writers.services.ts" },
    { name: "billInside", title: "Facturation : en transaction", file: "billing.services.ts" },
    { name: "billOutside", title: "Facturation : sans", file: "billing.services.ts" },
    { name: "keepAccounts", title: "Comptabilité : lire", file: "billing.services.ts" },
  ],
  claims: claimCards,
  incidents: [
    {
      ...{ id: "arret-sans-transaction", title: "La facturation s’arrête, sans transaction" },
      text: "Elle avait écrit des factures sans noter sa position : à son retour, elle les écrit de nouveau.",
      ...{ variant: "sans-transaction", faults: ["crash:facturation@5400ms+1s"] },
      breaks: ["une-seule-facture"],
    },
    {
      ...{ id: "arret-en-transaction", title: "Le même arrêt, en transaction" },
      text: "Sa nouvelle session défait la transaction ouverte : ses factures restent dans le journal, et personne ne les voit.",
      ...{ variant: "transaction", faults: ["crash:facturation@5400ms+1s"] },
      breaks: [],
    },
    {
      ...{ id: "transaction-ouverte", title: "Une transaction reste ouverte" },
      text: "La facturation s’endort au milieu : les ventes du comptoir sont écrites, et la comptabilité ne les voit pas.",
      ...{ variant: "transaction", faults: ["pause:facturation@5s+12s"] },
      breaks: ["comptoir-a-temps"],
    },
  ],
  horizonUs: seconds(45),
});
