/**
 * Settings of a Redis server or pair, checked when the scenario is built.
 */
import {
  BadConfiguration,
  distinct,
  durationUs,
  named,
  oneOf,
  required,
  wholeNumber,
} from "../../../base/configuration.ts";
import { type DurationUs, ms, seconds } from "../../../base/time.ts";

const FSYNC = ["always", "everysec", "no"] as const;
export type AppendFsync = (typeof FSYNC)[number];

/** A stream and a group of it that the page shows. */
export interface Shown {
  readonly stream: string;
  readonly group: string;
}

export interface RedisOptions {
  /** Node ids: the first primary, then its replica if there is one. */
  readonly nodes: readonly string[];
  /**
   * When what was done reaches the disk: before the reply, once a second, or never (`appendonly no`). A
   * crash here is that of the machine: what is not on the disk is lost.
   */
  readonly appendFsync: AppendFsync;
  /** Silence of its primary after which a replica takes its place, µs. Sentinel's default is 30 s. */
  readonly downAfterUs?: DurationUs;
  /** How often a primary that has nothing to say says so, µs. */
  readonly heartbeatUs?: DurationUs;
  /** Commands kept for a replica that comes back; further behind it is given a full copy. */
  readonly backlogMax?: number;
  /** Entries in a pack (`stream-node-max-entries`). */
  readonly packMax?: number;
  readonly shown?: readonly Shown[];
}

export interface RedisSettings extends Required<RedisOptions> {
  /** Shared by name with nobody else of the scenario. */
  readonly streamSettings: { readonly packMax: number };
}

/** @throws BadConfiguration */
export function settingsOf(options: RedisOptions): RedisSettings {
  const nodes = distinct("nodes", options.nodes);
  if (nodes.length < 1 || nodes.length > 2) {
    throw new BadConfiguration("nodes", "il faut un nœud, ou deux : le primaire et sa réplique.");
  }
  const heartbeatUs = options.heartbeatUs ?? seconds(1);
  const downAfterUs = options.downAfterUs ?? seconds(3);
  durationUs("heartbeatUs", heartbeatUs, ms(1));
  durationUs("downAfterUs", downAfterUs, ms(1));
  required(
    "downAfterUs",
    downAfterUs > heartbeatUs,
    "plus court que « heartbeatUs », une réplique se croirait abandonnée sans cesse.",
  );
  const packMax = wholeNumber("packMax", options.packMax ?? 100, { min: 1, max: 1_000_000 });
  const shown = options.shown ?? [];
  for (const { stream, group } of shown) {
    named("shown", stream);
    named("shown", group);
  }
  distinct(
    "shown",
    shown.map(({ stream, group }) => `${stream}/${group}`),
  );
  return {
    ...{ nodes, heartbeatUs, downAfterUs, packMax, shown },
    appendFsync: oneOf("appendFsync", options.appendFsync, FSYNC),
    backlogMax: wholeNumber("backlogMax", options.backlogMax ?? 1_000, { min: 1, max: 1_000_000 }),
    streamSettings: { packMax },
  };
}
