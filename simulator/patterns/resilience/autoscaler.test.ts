/** The replica count against the documentation of Kubernetes read a second time, then on simulated nodes. */
import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../../base/configuration.ts";
import { createRandom } from "../../base/random.ts";
import { ms, seconds } from "../../base/time.ts";
import { plantedErrors } from "../../testing/planted-errors.ts";
import { eventsOf, play } from "../../testing/small-world.ts";
import { operation } from "../../world/calls.ts";
import type { Context } from "../../world/context.ts";
import { type AutoscalerOptions, createAutoscaler } from "./autoscaler.ts";
import type { Observed, ScalingOptions } from "./replica-count.ts";
import { createScaledInstance } from "./scaled-instance.ts";

type Counts = typeof import("./replica-count.ts");

const TARGET = { target: 500, tolerancePpm: 100_000 };
const seen = (usages: readonly number[], given: Partial<Observed> = {}): Observed => ({
  ...{ usages, missingCount: 0, unreadyCount: 0, current: usages.length },
  ...given,
});

/** A pod as the documentation speaks of it; null: no metric. */
type Pod = { readonly isReady: boolean; readonly usage: number | null };

/** « Algorithm details », sentence by sentence, with a list of pods and averages in thousandths. */
function asDocumented(pods: readonly Pod[], current: number, target: number): number {
  const average = (list: readonly number[]) =>
    Math.floor(list.reduce((a, b) => a + b, 0) / list.length) / target;
  const isClose = (ratio: number) => Math.abs(1 - ratio) <= 0.1;
  const kept = pods
    .filter((pod) => pod.isReady && pod.usage !== null)
    .map((pod) => pod.usage as number);
  if (kept.length === 0) return current;
  const base = average(kept);
  const isUp = base > 1;
  const hasMissing = pods.some((pod) => pod.usage === null);
  const hasUnready = pods.some((pod) => !pod.isReady && pod.usage !== null);
  // « Recomputes the average more conservatively … » only when somebody was set aside.
  if (!hasMissing && !(hasUnready && isUp))
    return isClose(base) ? current : Math.ceil(base * kept.length);
  const list = pods.flatMap((pod): readonly number[] => {
    if (pod.usage === null) return base === 1 ? [] : [isUp ? 0 : target];
    if (!pod.isReady) return isUp ? [0] : [];
    return [pod.usage];
  });
  const ratio = average(list);
  if (isClose(ratio) || ratio > 1 !== isUp) return current;
  const desired = Math.ceil(ratio * list.length);
  return (ratio > 1 && desired < current) || (ratio < 1 && desired > current) ? current : desired;
}

function differsFromDocumentation({ desiredReplicas }: Counts): number {
  const random = createRandom(5, "hpa/pods");
  let differences = 0;
  for (let i = 0; i < 5_000; i++) {
    const loud = random.between(50, 1_500);
    const pods = Array.from({ length: random.between(1, 8) }, (): Pod => {
      const luck = random.integerBelow(10);
      return { isReady: luck > 1, usage: luck === 2 ? null : random.between(0, 2 * loud) };
    });
    const observed: Observed = {
      usages: pods.flatMap((pod) => (pod.isReady && pod.usage !== null ? [pod.usage] : [])),
      missingCount: pods.filter((pod) => pod.usage === null).length,
      unreadyCount: pods.filter((pod) => !pod.isReady).length,
      current: pods.length,
    };
    const documented = asDocumented(pods, pods.length, TARGET.target);
    if (desiredReplicas(observed, TARGET) !== documented) differences++;
  }
  return differences;
}

const scaling = (given: Partial<ScalingOptions> = {}): ScalingOptions => ({
  ...{ minReplicas: 1, maxReplicas: 10, stabilizationUs: seconds(300), ...TARGET },
  ...given,
});

/** Counts decided each 15 s for these mean usages. */
function lifeOf({ createReplicaCount }: Counts, usages: readonly number[], given = {}): number[] {
  const count = createReplicaCount(scaling(given));
  let current = 2;
  return usages.map((usage, i) => {
    const list = Array.from({ length: current }, () => usage);
    current = count.decide(seconds(15 * (i + 1)), seen(list));
    return current;
  });
}

/** One peak, then quiet for six minutes. */
const PEAK = [500, 1_000, ...Array.from({ length: 23 }, () => 100)];
const UNQUIET = [700, 300, 700, 300, 700, 300];

const holdsThePeak = (module: Counts): boolean => {
  const life = lifeOf(module, PEAK);
  // The peak was seen at 30 s: five minutes later it is still in the window, one round later it is not.
  return (
    life.slice(0, 22).join() === ["2", ...Array.from({ length: 21 }, () => "4")].join() &&
    (life[22] as number) < 4
  );
};

const oscillatesWithout = (module: Counts): boolean =>
  lifeOf(module, UNQUIET, { stabilizationUs: 0 }).join() === "3,2,3,2,3,2" &&
  lifeOf(module, UNQUIET).join() === "3,3,5,5,7,7";

/** Up at most twice or four, within the bounds. */
const keepsItsBounds = (module: Counts): boolean =>
  lifeOf(module, [9_000, 9_000, 9_000]).join() === "4,8,10" &&
  lifeOf(module, [0, 0], { stabilizationUs: 0, minReplicas: 2 }).join() === "2,2";

const keepsItsRules = (module: Counts): boolean =>
  differsFromDocumentation(module) === 0 &&
  holdsThePeak(module) &&
  oscillatesWithout(module) &&
  keepsItsBounds(module);

const counts = await import("./replica-count.ts");

describe("nombre de répliques", () => {
  test("ASC-1: mean usage over target times their number, rounded up: the examples of the documentation", () => {
    expect(counts.desiredReplicas(seen([200, 200]), { ...TARGET, target: 100 })).toBe(4);
    expect(counts.desiredReplicas(seen([50, 50, 50, 50]), { ...TARGET, target: 100 })).toBe(2);
    const fifty = Array.from({ length: 50 }, () => 900);
    expect(counts.desiredReplicas(seen(fifty), { ...TARGET, target: 750 })).toBe(60);
  });

  test("ASC-2: within a tenth of the target nothing changes; at 1.1 exactly it does, in floating point", () => {
    expect(counts.desiredReplicas(seen([549, 549]), TARGET)).toBe(2);
    expect(counts.desiredReplicas(seen([551, 551]), TARGET)).toBe(3);
    expect(counts.desiredReplicas(seen([550, 550]), TARGET)).toBe(3);
    expect(counts.desiredReplicas(seen([450, 450, 450]), TARGET)).toBe(3);
  });

  test("ASC-3: whoever is silent or starting dampens the answer: 5 000 groups as the documentation says", () => {
    expect(differsFromDocumentation(counts)).toBe(0);
    // Two at 100 % and two that start: four at 50 % is just right.
    expect(
      counts.desiredReplicas(seen([1_000, 1_000], { unreadyCount: 2, current: 4 }), TARGET),
    ).toBe(4);
  });

  test("ASC-4: the highest recommendation of five minutes holds; without a window the count goes up and down", () => {
    expect(holdsThePeak(counts)).toBe(true);
    expect(oscillatesWithout(counts)).toBe(true);
  });

  test("ASC-5: one step up at most doubles, or makes four, and never leaves the bounds", () => {
    expect(keepsItsBounds(counts)).toBe(true);
  });

  test("planted errors in the count are all noticed", async () => {
    await plantedErrors<Counts>({
      file: import.meta.resolve("./replica-count.ts"),
      survives: keepsItsRules,
      errors: [
        {
          name: "ASC-1: rounded down",
          find: "current : Math.ceil(ratio * usages.length)",
          replace: "current : Math.floor(ratio * usages.length)",
        },
        {
          name: "ASC-2: no tolerance",
          find: "Math.abs(1 - ratio) <= tolerance ?",
          replace: "ratio === 1 ?",
        },
        { name: "ASC-3: the silent count as idle", find: "ratio < 1 ? target : 0", replace: "0" },
        {
          name: "ASC-3: those that start are not counted",
          find: "isUpWhileStarting ? unreadyCount : 0",
          replace: "0",
        },
        {
          name: "ASC-4: the latest recommendation wins",
          find: "Math.max(most, one.count)",
          replace: "count",
        },
        { name: "ASC-4: for ever", find: "atUs >= nowUs - stabilizationUs", replace: "atUs >= 0" },
        {
          name: "ASC-5: any step",
          find: "wanted, maxReplicas, stepMax",
          replace: "wanted, maxReplicas",
        },
      ],
    });
  });
});

const NODES = ["i1", "i2", "i3", "i4"];
const options = (given: Partial<AutoscalerOptions> = {}): AutoscalerOptions => ({
  ...scaling({ maxReplicas: 4, stabilizationUs: seconds(20) }),
  ...{ instances: NODES, periodUs: seconds(1), timeoutUs: ms(500) },
  ...given,
});

/** Work of 100 ms, `perSecond` times a second and instance from 2 s to 8 s; states by instant, of each instance. */
function grown(perSecond: number, faults: readonly string[] = []) {
  const autoscaler = createAutoscaler(options());
  const made = NODES.map((node, i) => {
    const instance = createScaledInstance({
      startUpUs: seconds(2),
      workerCount: 1,
      isOnAtStart: i === 0,
    });
    function* work(ctx: Context) {
      yield* instance.busy(ctx, function* (ctx) {
        yield* ctx.work(ms(100));
      });
      return null;
    }
    return [node, { serves: { ...instance.serves, work } }] as const;
  });
  function* boot(ctx: Context) {
    yield* ctx.sleep(seconds(2));
    for (let i = 0; i < 6 * perSecond; i++) {
      yield* ctx.send(operation<null, null>("i1", "work"), null);
      yield* ctx.sleep(ms(1_000 / perSecond));
    }
  }
  const world = {
    nodes: {
      boss: { boot: { run: autoscaler.run } },
      client: { boot: { boot } },
      ...Object.fromEntries(made),
    },
  };
  const { log } = play(world, { faults, untilUs: seconds(60) });
  return eventsOf(log, "memory-changed").map(({ atUs, node, key, after }) => ({
    ...{ atS: atUs / 1_000_000, node, key, after },
  }));
}

describe("mise à l’échelle", () => {
  test("ASC-6: help comes a period and a start-up after the need, and leaves when the window has passed", () => {
    const told = grown(10);
    const wanted = told.filter(({ key }) => key === "autoscaler/voulues");
    const firstMore = wanted.find(({ after }) => Number(after) > 1);
    const ready = told.find(({ node, after }) => node === "i2" && after === "prete");
    expect(firstMore?.atS).toBeGreaterThan(2);
    expect(firstMore?.atS).toBeLessThan(4.2);
    expect((ready?.atS ?? 0) - (firstMore?.atS ?? 0)).toBeGreaterThan(2);
    // The last high recommendation dates from about 9 s.
    const last = wanted.at(-1);
    expect(last?.after).toBe(1);
    expect(last?.atS).toBeGreaterThan(28);
    expect(last?.atS).toBeLessThan(31);
  });

  test("ASC-7: an instance that crashed is off until the next round has switched it on again", () => {
    const told = grown(2, ["crash:i1@4500ms+200ms"]);
    const back = told.filter(
      ({ node, after, atS }) => node === "i1" && after === "prete" && atS > 4.7,
    );
    expect(back[0]?.atS).toBeGreaterThan(7);
    expect(back[0]?.atS).toBeLessThan(7.5);
  });

  test("un réglage absurde est refusé, et nommé", () => {
    const refused: readonly (readonly [Partial<AutoscalerOptions>, string])[] = [
      [{ minReplicas: 3, maxReplicas: 2 }, "maxReplicas"],
      [{ maxReplicas: 5 }, "maxReplicas"],
      [{ minReplicas: 0 }, "minReplicas"],
      [{ target: 0 }, "target"],
      [{ tolerancePpm: -1 }, "tolerancePpm"],
      [{ stabilizationUs: -1 }, "stabilizationUs"],
      [{ instances: ["a", "a"] }, "instances"],
    ];
    for (const [given, field] of refused) {
      expect(() => createAutoscaler(options(given))).toThrow(BadConfiguration);
      expect(() => createAutoscaler(options(given))).toThrow(`« ${field} »`);
    }
  });
});
