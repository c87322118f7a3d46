/** The quorum store under crashes, cuts and losses, judged by a linearizability checker. */
import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../../../base/configuration.ts";
import { ms } from "../../../base/time.ts";
import { isLinearizable } from "../../../testing/linearizability.ts";
import { notes, play } from "../../../testing/small-world.ts";
import type { Context } from "../../../world/context.ts";
import { historyOf, options, SEEDS } from "./fixtures/quorum-world.ts";
import { replicaHandlers } from "./replica.ts";

describe("magasin à quorum", () => {
  test("QUO-1: 60 random worlds with crashes, pauses, cuts and losses: every history is linearizable", async () => {
    const module = await import("./quorum-store.ts");
    const worlds = SEEDS.map((seed) => historyOf(module, options(), seed));
    expect(worlds.every(({ history }) => isLinearizable(history))).toBe(true);
    // It answers, too: a store that never does would be consistent.
    const answered = worlds.reduce((sum, world) => sum + world.answered, 0);
    expect(answered).toBeGreaterThan(SEEDS.length * 15);
  });

  test("QUO-2: without writing back what was read, a later read may find something older", async () => {
    const { createQuorumStore } = await import("./quorum-store.ts");
    /** c1's write reaches r1 alone; c2 reads by way of r1, then c3 by way of the two others. */
    function readAfterRead(writesBack: boolean): readonly string[] {
      const store = createQuorumStore(options({ writesBack }));
      function* writer(ctx: Context) {
        yield* ctx.sleep(ms(50));
        yield* store.write(ctx, "x", "new");
      }
      const readerAt = (atMs: number) =>
        function* reader(ctx: Context) {
          yield* ctx.sleep(ms(atMs));
          const outcome = yield* store.read(ctx, "x");
          ctx.log.note(outcome.kind === "found" ? (outcome.value ?? "nothing") : outcome.kind);
        };
      const replica = { serves: replicaHandlers(ms(1)) };
      const world = {
        nodes: {
          ...{ r1: replica, r2: replica, r3: replica, c1: { boot: { writer } } },
          ...{ c2: { boot: { reader: readerAt(200) } }, c3: { boot: { reader: readerAt(600) } } },
        },
      };
      const cuts = ["partition:c1>r2@65ms+2s", "partition:c1>r3@65ms+2s"];
      const ways = ["partition:c2>r3@0s+5s", "partition:c3>r1@0s+5s"];
      return notes(play(world, { faults: [...cuts, ...ways] }).log);
    }
    expect(readAfterRead(false)).toEqual(["new", "nothing"]);
    expect(readAfterRead(true)).toEqual(["new", "new"]);
  });

  test("QUO-3: cut from the majority nothing is answered, and a write that one replica took may be seen later", async () => {
    const { createQuorumStore } = await import("./quorum-store.ts");
    const store = createQuorumStore(options());
    function* cutOff(ctx: Context) {
      yield* ctx.sleep(ms(50));
      ctx.log.note((yield* store.write(ctx, "x", "new")).kind);
      ctx.log.note((yield* store.read(ctx, "x")).kind);
    }
    function* later(ctx: Context) {
      yield* ctx.sleep(ms(1_500));
      const outcome = yield* store.read(ctx, "x");
      ctx.log.note(outcome.kind === "found" ? `${outcome.value}` : outcome.kind);
    }
    const replica = { serves: replicaHandlers(ms(1)) };
    const nodes = { r1: replica, r2: replica, r3: replica, c1: { boot: { cutOff } } };
    // The cut falls between the two questions of the write: the second one reaches r1 alone.
    const faults = ["partition:c1>r2,r3@65ms+10s", "partition:c2>r3@0s+5s"];
    const run = play({ nodes: { ...nodes, c2: { boot: { later } } } }, { faults });
    expect(notes(run.log)).toEqual(["unknown", "unavailable", "new"]);
  });

  test("un quorum plus grand que le groupe, ou deux quorums qui se manquent, sont refusés et nommés", async () => {
    const { createQuorumStore } = await import("./quorum-store.ts");
    expect(() => createQuorumStore(options({ writeQuorum: 4 }))).toThrow(BadConfiguration);
    expect(() => createQuorumStore(options({ writeQuorum: 4 }))).toThrow("writeQuorum");
    expect(() => createQuorumStore(options({ readQuorum: 1, writeQuorum: 2 }))).toThrow(
      "readQuorum",
    );
  });
});
