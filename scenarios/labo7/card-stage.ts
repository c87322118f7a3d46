/**
 * Where things stand on the stage, and what this design's own boxes show. Shared boxes: `checkout/card-nodes.ts`.
 *
 * Kong is tall enough for its three lines, and every box wide enough for its name and its lamp, in a pane of
 * half a window too. The phone's sheet is wider than a phone: its height is what reduces it.
 */
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
      [164, 246, 150, 48],
      [46, 244, 118, 44],
    ] as const),
  ],
  [
    worker("commande", "Création", "l’ouvrier de création", BUSY),
    ...([
      [326, 246, 126, 48],
      [170, 244, 96, 44],
    ] as const),
  ],
  [
    worker("compensation", "Compensation", "l’ouvrier de compensation", BUSY),
    ...([
      [464, 246, 158, 48],
      [272, 244, 134, 44],
    ] as const),
  ],
  [
    worker("notification", "Notification", "l’ouvrier de notification", [
      ...kept("notifications", ["checkout", "texte"]),
    ]),
    ...([
      [14, 474, 216, 48],
      [46, 424, 128, 44],
    ] as const),
  ],
  [
    worker("audit", "Audit", "l’ouvrier d’audit", kept("audit", ["evenement", "checkout"])),
    ...([
      [250, 474, 216, 48],
      [180, 424, 98, 44],
    ] as const),
  ],
  [
    worker("projection", "Projection", "l’ouvrier de projection", []),
    ...([
      [486, 474, 256, 48],
      [284, 424, 122, 44],
    ] as const),
  ],
];

const places: readonly (readonly [SharedNode, stage: Spot, phone: Spot])[] = [
  [clients, [14, 84, 132, 130], [46, 58, 104, 42]],
  [kong, [206, 76, 434, 138], [172, 58, 234, 94]],
  [catalogue1, [206, 8, 136, 42], [46, 8, 116, 30]],
  [catalogue2, [355, 8, 136, 42], [168, 8, 116, 30]],
  [catalogue3, [504, 8, 136, 42], [290, 8, 116, 30]],
  [inventory, [694, 8, 180, 98], [172, 176, 108, 46]],
  [orders, [694, 116, 180, 98], [286, 176, 120, 46]],
  [operator, [14, 8, 132, 56], [46, 108, 104, 44]],
  [shop, [14, 246, 138, 48], [46, 176, 120, 46]],
  [redis, [14, 324, 650, 122], [46, 310, 360, 92]],
  ...WORKERS,
  [store, [706, 324, 168, 122], [254, 490, 152, 44]],
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
