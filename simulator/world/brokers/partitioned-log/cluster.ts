/**
 * A cluster ready to stand in a scenario: what each node serves and what it does by itself.
 */
import { distinct } from "../../../base/configuration.ts";
import type { Context } from "../../context.ts";
import type { Handler } from "../../node.ts";
import type { PartOfNode } from "../../node-parts.ts";
import { changingIsr, hearingBeats, watchingBrokers } from "./controller.ts";
import { beating, cleaning, following, keepingIsr } from "./duties.ts";
import { type ClusterOptions, type Settings, settingsOf } from "./options.ts";
import { askBroker, askController } from "./protocol.ts";
import * as groups from "./serve-groups.ts";
import * as records from "./serve-records.ts";
import * as transactions from "./serve-transactions.ts";

export interface Cluster {
  readonly settings: Settings;
  /** How many partitions a topic has. */
  readonly partitionCount: (topic: string) => number;
  /** Two clients of one name would share their memory. @throws BadConfiguration when it is taken. */
  readonly reserve: (field: "producteurs" | "lecteurs", name: string) => void;
  /** By node id: brokers, and the controller when it stands apart. */
  readonly parts: Readonly<Record<string, PartOfNode>>;
}

/** @throws BadConfiguration */
export function partitionedLog(options: ClusterOptions): Cluster {
  const settings = settingsOf(options);
  const parts: Record<string, PartOfNode> = {};
  for (const broker of settings.brokers) parts[broker] = brokerParts(settings, broker);
  const { controller } = settings;
  const governing = controllerParts(settings);
  const also = parts[controller];
  parts[controller] = {
    serves: { ...also?.serves, ...governing.serves },
    boot: { ...governing.boot, ...also?.boot },
  };
  const counts = new Map<string, number>();
  for (const { topic, partitions } of settings.layout.values()) counts.set(topic, partitions);
  const names = { producteurs: [] as string[], lecteurs: [] as string[] };
  return {
    ...{ settings, parts, partitionCount: (topic) => counts.get(topic) ?? 0 },
    reserve(field, name) {
      distinct(field, [...names[field], name]);
      names[field].push(name);
    },
  };
}

// biome-ignore lint/suspicious/noExplicitAny: handlers of any request; operations bind both ends.
type AnyHandler = (ctx: Context, body: any) => ReturnType<Handler>;

function brokerParts(settings: Settings, broker: string): PartOfNode {
  const ask = askBroker(broker);
  const served: readonly (readonly [{ readonly id: string }, AnyHandler])[] = [
    [ask.produce, records.producing(settings)],
    [ask.fetch, records.fetching(settings)],
    [ask.replicate, records.replicating(settings)],
    [ask.metadata, records.tellingLeaders(settings)],
    [ask.announce, records.hearing(settings)],
    [ask.openSession, transactions.openingSession(settings)],
    [ask.writeMarker, records.markingEnd(settings)],
    ...(settings.hasGroups
      ? ([
          [ask.join, groups.joining(settings)],
          [ask.sync, groups.sharing(settings)],
          [ask.beat, groups.hearingMembers(settings)],
          [ask.leave, groups.leaving(settings)],
          [ask.commit, groups.committing(settings)],
          [ask.commitInside, groups.committingInside(settings)],
          [ask.positions, groups.tellingPositions(settings)],
        ] as const)
      : []),
    ...(settings.hasTransactions
      ? ([
          [ask.addPartitions, transactions.addingPartitions(settings)],
          [ask.end, transactions.endingTransaction(settings)],
        ] as const)
      : []),
  ];
  const others = settings.brokers.filter((id) => id !== broker);
  return {
    serves: Object.fromEntries(served.map(([{ id }, run]) => [id, run])),
    boot: {
      beat: beating(settings),
      follow: others.map((leader) => following(settings, leader)),
      ...(others.length > 0 && { keepIsr: keepingIsr(settings) }),
      clean: cleaning(settings),
      ...(settings.hasGroups && { watchGroups: groups.watchingGroups(settings) }),
      ...(settings.hasTransactions && {
        watchTransactions: transactions.watchingTransactions(settings),
      }),
    },
  };
}

function controllerParts(settings: Settings): PartOfNode {
  const ask = askController(settings.controller);
  return {
    serves: {
      [ask.beat.id]: hearingBeats(settings) as AnyHandler,
      [ask.changeIsr.id]: changingIsr(settings) as AnyHandler,
    },
    boot: { watchBrokers: watchingBrokers(settings) },
  };
}
