/** The store whose every replica answers: alone, cut, and once the network is quiet again. */
import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../../../base/configuration.ts";
import { ms, seconds } from "../../../base/time.ts";
import { notes, play } from "../../../testing/small-world.ts";
import { operation } from "../../../world/calls.ts";
import type { Context } from "../../../world/context.ts";
import type { Found, Taken, WriteRequest } from "./any-replica.ts";
import { endOf, keepsItsWord, REPLICAS, SEEDS } from "./fixtures/any-world.ts";

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

  test("un réglage absurde est refusé, et nommé", async () => {
    const { createAnyReplica } = await import("./any-replica.ts");
    const good = { replicas: REPLICAS, conflict: "siblings", gossipUs: ms(1) } as const;
    expect(() => createAnyReplica({ ...good, replicas: ["r1", "r1"] })).toThrow(BadConfiguration);
    expect(() => createAnyReplica({ ...good, gossipUs: ms(0) })).toThrow("gossipUs");
  });
});
