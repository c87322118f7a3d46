/**
 * A replica set as nodes of a scenario: one primary that takes writes, secondaries that follow it, a fail-over
 * when it falls silent. Follows MongoDB 8.0.
 *
 * Owns what stands on each node. Authors speak to it through its client; the page sees it through the keys of
 * `process.ts`.
 */
import type { PartOfNode } from "../../../world/node-parts.ts";
import { createReplicaSetClient, type ReplicaSetClient } from "./client.ts";
import { memberDuties } from "./duties.ts";
import { clientHandlers, memberHandlers } from "./serve.ts";
import { type ReplicaSetOptions, type ReplicaSetSettings, settingsOf } from "./settings.ts";

export interface ReplicaSet {
  readonly settings: ReplicaSetSettings;
  /** What stands on each node, by node id. */
  readonly nodes: Readonly<Record<string, PartOfNode>>;
  readonly client: ReplicaSetClient;
}

/** @throws BadConfiguration */
export function createReplicaSet(options: ReplicaSetOptions): ReplicaSet {
  const settings = settingsOf(options);
  const handlers = memberHandlers(settings);
  const member = (isArbiter: boolean): PartOfNode => ({
    serves: isArbiter ? handlers : { ...handlers, ...clientHandlers(settings) },
    boot: memberDuties(settings, isArbiter),
  });
  const { members, arbiters } = settings;
  return {
    settings,
    nodes: Object.fromEntries([
      ...members.map((id) => [id, member(false)] as const),
      ...arbiters.map((id) => [id, member(true)] as const),
    ]),
    client: createReplicaSetClient(settings),
  };
}
