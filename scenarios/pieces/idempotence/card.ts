/** « Idempotence »: a payment asked for again, because no answer came, must not be made twice. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import type { ColumnCard } from "../../../simulator/vocabulary/card.ts";
import { count, duration, interval, pieceCard, requests } from "../piece-card.ts";
import { incidents } from "./card-incidents.ts";
import { claimCards } from "./claim-cards.ts";

const text = (name: string, title: string): ColumnCard => ({ name, type: "text", title });

export const card = pieceCard({
  id: "piece-idempotence",
  title: "Clé d’idempotence",
  summary:
    "La réponse s’est perdue, le client redemande : la clé fait la différence entre un débit et deux, à condition d’être écrite avec lui.",
  family: "resilience",
  patterns: ["clé d’idempotence", "nouvelle tentative"],
  subjectTitle: "Paiement",
  fidelity: {
    follows: "brouillon de l’IETF « The Idempotency-Key HTTP Header Field », version 06",
    judgedBy:
      "un arrêt de la banque à chacun de soixante instants, pour chaque façon d’écrire la clé",
    models: [
      "Sans clé : 400. La même clé pour une autre demande : 422. La même clé pendant le travail : 409.",
      "La même clé, travail fini : la réponse gardée est rendue, rien n’est refait.",
      "La clé appartient à celui qui l’emploie, et n’est gardée qu’un temps, qui est publié.",
      "Clé et effet dans une seule transaction : un arrêt laisse les deux, ou aucun.",
    ],
    simplifies: [
      "Qui redemande pendant la transaction attend sa fin, au lieu d’un 409 : la base le retient sur la clé.",
      "L’empreinte de la demande est une somme courte, pas une somme cryptographique.",
    ],
    leavesOut: [
      "Les effets hors de la base (appeler un autre service), qui n’entrent dans aucune transaction.",
      "Le ménage des clés expirées.",
    ],
    rules: ["IDK-1", "IDK-2", "IDK-3", "IDK-4", "IDK-5"],
  },
  variants: [
    {
      id: "ensemble",
      title: "clé et débit ensemble",
      summary: "La clé et le débit sont écrits dans la même transaction.",
      file: "payment.services.ts",
    },
    {
      id: "avant",
      title: "la clé d’abord",
      summary: "La clé est validée, puis le débit, puis la réponse.",
      file: "payment.services.ts",
    },
    {
      id: "apres",
      title: "la clé ensuite",
      summary: "La clé est cherchée, le débit écrit, la clé enfin : vérifier, puis agir.",
      file: "payment.services.ts",
    },
    {
      id: "sans-cle",
      title: "sans clé",
      summary: "Chaque demande est un débit.",
      file: "payment.services.ts",
    },
  ],
  parameters: [
    requests(60, "paiements"),
    interval(ms(100)),
    duration({
      id: "delai",
      title: "Délai d’attente",
      help: "Au bout duquel le client redemande, avec la même clé.",
      default: ms(300),
      min: ms(1),
      max: seconds(60),
    }),
    count({
      id: "essais",
      title: "Essais",
      help: "Nombre d’essais au plus pour un paiement, le premier compris.",
      unit: "essais",
      default: 6,
      min: 1,
      max: 20,
    }),
    duration({
      id: "controle",
      title: "Contrôle de la banque",
      help: "Temps de travail de la banque avant un débit.",
      default: ms(40),
      min: ms(1),
      max: seconds(10),
    }),
    duration({
      id: "garde",
      title: "Garde des réponses",
      help: "Temps pendant lequel une réponse est gardée ; qui redemande plus tard paie encore.",
      default: seconds(60),
      min: ms(100),
      max: seconds(3_600),
    }),
  ],
  nodes: [
    {
      ...{ id: "clients", title: "Clients", named: "les clients", place: "client" },
      ...{ column: 0, row: 0 },
      readings: [
        { kind: "waiting", title: "attendent" },
        { kind: "gauge", title: "nouveaux essais", key: "reprises/banque/envoyees", max: null },
      ],
    },
    {
      ...{ id: "banque", title: "Banque", named: "la banque", place: "external" },
      ...{ column: 1, row: 0, columns: 2 },
      readings: [
        {
          ...{ kind: "table", database: "banque", table: "idempotency_keys" },
          ...{ columns: ["key", "status"], limit: 4 },
        },
        {
          kind: "table",
          database: "banque",
          table: "debits",
          columns: ["id", "paiement"],
          limit: 4,
        },
      ],
    },
  ],
  links: ["clients|banque"],
  databases: [
    {
      ...{ id: "banque", title: "Base de la banque", node: "banque" },
      tables: [
        {
          ...{ name: "idempotency_keys", key: ["caller", "key"], subject: null },
          rowNamed: "la clé",
          columns: [
            text("caller", "client"),
            text("key", "clé"),
            text("fingerprint", "empreinte"),
            text("status", "état"),
            text("answer", "réponse"),
            { name: "expires_at", type: "instant", title: "expire" },
          ],
        },
        {
          ...{ name: "debits", key: ["id"], subject: "paiement", rowNamed: "le débit" },
          columns: [
            { name: "id", type: "integer", title: "débit" },
            text("paiement", "paiement"),
            { name: "montant", type: "cents", title: "montant" },
          ],
        },
      ],
    },
  ],
  operations: [
    {
      ...{ id: "payer", request: "payer", reply: "payé", isCompensation: false },
      sentence: "demande de paiement",
    },
  ],
  handlers: [
    { name: "shop", title: "Clients : acheter", file: "payment.services.ts" },
    { name: "payOnce", title: "Client : payer", file: "payment.services.ts" },
    { name: "payWithKey", title: "Banque : payer, avec clé", file: "payment.services.ts" },
    { name: "payEachTime", title: "Banque : payer, sans clé", file: "payment.services.ts" },
  ],
  claims: claimCards,
  incidents,
  horizonUs: seconds(60),
});
