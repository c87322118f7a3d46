/**
 * The published figures come out of the run: medians over 20 seeds, within 15 %, under the load that
 * Little’s law asks for. And what the published table hides: the same orchestrator under the other load.
 */
import { expect, test } from "vitest";
import { play } from "../../simulator/testing/play.ts";
import type { Parameters } from "../../simulator/vocabulary/parameters.ts";
import { scenario } from "./scenario.ts";

const PATIENCE_MS = 300_000;
const SEEDS = 20;
const MINUTE = 60_000_000;

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
};

/** Median of each measure over the seeds. */
function medians(seeds: number, parameters: Parameters = {}): (name: string) => number {
  const runs = Array.from({ length: seeds }, (_, seed) => {
    const run = play("labo6", { variant: "publiee", seed, parameters });
    const figures = scenario.measures(run.log);
    run.close();
    return figures;
  });
  return (name) => median(runs.map((figures) => figures[name]?.value as number));
}

const within = (value: number, published: number): void => {
  expect(value).toBeGreaterThan(published * 0.85);
  expect(value).toBeLessThan(published * 1.15);
};

test(
  "50 clients : 1,8 s en moyenne, 2,1 s au P95, 30 par minute ; un seul chronomètre suffit",
  () => {
    // Three minutes of the ten: ninety checkouts a seed, eighteen hundred in all.
    const of = medians(SEEDS, { duree: 3 * MINUTE });
    within(of("latence-moyenne"), 1.8);
    within(of("latence-p95"), 2.1);
    within(of("debit"), 30);
    expect(of("termines")).toBe(100);
    // Little: about 0.9 checkout on its way, not fifty.
    within(of("clients-en-attente"), 0.9);
    // An orchestration answers when it has finished.
    expect(Math.abs(of("latence-moyenne") - of("duree-moyenne"))).toBeLessThan(0.05);
  },
  PATIENCE_MS,
);

test(
  "sous la charge annoncée de l’autre conception, l’orchestrateur sature : la file s’ajoute à la réponse",
  () => {
    const load = { reflexion: 24_700_000, duree: 3 * MINUTE };
    const alone = medians(6, load);
    const wide = medians(6, { ...load, ouvriers: 32 });
    expect(alone("debit")).toBeGreaterThan(100);
    expect(alone("latence-p95")).toBeGreaterThan(1.3 * wide("latence-p95"));
    within(wide("latence-moyenne"), 1.8);
  },
  PATIENCE_MS,
);

test.each(["publiee", "corrigee"])(
  "%s, mesure C1 : quand Commandes refuse, toutes les compensations réussissent, en moins de 5 s",
  (variant) => {
    for (let seed = 0; seed < SEEDS; seed++) {
      const parameters = { "refus-commande": 300_000, duree: 2 * MINUTE };
      const run = play("labo6", { variant, seed, parameters, untilUs: 4 * MINUTE });
      const c1 = run.summary().claims.find(({ id }) => id === "stock-libere-a-temps");
      expect(c1?.changes.at(-1)?.verdict).toBe("held");
      const figures = scenario.measures(run.log);
      expect(figures.annules?.value).toBeGreaterThan(10);
      expect(figures["sans-fin"]?.value).toBe(0);
      run.close();
    }
  },
  PATIENCE_MS,
);
