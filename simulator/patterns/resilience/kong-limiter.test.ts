/** Kong's limiter on one node and on several, with and without a store, and when the store is gone. */
import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../../base/configuration.ts";
import { createRandom } from "../../base/random.ts";
import { type DurationUs, ms, seconds, us } from "../../base/time.ts";
import { plantedErrors } from "../../testing/planted-errors.ts";
import { notes, play } from "../../testing/small-world.ts";
import { operation } from "../../world/calls.ts";
import type { Context } from "../../world/context.ts";
import type { KongLimiterOptions, KongPolicy } from "./kong-limiter.ts";
import { createFixedWindow } from "./window-limiters.ts";

type Counts = typeof import("./kong-counts.ts");
type Kong = typeof import("./kong-limiter.ts");

const redis = (syncRateUs: DurationUs | null): KongPolicy => ({
  ...{ kind: "redis", store: "redis", syncRateUs, timeoutUs: ms(200) },
});

interface Given extends Partial<KongLimiterOptions> {
  readonly nodes?: number;
  /** Instants of the requests, ms; they go round the nodes. */
  readonly atMs: readonly number[];
  readonly faults?: readonly string[];
}

interface Told {
  /** Requests allowed, by second of their arrival. */
  readonly allowed: readonly number[];
  readonly verdicts: readonly string[];
  /** What the store counts at the end, all windows together. */
  readonly stored: number;
}

const SECONDS = 6;
const END = seconds(SECONDS);

function told({ createKongLimiter, createKongStore }: Kong, given: Given): Told {
  const { nodes = 1, atMs, faults = [] } = given;
  const limiter = createKongLimiter({
    ...{ limits: { second: 10 }, policy: { kind: "local" }, faultTolerant: true },
    ...given,
  });
  const verdicts: string[] = [];
  const allowed = Array.from({ length: SECONDS }, () => 0);
  function* serve(ctx: Context) {
    const second = Math.floor(ctx.nowUs / seconds(1));
    const verdict = yield* limiter.admit(ctx, "anne");
    verdicts.push(verdict);
    if (verdict === "allowed") allowed[second] = (allowed[second] as number) + 1;
    return null;
  }
  function* boot(ctx: Context) {
    for (const [i, at] of atMs.entries()) {
      yield* ctx.sleep(us(Math.max(0, ms(at) - ctx.nowUs)));
      yield* ctx.send(operation<null, null>(`kong-${i % nodes}`, "ask"), null);
    }
    yield* ctx.sleep(us(END - ctx.nowUs));
    const counts = yield* ctx.call(operation<null, number>("redis", "sum"), null, {
      timeoutUs: seconds(1),
    });
    ctx.log.note(`${counts.kind === "replied" ? counts.reply : -1}`);
  }
  function* sum(ctx: Context) {
    const counters = ctx.objects.volatile<{ latest: (n: number) => [string, number][] } | null>(
      "compteurs",
      () => null,
    );
    return (counters?.latest(100) ?? []).reduce((total, [, value]) => total + value, 0);
  }
  const gateways = Array.from({ length: nodes }, (_, i) => [
    `kong-${i}`,
    { serves: { ask: serve } },
  ]);
  const world = {
    nodes: {
      client: { boot: { boot } },
      ...Object.fromEntries(gateways),
      redis: { serves: { ...createKongStore().serves, sum } },
    },
    // Every message takes one millisecond, so that arrivals stay in their second.
    latency: { p50Us: ms(1), p95Us: ms(1), p99Us: ms(1) },
  };
  const run = play(world, { faults, untilUs: seconds(SECONDS + 2) });
  return { allowed, verdicts, stored: Number(notes(run.log)[0]) };
}

const evenly = (from: number, to: number, every: number): number[] =>
  Array.from({ length: Math.floor((to - from) / every) }, (_, i) => from + i * every);

/** A request every 20 ms for three seconds: five times the limit. */
const FLOOD = evenly(3, 2_990, 20);

const oneNodeKeepsIt = (module: Kong): boolean =>
  told(module, { atMs: FLOOD }).allowed.slice(0, 3).join() === "10,10,10";

const nodesMultiplyIt = (module: Kong): boolean =>
  told(module, { atMs: FLOOD, nodes: 3 }).allowed.slice(0, 3).join() === "30,30,30";

/** Twenty at the same instant: all have read the count before any has been added. */
const checkComesFirst = (module: Kong): boolean => {
  const burst = Array.from({ length: 20 }, () => 100);
  const { allowed } = told(module, { atMs: [...burst, ...evenly(200, 900, 20)] });
  return (allowed[0] as number) > 15;
};

const storeIsExact = (module: Kong): boolean => {
  const burst = Array.from({ length: 20 }, () => 100);
  const atMs = [...burst, ...FLOOD.filter((at) => at > 100)];
  const { allowed, stored } = told(module, { atMs, nodes: 3, policy: redis(null) });
  // Refused requests are counted like the others: the store holds one for each request.
  return allowed.slice(0, 3).join() === "10,10,10" && stored === atMs.length;
};

/** With `sync_rate` each node goes on alone for a while; refusals are not counted. */
const syncedLags = (module: Kong): boolean => {
  const given = { atMs: FLOOD, nodes: 3, policy: redis(ms(300)) };
  const { allowed, stored } = told(module, given);
  const all = allowed.reduce((sum, value) => sum + value, 0);
  const isOver = allowed.some((value) => value > 10) && allowed.every((value) => value <= 30);
  // A refusal that asked the store is taken back at the node's next exchange: the last ones never are.
  return isOver && stored >= all && stored <= all + 3;
};

/** One node, one exchange: what the store has is what was let through, once the last exchange is over. */
const syncedAddsUp = (module: Kong): boolean => {
  const { allowed, stored } = told(module, { atMs: [100, 200, 300, 500], policy: redis(ms(900)) });
  return allowed[0] === 4 && stored === 4;
};

const deadStore = (module: Kong, faultTolerant: boolean): readonly string[] => {
  const faults = ["crash:redis@1s+1s"];
  const given = { atMs: FLOOD, nodes: 2, policy: redis(null), faultTolerant, faults };
  const { allowed, verdicts } = told(module, given);
  return [`${(allowed[1] as number) >= 49}`, `${verdicts.includes("error")}`];
};

/** Limits of several periods: the store counts the second even when the minute refuses. */
const everyPeriodIsAsked = (module: Kong): boolean => {
  const limits = { second: 10, minute: 15 };
  const { allowed } = told(module, { atMs: FLOOD, limits, policy: redis(null) });
  const alone = told(module, { atMs: FLOOD, limits });
  return allowed.slice(0, 3).join() === "10,0,0" && alone.allowed.slice(0, 3).join() === "10,5,0";
};

const keepsItsRules = (module: Kong): boolean =>
  oneNodeKeepsIt(module) &&
  nodesMultiplyIt(module) &&
  checkComesFirst(module) &&
  storeIsExact(module) &&
  syncedLags(module) &&
  syncedAddsUp(module) &&
  everyPeriodIsAsked(module) &&
  deadStore(module, true).join() === "true,false" &&
  deadStore(module, false).join() === "false,true";

/** Counted at once, the local policy says what a calendar window says. */
function sameAsCalendarWindow({ checkedLimits, counterOf, createCounters, isWithin }: Counts) {
  const random = createRandom(3, "kong/calendar");
  for (let i = 0; i < 300; i++) {
    const max = random.between(1, 6);
    const limits = checkedLimits({ second: max });
    const calendar = createFixedWindow({ count: max, windowUs: 1_000_000 }, "calendar");
    const counters = createCounters();
    let nowUs = random.integerBelow(1_000_000);
    for (let j = 0; j < 60; j++) {
      nowUs += random.integerBelow(300_000);
      const name = counterOf("anne", "second", nowUs);
      const isAllowed = isWithin(limits, [counters.get(name)]);
      if (isAllowed) counters.add(name, 1);
      if (isAllowed !== calendar.ask(nowUs).isAllowed) return false;
    }
  }
  return true;
}

const module = await import("./kong-limiter.ts");

describe("limiteur de Kong", () => {
  test("RLM-5: windows are the clock's: a node alone answers as a calendar window does", async () => {
    expect(sameAsCalendarWindow(await import("./kong-counts.ts"))).toBe(true);
    expect(oneNodeKeepsIt(module)).toBe(true);
  });

  test("RLM-6: local counts are each node's own, and added after the check: three nodes let three times through, a burst passes whole", () => {
    expect(nodesMultiplyIt(module)).toBe(true);
    expect(checkComesFirst(module)).toBe(true);
  });

  test("RLM-7: the store counts while it is asked: exactly the limit passes, and refused calls count too, in every period", () => {
    expect(storeIsExact(module)).toBe(true);
    expect(everyPeriodIsAsked(module)).toBe(true);
  });

  test("RLM-7: however many others call, nobody's count of this second is forgotten", async () => {
    const { counterOf, createCounters } = await import("./kong-counts.ts");
    const counters = createCounters();
    const [first = "", ...others] = Array.from({ length: 50_000 }, (_, i) =>
      counterOf(`client-${i}`, "second", 0),
    );
    counters.add(first, 3);
    for (const name of others) counters.add(name, 1);
    expect(counters.add(first, 1)).toBe(4);
    expect(counters.latest(2)).toEqual(others.slice(-2).map((name) => [name, 1]));
  });

  test("RLM-8: with sync_rate counts lag, more than the limit passes, refusals are not counted", () => {
    expect(syncedLags(module)).toBe(true);
    expect(syncedAddsUp(module)).toBe(true);
  });

  test("RLM-9: without its store a tolerant limiter lets everybody through, the other one answers 500", () => {
    expect(deadStore(module, true)).toEqual(["true", "false"]);
    expect(deadStore(module, false)).toEqual(["false", "true"]);
  });

  test("RLM-8: what is counted while an exchange is under way is forgotten with it", async () => {
    const { createSyncedCounts } = await import("./kong-counts.ts");
    const counts = createSyncedCounts();
    counts.learn("a", 7);
    counts.add("a");
    counts.add("a");
    expect([counts.believed("a"), counts.unsent()]).toEqual([8, [["a", 1]]]);
    counts.add("a");
    counts.forget();
    expect([counts.believed("a"), counts.unsent()]).toEqual([null, []]);
  });

  test("un réglage absurde est refusé, et nommé", () => {
    const refused = [
      [{ limits: {} }, "limits"],
      [{ limits: { second: -1 } }, "second"],
      [{ limits: { second: 10, minute: 5 } }, "minute"],
      [{ policy: redis(ms(19)) }, "syncRateUs"],
      [{ policy: { ...redis(null), timeoutUs: us(0) } }, "timeoutUs"],
    ] as const;
    for (const [given, field] of refused) {
      const options = { limits: { second: 1 }, policy: redis(null), faultTolerant: true };
      const build = () => module.createKongLimiter({ ...options, ...given } as KongLimiterOptions);
      expect(build).toThrow(BadConfiguration);
      expect(build).toThrow(`« ${field} »`);
    }
  });

  test("planted errors in Kong's limiter are all noticed", async () => {
    await plantedErrors<Kong>({
      file: import.meta.resolve("./kong-limiter.ts"),
      survives: keepsItsRules,
      errors: [
        {
          name: "RLM-6: counted with the check",
          find: "yield* ctx.sleep(NEXT_TURN);",
          replace: "",
        },
        {
          name: "RLM-7: the store answers after adding",
          find: "return after - 1;",
          replace: "return after;",
        },
        {
          name: "RLM-7: a refusal takes nothing",
          find: "counters.add(name, 1);",
          replace: "counters.add(name, 0) + 1;",
        },
        {
          name: "RLM-8: an exchange adds nothing",
          find: "counters.add(name, by);",
          replace: "counters.add(name, 0);",
        },
        { name: "RLM-8: nothing is forgotten", find: "node.synced.forget();", replace: "" },
        {
          name: "RLM-9: a dead store limits",
          find: "if (usage === UNKNOWN) break;",
          replace: 'if (usage === UNKNOWN) return "limited";',
        },
      ],
    });
    await plantedErrors<Kong>({
      file: import.meta.resolve("./kong-counts.ts"),
      through: import.meta.resolve("./kong-limiter.ts"),
      survives: keepsItsRules,
      errors: [
        {
          name: "RLM-7: one too many",
          find: "(usages[i] as number) < max",
          replace: "(usages[i] as number) <= max",
        },
        {
          name: "RLM-5: one window for ever",
          find: "Math.floor(clockUs / PERIODS[period]) * PERIODS[period];",
          replace: "0;",
        },
        {
          name: "RLM-8: asking is counted twice",
          find: "own.set(name, -1);",
          replace: "own.set(name, 0);",
        },
      ],
    });
  });
});
