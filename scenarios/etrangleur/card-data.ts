/** Databases, stores, operations and handlers of the marketplace, as the page names them. */
import type {
  BookCard,
  ColumnCard,
  DatabaseCard,
  HandlerCard,
  OperationCard,
  StoreCard,
  TableCard,
} from "../../simulator/vocabulary/card.ts";

const text = (name: string, title: string): ColumnCard => ({ name, type: "text", title });
const integer = (name: string, title: string): ColumnCard => ({ name, type: "integer", title });
const cents = (name: string, title: string): ColumnCard => ({ name, type: "cents", title });

const products: TableCard = {
  ...{ name: "products", key: ["sku"], subject: null, rowNamed: "l’article" },
  columns: [text("sku", "article"), cents("price_cents", "prix"), integer("version", "version")],
};

const orderTables: readonly TableCard[] = [
  {
    ...{ name: "orders", key: ["id"], subject: "id", rowNamed: "la commande" },
    columns: [text("id", "commande"), text("status", "état"), cents("total_cents", "montant")],
  },
  {
    ...{ name: "order_items", key: ["order_id", "product_id"], subject: "order_id" },
    rowNamed: "la ligne de commande",
    columns: [
      text("order_id", "commande"),
      text("product_id", "article"),
      integer("quantity", "qté"),
    ],
  },
];

export const databases: readonly DatabaseCard[] = [
  {
    ...{ id: "monolithe", title: "Base du monolithe", node: "monolithe" },
    tables: [products, ...orderTables],
  },
  { ...{ id: "replique", title: "Base de la réplique", node: "replique" }, tables: [products] },
  {
    ...{ id: "commandes", title: "Base des commandes", node: "commandes" },
    tables: [
      ...orderTables,
      {
        ...{ name: "outbox", key: ["id"], subject: "aggregateid", rowNamed: "l’événement" },
        columns: [
          ...[integer("id", "n°"), text("aggregatetype", "agrégat")],
          ...[text("aggregateid", "commande"), text("type", "événement")],
          ...[text("payload", "contenu"), text("status", "envoi")],
        ],
      },
    ],
  },
  {
    ...{ id: "paiements", title: "Base des paiements", node: "paiements" },
    tables: [
      {
        ...{ name: "payments", key: ["id"], subject: "order_id", rowNamed: "le paiement" },
        columns: [
          ...[text("id", "clé"), text("order_id", "commande")],
          ...[cents("amount_cents", "montant"), text("status", "état")],
        ],
      },
    ],
  },
];

export const stores: readonly StoreCard[] = [
  {
    ...{ id: "debits", title: "Relevé de Stripe", node: "stripe", recordNamed: "le débit" },
    fields: [
      text("order_id", "commande"),
      cents("amount_cents", "montant"),
      text("status", "état"),
    ],
  },
  {
    ...{ id: "preparations", title: "À préparer", node: "entrepot" },
    recordNamed: "la préparation",
    fields: [text("order_id", "commande"), text("status", "état")],
  },
  {
    ...{ id: "sagas", title: "Sagas", node: "commandes", recordNamed: "la saga" },
    fields: [text("saga", "commande"), text("etat", "état"), text("etape", "étape")],
  },
];

/** What a shopkeeper counts for one order: the debit, and the parcel that it is owed. */
export const books: readonly BookCard[] = [
  {
    ...{ id: "debits", title: "débits", of: { store: "debits" }, subject: "order_id" },
    ...{ status: "status", undone: ["refusé"], most: 1 },
  },
  {
    ...{ id: "preparations", title: "préparations", of: { store: "preparations" } },
    ...{ subject: "order_id", status: "status", undone: ["annulée"], most: 1, owedFor: "debits" },
  },
];

const asked = (
  id: string,
  request: string,
  reply: string,
  sentence: string,
  isCompensation = false,
): OperationCard => ({ id, request, reply, sentence, isCompensation });

export const operations: readonly OperationCard[] = [
  asked("voir-produit", "voir un article", "page", "demande d’une page du catalogue"),
  asked("commander", "commander", "prise", "demande de commande"),
  asked("payer", "payer", "payée", "demande de paiement"),
  asked("prelever", "prélever", "prélevé", "ordre de prélèvement"),
  asked("debiter", "débiter", "débité", "demande de débit"),
  asked("reserver", "réserver", "réservé", "demande de réserver le stock"),
  asked("rendre", "rendre", "rendu", "demande de rendre le stock", true),
  asked("lire-copie", "lire la copie", "article", "lecture de la réplique"),
  asked("repliquer", "nouveau prix", "copié", "envoi d’un changement à la réplique"),
  asked("peser", "nouveaux poids", "appliqués", "rechargement de nginx"),
  asked("chercher", "chercher", "voici", "recherche dans le cache"),
  asked("poser", "garder", "gardé", "copie laissée au cache"),
  asked("oublier", "oublier", "oublié", "oubli d’une copie"),
  asked("produire", "publier", "écrit", "publication dans Kafka"),
  asked("lire", "la suite ?", "événements", "lecture de Kafka"),
  asked("ouvrir-session", "ouvrir", "ouverte", "ouverture d’une session de producteur"),
  asked("qui-dirige", "qui dirige ?", "le voici", "question sur le meneur d’une partition"),
  asked("rejoindre", "rejoindre", "accueilli", "entrée dans un groupe de lecteurs"),
  asked("partager", "partager", "part", "partage des partitions"),
  asked("battement", "toujours là", "noté", "signe de vie d’un lecteur"),
  asked("positions", "où en étais-je ?", "position", "question sur la position d’un lecteur"),
  asked("valider", "lu jusqu’ici", "noté", "position d’un lecteur"),
  asked("annoncer", "annoncer", "noté", "annonce d’un changement de meneur"),
  asked("battement-courtier", "toujours là", "noté", "signe de vie du courtier"),
];

const MONOLITH = "monolith.services.ts";
const NGINX = "nginx.services.ts";
const CATALOGUE = "catalogue.services.ts";
const ORDERS = "orders.services.ts";
const PAYMENTS = "payments.services.ts";
const VISITORS = "visitors.services.ts";
const WAREHOUSE = "warehouse.services.ts";

export const handlers: readonly HandlerCard[] = [
  { name: "takeOrder", title: "Monolithe : prendre une commande", file: MONOLITH },
  { name: "showProduct", title: "Monolithe : montrer un article", file: MONOLITH },
  { name: "payForOrder", title: "Monolithe : payer", file: MONOLITH },
  { name: "changePrices", title: "Monolithe : changer les prix", file: MONOLITH },
  { name: "streamChanges", title: "Monolithe : nourrir la réplique", file: MONOLITH },
  { name: "startNginx", title: "nginx : démarrer", file: NGINX },
  { name: "sharePages", title: "nginx : partager les pages", file: NGINX },
  { name: "passOrder", title: "nginx : transmettre une commande", file: NGINX },
  { name: "reloadNginx", title: "nginx : recharger", file: NGINX },
  { name: "showCachedProduct", title: "Catalogue : montrer un article", file: CATALOGUE },
  { name: "showCopy", title: "Réplique : lire", file: CATALOGUE },
  { name: "applyChange", title: "Réplique : suivre", file: CATALOGUE },
  { name: "takeOrderWithOutbox", title: "Commandes, avec boîte d’envoi", file: ORDERS },
  { name: "takeOrderBySaga", title: "Commandes, par saga", file: ORDERS },
  { name: "debitOnce", title: "Paiements : débiter", file: PAYMENTS },
  { name: "captureMoney", title: "Stripe : prélever", file: PAYMENTS },
  { name: "browse", title: "Visiteurs : venir", file: VISITORS },
  { name: "browseOnce", title: "Visiteur : une page", file: VISITORS },
  { name: "buy", title: "Acheteurs : venir", file: VISITORS },
  { name: "buyOnce", title: "Acheteur : une commande", file: VISITORS },
  { name: "prepareOrders", title: "Entrepôt : préparer", file: WAREHOUSE },
  { name: "keepStockOnce", title: "Entrepôt : réserver", file: WAREHOUSE },
  { name: "freeStockOnce", title: "Entrepôt : rendre", file: WAREHOUSE },
];
