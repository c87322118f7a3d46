/** « Boîte d’envoi »: one shop, one outbox, and three ways from the row to the reader. */
import { type DurationUs, ms, seconds } from "../../../simulator/base/time.ts";
import { createConsumer, createProducer, partitionedLog } from "../../../simulator/brokers.ts";
import {
  createOutbox,
  outboxTable,
  positionTable,
  publishingTo,
} from "../../../simulator/coordination.ts";
import {
  type Assembly,
  type Boots,
  invariant,
  obligations,
  type Scenario,
} from "../../../simulator/scenario.ts";
import { createChangeCapture } from "../../../simulator/stores.ts";
import type { SimEvent } from "../../../simulator/vocabulary/events.ts";
import type { Parameters } from "../../../simulator/vocabulary/parameters.ts";
import { assembly, type NodeParts } from "../assembly.ts";
import { claimOf } from "../piece-card.ts";
import { card } from "./card.ts";
import { TOLD_WITHIN_US } from "./claim-cards.ts";
import { type RelayPlace, sendingMarked, sendingNumbered } from "./relay.services.ts";
import { ordersWith } from "./shop.services.ts";
import { receivingFrom } from "./warehouse.services.ts";

const TABLE = "boite_envoi";
const TOPIC = "outbox.event.commande";
const COST = { p50Us: ms(2), p95Us: ms(4), p99Us: ms(8) } as const;
const SCHEMA = [
  "CREATE TABLE commandes (id BIGSERIAL PRIMARY KEY, article TEXT NOT NULL)",
  outboxTable(TABLE),
  positionTable(TABLE),
];
const DATABASE = {
  ...{ id: "boutique", node: "boutique", schema: SCHEMA, rows: [] },
  ...{ poolSize: 50, read: COST, write: COST },
};

const newCluster = () =>
  partitionedLog({
    ...{ brokers: ["journal"], controller: "journal", initialRebalanceUs: ms(500) },
    topics: [
      { name: TOPIC, partitions: 1 },
      { name: "positions", partitions: 1, cleanup: "compact" },
    ],
  });
type Cluster = ReturnType<typeof newCluster>;

/** The shop, the log and the warehouse; what sends is given. */
function build(
  cluster: Cluster,
  relays: Boots,
  capture: Readonly<Record<string, NodeParts>>,
): Assembly {
  const consumer = createConsumer({
    ...{ cluster, group: "entrepot", topics: [TOPIC], autoOffsetReset: "earliest" },
    ...{ autoCommitUs: null, fetchWaitUs: seconds(2) },
  });
  const takeOrders = ordersWith(createOutbox({ table: TABLE, schema: SCHEMA }));
  const nodes = assembly(card.nodes, {
    ...{ ...cluster.parts, ...capture },
    boutique: {
      serves: capture.boutique?.serves ?? {},
      boot: { ...capture.boutique?.boot, takeOrders, ...relays },
    },
    entrepot: { boot: { receive: receivingFrom(consumer) } },
  });
  return { ...nodes, databases: [DATABASE] };
}

/** As many relays as the reader wants, each with its own producer. */
function relaysOf(parameters: Parameters, cluster: Cluster, relayOf: (place: RelayPlace) => Relay) {
  return Array.from({ length: parameters.relais as number }, (_, i) => {
    const timeouts = { requestTimeoutUs: seconds(1), deliveryTimeoutUs: seconds(2) };
    const producer = createProducer({ cluster, name: `relais ${i + 1}`, ...timeouts });
    return relayOf({
      ...{ table: TABLE, schema: SCHEMA, publish: publishingTo(producer) },
      pollUs: parameters.pause as DurationUs,
    });
  });
}
type Relay = ReturnType<typeof sendingMarked>;

function byCapture(): Assembly {
  const cluster = newCluster();
  const capture = createChangeCapture({
    ...{ database: DATABASE, cluster, offsetsTopic: "positions" },
    connectors: [
      {
        ...{ node: "connecteur", prefix: "boutique", slot: "debezium", tables: [TABLE] },
        ...{ outbox: { table: TABLE, aggregates: ["commande"] } },
        ...{ flushUs: seconds(5), requestTimeoutUs: seconds(2) },
      },
    ],
  });
  return build(cluster, {}, capture);
}

/** Events that a commit brings into being. */
const validated = (event: SimEvent): readonly string[] =>
  event.kind === "transaction-committed"
    ? event.changes.flatMap(({ table, op, after }) =>
        table === TABLE && op === "c" ? [`${after?.[0]}`] : [],
      )
    : [];

const isReceived = (event: SimEvent) => event.kind === "record-changed" && event.store === "recus";

const claims: Scenario["claims"] = () => [
  obligations(claimOf(card, "aucun-perdu"), () => ({
    watches: ["transaction-committed", "record-changed"],
    deadlineUs: TOLD_WITHIN_US,
    opens: validated,
    meets: (event) => (event.kind === "record-changed" && isReceived(event) ? event.key : null),
    lateText: (id) => `L’événement ${id} est validé depuis 10 s, et l’entrepôt l’ignore.`,
  })),
  invariant(claimOf(card, "une-fois"), () => {
    let twice = 0;
    return {
      watches: ["record-changed"],
      initial: "0",
      see(event) {
        if (event.kind !== "record-changed" || !isReceived(event)) return null;
        const isBroken = event.before !== null;
        if (isBroken) twice++;
        const text = `L’événement ${event.key} arrive une seconde fois à l’entrepôt.`;
        return { observed: `${twice}`, isBroken, subject: event.subject, text };
      },
    };
  }),
];

export const scenario: Scenario = {
  card,
  claims,
  variants: {
    marque(parameters: Parameters) {
      const cluster = newCluster();
      return build(cluster, { sendMarked: relaysOf(parameters, cluster, sendingMarked) }, {});
    },
    numero(parameters: Parameters) {
      const cluster = newCluster();
      return build(cluster, { sendNumbered: relaysOf(parameters, cluster, sendingNumbered) }, {});
    },
    capture: byCapture,
  },
  measures: () => ({}),
};
