/**
 * Building the shared part of the world: Kong, the replicas, inventory and orders, as published or keyed.
 *
 * A design adds its own nodes, routes and operations; what is shared is the same code on both sides.
 */
import { seconds } from "../../simulator/base/time.ts";
import { createRouteTable, type Route } from "../../simulator/gateway.ts";
import { createBalancer } from "../../simulator/resilience.ts";
import {
  type Assembly,
  type Boots,
  bootList,
  type Handler,
  type NodeDefinition,
} from "../../simulator/scenario.ts";
import type { NodeCard } from "../../simulator/vocabulary/card.ts";
import type { Parameters } from "../../simulator/vocabulary/parameters.ts";
import type { Value } from "../../simulator/vocabulary/values.ts";
import { REPLICAS } from "./card-nodes.ts";
import { sayWell, showProduct } from "./catalogue.services.ts";
import { visitingBy } from "./clients.services.ts";
import { relayingBy } from "./gateway.services.ts";
import * as inventory from "./inventory.services.ts";
import type { Resource } from "./operations.ts";
import * as ask from "./operations.ts";
import * as orders from "./orders.services.ts";
import type { Cart } from "./products.ts";
import * as schema from "./schema.ts";
import { countOf, quantilesOf } from "./settings.ts";

/** One handler under the name that its card shows. Written, never read from the function: luck hangs on it. */
export type Named = Readonly<Record<string, Handler>>;
/** Named handlers by operation id. */
export type Serves = Readonly<Record<string, Named>>;

export interface NodeParts {
  readonly serves?: Serves;
  readonly boot?: Boots;
  /** Instead of the card’s, when a parameter says how many. */
  readonly workerCount?: number;
}

// biome-ignore lint/suspicious/noExplicitAny: a resource of any request and reply.
type AnyResource = Resource<any, any>;

/** How inventory and orders do what they are asked. */
export interface SharedServices {
  readonly inventory: Serves;
  readonly orders: Serves;
}

export const asPublished: SharedServices = {
  inventory: {
    [ask.verifyStock.id]: { checkStock: inventory.checkStock },
    [ask.reserveStock.id]: { takeStock: inventory.takeStock },
    [ask.releaseStock.id]: { giveStockBack: inventory.giveStockBack },
  },
  orders: { [ask.createOrder.id]: { recordOrder: orders.recordOrder } },
};

export const withKeys: SharedServices = {
  inventory: {
    // What is verified is held: looking and taking are one act.
    [ask.verifyStock.id]: { takeStockOnce: inventory.takeStockOnce },
    [ask.reserveStock.id]: { takeStockOnce: inventory.takeStockOnce },
    [ask.releaseStock.id]: { giveStockBackOnce: inventory.giveStockBackOnce },
  },
  orders: {
    [ask.createOrder.id]: { recordOrderOnce: orders.recordOrderOnce },
    [ask.abandonOrder.id]: { abandonOrderOnce: orders.abandonOrderOnce },
  },
};

const SHARED_RESOURCES: readonly AnyResource[] = [
  ...[ask.verifyStock, ask.readProduct, ask.reserveStock, ask.releaseStock],
  ...[ask.createOrder, ask.abandonOrder],
];

const SHARED_ROUTES: readonly Route[] = [
  { id: "catalogue", paths: ["/api/catalogue"], service: "catalogue" },
  { id: "inventaire", paths: ["/api/inventaire"], service: "inventaire" },
  { id: "commandes", paths: ["/api/commandes"], service: "commandes" },
];

export interface CheckoutWorld {
  readonly nodes: readonly NodeCard[];
  readonly services: SharedServices;
  /** Where this design takes a cart. */
  readonly checkout: Resource<Cart, Value>;
  /** Resources of this design, besides the shared ones, and the routes that lead to them. */
  readonly resources: readonly AnyResource[];
  readonly routes: readonly Route[];
  /** Nodes of this design, by id. */
  readonly parts: Readonly<Record<string, NodeParts>>;
  readonly databases: Assembly["databases"];
}

function kongParts({ resources, routes }: CheckoutWorld): NodeParts {
  const catalogue = createBalancer({
    name: "catalogue",
    servers: REPLICAS.map((node) => ({ node, weight: 1 })),
    algorithm: "roundrobin",
    check: {
      ...{ operation: "sante", intervalUs: seconds(10), timeoutUs: seconds(1) },
      ...{ rise: 1, fall: 2, observe: { errorLimit: 1, onError: "mark-down" } },
    },
  });
  const gateway = { routes: createRouteTable([...SHARED_ROUTES, ...routes]), catalogue };
  return {
    serves: Object.fromEntries(
      [...SHARED_RESOURCES, ...resources].map(({ id }) => [id, { relay: relayingBy(gateway, id) }]),
    ),
    boot: { watch: catalogue.watch },
  };
}

function define(
  card: NodeCard,
  { serves = {}, boot = {}, workerCount }: NodeParts,
): NodeDefinition {
  return {
    id: card.id,
    workerCount: workerCount ?? card.workerCount ?? 0,
    queueLimit: card.queueLimit ?? 0,
    handlers: new Map(
      Object.entries(serves).map(([operation, named]) => {
        const [name, run] = Object.entries(named)[0] as [string, Handler];
        return [operation, { name, run }];
      }),
    ),
    boot: bootList(boot),
  };
}

/** A database of this world: ten connections, the parameters’ times. */
export const database = (
  parameters: Parameters,
  id: string,
  node: string,
  tables: readonly string[],
  rows: readonly string[] = [],
): Assembly["databases"][number] => ({
  ...{ id, node, schema: tables, rows, poolSize: 10 },
  read: quantilesOf(parameters, "lecture-sql"),
  write: quantilesOf(parameters, "ecriture-sql"),
});

export function assembleCheckout(world: CheckoutWorld, parameters: Parameters): Assembly {
  const catalogue: NodeParts = { serves: { "lire-produit": { showProduct }, sante: { sayWell } } };
  const parts: Readonly<Record<string, NodeParts>> = {
    clients: { boot: { visit: visitingBy(world.checkout) } },
    kong: kongParts(world),
    ...Object.fromEntries(REPLICAS.map((id) => [id, catalogue])),
    inventaire: { serves: world.services.inventory },
    commandes: { serves: world.services.orders },
    ...world.parts,
  };
  return {
    nodes: world.nodes.map((card) => define(card, parts[card.id] ?? {})),
    databases: [
      database(
        ...([parameters, "inventaire", "inventaire", schema.inventory] as const),
        schema.firstStock(countOf(parameters, "stock")),
      ),
      database(parameters, "commandes", "commandes", schema.orders),
      ...world.databases,
    ],
    latency: () => quantilesOf(parameters, "latence"),
  };
}
