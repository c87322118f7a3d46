/** « Saga orchestrée »: one conductor, three services, and the way back. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import { interval, type PieceIncident, pieceCard, requests } from "../piece-card.ts";
import { parameters } from "./card-parameters.ts";
import { effectStores, sagaStore, serviceNodes } from "./card-stage.ts";
import { claimCards } from "./claim-cards.ts";

const incidents: readonly PieceIncident[] = [
  {
    ...{ id: "chef-arrete", title: "L’orchestrateur s’arrête, habitudes publiées" },
    text: "La reprise ne sait rien des étapes et recommence à la première : la même commande deux fois.",
    ...{ variant: "publiee", defect: 3, faults: ["crash:orchestrateur@3.1s+2s"] },
    breaks: ["jamais-deux-fois"],
  },
  {
    ...{ id: "chef-arrete-corrigee", title: "Le même arrêt, chaque étape sur disque" },
    text: "La reprise lit où en était chaque saga, et continue, dans un sens ou dans l’autre.",
    ...{ variant: "corrigee", faults: ["crash:orchestrateur@3.1s+2s"] },
    breaks: [],
  },
  {
    ...{ id: "reponse-perdue", title: "Paiement agit, sa réponse se perd" },
    text: "Un silence pris pour un non : l’étape n’est jamais défaite, puisqu’elle n’est pas notée faite.",
    ...{ variant: "publiee", defect: 5, faults: ["loss:paiement>orchestrateur=100@3s+1500ms"] },
    breaks: ["ordre-inverse", "tout-ou-rien"],
  },
  {
    ...{ id: "reponse-perdue-corrigee", title: "La même perte, la question reposée" },
    text: "La même question, avec la même clé : Paiement répond ce qu’il a déjà fait.",
    ...{ variant: "corrigee", faults: ["loss:paiement>orchestrateur=100@3s+1500ms"] },
    breaks: [],
  },
  {
    ...{ id: "compensation-avalee", title: "Une compensation échoue, personne n’insiste" },
    text: "L’échec est seulement imprimé : la saga se dit compensée, et l’argent reste pris.",
    ...{ variant: "en-memoire", defect: 23, parameters: { echecs: 500_000 } },
    faults: ["slow:livraison=1000@2s+3s"],
    breaks: ["ordre-inverse", "tout-ou-rien"],
  },
  {
    ...{ id: "memoire-perdue", title: "Tout était en mémoire" },
    text: "L’orchestrateur revient sans savoir qu’il menait quoi que ce soit : du stock reste pris, sans personne.",
    ...{ variant: "en-memoire", defect: 32, faults: ["crash:orchestrateur@3.1s+2s"] },
    breaks: ["ordre-inverse", "toute-saga-se-termine"],
  },
];

export const card = pieceCard({
  id: "piece-saga-orchestree",
  title: "Saga orchestrée",
  summary:
    "Un chef demande à trois services, l’un après l’autre, et connaît le chemin du retour : encore faut-il qu’il se souvienne.",
  family: "coordination",
  patterns: ["saga", "orchestration", "compensation", "clé d’idempotence"],
  subjectTitle: "Commande",
  fidelity: {
    follows: "Garcia-Molina et Salem 1987 ; étapes pivot et réessayables de Richardson 2018",
    judgedBy:
      "60 mondes aléatoires d’arrêts, de pertes, de doublons et de disques pleins : aucune saga à moitié ; et le défaut de chaque mauvaise habitude y apparaît",
    models: [
      "L’intention est écrite avant l’acte : après un arrêt, ce qui est en doute est connu, et redemandé avec la même clé.",
      "Avant le pivot on peut revenir ; après, on insiste jusqu’au bout.",
      "On défait ce qui a été fait, le dernier d’abord, et une compensation qui échoue est reprise.",
      "Un service agit une fois par clé, et n’agit plus après sa propre compensation.",
    ],
    simplifies: [
      "Le journal de l’orchestrateur est un objet sur son disque, une écriture par étape ; l’étude « Saga fintech » le montre en SQL.",
      "Chaque service est un effet par commande : ni quantités, ni montants.",
    ],
    leavesOut: [
      "Les étapes en parallèle, le verrou sémantique et plusieurs orchestrateurs sur un même journal.",
    ],
    rules: Array.from({ length: 6 }, (_, i) => `SAG-${i + 1}`),
  },
  variants: [
    {
      ...{ id: "corrigee", title: "corrigée", file: "orders.services.ts" },
      summary:
        "Chaque étape sur disque avant et après, des clés, une reprise qui n’oublie personne.",
    },
    {
      ...{ id: "publiee", title: "telle que publiée", file: "orders.services.ts" },
      summary:
        "Le début et la fin sur disque, pas les étapes ; pas de clé ; un silence est un non.",
    },
    {
      ...{ id: "en-memoire", title: "en mémoire", file: "orders.services.ts" },
      summary: "Rien sur disque ; une étape notée avant d’être faite ; un échec seulement imprimé.",
    },
  ],
  parameters: [requests(40, "commandes", "Commandes"), interval(ms(200)), ...parameters],
  nodes: [
    {
      ...{ id: "boutique", title: "Boutique", named: "la boutique", place: "client" },
      ...{ column: 0, row: 1, readings: [{ kind: "waiting", title: "attendent" }] },
    },
    {
      ...{ id: "orchestrateur", title: "Orchestrateur", named: "l’orchestrateur" },
      ...{ place: "orchestrator", column: 1, row: 0, rows: 3 },
      readings: [
        { kind: "records", store: "sagas", fields: ["saga", "etat", "etape"], limit: 6 },
        { kind: "memory", prefix: "saga/", title: "en mémoire" },
      ],
    },
    ...serviceNodes(2),
  ],
  stores: [
    ...effectStores,
    {
      ...sagaStore("orchestrateur"),
      fields: [
        { name: "saga", type: "text", title: "commande" },
        { name: "etat", type: "text", title: "état" },
        { name: "etape", type: "text", title: "étape" },
      ],
    },
  ],
  links: [
    "boutique|orchestrateur",
    "orchestrateur|stock",
    "orchestrateur|paiement",
    "orchestrateur|livraison",
  ],
  operations: [
    {
      ...{ id: "commander", request: "commander", reply: "réponse", isCompensation: false },
      sentence: "commande d’un client",
    },
    {
      ...{ id: "etat", request: "où en est-elle ?", reply: "état", isCompensation: false },
      sentence: "question sur l’état d’une saga",
    },
    {
      ...{ id: "en-cours", request: "lesquelles ?", reply: "liste", isCompensation: false },
      sentence: "question sur les sagas en cours",
    },
    {
      ...{ id: "faire", request: "faire", reply: "fait", isCompensation: false },
      sentence: "demande de faire l’étape",
    },
    {
      ...{ id: "defaire", request: "défaire", reply: "défait", isCompensation: true },
      sentence: "demande de défaire l’étape",
    },
  ],
  handlers: [
    { name: "placeOrders", title: "Boutique : commander", file: "orders.services.ts" },
    { name: "placeOrder", title: "Boutique : une commande", file: "orders.services.ts" },
    { name: "conduct", title: "Orchestrateur : mener", file: "orders.services.ts" },
    { name: "tellState", title: "Orchestrateur : dire un état", file: "status.services.ts" },
    { name: "listActive", title: "Orchestrateur : dire qui court", file: "status.services.ts" },
    { name: "doStep", title: "Service : faire", file: "participants.services.ts" },
    { name: "undoStep", title: "Service : défaire", file: "participants.services.ts" },
  ],
  claims: claimCards,
  requests: [
    {
      ...{ id: "etat-saga", title: "Où en est cette commande ?" },
      explanation:
        "La boutique demande à l’orchestrateur l’état d’une saga : il répond ce qu’il en sait, lui.",
      ...{ from: "boutique", to: "orchestrateur", operation: "etat", timeoutUs: seconds(3) },
      subject: { title: "Commande", example: "7" },
    },
    {
      ...{ id: "sagas-en-cours", title: "Quelles sagas courent ?", subject: null },
      explanation: "L’orchestrateur nomme les sagas commencées dont il n’a pas écrit la fin.",
      ...{ from: "boutique", to: "orchestrateur", operation: "en-cours", timeoutUs: seconds(3) },
    },
  ],
  incidents,
  horizonUs: seconds(40),
});
