/** A campaign in a pool: the same figures whatever the number of workers, and none lost with one. */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { scenarios } from "@/scenarios/catalogue.ts";
import { foldRun } from "@/simulator/campaign.ts";
import type { RunFigures } from "@/simulator/observation/campaign.ts";
import type { Scenario } from "@/simulator/simulation.ts";
import { faultsOf, sqlite } from "@/simulator/testing/play.ts";
import { defaultParameters } from "@/simulator/vocabulary/parameters.ts";
import type { RunRequest } from "@/simulator/vocabulary/run.ts";
import { CANCEL_MS_MAX, type CampaignPlan, createCampaignPool } from "./campaign-pool.ts";
import type { CampaignOrder, CampaignPortListener, SpawnCampaign } from "./campaign-protocol.ts";

const scenario = scenarios.get("saga-fintech") as Scenario;
const side = (variant: string): Omit<RunRequest, "seed"> => ({
  ...{ scenario: scenario.card.id, variant, untilUs: null },
  parameters: defaultParameters(scenario.card.parameters),
  interventions: faultsOf(scenario.card.id, ["crash:paiement@1s"]),
});
const plan: CampaignPlan = {
  sides: [side("publiee"), side("corrigee")],
  seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
};

/** What Node says of the same seeds, one after the other. */
const expected = plan.sides.map((request) =>
  plan.seeds.map((seed) => foldRun(scenario, { ...request, seed }, { sql: sqlite })),
);

/** Workers that answer when the test says so. */
function hands(answer: (order: CampaignOrder & { kind: "fold" }, hand: Hand) => void) {
  const all: Hand[] = [];
  const spawn: SpawnCampaign = (listener) => {
    const hand: Hand = { listener, orders: [], isGone: false };
    all.push(hand);
    return {
      post(order) {
        hand.orders.push(order);
        if (order.kind === "fold") answer(order, hand);
      },
      terminate() {
        hand.isGone = true;
      },
    };
  };
  return { all, spawn };
}

interface Hand {
  readonly listener: CampaignPortListener;
  readonly orders: CampaignOrder[];
  isGone: boolean;
}

/** Each run once: what is judged here is who gathers them. */
const played = new Map<string, RunFigures>();

function figuresOf({ request }: { readonly request: RunRequest }): RunFigures {
  const key = `${request.variant}/${request.seed}`;
  const known = played.get(key) ?? foldRun(scenario, request, { sql: sqlite });
  played.set(key, known);
  return structuredClone(known);
}

/** Runs the plan to its end; figures by side, sorted by seed as the page does. */
async function gathered(spawn: SpawnCampaign, workerCount: number) {
  const found: RunFigures[][] = [[], []];
  const failed: string[] = [];
  let replaced = 0;
  const pool = createCampaignPool(spawn, workerCount);
  const done = new Promise<void>((resolve) =>
    pool.run(plan, {
      onFigures: (at, figures) => found[at]?.push(figures),
      onFailed: (at, seed) => failed.push(`${at}/${seed}`),
      onReplaced: () => replaced++,
      onDone: resolve,
    }),
  );
  await vi.runAllTimersAsync();
  await done;
  pool.dispose();
  const sorted = found.map((runs) => runs.sort((a, b) => a.seed - b.seed));
  return { sorted, failed, replaced };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("une campagne", () => {
  test("a les figures de Node, quel que soit le nombre d’ouvriers et l’ordre de leurs réponses", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.nat(90), { minLength: 1 }),
        async (workerCount, delays) => {
          let asked = 0;
          const { all, spawn } = hands((order, hand) => {
            const delayMs = delays[asked++ % delays.length] as number;
            const { number } = order;
            setTimeout(
              () => hand.listener.onMessage({ kind: "folded", number, figures: figuresOf(order) }),
              delayMs,
            );
          });
          const { sorted, failed } = await gathered(spawn, workerCount);
          expect(sorted).toEqual(expected);
          expect(failed).toEqual([]);
          expect(all.length).toBeLessThanOrEqual(workerCount);
        },
      ),
      { numRuns: 25 },
    );
  });

  test("un ouvrier qui meurt est remplacé, sa graine rejouée : rien ne manque", async () => {
    let asked = 0;
    const { spawn } = hands((order, hand) => {
      const isFatal = ++asked === 4;
      setTimeout(() => {
        if (isFatal) return hand.listener.onDeath();
        const { number } = order;
        hand.listener.onMessage({ kind: "folded", number, figures: figuresOf(order) });
      }, 5);
    });
    const { sorted, failed, replaced } = await gathered(spawn, 2);
    expect(sorted).toEqual(expected);
    expect({ failed, replaced }).toEqual({ failed: [], replaced: 1 });
  });

  test("une graine qui tue deux ouvriers est laissée de côté, et nommée ; les autres finissent", async () => {
    const { spawn } = hands((order, hand) => {
      const { seed, variant } = order.request;
      setTimeout(() => {
        if (seed === 3 && variant === "corrigee") return hand.listener.onDeath();
        const { number } = order;
        hand.listener.onMessage({ kind: "folded", number, figures: figuresOf(order) });
      }, 5);
    });
    const { sorted, failed } = await gathered(spawn, 3);
    expect(failed).toEqual(["1/3"]);
    expect(sorted[0]).toEqual(expected[0]);
    expect(sorted[1]).toEqual(expected[1]?.filter(({ seed }) => seed !== 3));
  });

  test("un ouvrier muet quinze secondes est tenu pour mort", async () => {
    let asked = 0;
    const { all, spawn } = hands((order, hand) => {
      if (++asked === 1) return;
      const { number } = order;
      setTimeout(
        () => hand.listener.onMessage({ kind: "folded", number, figures: figuresOf(order) }),
        5,
      );
    });
    const { sorted, replaced } = await gathered(spawn, 2);
    expect(sorted).toEqual(expected);
    expect(replaced).toBe(1);
    expect(all[0]?.isGone).toBe(true);
  });

  test("si aucun ouvrier ne répond jamais, la campagne finit au lieu d’en appeler quatre cents", async () => {
    const { all, spawn } = hands((_, hand) => setTimeout(() => hand.listener.onDeath(), 1));
    const { failed } = await gathered(spawn, 2);
    expect(failed).toHaveLength(20);
    expect(all.length).toBeLessThan(12);
  });
});

describe("l’annulation", () => {
  const started = () => {
    const heard: string[] = [];
    const { all, spawn } = hands(() => undefined);
    const pool = createCampaignPool(spawn, 2);
    pool.run(plan, {
      onFigures: () => heard.push("figures"),
      onFailed: () => heard.push("failed"),
      onReplaced: () => heard.push("replaced"),
      onDone: () => heard.push("done"),
    });
    return { all, pool, heard };
  };

  test("un ouvrier qui la comprend reste, et sert à la campagne suivante", () => {
    const { all, pool, heard } = started();
    pool.cancel();
    for (const hand of all) {
      expect(hand.orders.at(-1)).toEqual({ kind: "cancel" });
      hand.listener.onMessage({
        kind: "folded",
        number: 1,
        figures: expected[0]?.[0] as RunFigures,
      });
      hand.listener.onMessage({ kind: "cancelled" });
    }
    vi.advanceTimersByTime(1_000);
    expect(heard).toEqual([]);
    pool.run(plan, {
      ...{ onFigures: () => undefined, onFailed: () => undefined },
      ...{ onReplaced: () => undefined, onDone: () => undefined },
    });
    expect(all).toHaveLength(2);
    expect(all.map((hand) => hand.orders.at(-1)?.kind)).toEqual(["fold", "fold"]);
    expect(all.some((hand) => hand.isGone)).toBe(false);
  });

  test("un ouvrier qui ne l’entend pas est arrêté en moins de 200 ms", () => {
    const { all, pool, heard } = started();
    pool.cancel();
    expect(CANCEL_MS_MAX).toBeLessThan(200);
    vi.advanceTimersByTime(CANCEL_MS_MAX);
    expect(all.map((hand) => hand.isGone)).toEqual([true, true]);
    expect(heard).toEqual([]);
  });
});
