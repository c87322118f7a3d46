/** « Capture »: a connector reads a database's log, and a warehouse hears of each order. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import type { OperationCard } from "../../../simulator/vocabulary/card.ts";
import { count, duration, interval, pieceCard, requests } from "../piece-card.ts";
import { claimCards } from "./claim-cards.ts";

const asked = (id: string, request: string, reply: string, sentence: string): OperationCard => ({
  ...{ id, request, reply, sentence, isCompensation: false },
});

export const card = pieceCard({
  id: "piece-capture",
  title: "Capture des changements",
  summary:
    "Un connecteur lit le journal de la base, dans l’ordre des validations ; s’il s’arrête, il répète ce qu’il n’avait pas noté.",
  family: "bases",
  patterns: ["capture des changements", "journal de validation", "au moins une fois"],
  subjectTitle: "Commande",
  fidelity: {
    follows: "Debezium 2.x pour PostgreSQL, dans Kafka Connect 3.3 ou plus récent",
    judgedBy:
      "500 programmes de trois sessions à travers le décodage logique de PostgreSQL 15.18 et le modèle : 3 480 validations, 0 différence ; 20 mondes aléatoires avec pannes, coupures et pertes",
    models: [
      "Le connecteur lit le journal dans l’ordre des validations (LSN), qui n’est pas celui des numéros.",
      "Chaque changement devient une enveloppe : avant, après, opération, origine ; une suppression est suivie d’une pierre tombale.",
      "Les positions sont notées de temps en temps, et seulement jusqu’où tout est arrivé ; après un arrêt, tout ce qui suit la dernière position notée est renvoyé.",
      "L’emplacement de réplication retient le journal tant que rien n’est confirmé ; avec une limite, il est perdu, et la suite avec lui.",
      "En mode « exactement une fois », la position est écrite dans la transaction des enregistrements.",
    ],
    simplifies: [
      "Le LSN est le rang de la validation, là où le vrai compte des octets.",
      "Une coupure du réseau ne fait pas redémarrer la tâche : elle demande de nouveau, au même endroit.",
      "La première copie est prise en une seule lecture.",
    ],
    leavesOut: [
      "Le schéma dans l’enveloppe, les colonnes volumineuses (TOAST), TRUNCATE et les messages logiques.",
      "Les copies incrémentales, les signaux, et le changement de schéma en cours de route.",
    ],
    rules: ["DBZ-3", "DBZ-4", "DBZ-5", "DBZ-7"],
  },
  variants: [
    {
      id: "au-moins-une-fois",
      title: "au moins une fois",
      summary: "Les enregistrements partent, puis la position est notée de temps en temps.",
      file: "warehouse.services.ts",
    },
    {
      id: "exactement-une-fois",
      title: "exactement une fois",
      summary: "La position est écrite dans la transaction des enregistrements.",
      file: "warehouse.services.ts",
    },
  ],
  parameters: [
    requests(60, "commandes", "Commandes"),
    interval(ms(200)),
    duration({
      id: "longue",
      title: "Longue commande",
      help: "Une commande sur quatre dure ce temps de plus, entre son numéro et sa validation.",
      default: ms(600),
      max: seconds(30),
    }),
    duration({
      id: "notation",
      title: "Position notée toutes les",
      help: "Intervalle de notation des positions (offset.flush.interval.ms, 60 s d’origine).",
      default: seconds(5),
      min: ms(10),
      max: seconds(600),
    }),
    count({
      id: "garde",
      title: "Journal gardé",
      help: "Validations gardées au plus pour le connecteur (max_slot_wal_keep_size) ; 0 : toutes.",
      unit: "validations",
      default: 0,
      max: 1_000_000,
    }),
  ],
  nodes: [
    {
      ...{ id: "boutique", title: "Boutique", named: "la boutique", place: "db" },
      ...{ column: 0, row: 0, rows: 2, onPhone: { column: 0, row: 0 } },
      readings: [
        {
          ...{ kind: "table", database: "boutique", table: "commandes" },
          ...{ columns: ["id", "article"], limit: 4 },
        },
        {
          ...{
            kind: "strip",
            title: "journal",
            key: "journal debezium",
            store: "journal-boutique",
          },
        },
        {
          ...{ kind: "gauge", title: "gardé", key: "retenu debezium", store: "journal-boutique" },
          max: null,
        },
      ],
    },
    {
      ...{ id: "connecteur", title: "Connecteur", named: "le connecteur", place: "service" },
      ...{ column: 1, row: 0, onPhone: { column: 1, row: 0 } },
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
      ...{ column: 1, row: 1, onPhone: { column: 1, row: 1 } },
      readings: [
        {
          ...{ kind: "strip", title: "commandes", key: "boutique.public.commandes-0" },
          store: "journal-journal",
        },
      ],
    },
    {
      ...{ id: "entrepot", title: "Entrepôt", named: "l’entrepôt", place: "service" },
      ...{ column: 2, row: 0, rows: 2, onPhone: { column: 0, row: 1 } },
      readings: [
        { kind: "records", store: "recues", fields: ["commande", "lsn", "fois"], limit: 6 },
      ],
    },
  ],
  links: ["boutique|connecteur", "connecteur|journal", "journal|entrepot"],
  databases: [
    {
      ...{ id: "boutique", title: "Base de la boutique", node: "boutique" },
      tables: [
        {
          ...{ name: "commandes", key: ["id"], subject: "id", rowNamed: "la commande" },
          columns: [
            { name: "id", type: "integer", title: "commande" },
            { name: "article", type: "text", title: "article" },
          ],
        },
      ],
    },
  ],
  stores: [
    {
      ...{ id: "recues", title: "Commandes reçues", node: "entrepot" },
      recordNamed: "la commande reçue",
      fields: [
        { name: "commande", type: "integer", title: "commande" },
        { name: "lsn", type: "integer", title: "LSN" },
        { name: "fois", type: "integer", title: "fois" },
      ],
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
    { name: "receive", title: "Entrepôt : recevoir", file: "warehouse.services.ts" },
  ],
  claims: claimCards,
  incidents: [
    {
      ...{ id: "arret", title: "Le connecteur s’arrête entre deux notations" },
      text: "Ce qui est parti depuis la dernière position notée repart : l’entrepôt le reçoit deux fois.",
      ...{ faults: ["crash:connecteur@9s+2s"], breaks: ["une-fois"] },
    },
    {
      ...{ id: "arret-transaction", title: "Le même arrêt, la position dans la transaction" },
      text: "Enregistrements et position sont validés ensemble : rien ne repart.",
      variant: "exactement-une-fois",
      ...{ faults: ["crash:connecteur@9s+2s"], breaks: [] },
    },
    {
      ...{ id: "absence", title: "Huit secondes d’absence, journal gardé" },
      text: "L’emplacement de réplication retient le journal : au retour, tout arrive, en retard.",
      ...{ variant: "exactement-une-fois", faults: ["crash:connecteur@3s+8s"], breaks: [] },
    },
    {
      ...{ id: "journal-perdu", title: "La même absence, journal limité" },
      text: "Au-delà de dix validations gardées, la base jette le journal : le connecteur ne peut plus le lire, et ce qui suit est perdu.",
      ...{ variant: "exactement-une-fois", parameters: { garde: 10 } },
      ...{ faults: ["crash:connecteur@3s+8s"], breaks: ["tout-arrive"] },
    },
  ],
  horizonUs: seconds(40),
});
