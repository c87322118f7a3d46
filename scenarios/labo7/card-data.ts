/** The choreography's own base, stores, operations and handlers, as the page names them. */
import type {
  DatabaseCard,
  HandlerCard,
  OperationCard,
  StoreCard,
} from "../../simulator/vocabulary/card.ts";
import {
  integer,
  inventoryDatabase,
  ordersDatabase,
  sharedHandlers,
  sharedOperations,
  text,
} from "../checkout/card-data.ts";

const viewDatabase: DatabaseCard = {
  ...{ id: "vue", title: "Base de la vue", node: "magasin-evenements" },
  tables: [
    {
      name: "orders_by_client",
      columns: [text("client_id", "client"), integer("total_orders", "total")],
      ...{ key: ["client_id"], subject: null, rowNamed: "le compte du client" },
    },
    {
      name: "counted_orders",
      columns: [text("checkout_id", "checkout")],
      ...{ key: ["checkout_id"], subject: "checkout_id", rowNamed: "la commande comptée" },
    },
  ],
};

export const databases: readonly DatabaseCard[] = [inventoryDatabase, ordersDatabase, viewDatabase];

export const stores: readonly StoreCard[] = [
  {
    ...{ id: "notifications", title: "Notifications envoyées", node: "ouvrier-notification" },
    fields: [text("checkout", "checkout"), text("texte", "texte")],
    recordNamed: "la notification",
  },
  {
    ...{ id: "audit", title: "Piste d’audit", node: "ouvrier-audit" },
    fields: [text("evenement", "événement"), text("checkout", "checkout")],
    recordNamed: "la trace",
  },
];

const act = (id: string, request: string, reply: string, sentence: string): OperationCard => ({
  ...{ id, request, reply, sentence, isCompensation: false },
});
const redis = (id: string, reply: string, sentence: string): OperationCard =>
  act(id, id.toUpperCase(), reply, sentence);

export const operations: readonly OperationCard[] = [
  ...sharedOperations,
  act("checkout-choreo", "checkout", "202", "demande de checkout"),
  act("lire-evenements", "événements", "liste", "lecture du magasin d’événements"),
  act("rejouer-checkout", "rejouer", "rejoué", "rejeu d’un checkout"),
  act("commandes-du-client", "vue", "total", "lecture de la vue d’un client"),
  act("projeter", "compter", "compté", "commande à compter dans la vue"),
  redis("xadd", "ajouté", "publication d’un événement"),
  redis("xgroup", "groupe", "création du groupe"),
  redis("xreadgroup", "entrées", "lecture par le groupe"),
  redis("xack", "acquitté", "acquittement"),
  redis("xautoclaim", "reprises", "reprise d’entrées anciennes"),
  redis("xrange", "événements", "relecture du sujet"),
  redis("xinfo", "groupes", "état des groupes"),
];

const own = (file: string, name: string, title: string): HandlerCard => ({ name, title, file });
const SHOP = "shop.services.ts";
const PUBLISHED = "published.services.ts";
const CORRECTED = "corrected.services.ts";
const STORE = "event-store.services.ts";

export const handlers: readonly HandlerCard[] = [
  ...sharedHandlers,
  own(SHOP, "acceptCheckout", "E-commerce : accepter"),
  own(SHOP, "acceptCheckoutSurely", "E-commerce : accepter à coup sûr"),
  own(PUBLISHED, "consume", "Ouvrier : lire, agir, acquitter"),
  own(PUBLISHED, "consumeByPackets", "Ouvrier : lire par paquets"),
  own(CORRECTED, "consumePacketsSurely", "Ouvrier : reprendre, lire par paquets"),
  own(CORRECTED, "consumeSurely", "Ouvrier : reprendre, lire, agir, acquitter"),
  own(STORE, "readEvents", "Magasin : les événements"),
  own(STORE, "replayCheckout", "Magasin : rejouer un checkout"),
  own(STORE, "countInMemory", "Magasin : compter en mémoire"),
  own(STORE, "countOnce", "Magasin : compter une fois"),
  own(STORE, "tellFromMemory", "Magasin : la vue, en mémoire"),
  own(STORE, "tellFromBase", "Magasin : la vue, en base"),
  own(STORE, "rebuildView", "Magasin : reconstruire la vue"),
];
