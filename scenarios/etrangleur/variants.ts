/** Four steps of one migration: who serves what, and nothing else. */
import { ms, seconds } from "../../simulator/base/time.ts";
import { createConsumer, createProducer, partitionedLog } from "../../simulator/brokers.ts";
import {
  createOrchestrator,
  createOutbox,
  createPollingRelay,
  publishingTo,
  SOUND_HABITS,
} from "../../simulator/coordination.ts";
import {
  type Assembly,
  type Boots,
  bootList,
  type Handler,
  type NodeDefinition,
} from "../../simulator/scenario.ts";
import { createCacheAside } from "../../simulator/stores.ts";
import type { NodeCard } from "../../simulator/vocabulary/card.ts";
import type { Parameters } from "../../simulator/vocabulary/parameters.ts";
import { nodes } from "./card-stage.ts";
import { applyChange, showCopy, showingFrom } from "./catalogue.services.ts";
import * as monolith from "./monolith.services.ts";
import * as nginx from "./nginx.services.ts";
import { type ConfStyle, confOf, monolithConf } from "./nginx-conf.ts";
import * as ask from "./operations.ts";
import * as orders from "./orders.services.ts";
import { captureMoney, debitOnce } from "./payments.services.ts";
import * as schema from "./schema.ts";
import { countOf, durationOf, quantilesOf } from "./settings.ts";
import * as visitors from "./visitors.services.ts";
import { freeStockOnce, keepStockOnce, preparingFrom } from "./warehouse.services.ts";

/** The topic that the outbox pattern gives to events of a « commande ». */
const TOPIC = "outbox.event.commande";

/** One handler under the name that its card shows; a part’s goes by its operation. */
type Serves = Readonly<Record<string, Handler | Readonly<Record<string, Handler>>>>;
interface NodeParts {
  readonly serves?: Serves;
  readonly boot?: Boots;
  readonly workerCount?: number;
}

/** How far the migration has come. */
interface Step {
  readonly isCatalogueOut: boolean;
  readonly orders: "monolith" | "outbox" | "saga";
}

const newCluster = () =>
  partitionedLog({
    ...{ brokers: ["journal"], controller: "journal", initialRebalanceUs: ms(500) },
    topics: [{ name: TOPIC, partitions: 1 }],
  });
type Cluster = ReturnType<typeof newCluster>;

const producerOf = (cluster: Cluster, name: string) =>
  createProducer({
    ...{ cluster, name, requestTimeoutUs: seconds(1), deliveryTimeoutUs: seconds(2) },
  });

function doorOf({ isCatalogueOut, orders }: Step, parameters: Parameters): nginx.Door {
  const style = parameters.aiguillage as ConfStyle;
  return {
    style: isCatalogueOut ? style : null,
    firstConf: isCatalogueOut ? confOf(style, countOf(parameters, "poids")) : monolithConf(),
    ordersTo: orders === "monolith" ? "monolithe" : "commandes",
  };
}

function nginxParts(door: nginx.Door): NodeParts {
  return {
    serves: {
      [ask.SHOW]: { sharePages: nginx.sharingPages(door) },
      [ask.TAKE]: { passOrder: nginx.passingOrders(door) },
      [ask.RELOAD]: { reloadNginx: nginx.reloadingNginx(door) },
    },
    boot: { startNginx: nginx.startingNginx(door) },
  };
}

const monolithParts = (
  { isCatalogueOut, orders: how }: Step,
  cluster: Cluster,
  parameters: Parameters,
): NodeParts => ({
  serves: {
    [ask.SHOW]: { showProduct: monolith.showProduct },
    [ask.PAY]: { payForOrder: monolith.payForOrder },
    ...(how === "monolith"
      ? {
          [ask.TAKE]: { takeOrder: monolith.takingOrders(producerOf(cluster, "monolithe"), TOPIC) },
        }
      : {}),
  },
  boot: {
    changePrices: monolith.changePrices,
    ...(isCatalogueOut ? { streamChanges: monolith.streamChanges } : {}),
  },
  workerCount: countOf(parameters, "ouvriers"),
});

function catalogueParts(parameters: Parameters): Readonly<Record<string, NodeParts>> {
  const cache = createCacheAside({
    ...{ node: "cache", isSingleFlight: true, maxEntries: 100_000 },
    ttlUs: durationOf(parameters, "vie-cache"),
  });
  return {
    catalogue: { serves: { [ask.SHOW]: { showCachedProduct: showingFrom(cache) } } },
    cache: cache.node,
    replique: {
      serves: { [ask.READ_COPY]: { showCopy }, [ask.COPY_CHANGE]: { applyChange } },
    },
  };
}

function ordersParts(how: "outbox" | "saga", cluster: Cluster, parameters: Parameters): NodeParts {
  const place = { table: schema.OUTBOX, schema: schema.ownOrders };
  const outbox = createOutbox(place);
  const relayOutbox = createPollingRelay({
    ...place,
    ...{ claim: "skip-locked", batchMax: 20, publish: publishingTo(producerOf(cluster, "relais")) },
    pollUs: durationOf(parameters, "periode-relais"),
  });
  if (how === "outbox") {
    const takeOrderWithOutbox = orders.takingOrdersWith(outbox);
    return { serves: { [ask.TAKE]: { takeOrderWithOutbox } }, boot: { relayOutbox } };
  }
  const saga = createOrchestrator({
    ...{ steps: orders.stepsWith(outbox), habits: SOUND_HABITS, attemptsMax: 3 },
    ...{ logWriteUs: ms(2), recoverEveryUs: seconds(1) },
    backoff: { firstDelayUs: ms(100), delayMaxUs: seconds(1), jitter: "full" },
  });
  return {
    serves: { [ask.TAKE]: { takeOrderBySaga: orders.takingOrdersBy(saga) } },
    boot: { relayOutbox, recoverSagas: saga.recoverSagas },
  };
}

function define(card: NodeCard, parts: NodeParts): NodeDefinition {
  const { serves = {}, boot = {}, workerCount } = parts;
  return {
    id: card.id,
    workerCount: workerCount ?? card.workerCount ?? 0,
    queueLimit: card.queueLimit ?? 0,
    handlers: new Map(
      Object.entries(serves).map(([operation, given]) => {
        if (typeof given === "function") return [operation, { name: operation, run: given }];
        const [name, run] = Object.entries(given)[0] as [string, Handler];
        return [operation, { name, run }];
      }),
    ),
    boot: bootList(boot),
  };
}

function databasesOf(parameters: Parameters): Assembly["databases"] {
  const products = schema.firstProducts(countOf(parameters, "articles"));
  const own = quantilesOf(parameters, "sql-service");
  const shared = quantilesOf(parameters, "sql-monolithe");
  const small = { rows: [], poolSize: 20, read: own, write: own };
  return [
    {
      ...{ id: "monolithe", node: "monolithe", schema: schema.monolith, rows: products },
      poolSize: countOf(parameters, "connexions"),
      ...{ read: shared, write: shared },
    },
    { ...small, id: "replique", node: "replique", schema: schema.replica, rows: products },
    { ...small, id: "commandes", node: "commandes", schema: schema.ownOrders },
    { ...small, id: "paiements", node: "paiements", schema: schema.payments },
  ];
}

const build =
  (step: Step) =>
  (parameters: Parameters): Assembly => {
    const cluster = newCluster();
    const consumer = createConsumer({
      ...{ cluster, group: "entrepot", topics: [TOPIC], autoOffsetReset: "earliest" },
      ...{ autoCommitUs: null, fetchWaitUs: seconds(2) },
    });
    const parts: Readonly<Record<string, NodeParts>> = {
      ...cluster.parts,
      visiteurs: { boot: { browse: visitors.browse } },
      acheteurs: { boot: { buy: visitors.buy } },
      nginx: nginxParts(doorOf(step, parameters)),
      monolithe: monolithParts(step, cluster, parameters),
      ...(step.isCatalogueOut ? catalogueParts(parameters) : {}),
      commandes: step.orders === "monolith" ? {} : ordersParts(step.orders, cluster, parameters),
      paiements: step.orders === "saga" ? { serves: { [ask.DEBIT]: { debitOnce } } } : {},
      stripe: { serves: { [ask.CAPTURE]: { captureMoney } } },
      entrepot: {
        serves: { [ask.RESERVE]: { keepStockOnce }, [ask.RELEASE]: { freeStockOnce } },
        boot: { prepareOrders: preparingFrom(consumer) },
      },
    };
    return {
      nodes: nodes.map((card) => define(card, parts[card.id] ?? {})),
      databases: databasesOf(parameters),
      latency: () => quantilesOf(parameters, "latence"),
    };
  };

export const variants: Readonly<Record<string, (parameters: Parameters) => Assembly>> = {
  monolithe: build({ isCatalogueOut: false, orders: "monolith" }),
  "catalogue-extrait": build({ isCatalogueOut: true, orders: "monolith" }),
  "commandes-extraites": build({ isCatalogueOut: true, orders: "outbox" }),
  "paiements-en-saga": build({ isCatalogueOut: true, orders: "saga" }),
};
