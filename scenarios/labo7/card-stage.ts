/**
 * Where things stand on the stage, and what this design's own boxes show. Shared boxes: `checkout/card-nodes.ts`.
 *
 * Kong is tall enough for its three lines, and every box wide enough for its name and its lamp, in a pane of
 * half a window too. On a phone the height reduces the sheet: what that leaves at each side is for the tracks
 * that go around.
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
      [22, 244, 113, 44],
    ] as const),
  ],
  [
    worker("commande", "Création", "l’ouvrier de création", BUSY),
    ...([
      [326, 246, 126, 48],
      [141, 244, 96, 44],
    ] as const),
  ],
  [
    worker("compensation", "Compensation", "l’ouvrier de compensation", BUSY),
    ...([
      [464, 246, 158, 48],
      [243, 244, 124, 44],
    ] as const),
  ],
  [
    worker("notification", "Notification", "l’ouvrier de notification", [
      ...kept("notifications", ["checkout", "texte"]),
    ]),
    ...([
      [14, 474, 216, 48],
      [22, 424, 122, 44],
    ] as const),
  ],
  [
    worker("audit", "Audit", "l’ouvrier d’audit", kept("audit", ["evenement", "checkout"])),
    ...([
      [250, 474, 216, 48],
      [150, 424, 94, 44],
    ] as const),
  ],
  [
    worker("projection", "Projection", "l’ouvrier de projection", []),
    ...([
      [486, 474, 256, 48],
      [250, 424, 117, 44],
    ] as const),
  ],
];

const places: readonly (readonly [SharedNode, stage: Spot, phone: Spot])[] = [
  [clients, [14, 84, 132, 130], [22, 58, 100, 42]],
  [kong, [206, 76, 434, 138], [143, 58, 224, 94]],
  [catalogue1, [206, 8, 136, 42], [22, 8, 111, 30]],
  [catalogue2, [355, 8, 136, 42], [139, 8, 111, 30]],
  [catalogue3, [504, 8, 136, 42], [256, 8, 111, 30]],
  [inventory, [694, 8, 180, 98], [143, 176, 104, 46]],
  [orders, [694, 116, 180, 98], [253, 176, 114, 46]],
  [operator, [14, 8, 132, 56], [22, 108, 100, 44]],
  [shop, [14, 246, 138, 48], [22, 176, 115, 46]],
  [redis, [14, 324, 650, 122], [22, 310, 345, 92]],
  ...WORKERS,
  [store, [706, 324, 168, 122], [222, 490, 145, 44]],
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
