/** « Boîte d’envoi »: an event is written with its order, then somebody sends it. Three ways to send. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import type { ColumnCard, OperationCard } from "../../../simulator/vocabulary/card.ts";
import { count, duration, interval, pieceCard, requests } from "../piece-card.ts";
import { claimCards } from "./claim-cards.ts";

const asked = (id: string, request: string, reply: string, sentence: string): OperationCard => ({
  ...{ id, request, reply, sentence, isCompensation: false },
});
const integer = (name: string, title: string): ColumnCard => ({ name, type: "integer", title });
const text = (name: string, title: string): ColumnCard => ({ name, type: "text", title });

export const card = pieceCard({
  id: "piece-boite-d-envoi",
  title: "Boîte d’envoi",
  summary:
    "Annoncer chaque commande sans en oublier : l’événement est une ligne écrite avec elle. Reste à trouver ce qui n’est pas parti : par une marque, un numéro ou le journal de la base.",
  family: "coordination",
  patterns: ["boîte d’envoi", "relais", "capture des changements"],
  subjectTitle: "Commande",
  fidelity: {
    follows: "PostgreSQL 15 et le routeur d’événements de Debezium 2.x",
    judgedBy:
      "15 mondes aléatoires de bout en bout, et la base elle-même comparée à PostgreSQL 15.18",
    models: [
      "L’événement et son effet sont dans une même transaction : les deux existent, ou aucun.",
      "FOR UPDATE SKIP LOCKED donne chaque ligne à un seul relais ; une panne la rend, et elle repart.",
      "« id > dernier » ne voit jamais une ligne de petit numéro validée après une autre.",
      "Le journal donne les insertions dans l’ordre des validations, même celle qui est supprimée dans sa transaction.",
      "Le message porte le numéro de la ligne : celui qui reçoit le reconnaît.",
    ],
    simplifies: [
      "Le relais vit sur le nœud de la boutique, et s’arrête avec elle.",
      "Les lignes envoyées restent dans la table : personne ne fait le ménage.",
    ],
    leavesOut: [
      "Les notifications de la base (LISTEN et NOTIFY), qui raccourciraient l’attente du relais.",
    ],
    rules: ["PGS-5", "PGS-6", "DBZ-1", "DBZ-2", "DBZ-6"],
  },
  variants: [
    {
      id: "marque",
      title: "lignes marquées",
      summary:
        "Le relais prend les lignes sans marque (FOR UPDATE SKIP LOCKED), envoie, puis marque.",
      file: "relay.services.ts",
    },
    {
      id: "numero",
      title: "id > dernier",
      summary: "Le relais retient le dernier numéro envoyé, et demande la suite.",
      file: "relay.services.ts",
    },
    {
      id: "capture",
      title: "journal",
      summary: "Un connecteur lit le journal de la base ; personne n’interroge la table.",
      file: "shop.services.ts",
    },
  ],
  parameters: [
    requests(50, "commandes", "Commandes"),
    interval(ms(150)),
    duration({
      id: "longue",
      title: "Longue commande",
      help: "Une commande sur quatre dure ce temps de plus, entre le numéro de son événement et sa validation.",
      default: ms(500),
      max: seconds(30),
    }),
    duration({
      id: "pause",
      title: "Pause du relais",
      help: "Temps entre deux regards qui n’ont rien trouvé.",
      default: ms(200),
      min: ms(1),
      max: seconds(60),
    }),
    count({
      id: "relais",
      title: "Relais",
      help: "Combien de relais lisent la même table.",
      unit: "relais",
      default: 1,
      min: 1,
      max: 20,
    }),
  ],
  nodes: [
    {
      ...{ id: "boutique", title: "Boutique", named: "la boutique", place: "db" },
      ...{ column: 0, row: 0, rows: 2 },
      readings: [
        {
          ...{ kind: "table", database: "boutique", table: "boite_envoi" },
          ...{ columns: ["id", "status"], limit: 6 },
        },
      ],
    },
    {
      ...{ id: "connecteur", title: "Connecteur", named: "le connecteur", place: "service" },
      ...{ column: 1, row: 0 },
      readings: [
        {
          ...{ kind: "state", title: "tâche", key: "capture boutique" },
          states: [
            { id: "copy", title: "première copie", tone: "calm" },
            { id: "stream", title: "suit le journal", tone: "good" },
            { id: "failed", title: "en échec", tone: "bad" },
          ],
        },
        { kind: "pairs", title: "position", key: "positions boutique" },
      ],
    },
    {
      ...{ id: "journal", title: "Courtier", named: "le courtier", place: "broker" },
      ...{ column: 1, row: 1 },
      readings: [
        {
          ...{ kind: "strip", title: "événements", key: "outbox.event.commande-0" },
          store: "journal-journal",
        },
      ],
    },
    {
      ...{ id: "entrepot", title: "Entrepôt", named: "l’entrepôt", place: "service" },
      ...{ column: 2, row: 0, rows: 2 },
      readings: [{ kind: "records", store: "recus", fields: ["evenement", "fois"], limit: 6 }],
    },
  ],
  links: ["boutique|connecteur", "boutique|journal", "connecteur|journal", "journal|entrepot"],
  databases: [
    {
      ...{ id: "boutique", title: "Base de la boutique", node: "boutique" },
      tables: [
        {
          ...{ name: "commandes", key: ["id"], subject: "id", rowNamed: "la commande" },
          columns: [integer("id", "commande"), text("article", "article")],
        },
        {
          ...{ name: "boite_envoi", key: ["id"], subject: "aggregateid", rowNamed: "l’événement" },
          columns: [
            integer("id", "événement"),
            ...[text("aggregatetype", "agrégat"), text("aggregateid", "commande")],
            ...[text("type", "type"), text("payload", "contenu"), text("status", "état")],
          ],
        },
      ],
    },
  ],
  stores: [
    {
      ...{ id: "recus", title: "Événements reçus", node: "entrepot" },
      recordNamed: "l’événement reçu",
      fields: [integer("evenement", "événement"), integer("fois", "fois")],
    },
  ],
  operations: [
    asked("ouvrir-journal", "suivre", "voici", "demande de suivre le journal"),
    asked("lire-journal", "la suite ?", "validations", "lecture du journal"),
    asked("confirmer-journal", "confirmé", "noté", "confirmation d’une position"),
    asked("produire", "écrire", "écrit", "écriture dans le journal partagé"),
    asked("lire", "lire", "enregistrements", "lecture du journal partagé"),
  ],
  handlers: [
    { name: "takeOrders", title: "Boutique : les commandes", file: "shop.services.ts" },
    { name: "takeOrder", title: "Boutique : une commande", file: "shop.services.ts" },
    { name: "sendMarked", title: "Relais : par marque", file: "relay.services.ts" },
    { name: "sendNumbered", title: "Relais : par numéro", file: "relay.services.ts" },
    { name: "receive", title: "Entrepôt : recevoir", file: "warehouse.services.ts" },
  ],
  claims: claimCards,
  incidents: [
    {
      ...{ id: "numero-en-retard", title: "« id > dernier »" },
      text: "Une longue commande est validée après une autre de numéro plus grand : le relais ne la voit jamais.",
      ...{ variant: "numero", faults: [], breaks: ["aucun-perdu"] },
    },
    {
      ...{ id: "arret-relais", title: "Arrêt entre l’envoi et la marque" },
      text: "L’événement est parti, sa marque n’est pas validée : au retour il repart. Rien n’est perdu.",
      ...{ faults: ["crash:boutique@3950ms+1s"], breaks: ["une-fois"], defect: 24 },
    },
    {
      ...{ id: "deux-relais", title: "Deux relais par marque" },
      text: "Chacun saute les lignes que l’autre tient : ils se partagent le travail.",
      ...{ parameters: { relais: 2 }, faults: [], breaks: [] },
    },
    {
      ...{ id: "deux-relais-numero", title: "Deux relais par numéro" },
      text: "Les deux lisent les mêmes lignes et les envoient toutes, et ce qu’un numéro dépasse manque toujours.",
      ...{ variant: "numero", parameters: { relais: 2 }, faults: [] },
      ...{ breaks: ["aucun-perdu", "une-fois"], defect: 24 },
    },
    {
      ...{ id: "arret-connecteur", title: "Le connecteur s’arrête" },
      text: "Ce qui est parti depuis la dernière position notée repart : deux fois, jamais zéro.",
      ...{ variant: "capture", faults: ["crash:connecteur@6s+2s"], breaks: ["une-fois"] },
    },
  ],
  horizonUs: seconds(20),
});
