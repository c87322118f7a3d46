/** « Capture »: one database, one connector, one log, one reader; positions noted now and then, or with each write. */
import { type DurationUs, ms, seconds } from "../../../simulator/base/time.ts";
import { createConsumer, partitionedLog } from "../../../simulator/brokers.ts";
import {
  type Assembly,
  invariant,
  obligations,
  type Scenario,
} from "../../../simulator/scenario.ts";
import { createChangeCapture, type Delivery } from "../../../simulator/stores.ts";
import type { SimEvent } from "../../../simulator/vocabulary/events.ts";
import type { Parameters } from "../../../simulator/vocabulary/parameters.ts";
import { assembly } from "../assembly.ts";
import { claimOf } from "../piece-card.ts";
import { card } from "./card.ts";
import { TOLD_WITHIN_US } from "./claim-cards.ts";
import { takeOrders } from "./shop.services.ts";
import { receivingFrom } from "./warehouse.services.ts";

const TOPIC = "boutique.public.commandes";
const COST = { p50Us: ms(2), p95Us: ms(4), p99Us: ms(8) } as const;

function build(parameters: Parameters, delivery: Delivery): Assembly {
  const database = {
    ...{ id: "boutique", node: "boutique", rows: [], poolSize: 50, read: COST, write: COST },
    schema: ["CREATE TABLE commandes (id BIGSERIAL PRIMARY KEY, article TEXT NOT NULL)"],
  };
  const cluster = partitionedLog({
    ...{ brokers: ["journal"], controller: "journal", initialRebalanceUs: ms(500) },
    hasTransactions: delivery === "exactly-once",
    topics: [
      { name: TOPIC, partitions: 1 },
      { name: "positions", partitions: 1, cleanup: "compact" },
    ],
  });
  const kept = parameters.garde as number;
  const capture = createChangeCapture({
    ...{ database, cluster, offsetsTopic: "positions", slotKeepMax: kept === 0 ? null : kept },
    connectors: [
      {
        ...{ node: "connecteur", prefix: "boutique", slot: "debezium", tables: ["commandes"] },
        ...{ delivery, flushUs: parameters.notation as DurationUs, requestTimeoutUs: seconds(2) },
      },
    ],
  });
  const consumer = createConsumer({
    ...{ cluster, group: "entrepot", topics: [TOPIC], autoOffsetReset: "earliest" },
    ...{ isolation: "read_committed", autoCommitUs: null, fetchWaitUs: seconds(2) },
  });
  const nodes = assembly(card.nodes, {
    ...{ ...cluster.parts, ...capture },
    boutique: {
      serves: capture.boutique?.serves ?? {},
      boot: { ...capture.boutique?.boot, takeOrders },
    },
    entrepot: { boot: { receive: receivingFrom(consumer) } },
  });
  return { ...nodes, databases: [database] };
}

/** Orders that a commit brings into being. */
const validated = (event: SimEvent): readonly string[] =>
  event.kind === "transaction-committed"
    ? event.changes.flatMap(({ op, after }) => (op === "c" ? [`${after?.[0]}`] : []))
    : [];

/** An order noted by the warehouse. */
function noted(event: SimEvent): { readonly lsn: number; readonly fois: number } | null {
  if (event.kind !== "record-changed" || event.store !== "recues") return null;
  return event.after as { readonly lsn: number; readonly fois: number };
}

const claims: Scenario["claims"] = () => [
  obligations(claimOf(card, "tout-arrive"), () => ({
    watches: ["transaction-committed", "record-changed"],
    deadlineUs: TOLD_WITHIN_US,
    opens: validated,
    meets: (event) => (event.kind === "record-changed" && noted(event) !== null ? event.key : null),
    lateText: (order) => `La commande ${order} est validée depuis 20 s, et l’entrepôt l’ignore.`,
  })),
  invariant(claimOf(card, "ordre"), () => {
    let last = 0;
    return {
      watches: ["record-changed"],
      initial: "0",
      see(event) {
        const order = noted(event);
        if (order === null || order.fois > 1) return null;
        const isBroken = order.lsn < last;
        const text = `La validation ${order.lsn} arrive après la validation ${last}.`;
        last = Math.max(last, order.lsn);
        return { observed: isBroken ? "1" : "0", isBroken, subject: event.subject, text };
      },
    };
  }),
  invariant(claimOf(card, "une-fois"), () => {
    let twice = 0;
    return {
      watches: ["record-changed"],
      initial: "0",
      see(event) {
        const order = noted(event);
        if (order === null || event.kind !== "record-changed") return null;
        const isBroken = order.fois > 1;
        if (isBroken) twice++;
        const text = `La commande ${event.key} arrive une seconde fois à l’entrepôt.`;
        return { observed: `${twice}`, isBroken, subject: event.key, text };
      },
    };
  }),
];

export const scenario: Scenario = {
  card,
  claims,
  variants: {
    "au-moins-une-fois": (parameters: Parameters) => build(parameters, "at-least-once"),
    "exactement-une-fois": (parameters: Parameters) => build(parameters, "exactly-once"),
  },
  measures: () => ({}),
};
