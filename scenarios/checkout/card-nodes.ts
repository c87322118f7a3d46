/** The nodes that both designs share: what they are called and what their boxes show. Each design places them. */
import type { NodeCard, NodeReading } from "../../simulator/vocabulary/card.ts";

export type SharedNode = Omit<NodeCard, "x" | "y" | "width" | "height" | "phone">;

/** Left, top, width, height, px. */
export type Spot = readonly [number, number, number, number];

const box = ([x, y, width, height]: Spot) => ({ x, y, width, height });

/** A node on the stage (888 × 530 px) and on a phone (390 px wide). */
export const placed = (node: SharedNode, stage: Spot, phone: Spot): NodeCard => ({
  ...node,
  ...box(stage),
  phone: box(phone),
});

const WORKERS: readonly NodeReading[] = [{ kind: "workers" }];

const replica = (rank: number): SharedNode => ({
  ...{ id: `catalogue-${rank}`, title: `Catalogue ${rank}`, named: `le catalogue ${rank}` },
  ...{ place: "service", readings: WORKERS, workerCount: 4, queueLimit: 64 },
});

/** Ids of the replicas that Kong takes in turn. */
export const REPLICAS: readonly string[] = ["catalogue-1", "catalogue-2", "catalogue-3"];

const HEALTH = [
  { id: "haut", title: "répond", tone: "good" },
  { id: "chancelle", title: "chancelle", tone: "warn" },
  { id: "revient", title: "revient", tone: "warn" },
  { id: "bas", title: "hors service", tone: "bad" },
] as const;

export const clients: SharedNode = {
  ...{ id: "clients", title: "Clients", named: "les clients", place: "client" },
  readings: [{ kind: "waiting", title: "attendent" }],
  ...{ workerCount: null, queueLimit: null },
};

/** Whence the reader's own requests leave. */
export const operator: SharedNode = {
  ...{ id: "operateur", title: "Opérateur", named: "l’opérateur", place: "client" },
  readings: [{ kind: "waiting", title: "attend" }],
  ...{ workerCount: null, queueLimit: null },
};

export const kong: SharedNode = {
  ...{ id: "kong", title: "Kong", named: "Kong", place: "gateway" },
  readings: REPLICAS.map(
    (id, i): NodeReading => ({
      ...{ kind: "state", title: `catalogue ${i + 1}`, key: `repartiteur/catalogue/${id}` },
      states: HEALTH,
    }),
  ),
  ...{ workerCount: 256, queueLimit: 1_024 },
};

export const catalogues: readonly SharedNode[] = [replica(1), replica(2), replica(3)];

export const inventory: SharedNode = {
  ...{ id: "inventaire", title: "Inventaire", named: "le service Inventaire", place: "service" },
  readings: [
    { kind: "workers" },
    {
      ...{ kind: "table", database: "inventaire", table: "stock" },
      ...{ columns: ["sku", "available"], limit: 4 },
    },
    {
      ...{ kind: "table", database: "inventaire", table: "reservations" },
      ...{ columns: ["checkout_id", "quantity", "status"], limit: 2 },
    },
  ],
  ...{ workerCount: 8, queueLimit: 64 },
};

export const orders: SharedNode = {
  ...{ id: "commandes", title: "Commandes", named: "le service Commandes", place: "service" },
  readings: [
    { kind: "workers" },
    {
      ...{ kind: "table", database: "commandes", table: "orders" },
      ...{ columns: ["checkout_id", "sku", "quantity"], limit: 3 },
    },
  ],
  ...{ workerCount: 8, queueLimit: 64 },
};
