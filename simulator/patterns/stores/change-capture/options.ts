/**
 * Settings of change data capture, with the defaults of Debezium 2.x, Kafka Connect 3.x and PostgreSQL, checked
 * while the scenario is built. Names between quotes in the comments are those of the real settings.
 */
import {
  BadConfiguration,
  distinct,
  durationUs,
  oneOf,
  required,
  wholeNumber,
} from "../../../base/configuration.ts";
import { type DurationUs, ms, seconds } from "../../../base/time.ts";
import type { Cluster } from "../../../world/brokers/partitioned-log/cluster.ts";
import type { DatabaseDefinition } from "../../../world/database-pool.ts";
import { requiredTable } from "../../coordination/outbox/declared-tables.ts";
import { topicOf } from "./change-event.ts";
import { OUTBOX_COLUMNS, outboxTopic } from "./event-router.ts";
import type { ReplicationSettings } from "./replication.ts";

/** An outbox table, and the kinds of aggregates whose events it holds: a topic each. */
export interface OutboxRoute {
  readonly table: string;
  readonly aggregates: readonly string[];
}

export interface ConnectorOptions {
  /** Where its worker runs. */
  readonly node: string;
  /** « topic.prefix » */
  readonly prefix: string;
  /** « slot.name » */
  readonly slot: string;
  /** « table.include.list » */
  readonly tables: readonly string[];
  /** One of the tables goes through the event router. */
  readonly outbox?: OutboxRoute | null;
  /** « exactly.once.support »: required is "exactly-once". At least once unless said. */
  readonly delivery?: Delivery;
  /** « snapshot.mode » */
  readonly snapshot?: "initial" | "no_data";
  /** « offset.flush.interval.ms », 60 s. Without meaning when records carry their offset (exactly-once). */
  readonly flushUs?: DurationUs;
  /** « heartbeat.interval.ms »; null (0 in Debezium): none. */
  readonly heartbeatUs?: DurationUs | null;
  /** « tombstones.on.delete » */
  readonly hasTombstones?: boolean;
  /** « max.batch.size », counted in commits: 2 048. */
  readonly batchMax?: number;
  readonly requestTimeoutUs?: DurationUs;
}

export interface CaptureOptions {
  readonly database: Pick<DatabaseDefinition, "id" | "node" | "schema">;
  readonly cluster: Cluster;
  /** « offset.storage.topic » */
  readonly offsetsTopic: string;
  readonly connectors: readonly ConnectorOptions[];
  /** « max_slot_wal_keep_size » in commits; null: no limit, as PostgreSQL has none. */
  readonly slotKeepMax?: number | null;
  /** « wal_sender_timeout », 60 s. */
  readonly senderTimeoutUs?: DurationUs;
  /** Work of the server for one question. */
  readonly requestUs?: DurationUs;
}

export const DELIVERIES = ["at-least-once", "exactly-once"] as const;
export type Delivery = (typeof DELIVERIES)[number];

export interface ConnectorSettings extends Required<ConnectorOptions> {
  readonly database: CaptureOptions["database"];
  readonly cluster: Cluster;
  readonly offsetsTopic: string;
}

const DEFAULTS: Required<Omit<ConnectorOptions, "node" | "prefix" | "slot" | "tables">> = {
  ...{ outbox: null, delivery: "at-least-once", snapshot: "initial", flushUs: seconds(60) },
  ...{ heartbeatUs: null, hasTombstones: true, batchMax: 2_048, requestTimeoutUs: seconds(5) },
};

/** « topic.heartbeat.prefix »; names that begin with « __ » belong to the log itself here. */
export const heartbeatTopic = (prefix: string): string => `debezium-heartbeat.${prefix}`;

/** @throws BadConfiguration */
export function replicationSettings(options: CaptureOptions): ReplicationSettings {
  const { slotKeepMax = null, senderTimeoutUs = seconds(60), requestUs = ms(0.2) } = options;
  if (slotKeepMax !== null) wholeNumber("slotKeepMax", slotKeepMax, { min: 1, max: 1_000_000_000 });
  durationUs("senderTimeoutUs", senderTimeoutUs, 1);
  durationUs("requestUs", requestUs);
  return { keepMax: slotKeepMax, senderTimeoutUs, requestUs };
}

/** @throws BadConfiguration */
export function connectorsOf(options: CaptureOptions): readonly ConnectorSettings[] {
  const { connectors, database, cluster, offsetsTopic } = options;
  wholeNumber("connectors", connectors.length, { min: 1, max: 100 });
  // Two readers of one slot would each get a part of the log.
  distinct(
    "slot",
    connectors.map(({ slot }) => slot),
  );
  // Offsets and topics are known by the prefix.
  distinct(
    "prefix",
    connectors.map(({ prefix }) => prefix),
  );
  requiredTopic("offsetsTopic", cluster, offsetsTopic);
  return connectors.map((given) => {
    const settings = { ...DEFAULTS, ...given, database, cluster, offsetsTopic };
    checkConnector(settings);
    return settings;
  });
}

function checkConnector(settings: ConnectorSettings): void {
  const { delivery, flushUs, heartbeatUs, batchMax, requestTimeoutUs, cluster } = settings;
  oneOf("delivery", delivery, DELIVERIES);
  oneOf("snapshot", settings.snapshot, ["initial", "no_data"]);
  durationUs("flushUs", flushUs, 1);
  durationUs("requestTimeoutUs", requestTimeoutUs, 1);
  wholeNumber("batchMax", batchMax, { min: 1, max: 1_000_000 });
  if (heartbeatUs !== null) {
    durationUs("heartbeatUs", heartbeatUs, 1);
    requiredTopic("heartbeatUs", cluster, heartbeatTopic(settings.prefix));
  }
  if (delivery === "exactly-once" && !cluster.settings.hasTransactions) {
    throw new BadConfiguration(
      "delivery",
      "« exactly-once » écrit les positions dans la transaction des enregistrements : ce journal n’a pas de transactions (hasTransactions).",
    );
  }
  checkTables(settings);
}

function checkTables({ tables, outbox, prefix, cluster, database }: ConnectorSettings): void {
  wholeNumber("tables", tables.length, { min: 1, max: 1_000 });
  distinct("tables", tables);
  for (const table of tables) {
    requiredTable("tables", database.schema, { table, columns: [] });
    if (table !== outbox?.table) requiredTopic("tables", cluster, topicOf(prefix, table));
  }
  if (outbox === null) return;
  const isCaptured = tables.includes(outbox.table);
  required("outbox", isCaptured, `« ${outbox.table} » ne fait pas partie des tables suivies.`);
  requiredTable("outbox", database.schema, { table: outbox.table, columns: OUTBOX_COLUMNS });
  distinct("outbox/aggregates", outbox.aggregates);
  for (const aggregate of outbox.aggregates) {
    requiredTopic("outbox/aggregates", cluster, outboxTopic(aggregate));
  }
}

const requiredTopic = (field: string, cluster: Cluster, topic: string): void =>
  required(field, cluster.partitionCount(topic) > 0, `le journal n’a pas de sujet « ${topic} ».`);
