/**
 * Random worlds with crashes, cuts and lost messages: who loses what, with and without taking back.
 */
import { describe, expect, test } from "vitest";
import { createRandom } from "../../../base/random.ts";
import { ms, seconds } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import { notes, play, type SmallNode } from "../../../testing/small-world.ts";
import type { Context } from "../../context.ts";
import { asSmallNodes } from "./fixtures/small-redis.ts";
import type { AppendFsync } from "./options.ts";
import { createRedis, type Redis } from "./redis.ts";

const STREAM = "commandes";
const GROUP = "facturation";
const ENTRIES = 30;
const HEALED = seconds(25);

/** Adds each entry until Redis says that it has it: a silence is asked again, at the risk of twice. */
const produce = (redis: Redis) =>
  function* produce(ctx: Context): Process<void> {
    for (let n = 1; n <= ENTRIES; n++) {
      yield* ctx.sleep(ctx.random.exponential(ms(300)));
      for (;;) {
        const added = yield* redis.client.add(ctx, STREAM, { n: `${n}` });
        if (added.kind === "replied") break;
        yield* ctx.sleep(ms(200));
      }
      ctx.log.note(`ajoutée ${n}`);
    }
  };

/** Reads, does, acknowledges; with `isReclaiming` also takes back what others left. */
const work = (redis: Redis, isReclaiming: boolean) =>
  function* work(ctx: Context): Process<void> {
    const options = { stream: STREAM, group: GROUP, consumer: ctx.nodeId };
    for (;;) {
      const found = yield* redis.client.readGroup(ctx, { ...options, count: 3, blockUs: ms(500) });
      if (found.kind === "refused") yield* redis.client.createGroup(ctx, STREAM, GROUP);
      if (found.kind === "replied") yield* doAll(ctx, found.reply);
      if (!isReclaiming) continue;
      const old = yield* redis.client.autoClaim(ctx, { ...options, minIdleUs: seconds(1) });
      if (old.kind === "replied") yield* doAll(ctx, old.reply.entries);
      // A server that refuses everything is not to be asked a thousand times a second.
      if (found.kind !== "replied") yield* ctx.sleep(ms(100));
    }

    function* doAll(
      ctx: Context,
      entries: readonly { readonly id: string; readonly fields: { readonly n?: string } | null }[],
    ): Process<void> {
      for (const { id, fields } of entries) {
        yield* ctx.work(ms(20));
        if (fields !== null) ctx.log.note(`faite ${fields.n}`);
        yield* redis.client.acknowledge(ctx, STREAM, GROUP, [id]);
      }
    }
  };

function randomFaults(seed: number, isServerSpared: boolean): readonly string[] {
  const random = createRandom(seed, "faults");
  const at = (): string => `${random.between(500, 15_000)}ms`;
  const lasting = (): string => `${random.between(200, 4_000)}ms`;
  const victims = isServerSpared ? ["anne", "bruno"] : ["anne", "bruno", "un"];
  return Array.from({ length: random.between(2, 6) }, () => {
    const victim = victims[random.integerBelow(victims.length)] ?? "anne";
    const worker = random.chance(500_000) ? "anne" : "bruno";
    return [
      `crash:${victim}@${at()}+${lasting()}`,
      `crash:${worker}@${at()}+${lasting()}`,
      `pause:${victim}@${at()}+${lasting()}`,
      `partition:${worker}|un@${at()}+${lasting()}`,
      `loss:un>${worker}=60@${at()}+${lasting()}`,
      `partition:producteur>un@${at()}+${lasting()}`,
    ][random.integerBelow(6)] as string;
  });
}

function lostIn(
  seed: number,
  faults: readonly string[],
  { isReclaiming, appendFsync }: { isReclaiming: boolean; appendFsync: AppendFsync },
) {
  const redis = createRedis({ nodes: ["un"], appendFsync, packMax: 4 });
  const worker: SmallNode = { boot: { travailler: work(redis, isReclaiming) } };
  const nodes = {
    ...asSmallNodes(redis),
    ...{ anne: worker, bruno: worker },
    producteur: { boot: { produire: produce(redis) } },
  };
  const said = notes(play({ nodes }, { seed, faults, untilUs: HEALED + seconds(20) }).log);
  const numbers = (word: string): readonly string[] =>
    said.filter((note) => note.startsWith(word)).map((note) => note.split(" ")[1] ?? "");
  const done = new Set(numbers("faite"));
  const added = numbers("ajoutée");
  return { added: added.length, lost: added.filter((n) => !done.has(n)) };
}

const SEEDS = Array.from({ length: 60 }, (_, i) => i + 1);

describe("au moins une fois", () => {
  test("RED-4: with XAUTOCLAIM no acknowledged entry is ever lost, whatever crashes, when each write reaches the disk", () => {
    const runs = SEEDS.map((seed) => {
      const options = { isReclaiming: true, appendFsync: "always" } as const;
      return { seed, ...lostIn(seed, randomFaults(seed, false), options) };
    });
    expect(runs.filter(({ lost }) => lost.length > 0)).toEqual([]);
    expect(runs.every(({ added }) => added === ENTRIES)).toBe(true);
  });

  test("RED-3: without taking back, the same worlds leave entries undone for ever", () => {
    const losing = SEEDS.filter((seed) => {
      const options = { isReclaiming: false, appendFsync: "always" } as const;
      return lostIn(seed, randomFaults(seed, true), options).lost.length > 0;
    });
    expect(losing.length).toBeGreaterThan(SEEDS.length / 5);
  });

  test("RED-6: flushed once a second, a crash of the server loses entries that were acknowledged", () => {
    const losing = SEEDS.slice(0, 20).filter((seed) => {
      const options = { isReclaiming: true, appendFsync: "everysec" } as const;
      const faults = ["pause:anne@4s+3s", "pause:bruno@4s+3s", "crash:un@5900ms+1s"];
      return lostIn(seed, faults, options).lost.length > 0;
    });
    expect(losing.length).toBeGreaterThan(0);
  });
});
