/** The quorum store under crashes, cuts and losses, judged by a linearizability checker. */
import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../../../base/configuration.ts";
import { createRandom } from "../../../base/random.ts";
import { ms, seconds } from "../../../base/time.ts";
import { isLinearizable, type RegisterOperation } from "../../../testing/linearizability.ts";
import { plantedErrors } from "../../../testing/planted-errors.ts";
import { eventsOf, notes, play } from "../../../testing/small-world.ts";
import type { Context } from "../../../world/context.ts";
import type { QuorumOptions } from "./quorum-store.ts";
import { replicaHandlers } from "./replica.ts";

type Quorum = typeof import("./quorum-store.ts");

const REPLICAS = ["r1", "r2", "r3"] as const;
const CLIENTS = ["c1", "c2", "c3"] as const;
const LATENCY = { p50Us: ms(10), p95Us: ms(80), p99Us: ms(200) };

const options = (given: Partial<QuorumOptions> = {}): QuorumOptions => ({
  ...{ replicas: REPLICAS, readQuorum: 2, writeQuorum: 2, writesBack: true, timeoutUs: ms(300) },
  ...given,
});

/** Faults of one seed: a replica or a client crashes, links are cut or lose messages. */
function faultsOf(seed: number): readonly string[] {
  const random = createRandom(seed, "quorum/faults");
  const at = (): string => `${random.integerBelow(3_000)}ms+${random.between(200, 1_200)}ms`;
  const one = (names: readonly string[]): string =>
    names[random.integerBelow(names.length)] as string;
  const faults = [`crash:${one(REPLICAS)}@${at()}`, `pause:${one(REPLICAS)}@${at()}`];
  if (random.chance(600_000)) faults.push(`partition:${one(CLIENTS)}>${one(REPLICAS)}@${at()}`);
  if (random.chance(600_000)) faults.push(`partition:${one(REPLICAS)}>${one(CLIENTS)}@${at()}`);
  if (random.chance(400_000)) faults.push(`loss:${one(CLIENTS)}|${one(REPLICAS)}=40@${at()}`);
  if (random.chance(300_000)) faults.push(`crash:${one(CLIENTS)}@${at()}`);
  return faults;
}

interface Open {
  readonly kind: "read" | "write";
  readonly value: string | null;
  readonly beganAt: number;
}

/** Three clients read and write one register for a few seconds; the history of what they were told. */
function historyOf({ createQuorumStore }: Quorum, given: QuorumOptions, seed: number) {
  const store = createQuorumStore(given);
  function* boot(ctx: Context) {
    // A client that restarts goes on with new values.
    const life = ctx.objects.durable("vie", () => ({ count: 0 }));
    life.count++;
    for (let i = 0; i < 10; i++) {
      yield* ctx.sleep(ctx.random.exponential(ms(150)));
      const name = `${ctx.nodeId}.${life.count}.${i}`;
      if (ctx.random.chance(500_000)) {
        ctx.log.commandIssued(name, "write", name);
        const { kind } = yield* store.write(ctx, "x", name);
        // « Unavailable » is definite: nothing was sent. « Unknown » may be seen for ever after.
        if (kind !== "unknown")
          ctx.log.commandEnded(name, kind === "written" ? "ok" : "refused", "");
      } else {
        ctx.log.commandIssued(name, "read", null);
        const outcome = yield* store.read(ctx, "x");
        if (outcome.kind === "found") ctx.log.commandEnded(name, "ok", outcome.value ?? "");
      }
    }
  }
  const replica = { serves: replicaHandlers(ms(1)) };
  const client = { boot: { boot } };
  const run = play(
    {
      nodes: { r1: replica, r2: replica, r3: replica, c1: client, c2: client, c3: client },
      latency: LATENCY,
    },
    { seed, faults: faultsOf(seed), untilUs: seconds(20) },
  );
  const open = new Map<string, Open>();
  for (const { command, operation, body, index } of eventsOf(run.log, "command-issued")) {
    const kind = operation === "write" ? "write" : "read";
    open.set(command, { kind, value: body as string | null, beganAt: index });
  }
  const history: RegisterOperation[] = [];
  let answered = 0;
  for (const { command, outcome, detail, index } of eventsOf(run.log, "command-ended")) {
    const { kind, value, beganAt } = open.get(command) as Open;
    open.delete(command);
    answered++;
    if (outcome === "refused") continue;
    if (kind === "read") history.push({ kind, value: detail || null, beganAt, endedAt: index });
    else history.push({ kind, value: value as string, beganAt, endedAt: index });
  }
  for (const { kind, value, beganAt } of open.values()) {
    if (kind === "write") history.push({ kind, value: value as string, beganAt, endedAt: null });
  }
  return { history, answered };
}

const SEEDS = Array.from({ length: 60 }, (_, seed) => seed);

const isAlwaysLinearizable = (module: Quorum, given: QuorumOptions): boolean =>
  SEEDS.every((seed) => isLinearizable(historyOf(module, given, seed).history));

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

  test("planted errors in the store are all noticed", async () => {
    await plantedErrors<Quorum>({
      file: import.meta.resolve("./quorum-store.ts"),
      survives: (module) => isAlwaysLinearizable(module, options()),
      errors: [
        { name: "reads one replica", find: "neededCount: readQuorum", replace: "neededCount: 1" },
        { name: "writes one replica", find: "neededCount: writeQuorum", replace: "neededCount: 1" },
        { name: "a write does not look first", find: "found.stamp.counter + 1", replace: "1" },
        {
          name: "an unknown write is called refused",
          find: '{ kind: "unknown" }',
          replace: '{ kind: "unavailable" }',
        },
      ],
    });
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
