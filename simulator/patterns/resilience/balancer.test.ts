/** Balancing and health against what HAProxy 2.6.12 did, then on simulated nodes that crash and fail. */
import { describe, expect, test } from "vitest";
import { readTranscripts, transcriptPath } from "../../../conformance/shared/transcript-file.ts";
import { BadConfiguration } from "../../base/configuration.ts";
import { createRandom } from "../../base/random.ts";
import { ms, seconds } from "../../base/time.ts";
import { plantedErrors } from "../../testing/planted-errors.ts";
import { play } from "../../testing/small-world.ts";
import type { Context } from "../../world/context.ts";
import { doubt } from "../../world/node.ts";
import { createTwoChoices } from "./balance.ts";
import { type BalancerOptions, createBalancer } from "./balancer.ts";
import {
  type BalanceModels,
  type BalanceTranscript,
  type HealthTranscript,
  playBalance,
  playHealth,
} from "./haproxy-transcripts.ts";
import { createLeastConnections } from "./least-connections.ts";
import { createServerHealth } from "./server-health.ts";
import { createTurns } from "./turns.ts";

const read = <T>(file: string): readonly T[] =>
  readTranscripts(transcriptPath("haproxy", file)) as readonly T[];
const BALANCE = read<BalanceTranscript>("balance.jsonl");
const HEALTH = read<HealthTranscript>("health.jsonl");

const balanceDiffers = (
  algorithm: BalanceTranscript["algorithm"],
  models: Partial<BalanceModels> = {},
): number =>
  BALANCE.filter((life) => life.algorithm === algorithm).filter(
    (life) =>
      playBalance(life, { createTurns, createLeastConnections, ...models }).join() !==
      life.chosen.join(),
  ).length;

const healthDiffers = (create = createServerHealth): number =>
  HEALTH.filter((life) => playHealth(life, create).join() !== life.statuses.join()).length;

describe("comme HAProxy 2.6", () => {
  test("LBL-1: turns by weight, with servers that leave and return: the same server each time", () => {
    expect(BALANCE.filter((life) => life.algorithm === "roundrobin").length).toBeGreaterThan(50);
    expect(balanceDiffers("roundrobin")).toBe(0);
  });

  test("LBL-2: least connections by weight, ties in the order of arrival: the same server each time", () => {
    expect(BALANCE.filter((life) => life.algorithm === "leastconn").length).toBeGreaterThan(50);
    expect(balanceDiffers("leastconn")).toBe(0);
  });

  test("LBL-4, LBL-5: rise and fall of checks, errors of requests that count: the same points and states", () => {
    expect(HEALTH.filter((life) => life.observe !== null).length).toBeGreaterThan(10);
    expect(healthDiffers()).toBe(0);
  });

  test("LBL-3: of two drawn servers the busier one is never chosen, and idle ones are drawn by weight", () => {
    const weights = [1, 2, 5];
    const random = createRandom(1, "two-choices");
    const idle = createTwoChoices(weights, random);
    const draws = weights.map(() => 0);
    for (let i = 0; i < 16_000; i++) {
      const server = idle.choose() as number;
      draws[server] = (draws[server] as number) + 1;
    }
    for (const [i, weight] of weights.entries()) {
      expect(Math.abs((draws[i] as number) - 2_000 * weight)).toBeLessThan(300);
    }
    const even = createTwoChoices([1, 1], random);
    even.take(0);
    const chosen = Array.from({ length: 4_000 }, () => even.choose());
    // The busy one is chosen only when it is drawn twice: one time in four.
    const busyShare = chosen.filter((server) => server === 0).length / chosen.length;
    expect(busyShare).toBeGreaterThan(0.22);
    expect(busyShare).toBeLessThan(0.28);
    even.down(1);
    expect(even.choose()).toBe(0);
    even.down(0);
    expect(even.choose()).toBe(null);
  });
});

const CHECK = { operation: "check", intervalUs: ms(200), timeoutUs: ms(200), rise: 2, fall: 3 };
const options = (given: Partial<BalancerOptions>): BalancerOptions => ({
  ...{ name: "s", algorithm: "roundrobin", check: { ...CHECK, observe: null } },
  servers: ["s0", "s1", "s2"].map((node) => ({ node, weight: 1 })),
  ...given,
});

/** A request each 10 ms for five seconds; server 1 fails at once when its disk is full, but answers its check. */
function served(given: Partial<BalancerOptions>, faults: readonly string[]) {
  const balancer = createBalancer(options(given));
  const told: { readonly atMs: number; readonly kind: string }[] = [];
  function* one(ctx: Context) {
    const atMs = ctx.nowUs / 1_000;
    const request = { operation: "ask", body: null, timeoutUs: ms(500) };
    const { kind } = yield* balancer.call(ctx, request);
    told.push({ atMs, kind });
  }
  function* boot(ctx: Context) {
    for (let i = 0; i < 500; i++) {
      yield* ctx.spawn("one", `${i}`, one);
      yield* ctx.sleep(ms(10));
    }
  }
  function* ask(ctx: Context) {
    if (ctx.objects.isDiskFull) return doubt("disque plein");
    yield* ctx.work(ms(60));
    return null;
  }
  // biome-ignore lint/correctness/useYield: a check answers at once.
  function* check() {
    return null;
  }
  const server = { serves: { ask, check } };
  const world = {
    nodes: {
      front: { boot: { watch: balancer.watch, boot } },
      ...Object.fromEntries(["s0", "s1", "s2"].map((id) => [id, server])),
    },
  };
  play(world, { faults, untilUs: seconds(6) });
  return told;
}

const failures = (told: ReturnType<typeof served>, fromMs = 0, toMs = 10_000): number =>
  told.filter(({ atMs, kind }) => kind !== "replied" && atMs >= fromMs && atMs < toMs).length;

describe("répartiteur", () => {
  test("LBL-4: a dead server receives its share until three checks have failed, nothing afterwards", () => {
    const told = served({}, ["crash:s1@1s+2s"]);
    expect(told).toHaveLength(500);
    expect(failures(told, 1_000, 1_800)).toBeGreaterThan(15);
    expect(failures(told, 1_800)).toBe(0);
  });

  test("LBL-6: a server that fails at once is always idle: least connections sends it most of the requests", () => {
    const fault = ["disk-full:s1@1s+2s"];
    expect(failures(served({}, fault))).toBeLessThan(80);
    expect(failures(served({ algorithm: "leastconn" }, fault))).toBeGreaterThan(100);
  });

  test("LBL-5, LBL-6: it answers its check, so only the errors of its requests take it out, and checks bring it back", () => {
    const observe = { errorLimit: 5, onError: "mark-down" } as const;
    const told = served({ check: { ...CHECK, observe } }, ["disk-full:s1@1s+2s"]);
    // Five errors, two good checks, five errors again: it comes and goes while the disk is full.
    const bouts = [1_000, 1_500, 2_000, 2_500].map((from) => failures(told, from, from + 500));
    expect(bouts.every((count) => count >= 5 && count < 16)).toBe(true);
    expect(failures(told, 3_100)).toBe(0);
  });

  test("LBL-7: no server is up: a 503 at once, nothing is sent", () => {
    const told = served({}, ["crash:s0,s1,s2@1s+2s"].flatMap(everyNode));
    expect(told.some(({ kind, atMs }) => kind === "refused" && atMs > 2_000)).toBe(true);
    expect(failures(told, 4_000)).toBe(0);
  });

  test("un réglage absurde est refusé, et nommé", () => {
    const refused: readonly (readonly [Partial<BalancerOptions>, string])[] = [
      [{ servers: [] }, "servers"],
      [{ servers: [{ node: "a", weight: 0 }] }, "weight"],
      [{ servers: [{ node: "a", weight: -1 }] }, "weight"],
      [{ servers: ["a", "a"].map((node) => ({ node, weight: 1 })) }, "servers"],
      [{ algorithm: "hasard" as "random" }, "algorithm"],
      [{ check: { ...CHECK, observe: null, rise: 0 } }, "rise"],
      [{ check: { ...CHECK, observe: { errorLimit: 0, onError: "mark-down" } } }, "errorLimit"],
    ];
    for (const [given, field] of refused) {
      expect(() => createBalancer(options(given))).toThrow(BadConfiguration);
      expect(() => createBalancer(options(given))).toThrow(`« ${field} »`);
    }
  });
});

/** « crash:a,b@1s+2s » is one fault a node. */
function everyNode(text: string): readonly string[] {
  const [, kind, nodes = "", rest] = /^(\w+):([\w,]+)(@.*)$/.exec(text) ?? [];
  return nodes.split(",").map((node) => `${kind}:${node}${rest}`);
}

test("planted errors in balancing and health are all noticed", async () => {
  await plantedErrors<typeof import("./turns.ts")>({
    file: import.meta.resolve("./turns.ts"),
    survives: (module) => balanceDiffers("roundrobin", module) === 0,
    errors: [
      {
        name: "LBL-1: light ones first",
        find: "HEAVIEST - runner.weight;",
        replace: "runner.weight;",
      },
      {
        name: "LBL-1: what is left over is forgotten",
        find: "runner.rest += this.#nextLength % weight;",
        replace: "",
      },
      {
        name: "LBL-1: who returns begins at once",
        find: "runner.due = this.#place + Math.floor(ahead / runner.weight);",
        replace: "runner.due = this.#place;",
      },
      {
        name: "LBL-1: who leaves is still counted",
        find: "this.#nextLength -= runner.weight;",
        replace: "",
      },
    ],
  });
  await plantedErrors<typeof import("./least-connections.ts")>({
    file: import.meta.resolve("./least-connections.ts"),
    survives: (module) => balanceDiffers("leastconn", module) === 0,
    errors: [
      {
        name: "LBL-2: the one to come is not counted",
        find: "(count + 1) * SCALE",
        replace: "count * SCALE",
      },
      {
        name: "LBL-2: ties to the last come",
        find: ".load <= load) low",
        replace: ".load < load) low",
      },
      {
        name: "LBL-2: weights are not heeded",
        find: "((weights[server] as number) * WEIGHT_UNIT)",
        replace: "WEIGHT_UNIT",
      },
    ],
  });
  await plantedErrors<typeof import("./server-health.ts")>({
    file: import.meta.resolve("./server-health.ts"),
    survives: (module) => healthDiffers(module.createServerHealth) === 0,
    errors: [
      { name: "LBL-4: one more to fall", find: "rise + fall - 1;", replace: "rise + fall;" },
      {
        name: "LBL-4: what was regained stays",
        find: "if (health < rise) health = 0;",
        replace: "",
      },
      {
        name: "LBL-4: one good check gives one point",
        find: "if (health >= rise) health = best;",
        replace: "",
      },
      {
        name: "LBL-5: errors need not be in a row",
        find: "isGood ? 0 : errorCount + 1",
        replace: "errorCount + (isGood ? 0 : 1)",
      },
      { name: "LBL-5: sudden death kills", find: "health = rise + 1;", replace: "health = rise;" },
    ],
  });
});
