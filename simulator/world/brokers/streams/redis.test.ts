import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../../../base/configuration.ts";
import { ms, seconds } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import { eventsOf, notes, play, type SmallNode } from "../../../testing/small-world.ts";
import type { Context } from "../../context.ts";
import { ROLE_KEY } from "./drawing.ts";
import { asSmallNodes } from "./fixtures/small-redis.ts";
import type { RedisOptions } from "./options.ts";
import { createRedis, type Redis } from "./redis.ts";

const PAIR: RedisOptions = { nodes: ["un", "deux"], appendFsync: "everysec" };
const ALONE: RedisOptions = { nodes: ["un"], appendFsync: "everysec" };

type Story = (ctx: Context, redis: Redis) => Process<void>;

/** What the client notes while its story and the faults go on. */
function told(
  options: RedisOptions,
  story: Story,
  faults: readonly string[] = [],
): readonly string[] {
  const redis = createRedis(options);
  const client: SmallNode = { boot: { raconter: (ctx) => story(ctx, redis) } };
  const nodes = { ...asSmallNodes(redis), client };
  return notes(play({ nodes }, { faults, untilUs: seconds(60) }).log);
}

function* say(ctx: Context, what: string, doing: Process<unknown>): Process<void> {
  const outcome = (yield* doing) as { readonly kind: string };
  ctx.log.note(`${what} : ${JSON.stringify(outcome)}`);
}

const add = (ctx: Context, { client }: Redis, n: number) => client.add(ctx, "s", { n: `${n}` });
const length = (ctx: Context, { client }: Redis) => client.command(ctx, ["XLEN", "s"]);

describe("un serveur seul", () => {
  test("BLOCK: a reader waits for an entry, or for the end of its time", () => {
    const story: Story = function* (ctx, redis) {
      const { client } = redis;
      yield* client.createGroup(ctx, "s", "g");
      yield* ctx.spawn("ajouter", null, function* (ctx) {
        yield* ctx.sleep(ms(500));
        yield* add(ctx, redis, 1);
      });
      const read = { stream: "s", group: "g", consumer: "a", blockUs: seconds(1) };
      for (let i = 0; i < 2; i++) {
        const found = yield* client.readGroup(ctx, read);
        if (found.kind !== "replied") continue;
        const fields = found.reply.map((entry) => entry.fields?.n);
        ctx.log.note(`après ${Math.floor(ctx.nowUs / 500_000)} demi-secondes : ${fields.join()}`);
      }
    };
    expect(told(ALONE, story)).toEqual(["après 1 demi-secondes : 1", "après 3 demi-secondes : "]);
  });

  test("BLOCK: of two readers the one who waited longest is served", () => {
    const story: Story = function* (ctx, redis) {
      yield* redis.client.createGroup(ctx, "s", "g");
      const wait = (consumer: string) =>
        function* (ctx: Context): Process<void> {
          const options = { stream: "s", group: "g", consumer, count: 1, blockUs: seconds(5) };
          const found = yield* redis.client.readGroup(ctx, options);
          const values = found.kind === "replied" ? found.reply.map(({ fields }) => fields?.n) : [];
          ctx.log.note(`${consumer} : ${values.join()}`);
        };
      yield* ctx.spawn("lire", "a", wait("a"));
      yield* ctx.sleep(ms(100));
      yield* ctx.spawn("lire", "b", wait("b"));
      yield* ctx.sleep(ms(100));
      yield* add(ctx, redis, 1);
      yield* add(ctx, redis, 2);
    };
    expect(told(ALONE, story)).toEqual(["a : 1", "b : 2"]);
  });

  test("BLOCK: when the stream is deleted, whoever reads it through a group is told", () => {
    const story: Story = function* (ctx, redis) {
      yield* redis.client.createGroup(ctx, "s", "g");
      yield* ctx.spawn("supprimer", null, function* (ctx) {
        yield* ctx.sleep(ms(500));
        yield* redis.client.command(ctx, ["DEL", "s"]);
      });
      const options = { stream: "s", group: "g", consumer: "a", blockUs: seconds(5) };
      yield* say(ctx, "lecture", redis.client.readGroup(ctx, options));
    };
    const [found] = told(ALONE, story);
    expect(found).toContain("UNBLOCKED the stream key no longer exists");
  });

  test("RED-6: appendfsync everysec: the last second is lost with the machine, always keeps it", () => {
    const story: Story = function* (ctx, redis) {
      yield* ctx.sleep(ms(1_100));
      yield* say(ctx, "ajout", add(ctx, redis, 1));
      yield* ctx.sleep(seconds(4));
      yield* say(ctx, "longueur", length(ctx, redis));
    };
    const faults = ["crash:un@1300ms+1s"];
    const ok = 'ajout : {"kind":"replied","reply":"';
    for (const [appendFsync, kept] of [
      ["everysec", 0],
      ["always", 1],
      ["no", 0],
    ] as const) {
      const [added, found] = told({ ...ALONE, appendFsync }, story, faults);
      expect(added?.startsWith(ok)).toBe(true);
      expect(found).toBe(`longueur : {"kind":"replied","reply":${kept}}`);
    }
  });

  test("RED-6: appendfsync everysec: what is older than a second is on the disk, and stays there", () => {
    const story: Story = function* (ctx, redis) {
      for (let i = 1; i <= 40; i++) {
        yield* add(ctx, redis, i);
        yield* ctx.sleep(ms(100));
      }
      yield* ctx.sleep(seconds(3));
      yield* say(ctx, "longueur", length(ctx, redis));
    };
    const kept = (appendFsync: "everysec" | "no"): number => {
      const [found = ""] = told({ ...ALONE, appendFsync }, story, ["crash:un@3500ms+10ms"]);
      return Number(/"reply":(\d+)/.exec(found)?.[1]);
    };
    // About thirty-five were added before the crash and five after it; at most ten of them in the last second.
    expect(kept("everysec")).toBeGreaterThan(25);
    expect(kept("everysec")).toBeLessThan(40);
    expect(kept("no")).toBeLessThan(15);
  });

  test("BLOCK: a plain read that waits from an id is given what already lies behind it; from $ only what comes", () => {
    const story: Story = function* (ctx, redis) {
      for (const n of [1, 2]) yield* add(ctx, redis, n);
      yield* ctx.spawn("ajouter", null, function* (ctx) {
        yield* ctx.sleep(ms(500));
        yield* add(ctx, redis, 3);
      });
      for (const from of ["0", "$"]) {
        const words = ["XREAD", "BLOCK", "2000", "STREAMS", "s", from];
        const found = JSON.stringify(yield* redis.client.command(ctx, words));
        ctx.log.note(`${from} : ${[...found.matchAll(/"n","(\d+)"/g)].map(([, n]) => n).join()}`);
      }
    };
    expect(told(ALONE, story)).toEqual(["0 : 1,2", "$ : 3"]);
  });

  test("disque plein: writes are refused in Redis’s words, reads go on", () => {
    const story: Story = function* (ctx, redis) {
      yield* add(ctx, redis, 1);
      yield* ctx.sleep(seconds(2));
      yield* say(ctx, "ajout", add(ctx, redis, 2));
      yield* say(ctx, "longueur", length(ctx, redis));
    };
    expect(told(ALONE, story, ["disk-full:un@1s+5s"])).toEqual([
      'ajout : {"kind":"refused","reason":"MISCONF Errors writing to the AOF file: No space left on device","how":"refused"}',
      'longueur : {"kind":"replied","reply":1}',
    ]);
  });
});

describe("un primaire et sa réplique", () => {
  const afterFailover: Story = function* (ctx, redis) {
    yield* add(ctx, redis, 1);
    yield* ctx.sleep(seconds(2));
    yield* say(ctx, "ajout", add(ctx, redis, 2));
    yield* ctx.sleep(seconds(8));
    // The first one is silent for ever: this call finds out, the next one goes to the other.
    yield* length(ctx, redis);
    yield* say(ctx, "longueur", length(ctx, redis));
  };

  test("RED-6: an entry acknowledged before the replica heard of it is lost at failover", () => {
    const late = ["partition:un|deux@1500ms+2s", "crash:un@2500ms+60s"];
    const [added, found] = told(PAIR, afterFailover, late);
    expect(added).toContain('"kind":"replied"');
    expect(found).toBe('longueur : {"kind":"replied","reply":1}');
  });

  test("the replica that heard of it takes over with it", () => {
    const [, found] = told(PAIR, afterFailover, ["crash:un@2500ms+60s"]);
    expect(found).toBe('longueur : {"kind":"replied","reply":2}');
  });

  test("RED-6: what a deposed primary accepted meanwhile is thrown away", () => {
    const story: Story = function* (ctx, redis) {
      yield* add(ctx, redis, 1);
      yield* ctx.sleep(seconds(8));
      // Cut off from its replica, it does not know that it was replaced.
      yield* say(ctx, "ajout", add(ctx, redis, 2));
      yield* say(ctx, "WAIT", redis.client.waitForReplicas(ctx, 1, ms(500)));
      yield* ctx.sleep(seconds(10));
      yield* length(ctx, redis);
      yield* say(ctx, "nouvel ajout", add(ctx, redis, 3));
      yield* say(ctx, "ajout encore", add(ctx, redis, 4));
      yield* say(ctx, "longueur", length(ctx, redis));
    };
    const [added, waited, refused, again, found] = told(PAIR, story, ["partition:un|deux@1s+10s"]);
    expect(added).toContain('"kind":"replied"');
    expect(waited).toBe('WAIT : {"kind":"replied","reply":0}');
    expect(refused).toContain("READONLY");
    expect(again).toContain('"kind":"replied"');
    expect(found).toBe('longueur : {"kind":"replied","reply":2}');
  });

  test("RED-6: a promoted server that starts again still knows that it replaced the other", () => {
    const redis = createRedis(PAIR);
    const faults = ["crash:un@1s+20s", "crash:deux@10s+1s"];
    const { log } = play({ nodes: asSmallNodes(redis) }, { faults, untilUs: seconds(40) });
    const roles = new Map<string, unknown>();
    for (const event of eventsOf(log, "memory-changed"))
      if (event.key === ROLE_KEY) roles.set(event.node, event.after);
    expect(Object.fromEntries(roles)).toEqual({ un: "replica", deux: "primary" });
  });

  test("WAIT says when the replica has it", () => {
    const story: Story = function* (ctx, redis) {
      yield* ctx.sleep(seconds(1));
      yield* add(ctx, redis, 1);
      yield* say(ctx, "WAIT", redis.client.waitForReplicas(ctx, 1, seconds(1)));
    };
    expect(told(PAIR, story)).toEqual(['WAIT : {"kind":"replied","reply":1}']);
  });

  test("RED-6: a primary without a file that starts again empties its replica", () => {
    const story: Story = function* (ctx, redis) {
      yield* add(ctx, redis, 1);
      yield* ctx.sleep(seconds(8));
      yield* say(ctx, "longueur", length(ctx, redis));
      yield* say(ctx, "réplique", redis.client.command(ctx, ["XLEN", "s"]));
    };
    const quick = ["crash:un@2s+1s", "crash:un@6s+60s"];
    const [, found] = told({ ...PAIR, appendFsync: "no" }, story, quick);
    expect(found).toBe('réplique : {"kind":"replied","reply":0}');
  });
});

test.each([
  [{ ...PAIR, nodes: [] }, "nodes"],
  [{ ...PAIR, nodes: ["un", "un"] }, "nodes"],
  [{ ...PAIR, nodes: ["a", "b", "c"] }, "nodes"],
  [{ ...PAIR, appendFsync: "parfois" as "no" }, "appendFsync"],
  [{ ...PAIR, downAfterUs: ms(10) }, "downAfterUs"],
  [{ ...PAIR, packMax: 0 }, "packMax"],
  [{ ...PAIR, backlogMax: -1 }, "backlogMax"],
  [
    {
      ...PAIR,
      shown: [
        { stream: "s", group: "g" },
        { stream: "s", group: "g" },
      ],
    },
    "shown",
  ],
])("un réglage impossible est refusé par son nom (%#)", (options, field) => {
  const build = (): unknown => createRedis(options as RedisOptions);
  expect(build).toThrow(BadConfiguration);
  expect(build).toThrow(`« ${field} »`);
});
