/** The scenario's databases, stores, operations and state machine, as the page names them. */
import type {
  BookCard,
  ColumnCard,
  DatabaseCard,
  MachineCard,
  OperationCard,
  StoreCard,
} from "../../simulator/vocabulary/card.ts";

const text = (name: string, title: string): ColumnCard => ({ name, type: "text", title });
const integer = (name: string, title: string): ColumnCard => ({ name, type: "integer", title });
const cents = (name: string, title: string): ColumnCard => ({ name, type: "cents", title });
const instant = (name: string, title: string): ColumnCard => ({ name, type: "instant", title });

export const databases: readonly DatabaseCard[] = [
  {
    id: "sagas",
    title: "Base des sagas",
    node: "orchestrateur",
    tables: [
      {
        name: "sagas",
        columns: [
          text("id", "saga"),
          text("order_id", "commande"),
          text("status", "état"),
          { name: "payload", type: "json", title: "contenu" },
          text("current_step", "étape"),
          text("error", "erreur"),
          text("owner", "reprise par"),
          instant("lease_until", "bail jusqu’à"),
          instant("created_at", "créée"),
          instant("updated_at", "modifiée"),
        ],
        key: ["id"],
        subject: "order_id",
        rowNamed: "la saga",
      },
      {
        name: "saga_steps",
        columns: [
          integer("id", "n°"),
          text("saga_id", "saga"),
          text("order_id", "commande"),
          text("step_name", "étape"),
          text("status", "état"),
          { name: "result", type: "json", title: "résultat" },
          text("error", "erreur"),
        ],
        key: ["id"],
        subject: "order_id",
        rowNamed: "l’étape",
      },
    ],
  },
  {
    id: "inventory",
    title: "Base de l’inventaire",
    node: "inventaire",
    tables: [
      {
        name: "stock",
        columns: [
          text("sku", "article"),
          integer("available", "libre"),
          integer("reserved", "réservé"),
        ],
        key: ["sku"],
        subject: null,
        rowNamed: "le stock",
      },
      {
        name: "reservations",
        columns: [
          text("id", "réservation"),
          text("order_id", "commande"),
          text("sku", "article"),
          integer("quantity", "qté"),
          text("status", "état"),
        ],
        key: ["id"],
        subject: "order_id",
        rowNamed: "la réservation",
      },
    ],
  },
  {
    id: "payments",
    title: "Base des paiements",
    node: "paiement",
    tables: [
      {
        name: "payments",
        columns: [
          text("id", "paiement"),
          text("order_id", "commande"),
          cents("amount_cents", "montant"),
          text("status", "état"),
          text("provider_ref", "réf. prestataire"),
        ],
        key: ["id"],
        subject: "order_id",
        rowNamed: "le paiement",
      },
    ],
  },
  {
    id: "shipping",
    title: "Base des expéditions",
    node: "livraison",
    tables: [
      {
        name: "shipments",
        columns: [text("id", "colis"), text("order_id", "commande"), text("status", "état")],
        key: ["id"],
        subject: "order_id",
        rowNamed: "le colis",
      },
    ],
  },
];

export const stores: readonly StoreCard[] = [
  {
    id: "debits",
    title: "Relevé du prestataire",
    node: "prestataire",
    fields: [
      text("order_id", "commande"),
      cents("amount_cents", "montant"),
      text("status", "état"),
      text("key", "clé"),
    ],
    recordNamed: "le débit",
  },
];

/** What a shopkeeper counts for one order: debits of the provider, articles set aside, parcels. */
export const books: readonly BookCard[] = [
  {
    id: "debits",
    title: "débits",
    of: { store: "debits" },
    subject: "order_id",
    status: "status",
    undone: ["remboursé", "refusé"],
    most: 1,
  },
  {
    id: "reservations",
    title: "réservations",
    of: { database: "inventory", table: "reservations" },
    subject: "order_id",
    status: "status",
    undone: ["CANCELLED"],
    most: 1,
  },
  {
    id: "colis",
    title: "colis",
    of: { database: "shipping", table: "shipments" },
    subject: "order_id",
    status: "status",
    undone: ["CANCELLED", "REFUSED"],
    most: 1,
    owedFor: "debits",
  },
];

export const operations: readonly OperationCard[] = [
  {
    id: "commander",
    request: "passer commande",
    reply: "acceptée",
    sentence: "demande de commande",
    isCompensation: false,
  },
  {
    id: "reserver",
    request: "réserver",
    reply: "réservé",
    sentence: "demande de réserver le stock",
    isCompensation: false,
  },
  {
    id: "rendre",
    request: "rendre",
    reply: "rendu",
    sentence: "demande de rendre le stock",
    isCompensation: true,
  },
  {
    id: "confirmer",
    request: "confirmer",
    reply: "confirmé",
    sentence: "confirmation de la réservation",
    isCompensation: false,
  },
  {
    id: "debiter",
    request: "débiter",
    reply: "débité",
    sentence: "demande de débit",
    isCompensation: false,
  },
  {
    id: "rembourser",
    request: "rembourser",
    reply: "remboursé",
    sentence: "demande de remboursement",
    isCompensation: true,
  },
  {
    id: "expedier",
    request: "expédier",
    reply: "expédié",
    sentence: "demande d’expédition",
    isCompensation: false,
  },
  {
    id: "annuler-expedition",
    request: "annuler l’envoi",
    reply: "envoi annulé",
    sentence: "demande d’annuler l’expédition",
    isCompensation: true,
  },
  {
    id: "prelever",
    request: "prélever",
    reply: "prélevé",
    sentence: "ordre de prélèvement",
    isCompensation: false,
  },
  {
    id: "restituer",
    request: "restituer",
    reply: "restitué",
    sentence: "ordre de restitution",
    isCompensation: true,
  },
];

export const machines: readonly MachineCard[] = [
  {
    id: "saga",
    title: "Saga",
    database: "sagas",
    table: "sagas",
    stateColumn: "status",
    stepColumn: "current_step",
    states: [
      { id: "STARTED", title: "démarrée", sign: "saga-new" },
      { id: "IN_PROGRESS", title: "en cours", sign: "saga-run" },
      { id: "COMPLETED", title: "terminée", sign: "saga-done" },
      { id: "COMPENSATING", title: "compense", sign: "saga-undo" },
      { id: "COMPENSATED", title: "compensée", sign: "saga-undone" },
      { id: "COMPENSATION_FAILED", title: "bloquée", sign: "saga-stuck" },
    ],
    transitions: [
      ["STARTED", "IN_PROGRESS"],
      ["IN_PROGRESS", "COMPLETED"],
      ["IN_PROGRESS", "COMPENSATING"],
      ["COMPENSATING", "COMPENSATED"],
      ["COMPENSATING", "COMPENSATION_FAILED"],
    ],
    steps: [
      { id: "RESERVE_STOCK", title: "réserver le stock" },
      { id: "PROCESS_PAYMENT", title: "débiter" },
      { id: "CREATE_SHIPMENT", title: "expédier" },
    ],
    journal: { table: "saga_steps", stepColumn: "step_name", whileStates: ["IN_PROGRESS"] },
  },
];
