/** The store that always answers: converges after any cut, and says what it loses. */
import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../../../base/configuration.ts";
import { createRandom } from "../../../base/random.ts";
import { ms, seconds } from "../../../base/time.ts";
import { plantedErrors } from "../../../testing/planted-errors.ts";
import { eventsOf, notes, play } from "../../../testing/small-world.ts";
import { operation } from "../../../world/calls.ts";
import type { Context } from "../../../world/context.ts";
import type { Found, Taken, WriteRequest } from "./any-replica.ts";
import type { Conflict } from "./versions.ts";

type Any = typeof import("./any-replica.ts");

const REPLICAS = ["r1", "r2", "r3"] as const;
const KEYS = ["x", "y"] as const;

function faultsOf(seed: number): readonly string[] {
  const random = createRandom(seed, "any/faults");
  const at = (): string => `${random.integerBelow(3_000)}ms+${random.between(200, 1_500)}ms`;
  const one = (): string => REPLICAS[random.integerBelow(3)] as string;
  const [a, b] = [one(), one()];
  const faults = [`crash:${one()}@${at()}`];
  if (a !== b) faults.push(`partition:${a}|${b}@${at()}`, `loss:${a}|${b}=50@${at()}`);
  if (a !== b) faults.push(`duplicate:${b}|${a}=50@${at()}`);
  return faults;
}

interface End {
  /** What each replica shows in the end, by key. */
  readonly shown: readonly string[];
  readonly isConverged: boolean;
  /** Values of acknowledged writes that no replica holds and no later writer had read. */
  readonly lost: readonly string[];
  /** Values still shown although a later writer had read and overwritten them. */
  readonly returned: readonly string[];
}

/** Each replica has a client beside it; all write while the network misbehaves; then it is quiet. */
function endOf({ createAnyReplica }: Any, conflict: Conflict, seed: number, isBlind = false): End {
  const parts = createAnyReplica({ replicas: REPLICAS, conflict, gossipUs: ms(100) });
  function clientOf(replica: string) {
    function* boot(ctx: Context) {
      for (let i = 0; i < 8; i++) {
        yield* ctx.sleep(ctx.random.exponential(ms(300)));
        const key = KEYS[ctx.random.integerBelow(2)] as string;
        const read = operation<{ readonly key: string }, Found>(replica, "lire");
        const found = yield* ctx.call(read, { key }, { timeoutUs: ms(200) });
        if (found.kind !== "replied") continue;
        const { values, seen } = found.reply;
        const value = `${ctx.nodeId}.${i}`;
        const write = operation<WriteRequest, Taken>(replica, "écrire");
        const body = { key, value, seen: isBlind ? {} : seen };
        const outcome = yield* ctx.call(write, body, { timeoutUs: ms(200) });
        if (outcome.kind === "replied")
          ctx.log.note(`wrote ${value} after ${isBlind ? "" : values.join(" ")}`);
      }
    }
    return { boot: { boot } };
  }
  const replica = { serves: parts.handlers, boot: { gossip: parts.gossip } };
  const run = play(
    {
      nodes: {
        ...{ r1: replica, r2: replica, r3: replica },
        ...{ c1: clientOf("r1"), c2: clientOf("r2"), c3: clientOf("r3") },
      },
    },
    { seed, faults: faultsOf(seed), untilUs: seconds(12) },
  );
  const shownOf = new Map<string, string>();
  for (const { node, key, after } of eventsOf(run.log, "record-changed")) {
    shownOf.set(`${node}/${key}`, (after as readonly (readonly string[])[])[0]?.[1] ?? "");
  }
  const shown = REPLICAS.map((id) =>
    KEYS.map((key) => shownOf.get(`${id}/${key}`) ?? "").join("/"),
  );
  const written = notes(run.log).map((note) => note.replace("wrote ", "").split(" after "));
  const overtaken = new Set(written.flatMap(([, read = ""]) => read.split(" ")));
  const held = new Set(shown.flatMap((each) => each.split(/[/|]/).map((value) => value.trim())));
  const lost = written
    .map(([value = ""]) => value)
    .filter((v) => !held.has(v) && !overtaken.has(v));
  const returned = [...held].filter((value) => value !== "" && overtaken.has(value));
  return { shown, lost, returned, isConverged: new Set(shown).size === 1 };
}

const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);

/** All replicas equal in the end; with siblings, nothing that nobody had read is lost. */
const keepsItsWord = (module: Any): boolean =>
  SEEDS.every((seed) => {
    const siblings = endOf(module, "siblings", seed);
    const last = endOf(module, "last-writer", seed);
    const isWhole = siblings.lost.length === 0 && siblings.returned.length === 0;
    return isWhole && siblings.isConverged && last.isConverged;
  });

describe("magasin à réplique quelconque", () => {
  test("CRD-2: 40 random worlds: once the network is quiet all replicas hold the same, and siblings lose nothing", async () => {
    expect(keepsItsWord(await import("./any-replica.ts"))).toBe(true);
  });

  test("ANY-1: cut from all its neighbours a replica still takes writes and answers", async () => {
    const { createAnyReplica } = await import("./any-replica.ts");
    const parts = createAnyReplica({ replicas: REPLICAS, conflict: "siblings", gossipUs: ms(50) });
    function* boot(ctx: Context) {
      const write = operation<WriteRequest, Taken>("r1", "écrire");
      yield* ctx.call(write, { key: "x", value: "new", seen: {} }, { timeoutUs: ms(200) });
      for (const replica of REPLICAS) {
        const read = operation<{ readonly key: string }, Found>(replica, "lire");
        const found = yield* ctx.call(read, { key: "x" }, { timeoutUs: ms(200) });
        ctx.log.note(found.kind === "replied" ? `${replica}: ${found.reply.values}` : "silence");
      }
    }
    const replica = { serves: parts.handlers, boot: { gossip: parts.gossip } };
    const run = play(
      { nodes: { r1: replica, r2: replica, r3: replica, c1: { boot: { boot } } } },
      { faults: ["partition:r1|r2,r3@0s+5s"], untilUs: seconds(5) },
    );
    expect(notes(run.log)).toEqual(["r1: new", "r2: ", "r3: "]);
  });

  test("CRD-4: the last writer loses acknowledged writes that nobody had read", async () => {
    const module = await import("./any-replica.ts");
    const lost = SEEDS.flatMap((seed) => endOf(module, "last-writer", seed).lost);
    expect(lost.length).toBeGreaterThan(0);
  });

  test("authors who write blindly on one replica become siblings, never overtake each other unseen", async () => {
    const module = await import("./any-replica.ts");
    for (const seed of SEEDS.slice(0, 20))
      expect(endOf(module, "siblings", seed, true).lost).toEqual([]);
  });

  test("planted errors in the store and its versions are all noticed", async () => {
    const through = import.meta.resolve("./any-replica.ts");
    await plantedErrors<Any>({
      file: through,
      survives: keepsItsWord,
      errors: [
        {
          name: "unacknowledged exchanges are forgotten",
          find: 'if (outcome.kind !== "replied") continue;',
          replace: "",
        },
        {
          name: "news go to one neighbour",
          find: "for (const keys of unknown.values()) keys.add(key);",
          replace: "for (const keys of [...unknown.values()].slice(0, 1)) keys.add(key);",
        },
        { name: "names of writings come back", find: "++disk.writeCount", replace: "1" },
      ],
    });
    await plantedErrors<Any>({
      ...{ file: import.meta.resolve("./versions.ts"), through },
      survives: keepsItsWord,
      errors: [
        { name: "the first come stays", find: "!isSeenBy(own, version)", replace: "true" },
        {
          name: "what was overtaken comes back",
          find: "isSame(own, version) || isSeenBy(version, own)",
          replace: "isSame(own, version)",
        },
        {
          name: "siblings are thrown away",
          find: 'conflict === "siblings" || merged.length < 2',
          replace: "merged.length < 2",
        },
      ],
    });
  });

  test("un réglage absurde est refusé, et nommé", async () => {
    const { createAnyReplica } = await import("./any-replica.ts");
    const good = { replicas: REPLICAS, conflict: "siblings", gossipUs: ms(1) } as const;
    expect(() => createAnyReplica({ ...good, replicas: ["r1", "r1"] })).toThrow(BadConfiguration);
    expect(() => createAnyReplica({ ...good, gossipUs: ms(0) })).toThrow("gossipUs");
  });
});
