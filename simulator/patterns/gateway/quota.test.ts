/** Quotas: against their definition, on one node and on two. */
import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../../base/configuration.ts";
import { createRandom } from "../../base/random.ts";
import { ms, seconds } from "../../base/time.ts";
import { plantedErrors } from "../../testing/planted-errors.ts";
import { notes, play } from "../../testing/small-world.ts";
import { operation } from "../../world/calls.ts";
import type { Context } from "../../world/context.ts";
import { createQuota, type QuotaPlan } from "./quota.ts";
import { createQuotaCounter, createQuotaGate, type QuotaCounting } from "./quota-gate.ts";

type Quotas = Pick<typeof import("./quota.ts"), "createQuota">;

const PLANS: readonly QuotaPlan[] = [
  { name: "member", count: 5, windowUs: 1_000 },
  { name: "anonymous", count: 2, windowUs: 700 },
];

/** Random requests of four consumers; answers that are not the definition. */
function differences({ createQuota: create }: Quotas): number {
  let count = 0;
  for (let seed = 0; seed < 60; seed++) {
    const random = createRandom(seed, "quota/schedule");
    const quota = create(PLANS);
    const asked = new Map<string, number>();
    let nowUs = 0;
    for (let i = 0; i < 60; i++) {
      nowUs += random.integerBelow(200);
      const plan = PLANS[random.integerBelow(2)] as QuotaPlan;
      // New faces come as time goes by.
      const consumer = `c${Math.floor(nowUs / 2_100)}-${random.integerBelow(3)}`;
      const start = nowUs - (nowUs % plan.windowUs);
      const key = `${plan.name} ${consumer} ${start}`;
      const rank = (asked.get(key) ?? 0) + 1;
      asked.set(key, rank);
      const expected = {
        ...{ isAllowed: rank <= plan.count, remaining: Math.max(0, plan.count - rank) },
        ...{ limit: plan.count, resetUs: start + plan.windowUs - nowUs },
        window: start / plan.windowUs,
      };
      const said = quota.ask(plan.name, consumer, nowUs);
      if (JSON.stringify(said) !== JSON.stringify(expected)) count++;
      if (quota.consumerCount() > 12) count++;
    }
  }
  return count;
}

interface Told {
  readonly allowed: number;
  readonly refused: number;
}

const MEMBER: readonly QuotaPlan[] = [{ name: "member", count: 10, windowUs: seconds(10) }];

/** Forty requests of one member in four seconds, in turn through two gateways. */
function throughTwo(counting: QuotaCounting, faults: readonly string[] = []): Told {
  const gate = createQuotaGate({ plans: MEMBER, counting });
  function* serve(ctx: Context) {
    const { isAllowed } = yield* gate.admit(ctx, "member", "ana");
    ctx.log.note(isAllowed ? "allowed" : "refused");
    return null;
  }
  function* visit(ctx: Context) {
    for (let i = 0; i < 40; i++) {
      yield* ctx.sleep(ms(100));
      yield* ctx.send(operation<null, null>(`g${i % 2}`, "ask"), null);
    }
  }
  const gateway = { serves: { ask: serve } };
  const run = play(
    {
      nodes: {
        clients: { boot: { visit } },
        ...{ g0: gateway, g1: gateway },
        counter: { serves: { quota: createQuotaCounter(MEMBER) } },
      },
    },
    { faults },
  );
  const said = notes(run.log);
  const allowed = said.filter((text) => text === "allowed").length;
  return { allowed, refused: said.length - allowed };
}

const together = (whenSilent: "lets" | "refuses"): QuotaCounting => ({
  ...{ kind: "together", node: "counter", timeoutUs: ms(50), whenSilent },
});

describe("quotas", () => {
  test("QTA-1: over 60 schedules each consumer has its plan’s count in each window of the calendar, and old windows are forgotten", () => {
    expect(differences({ createQuota })).toBe(0);
  });

  test("QTA-2: the answer tells the limit, what remains, and when the window ends", () => {
    const quota = createQuota([{ name: "member", count: 2, windowUs: 60 }]);
    expect([70, 71, 119, 120].map((at) => quota.ask("member", "ana", at))).toEqual([
      { isAllowed: true, remaining: 1, limit: 2, resetUs: 50, window: 1 },
      { isAllowed: true, remaining: 0, limit: 2, resetUs: 49, window: 1 },
      { isAllowed: false, remaining: 0, limit: 2, resetUs: 1, window: 1 },
      { isAllowed: true, remaining: 1, limit: 2, resetUs: 60, window: 2 },
    ]);
  });

  test("QTA-3: two gateways that count apart let each consumer through twice over", () => {
    expect(throughTwo({ kind: "apart" })).toEqual({ allowed: 20, refused: 20 });
  });

  test("QTA-4: two gateways that count together let through exactly the quota", () => {
    expect(throughTwo(together("lets"))).toEqual({ allowed: 10, refused: 30 });
  });

  test("QTA-5: a silent counter lets everybody through or nobody, as decided beforehand", () => {
    const fault = ["crash:counter@0s+60s"];
    expect(throughTwo(together("lets"), fault)).toEqual({ allowed: 40, refused: 0 });
    expect(throughTwo(together("refuses"), fault)).toEqual({ allowed: 0, refused: 40 });
  });

  test("QTA-5: a counter that crashes has forgotten: the consumer starts again", () => {
    const { allowed } = throughTwo(together("refuses"), ["crash:counter@2s+100ms"]);
    expect(allowed).toBe(20);
  });

  test("QTA-6: plans that make no sense are refused when they are built", () => {
    const plan = { name: "member", count: 1, windowUs: 1 };
    expect(() => createQuota([plan, plan])).toThrow(BadConfiguration);
    expect(() => createQuota([])).toThrow("« plans »");
    expect(() => createQuota([{ ...plan, count: 0 }])).toThrow("« count »");
    expect(() => createQuota([{ ...plan, windowUs: 0 }])).toThrow("« windowUs »");
    const counting = { ...together("lets"), timeoutUs: ms(0) } as QuotaCounting;
    expect(() => createQuotaGate({ plans: [plan], counting })).toThrow("« timeoutUs »");
  });

  test("QTA-1: planted errors are noticed", async () => {
    await plantedErrors<Quotas>({
      file: import.meta.resolve("./quota.ts"),
      survives: (module) => differences(module) === 0,
      errors: [
        {
          name: "one count for all",
          find: "byConsumer.get(consumer)",
          replace: 'byConsumer.get("")',
        },
        {
          name: "nothing forgotten",
          find: "if (window > counting.window) byConsumer.clear();",
          replace: "",
        },
        {
          name: "late reset",
          find: "(window + 1) * plan.windowUs - nowUs",
          replace: "plan.windowUs",
        },
      ],
    });
  });
});
