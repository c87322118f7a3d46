/** Databases, operations and handlers that both designs share, as the page names them. */
import type {
  BookCard,
  ColumnCard,
  DatabaseCard,
  HandlerCard,
  OperationCard,
} from "../../simulator/vocabulary/card.ts";

export const text = (name: string, title: string): ColumnCard => ({ name, type: "text", title });
export const integer = (name: string, title: string): ColumnCard => ({
  ...{ name, type: "integer", title },
});
export const cents = (name: string, title: string): ColumnCard => ({ name, type: "cents", title });
export const instant = (name: string, title: string): ColumnCard => ({
  ...{ name, type: "instant", title },
});

export const inventoryDatabase: DatabaseCard = {
  ...{ id: "inventaire", title: "Base de l’inventaire", node: "inventaire" },
  tables: [
    {
      name: "stock",
      columns: [text("sku", "article"), integer("available", "libre")],
      ...{ key: ["sku"], subject: null, rowNamed: "le stock" },
    },
    {
      name: "reservations",
      columns: [
        text("id", "réservation"),
        text("checkout_id", "checkout"),
        text("sku", "article"),
        integer("quantity", "qté"),
        text("status", "état"),
      ],
      ...{ key: ["id"], subject: "checkout_id", rowNamed: "la réservation" },
    },
  ],
};

export const ordersDatabase: DatabaseCard = {
  ...{ id: "commandes", title: "Base des commandes", node: "commandes" },
  tables: [
    {
      name: "orders",
      columns: [
        text("id", "commande"),
        text("checkout_id", "checkout"),
        text("client_id", "client"),
        text("sku", "article"),
        integer("quantity", "qté"),
        cents("total_cents", "montant"),
        text("status", "état"),
      ],
      ...{ key: ["id"], subject: "checkout_id", rowNamed: "la commande" },
    },
  ],
};

const act = (id: string, request: string, reply: string, sentence: string): OperationCard => ({
  ...{ id, request, reply, sentence, isCompensation: false },
});
const undo = (id: string, request: string, reply: string, sentence: string): OperationCard => ({
  ...{ id, request, reply, sentence, isCompensation: true },
});

export const sharedOperations: readonly OperationCard[] = [
  act("verifier-stock", "vérifier", "en stock", "vérification du stock"),
  act("lire-produit", "produit", "prix", "lecture du produit"),
  act("reserver-stock", "réserver", "réservé", "demande de réserver le stock"),
  undo("liberer-stock", "libérer", "libéré", "demande de libérer le stock"),
  act("creer-commande", "créer", "créée", "demande de créer la commande"),
  undo("abandonner-commande", "abandonner", "tranché", "demande d’abandonner la commande"),
  act("sante", "santé", "bien", "sonde de Kong"),
];

const INVENTORY = "checkout/inventory.services.ts";
const ORDERS = "checkout/orders.services.ts";

/** Their files stand in the shared folder: `checkout/…`. */
export const sharedHandlers: readonly HandlerCard[] = [
  { name: "visit", title: "Clients : arriver", file: "checkout/clients.services.ts" },
  {
    ...{ name: "shop", title: "Un client : réfléchir, commander, attendre" },
    file: "checkout/clients.services.ts",
  },
  { name: "relay", title: "Kong : transmettre", file: "checkout/gateway.services.ts" },
  {
    ...{ name: "showProduct", title: "Catalogue : lire un produit" },
    file: "checkout/catalogue.services.ts",
  },
  {
    ...{ name: "sayWell", title: "Catalogue : répondre aux sondes" },
    file: "checkout/catalogue.services.ts",
  },
  { name: "checkStock", title: "Inventaire : vérifier", file: INVENTORY },
  { name: "takeStock", title: "Inventaire : réserver", file: INVENTORY },
  { name: "giveStockBack", title: "Inventaire : libérer", file: INVENTORY },
  { name: "takeStockOnce", title: "Inventaire : réserver, avec clé", file: INVENTORY },
  { name: "giveStockBackOnce", title: "Inventaire : libérer, avec clé", file: INVENTORY },
  { name: "recordOrder", title: "Commandes : créer", file: ORDERS },
  { name: "recordOrderOnce", title: "Commandes : créer, avec clé", file: ORDERS },
  { name: "abandonOrderOnce", title: "Commandes : abandonner, avec clé", file: ORDERS },
];

/** What a study counts for one checkout. */
export const sharedBooks: readonly BookCard[] = [
  {
    ...{ id: "reservations", title: "réservations", subject: "checkout_id", status: "status" },
    of: { database: "inventaire", table: "reservations" },
    ...{ undone: ["RELEASED", "REFUSED"], most: 1 },
  },
  {
    ...{ id: "commandes", title: "commandes", subject: "checkout_id", status: "status" },
    of: { database: "commandes", table: "orders" },
    ...{ undone: ["REFUSED", "ABANDONED"], most: 1 },
  },
];
