/** Where things stand on the stage (888 × 530 px; phone: 390 px wide): the door, the old house, the new ones. */
import type { LinkCard, NodeCard, NodeReading } from "../../simulator/vocabulary/card.ts";

type Spot = readonly [x: number, y: number, width: number, height: number];
type Node = Omit<NodeCard, "x" | "y" | "width" | "height" | "phone" | "workerCount" | "queueLimit">;

const box = ([x, y, width, height]: Spot) => ({ x, y, width, height });

/** `serving`: workers and places in its queue; null: it serves nobody. */
const placed = (
  node: Node,
  [stage, phone]: readonly [Spot, Spot],
  serving: readonly [number | null, number] | null = null,
): NodeCard => ({
  ...{ ...node, ...box(stage), phone: box(phone) },
  workerCount: serving?.[0] ?? null,
  queueLimit: serving?.[1] ?? null,
});

const WORKERS: NodeReading = { kind: "workers" };

const table = (
  database: string,
  name: string,
  columns: readonly string[],
  limit: number,
): NodeReading => ({ kind: "table", database, table: name, columns, limit });

const waiting = (title: string): readonly NodeReading[] => [{ kind: "waiting", title }];

const visitors: Node = {
  ...{ id: "visiteurs", title: "Visiteurs", named: "les visiteurs", place: "client" },
  readings: waiting("attendent"),
};
const buyers: Node = {
  ...{ id: "acheteurs", title: "Acheteurs", named: "les acheteurs", place: "client" },
  readings: waiting("attendent"),
};
const operator: Node = {
  ...{ id: "exploitant", title: "Exploitant", named: "l’exploitant", place: "client" },
  readings: waiting("attend"),
};
const door: Node = {
  ...{ id: "nginx", title: "nginx", named: "nginx", place: "gateway" },
  readings: [
    {
      ...{ kind: "state", title: "fichier", key: "nginx/etat" },
      states: [
        { id: "servie", title: "appliqué", tone: "good" },
        { id: "refusee", title: "refusé", tone: "bad" },
        { id: "arrete", title: "ne démarre pas", tone: "bad" },
      ],
    },
  ],
};
const monolith: Node = {
  ...{ id: "monolithe", title: "Monolithe Rails", named: "le monolithe", place: "service" },
  readings: [WORKERS, { kind: "queue" }, table("monolithe", "orders", ["id", "status"], 2)],
};
const catalogue: Node = {
  ...{ id: "catalogue", title: "Catalogue", named: "le service Catalogue", place: "service" },
  readings: [],
};
const cache: Node = {
  ...{ id: "cache", title: "Cache", named: "le cache", place: "db" },
  readings: [{ kind: "pairs", title: "copies", key: "cache/comptes" }],
};
const replica: Node = {
  ...{ id: "replique", title: "Réplique", named: "la réplique", place: "db" },
  readings: [],
};
const orders: Node = {
  ...{ id: "commandes", title: "Commandes", named: "le service Commandes", place: "service" },
  readings: [
    WORKERS,
    table("commandes", "orders", ["id", "status"], 2),
    table("commandes", "outbox", ["aggregateid", "type", "status"], 4),
  ],
};
const journal: Node = {
  ...{ id: "journal", title: "Kafka", named: "Kafka", place: "broker" },
  readings: [
    {
      ...{ kind: "strip", title: "événements", key: "outbox.event.commande-0" },
      store: "journal-journal",
    },
  ],
};
const warehouse: Node = {
  ...{ id: "entrepot", title: "Entrepôt", named: "l’entrepôt", place: "service" },
  readings: [{ kind: "records", store: "preparations", fields: ["order_id", "status"], limit: 3 }],
};
const payments: Node = {
  ...{ id: "paiements", title: "Paiements", named: "le service Paiements", place: "service" },
  readings: [WORKERS, table("paiements", "payments", ["order_id", "status"], 2)],
};
const stripe: Node = {
  ...{ id: "stripe", title: "Stripe", named: "Stripe", place: "external" },
  readings: [{ kind: "records", store: "debits", fields: ["order_id", "status"], limit: 2 }],
};

export const nodes: readonly NodeCard[] = [
  placed(visitors, [
    [14, 18, 128, 66],
    [12, 12, 110, 56],
  ]),
  placed(buyers, [
    [14, 150, 128, 66],
    [132, 12, 118, 56],
  ]),
  placed(operator, [
    [14, 282, 128, 66],
    [260, 12, 118, 56],
  ]),
  placed(
    door,
    [
      [190, 90, 150, 116],
      [12, 96, 176, 80],
    ],
    [4_096, 4_096],
  ),
  placed(
    monolith,
    [
      [400, 14, 214, 158],
      [202, 96, 176, 130],
    ],
    [null, 2_048],
  ),
  placed(
    catalogue,
    [
      [400, 200, 140, 64],
      [12, 250, 128, 60],
    ],
    [64, 1_024],
  ),
  placed(
    cache,
    [
      [570, 200, 140, 82],
      [150, 250, 98, 72],
    ],
    [64, 4_096],
  ),
  placed(
    replica,
    [
      [740, 200, 134, 64],
      [258, 250, 120, 60],
    ],
    [64, 1_024],
  ),
  placed(
    orders,
    [
      [190, 306, 230, 210],
      [12, 346, 214, 160],
    ],
    [16, 256],
  ),
  placed(
    payments,
    [
      [460, 306, 160, 96],
      [240, 346, 138, 84],
    ],
    [16, 256],
  ),
  placed(
    stripe,
    [
      [680, 14, 194, 100],
      [240, 448, 138, 84],
    ],
    [512, 512],
  ),
  placed(
    journal,
    [
      [460, 430, 160, 86],
      [12, 530, 176, 70],
    ],
    [256, 1_024],
  ),
  placed(
    warehouse,
    [
      [660, 400, 214, 116],
      [202, 556, 176, 96],
    ],
    [16, 256],
  ),
];

export const links: readonly LinkCard[] = [
  { a: "visiteurs", b: "nginx" },
  { a: "acheteurs", b: "nginx" },
  { a: "exploitant", b: "nginx" },
  { a: "nginx", b: "monolithe" },
  { a: "nginx", b: "catalogue" },
  { a: "nginx", b: "commandes" },
  { a: "catalogue", b: "cache" },
  { a: "catalogue", b: "replique" },
  { a: "monolithe", b: "replique" },
  { a: "monolithe", b: "stripe" },
  { a: "monolithe", b: "journal" },
  { a: "commandes", b: "monolithe" },
  { a: "commandes", b: "paiements" },
  { a: "commandes", b: "entrepot" },
  { a: "commandes", b: "journal" },
  { a: "paiements", b: "stripe" },
  { a: "journal", b: "entrepot" },
];
