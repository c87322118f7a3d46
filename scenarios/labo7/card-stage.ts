/** Where things stand on the stage, and what this design's own boxes show. Shared boxes: `checkout/card-nodes.ts`. */
import type { LinkCard, NodeCard, NodeReading } from "../../simulator/vocabulary/card.ts";
import {
  catalogues,
  clients,
  inventory,
  kong,
  operator,
  orders,
  placed,
  type SharedNode,
  type Spot,
} from "../checkout/card-nodes.ts";

const shop: SharedNode = {
  ...{ id: "ecommerce", title: "E-commerce", named: "le service E-commerce", place: "service" },
  readings: [{ kind: "workers" }, { kind: "queue" }],
  ...{ workerCount: 32, queueLimit: 256 },
};

const redis: SharedNode = {
  ...{ id: "redis", title: "Redis", named: "Redis", place: "broker" },
  readings: [
    { kind: "strip", title: "ecommerce.checkout.events", key: "redis/sujet" },
    { kind: "pairs", title: "en main", key: "redis/en main" },
  ],
  // A reader that blocks keeps its request open; Redis itself does one command at a time.
  ...{ workerCount: 10_000, queueLimit: 10_000 },
};

const worker = (
  id: string,
  title: string,
  named: string,
  readings: readonly NodeReading[],
): SharedNode => ({
  ...{ id: `ouvrier-${id}`, title, named, place: "service", readings },
  ...{ workerCount: null, queueLimit: null },
});

const BUSY: readonly NodeReading[] = [{ kind: "memory", prefix: "traite", title: "traite" }];

const kept = (store: string, fields: readonly string[]): readonly NodeReading[] => [
  { kind: "records", store, fields, limit: 1 },
];

const store: SharedNode = {
  ...{ id: "magasin-evenements", title: "Magasin", place: "service" },
  named: "le magasin d’événements",
  readings: [
    { kind: "gauge", title: "vue en mémoire", key: "vue/total", max: null },
    {
      ...{ kind: "table", database: "vue", table: "orders_by_client" },
      ...{ columns: ["client_id", "total_orders"], limit: 2 },
    },
  ],
  ...{ workerCount: 8, queueLimit: 64 },
};

const [catalogue1, catalogue2, catalogue3] = catalogues as readonly [
  ...[SharedNode, SharedNode, SharedNode],
];

/** Three that act stand under Kong, three that watch under the stream. */
const WORKERS: readonly (readonly [SharedNode, stage: Spot, phone: Spot])[] = [
  [
    worker("reservation", "Réservation", "l’ouvrier de réservation", BUSY),
    ...([
      [160, 212, 120, 58],
      [42, 222, 98, 44],
    ] as const),
  ],
  [
    worker("commande", "Création", "l’ouvrier de création", BUSY),
    ...([
      [292, 212, 120, 58],
      [148, 222, 84, 44],
    ] as const),
  ],
  [
    worker("compensation", "Compensation", "l’ouvrier de compensation", BUSY),
    ...([
      [424, 212, 136, 58],
      [240, 222, 132, 44],
    ] as const),
  ],
  [
    worker("notification", "Notification", "l’ouvrier de notification", [
      ...kept("notifications", ["checkout", "texte"]),
    ]),
    ...([
      [14, 472, 216, 48],
      [42, 414, 112, 44],
    ] as const),
  ],
  [
    worker("audit", "Audit", "l’ouvrier d’audit", kept("audit", ["evenement", "checkout"])),
    ...([
      [250, 472, 216, 48],
      [162, 414, 86, 44],
    ] as const),
  ],
  [
    worker("projection", "Projection", "l’ouvrier de projection", []),
    ...([
      [486, 472, 256, 48],
      [256, 414, 116, 44],
    ] as const),
  ],
];

const places: readonly (readonly [SharedNode, stage: Spot, phone: Spot])[] = [
  [clients, [14, 70, 132, 100], [42, 58, 100, 30]],
  [kong, [206, 70, 420, 100], [164, 58, 208, 66]],
  [catalogue1, [206, 8, 130, 34], [42, 8, 106, 28]],
  [catalogue2, [351, 8, 130, 34], [154, 8, 106, 28]],
  [catalogue3, [496, 8, 130, 34], [266, 8, 106, 28]],
  [inventory, [684, 8, 190, 76], [154, 150, 106, 46]],
  [orders, [684, 96, 190, 76], [266, 150, 106, 46]],
  [operator, [14, 8, 132, 48], [42, 96, 100, 28]],
  [shop, [14, 212, 126, 58], [42, 150, 106, 46]],
  [redis, [14, 308, 650, 130], [42, 292, 330, 98]],
  ...WORKERS,
  [store, [706, 308, 168, 118], [220, 482, 152, 44]],
];

export const nodes: readonly NodeCard[] = places.map(([node, stage, phone]) =>
  placed(node, stage, phone),
);

const link = (text: string): LinkCard => {
  const [a = "", b = ""] = text.split("|");
  return { a, b };
};

export const links: readonly LinkCard[] = [
  ...["clients|kong", "operateur|kong"],
  ...["kong|catalogue-1", "kong|catalogue-2", "kong|catalogue-3"],
  ...["kong|inventaire", "kong|commandes", "kong|ecommerce", "kong|magasin-evenements"],
  ...["ouvrier-reservation|kong", "ouvrier-commande|kong", "ouvrier-compensation|kong"],
  ...["ecommerce|redis", "redis|magasin-evenements"],
  ...["redis|ouvrier-reservation", "redis|ouvrier-commande", "redis|ouvrier-compensation"],
  ...["redis|ouvrier-notification", "redis|ouvrier-audit", "redis|ouvrier-projection"],
  "ouvrier-projection|magasin-evenements",
].map(link);
