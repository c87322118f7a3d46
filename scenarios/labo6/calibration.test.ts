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

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
};

/** Median of each measure over the seeds. */
function medians(variant: string, parameters: Parameters = {}): (name: string) => number {
  const runs = Array.from({ length: SEEDS }, (_, seed) => {
    const run = play("labo6", { variant, seed, parameters });
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
  "telle que publiée, 50 clients, dix minutes : 1,8 s en moyenne, 2,1 s au P95, 30 par minute",
  () => {
    const of = medians("publiee");
    within(of("latence-moyenne"), 1.8);
    within(of("latence-p95"), 2.1);
    within(of("debit"), 30);
    expect(of("termines")).toBe(100);
    // Little: about 0.9 checkout on its way, not fifty.
    within(of("clients-en-attente"), 0.9);
  },
  PATIENCE_MS,
);

test(
  "l’orchestration répond quand elle a fini : les deux chronomètres disent la même chose",
  () => {
    const of = medians("publiee");
    expect(Math.abs(of("latence-moyenne") - of("duree-moyenne"))).toBeLessThan(0.05);
  },
  PATIENCE_MS,
);

test(
  "sous la charge annoncée de l’autre conception, l’orchestrateur sature : la file s’ajoute à la réponse",
  () => {
    const alone = medians("publiee", { reflexion: 24_700_000 });
    const wide = medians("publiee", { reflexion: 24_700_000, ouvriers: 32 });
    expect(alone("debit")).toBeGreaterThan(100);
    expect(alone("latence-p95")).toBeGreaterThan(1.3 * wide("latence-p95"));
    within(wide("latence-moyenne"), 1.8);
  },
  PATIENCE_MS,
);

test.each(["publiee", "corrigee"])(
  "%s, mesure C1 : quand Commandes échoue, toutes les compensations réussissent, en moins de 5 s",
  (variant) => {
    for (let seed = 0; seed < SEEDS; seed++) {
      const run = play("labo6", { variant, seed, parameters: { "refus-commande": 200_000 } });
      const { claims } = run.summary();
      const c1 = claims.find(({ id }) => id === "stock-libere-a-temps");
      expect(c1?.changes.at(-1)?.verdict).toBe("held");
      const figures = scenario.measures(run.log);
      expect(figures.annules?.value).toBeGreaterThan(10);
      expect(figures["sans-fin"]?.value).toBe(0);
      run.close();
    }
  },
  PATIENCE_MS,
);
