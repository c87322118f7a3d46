/**
 * Three designs of the same shop: which handler stands at which operation, and nothing else.
 *
 * The world (nodes, databases, links, arrivals, luck) is the same; a symptom comes from a mechanism
 * in a handler, never from a test of the variant's name.
 */
import type {
  Assembly,
  Context,
  Handler,
  NodeDefinition,
  Operation,
  Process,
} from "../../simulator/scenario.ts";
import type { Parameters } from "../../simulator/vocabulary/parameters.ts";
import { nodes as nodeCards } from "./card-stage.ts";
import { placeOrders } from "./clients.services.ts";
import { orderByCorrectedSaga, recoverAllSagas } from "./corrected.services.ts";
import {
  cancelReservation,
  cancelReservationOnce,
  confirmReservation,
  reserveStock,
  reserveStockOnce,
} from "./inventory.services.ts";
import * as ask from "./operations.ts";
import { charge, chargeOnce, refund, refundOnce } from "./payment.services.ts";
import { captureMoney, giveMoneyBack } from "./provider.services.ts";
import { orderByPublishedSaga, recoverStuckSagas } from "./published.services.ts";
import * as schema from "./schema.ts";
import { countOf, quantilesOf } from "./settings.ts";
import { cancelShipment, createShipment, createShipmentOnce } from "./shipping.services.ts";
import { orderInParallel } from "./uncoordinated.services.ts";

// biome-ignore lint/suspicious/noExplicitAny: an operation of any request and reply.
type AnyOperation = Operation<any, any>;
type Serving = readonly [AnyOperation, string, Handler];
type Boot = NodeDefinition["boot"][number];

interface Design {
  readonly serves: readonly Serving[];
  /** Its name is written: bundlers rename functions, and luck hangs on names. */
  readonly recovery: {
    readonly name: string;
    readonly run: (ctx: Context, worker: number) => Process<void>;
  } | null;
  readonly sagas: readonly string[];
}

const PROVIDER: readonly Serving[] = [
  [ask.capture, "captureMoney", captureMoney],
  [ask.giveBack, "giveMoneyBack", giveMoneyBack],
];

const AS_PUBLISHED: readonly Serving[] = [
  [ask.reserve, "reserveStock", reserveStock],
  [ask.release, "cancelReservation", cancelReservation],
  [ask.chargeCustomer, "charge", charge],
  [ask.refundCustomer, "refund", refund],
  [ask.ship, "createShipment", createShipment],
  [ask.cancelShipping, "cancelShipment", cancelShipment],
  ...PROVIDER,
];

const WITH_KEYS: readonly Serving[] = [
  [ask.reserve, "reserveStockOnce", reserveStockOnce],
  [ask.release, "cancelReservationOnce", cancelReservationOnce],
  [ask.confirm, "confirmReservation", confirmReservation],
  [ask.chargeCustomer, "chargeOnce", chargeOnce],
  [ask.refundCustomer, "refundOnce", refundOnce],
  [ask.ship, "createShipmentOnce", createShipmentOnce],
  [ask.cancelShipping, "cancelShipment", cancelShipment],
  ...PROVIDER,
];

function recoveryWorkers(recovery: Design["recovery"], parameters: Parameters): readonly Boot[] {
  if (recovery === null) return [];
  return Array.from({ length: countOf(parameters, "ouvriers-reprise") }, (_, worker) => ({
    name: recovery.name,
    run: (ctx: Context) => recovery.run(ctx, worker),
  }));
}

function assemble(design: Design, parameters: Parameters): Assembly {
  const bootOf = (id: string): readonly Boot[] => {
    if (id === "clients") return [{ name: "placeOrders", run: placeOrders }];
    return id === "orchestrateur" ? recoveryWorkers(design.recovery, parameters) : [];
  };
  const database = (
    id: string,
    node: string,
    tables: readonly string[],
    rows: readonly string[],
  ) => ({
    id,
    node,
    schema: tables,
    rows,
    poolSize: 10,
    read: quantilesOf(parameters, "lecture-sql"),
    write: quantilesOf(parameters, "ecriture-sql"),
  });
  return {
    nodes: nodeCards.map(({ id, workerCount, queueLimit }) => ({
      id,
      workerCount: workerCount ?? 0,
      queueLimit: queueLimit ?? 0,
      handlers: new Map(
        design.serves
          .filter(([operation]) => operation.node === id)
          .map(([operation, name, run]) => [operation.id, { name, run }]),
      ),
      boot: bootOf(id),
    })),
    databases: [
      database("sagas", "orchestrateur", design.sagas, []),
      database(
        "inventory",
        "inventaire",
        schema.inventory,
        schema.firstStock(countOf(parameters, "stock")),
      ),
      database("payments", "paiement", schema.payments, []),
      database("shipping", "livraison", schema.shipping, []),
    ],
    latency: () => quantilesOf(parameters, "latence"),
  };
}

export const variants: Readonly<Record<string, (parameters: Parameters) => Assembly>> = {
  "sans-coordination": (parameters) =>
    assemble(
      {
        serves: [[ask.placeOrderOperation, "orderInParallel", orderInParallel], ...AS_PUBLISHED],
        recovery: null,
        sagas: schema.sagasWithIndex,
      },
      parameters,
    ),
  publiee: (parameters) =>
    assemble(
      {
        serves: [
          [ask.placeOrderOperation, "orderByPublishedSaga", orderByPublishedSaga],
          ...AS_PUBLISHED,
        ],
        recovery: { name: "recoverStuckSagas", run: recoverStuckSagas },
        sagas:
          parameters["index-etapes"] === "absent" ? schema.sagasAsPublished : schema.sagasWithIndex,
      },
      parameters,
    ),
  corrigee: (parameters) =>
    assemble(
      {
        serves: [
          [ask.placeOrderOperation, "orderByCorrectedSaga", orderByCorrectedSaga],
          ...WITH_KEYS,
        ],
        recovery: { name: "recoverAllSagas", run: recoverAllSagas },
        sagas: schema.sagasWithIndex,
      },
      parameters,
    ),
};
