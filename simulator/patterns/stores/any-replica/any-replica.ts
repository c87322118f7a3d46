/**
 * A store that always answers: any replica takes a write, and tells the others when it can (AP).
 *
 * Each replica notes, for every neighbour, the keys that this one does not know yet, sends them now and
 * then, and crosses them out when they are acknowledged: lost exchanges are sent again, repeated ones
 * change nothing. Cut from the others it goes on, and may answer something old; once the cut is healed,
 * all end equal.
 */
import { distinct, durationUs, oneOf, required } from "../../../base/configuration.ts";
import { type DurationUs, ms } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import { operation } from "../../../world/calls.ts";
import type { Context } from "../../../world/context.ts";
import type { Handler } from "../../../world/node.ts";
import type { VectorClock } from "../../coordination/vector-clock.ts";
import { CONFLICTS, type Conflict, mergeVersions, seenIn, type Versions } from "./versions.ts";

export interface AnyReplicaOptions {
  readonly replicas: readonly string[];
  readonly conflict: Conflict;
  /** Between two exchanges with the same neighbour, µs. */
  readonly gossipUs: DurationUs;
}

export type Found = { readonly values: readonly string[]; readonly seen: VectorClock };
export type WriteRequest = {
  readonly key: string;
  readonly value: string;
  /** What its author had read: what it overtakes. */
  readonly seen: VectorClock;
};
/** Name of the version that the replica made of it. */
export type Taken = { readonly node: string; readonly ordinal: number };
type Entries = readonly (readonly [string, Versions])[];

export const READ = "lire";
export const WRITE = "écrire";
export const GOSSIP = "échanger";

interface Disk {
  writeCount: number;
  readonly entries: Map<string, Versions>;
  /** Keys that a neighbour has not acknowledged, by neighbour. */
  readonly unknown: Map<string, Set<string>>;
}

export interface ReplicaParts {
  readonly handlers: Readonly<Record<string, Handler>>;
  readonly gossip: (ctx: Context) => Process<void>;
}

/** @throws BadConfiguration on two replicas of one name, or exchanges without a pause. */
export function createAnyReplica({
  replicas,
  conflict,
  gossipUs,
}: AnyReplicaOptions): ReplicaParts {
  distinct("replicas", replicas);
  required("replicas", replicas.length > 0, "il faut au moins une réplique.");
  oneOf("conflict", conflict, CONFLICTS);
  durationUs("gossipUs", gossipUs, 1);

  const diskOf = (ctx: Context): Disk =>
    ctx.objects.durable("répliques", () => ({
      writeCount: 0,
      entries: new Map(),
      unknown: new Map(replicas.filter((id) => id !== ctx.nodeId).map((id) => [id, new Set()])),
    }));

  /** Takes versions in; whatever changed is news for the neighbours. */
  function learn(key: string, versions: Versions, ctx: Context): void {
    const { entries, unknown } = diskOf(ctx);
    const own = entries.get(key) ?? [];
    const merged = mergeVersions(own, versions, conflict);
    if (merged.length === own.length && merged.every((version, i) => version === own[i])) return;
    entries.set(key, merged);
    for (const keys of unknown.values()) keys.add(key);
    const values = merged.map(({ value }) => value);
    ctx.records.set(`valeurs-${ctx.nodeId}`, key, [["valeur", values.join(" | ")]]);
  }

  function* readVersions(ctx: Context, { key }: { readonly key: string }): Process<Found> {
    yield* ctx.work(ms(1));
    const versions = diskOf(ctx).entries.get(key) ?? [];
    return { values: versions.map(({ value }) => value), seen: seenIn(versions) };
  }

  function* writeHere(ctx: Context, { key, value, seen }: WriteRequest): Process<Taken> {
    yield* ctx.work(ms(1));
    const disk = diskOf(ctx);
    const name = { node: ctx.nodeId, ordinal: ++disk.writeCount };
    learn(key, [{ ...name, value, seen, watchUs: ctx.clockUs }], ctx);
    return name;
  }

  function* hearGossip(ctx: Context, entries: Entries): Process<null> {
    yield* ctx.work(ms(1));
    for (const [key, versions] of entries) learn(key, versions, ctx);
    return null;
  }

  function* tell(ctx: Context, neighbour: string): Process<void> {
    const { entries, unknown } = diskOf(ctx);
    const keys = unknown.get(neighbour) as Set<string>;
    for (;;) {
      yield* ctx.sleep(gossipUs);
      if (keys.size === 0) continue;
      const sent = [...keys].map((key) => [key, entries.get(key) as Versions] as const);
      const question = operation<Entries, null>(neighbour, GOSSIP);
      const outcome = yield* ctx.call(question, sent, { timeoutUs: gossipUs });
      if (outcome.kind !== "replied") continue;
      // A key that changed while the exchange was on its way stays to be told.
      for (const [key, versions] of sent) if (entries.get(key) === versions) keys.delete(key);
    }
  }

  return {
    handlers: { [READ]: readVersions, [WRITE]: writeHere, [GOSSIP]: hearGossip },
    *gossip(ctx) {
      for (const neighbour of diskOf(ctx).unknown.keys()) {
        yield* ctx.spawn("tell", neighbour, (own) => tell(own, neighbour));
      }
    },
  };
}
