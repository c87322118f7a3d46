/**
 * Settings of a cluster, with the defaults of Kafka 3.9, checked while the scenario is built.
 *
 * Owns the layout: which broker holds which replica. Names between quotes in the comments are those of the
 * real settings.
 */
import {
  BadConfiguration,
  distinct,
  durationUs,
  oneOf,
  required,
  wholeNumber,
} from "../../../base/configuration.ts";
import { type DurationUs, hours, minutes, ms, seconds } from "../../../base/time.ts";
import type { PartitionAssignment } from "./election.ts";
import { BAR, OFFSETS_TOPIC } from "./offsets.ts";
import { partitionName } from "./record.ts";
import { TRANSACTIONS_TOPIC } from "./transactions.ts";

export interface TopicOptions {
  readonly name: string;
  readonly partitions: number;
  /** « replication.factor »; all brokers, at most three, unless said. */
  readonly replicas?: number;
  /** « min.insync.replicas »; the cluster's unless said. */
  readonly minInsyncReplicas?: number;
  /** « unclean.leader.election.enable »; false unless said. */
  readonly allowsUnclean?: boolean;
  /** Offsets a segment spans (« segment.bytes », counted in records). */
  readonly segmentRecords?: number;
  /** « cleanup.policy »; delete unless said. */
  readonly cleanup?: "delete" | "compact";
  /** « retention.ms »; 7 days unless said, null: for ever. */
  readonly retentionUs?: number | null;
  /** « retention.bytes », counted in records; none unless said. */
  readonly retentionRecords?: number | null;
  /** « delete.retention.ms »; 24 h unless said. */
  readonly deleteRetentionUs?: number;
}

export interface ClusterOptions {
  readonly brokers: readonly string[];
  /** Node of the controller; it may be one of the brokers (combined mode). */
  readonly controller: string;
  readonly topics: readonly TopicOptions[];
  /** « min.insync.replicas » of topics that say nothing, internal ones included; 1 unless said. */
  readonly minInsyncReplicas?: number;
  /** Consumer groups, with their internal topic; true unless said. */
  readonly hasGroups?: boolean;
  /** Transactions, with theirs; false unless said. */
  readonly hasTransactions?: boolean;
  /** « broker.heartbeat.interval.ms », 2 s; « broker.session.timeout.ms », 9 s. */
  readonly heartbeatUs?: DurationUs;
  readonly sessionUs?: DurationUs;
  /** « replica.lag.time.max.ms », 30 s; « replica.fetch.wait.max.ms », 500 ms. */
  readonly lagMaxUs?: DurationUs;
  readonly fetchWaitUs?: DurationUs;
  /** « group.initial.rebalance.delay.ms », 3 s. */
  readonly initialRebalanceUs?: DurationUs;
  /** « log.retention.check.interval.ms », 5 min. */
  readonly cleanEveryUs?: DurationUs;
  /** « transaction.abort.timed.out.transaction.cleanup.interval.ms », 10 s. */
  readonly expireEveryUs?: DurationUs;
  /** An epoch for each transaction (KIP-890, version 2 of transactions); true unless said. */
  readonly epochPerTransaction?: boolean;
  /** Work of a broker to take in one request. */
  readonly requestUs?: DurationUs;
}

export interface Partition extends PartitionAssignment, Required<Omit<TopicOptions, "replicas">> {
  readonly topic: string;
  /** `topic-0` */
  readonly id: string;
}

export interface Settings extends Required<ClusterOptions> {
  /** By id (`topic-0`), in order. */
  readonly layout: ReadonlyMap<string, Partition>;
}

const DEFAULTS = {
  ...{ minInsyncReplicas: 1, hasGroups: true, hasTransactions: false },
  ...{ heartbeatUs: seconds(2), sessionUs: seconds(9), lagMaxUs: seconds(30) },
  ...{ fetchWaitUs: ms(500), initialRebalanceUs: seconds(3), cleanEveryUs: minutes(5) },
  ...{ expireEveryUs: seconds(10), epochPerTransaction: true, requestUs: ms(0.2) },
} as const;

/** @throws BadConfiguration */
export function settingsOf(options: ClusterOptions): Settings {
  const given = { ...DEFAULTS, ...options };
  distinct("courtiers", given.brokers);
  wholeNumber("courtiers", given.brokers.length, { min: 1, max: 100 });
  distinct(
    "sujets",
    given.topics.map(({ name }) => name),
  );
  wholeNumber("sujets", given.topics.length, { min: 1, max: 1_000 });
  distinct("controller", [given.controller]);
  for (const { name } of given.topics) {
    const isReserved = name.includes(BAR) || name.startsWith("__");
    required(`sujets/${name}`, !isReserved, `« __ » et « ${BAR} » sont réservés : autre nom.`);
  }
  const { heartbeatUs, sessionUs } = given;
  for (const field of ["heartbeatUs", "lagMaxUs", "fetchWaitUs", "cleanEveryUs"] as const) {
    durationUs(field, given[field], 1);
  }
  durationUs("sessionUs", sessionUs, 1);
  required("sessionUs", sessionUs > heartbeatUs, "la session dure moins qu’un battement.");
  durationUs("expireEveryUs", given.expireEveryUs, 1);
  durationUs("initialRebalanceUs", given.initialRebalanceUs);
  durationUs("requestUs", given.requestUs);
  const topics = [...given.topics, ...internalTopics(given)];
  const layout = new Map<string, Partition>();
  for (const topic of topics) {
    for (const partition of spread(topic, given)) layout.set(partition.id, partition);
  }
  return { ...given, layout };
}

type Given = ClusterOptions & typeof DEFAULTS;

function internalTopics({ hasGroups, hasTransactions }: Given | ClusterOptions): TopicOptions[] {
  const compacted = { partitions: 1, cleanup: "compact" } as const;
  return [
    ...(hasGroups ? [{ name: OFFSETS_TOPIC, ...compacted }] : []),
    ...(hasTransactions ? [{ name: TRANSACTIONS_TOPIC, ...compacted }] : []),
  ];
}

/** Replicas in turn over the brokers, so that each leads its share. */
function spread(
  topic: TopicOptions,
  {
    brokers,
    minInsyncReplicas,
  }: { readonly brokers: readonly string[]; readonly minInsyncReplicas: number },
): readonly Partition[] {
  const where = `sujets/${topic.name}`;
  const count = wholeNumber(`${where}/partitions`, topic.partitions, { min: 1, max: 1_000 });
  const replicas = topic.replicas ?? Math.min(3, brokers.length);
  wholeNumber(`${where}/replicas`, replicas, { min: 1, max: brokers.length });
  const minimum = topic.minInsyncReplicas ?? minInsyncReplicas;
  wholeNumber(`${where}/minInsyncReplicas`, minimum, { min: 1, max: 100 });
  if (minimum > replicas) {
    throw new BadConfiguration(
      `${where}/minInsyncReplicas`,
      `${minimum} copies à jour exigées pour ${replicas} copies : aucune écriture ne passerait.`,
    );
  }
  const settings = {
    ...{ name: topic.name, partitions: count, minInsyncReplicas: minimum },
    allowsUnclean: topic.allowsUnclean ?? false,
    ...cleanupOf(where, topic),
  };
  return Array.from({ length: count }, (_, p) => ({
    ...settings,
    ...{ topic: topic.name, id: partitionName(topic.name, p) },
    replicas: Array.from(
      { length: replicas },
      (_, r) => brokers[(p + r) % brokers.length] as string,
    ),
  }));
}

/** How long its records are kept. */
function cleanupOf(where: string, topic: TopicOptions) {
  const {
    segmentRecords = 1_000,
    cleanup = "delete",
    retentionUs = hours(168),
    retentionRecords = null,
    deleteRetentionUs = hours(24),
  } = topic;
  wholeNumber(`${where}/segmentRecords`, segmentRecords, { min: 1, max: 1_000_000 });
  oneOf(`${where}/cleanup`, cleanup, ["delete", "compact"]);
  if (retentionUs !== null) durationUs(`${where}/retentionUs`, retentionUs, 1);
  if (retentionRecords !== null) {
    wholeNumber(`${where}/retentionRecords`, retentionRecords, { min: 1, max: 1_000_000_000 });
  }
  durationUs(`${where}/deleteRetentionUs`, deleteRetentionUs);
  return { segmentRecords, cleanup, retentionUs, retentionRecords, deleteRetentionUs };
}
