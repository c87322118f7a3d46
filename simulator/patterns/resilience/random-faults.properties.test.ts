/** Limiters of several nodes and balancers under random faults: what holds whatever breaks. */
import { expect, test } from "vitest";
import { createRandom, type Random } from "../../base/random.ts";
import { ms, seconds, us } from "../../base/time.ts";
import { eventsOf, play } from "../../testing/small-world.ts";
import { operation } from "../../world/calls.ts";
import type { Context } from "../../world/context.ts";
import { ALGORITHMS, createBalancer } from "./balancer.ts";
import { createKongLimiter, createKongStore } from "./kong-limiter.ts";

const SEEDS = Array.from({ length: 12 }, (_, i) => i + 1);

/** `count` faults of these texts, at random instants of the first four seconds, 50 to 800 ms long. */
function someFaults(random: Random, count: number, texts: readonly string[]): readonly string[] {
  return Array.from({ length: count }, () => {
    const text = texts[random.integerBelow(texts.length)];
    return `${text}@${random.between(0, 4_000)}ms+${random.between(50, 800)}ms`;
  });
}

test("RLM-7: whatever the links lose, delay or repeat, a shared store that answers lets through the limit and no more", () => {
  const LIMIT = 8;
  const links = ["partition:kong-0|redis", "loss:kong-1>redis=50", "delay:redis>kong-0=60ms"];
  const others = [
    "duplicate:kong-0>redis=80",
    "reorder:kong-1|redis=50",
    "pause:kong-1",
    "crash:kong-0",
  ];
  for (const seed of SEEDS) {
    const random = createRandom(seed, "kong/faults");
    const limiter = createKongLimiter({
      ...{ limits: { second: LIMIT }, faultTolerant: false },
      policy: { kind: "redis", store: "redis", syncRateUs: null, timeoutUs: ms(100) },
    });
    const allowed = new Map<number, number>();
    function* ask(ctx: Context) {
      const second = Math.floor(ctx.nowUs / seconds(1));
      if ((yield* limiter.admit(ctx, "anne")) !== "allowed") return null;
      allowed.set(second, (allowed.get(second) ?? 0) + 1);
      return null;
    }
    function* boot(ctx: Context) {
      for (let i = 0; i < 250; i++) {
        yield* ctx.send(operation<null, null>(`kong-${i % 2}`, "ask"), null);
        yield* ctx.sleep(us(random.between(1_000, 39_000)));
      }
    }
    const gateway = { serves: { ask } };
    const nodes = { client: { boot: { boot } }, "kong-0": gateway, "kong-1": gateway };
    const faults = someFaults(random, 5, [...links, ...others]);
    play({ nodes: { ...nodes, redis: createKongStore() } }, { faults, seed, untilUs: seconds(8) });
    expect(Math.max(...allowed.values()), `seed ${seed}: ${faults.join(" ")}`).toBeLessThanOrEqual(
      LIMIT,
    );
    expect(allowed.size, `seed ${seed}`).toBeGreaterThan(1);
  }
});

test("LBL-4: after random crashes, cuts and pauses every server is up again, serves, and nothing is counted as in progress", () => {
  const SERVERS = ["s0", "s1", "s2"];
  const texts = SERVERS.flatMap((id) => [`crash:${id}`, `pause:${id}`, `partition:front|${id}`]);
  for (const seed of SEEDS) {
    const random = createRandom(seed, "balancer/faults");
    const balancer = createBalancer({
      ...{ name: "s", algorithm: ALGORITHMS[seed % ALGORITHMS.length] ?? "random" },
      servers: SERVERS.map((node) => ({ node, weight: random.between(1, 4) })),
      check: {
        ...{ operation: "check", intervalUs: ms(100), timeoutUs: ms(80), rise: 2, fall: 3 },
        observe: { errorLimit: 3, onError: "sudden-death" },
      },
    });
    const servedLate = new Set<string>();
    function* ask(ctx: Context) {
      yield* ctx.work(ms(15));
      if (ctx.nowUs > seconds(6)) servedLate.add(ctx.nodeId);
      return null;
    }
    // biome-ignore lint/correctness/useYield: a check answers at once.
    function* check() {
      return null;
    }
    function* one(ctx: Context) {
      yield* balancer.call(ctx, { operation: "ask", body: null, timeoutUs: ms(300) });
    }
    function* boot(ctx: Context) {
      for (let i = 0; i < 350; i++) {
        yield* ctx.spawn("one", `${i}`, one);
        yield* ctx.sleep(ms(20));
      }
    }
    const front = { boot: { watch: balancer.watch, boot } };
    const nodes = Object.fromEntries(SERVERS.map((id) => [id, { serves: { ask, check } }]));
    const faults = someFaults(random, 6, texts);
    const { log } = play({ nodes: { front, ...nodes } }, { faults, seed, untilUs: seconds(9) });
    const last = new Map(eventsOf(log, "memory-changed").map(({ key, after }) => [key, after]));
    const states = SERVERS.map((id) => last.get(`repartiteur/s/${id}`));
    expect(states, `seed ${seed}: ${faults.join(" ")}`).toEqual(["haut", "haut", "haut"]);
    expect(last.get("repartiteur/s/en-cours")).toEqual(SERVERS.map((id) => [id, 0]));
    expect([...servedLate].sort(), `seed ${seed}`).toEqual(SERVERS);
  }
});
