/**
 * The published figures come out of the run: medians over ten seeds, within 15 %. What the peak does to
 * the monolith’s orders asks for twenty: there are thirty of them a run, and their p99 is the slowest.
 *
 * Losses are looked for with workers that die 250 times more often (6.48 s for 27 min): one order in five
 * thousand would ask for a hundred thousand orders to be seen.
 */
import { expect, test } from "vitest";
import { play } from "../../simulator/testing/play.ts";
import type { Parameters } from "../../simulator/vocabulary/parameters.ts";
import { scenario } from "./scenario.ts";

const PATIENCE_MS = 300_000;
const SEEDS = 10;
const MORE_SEEDS = 20;
const NO_PEAK = { pointe: 50_000 } as const;

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
};

type Figures = ReturnType<typeof scenario.measures>;
const known = new Map<string, Figures>();

/** The same world is not played twice. */
function figuresOf(variant: string, seed: number, parameters: Parameters): Figures {
  const key = `${variant} ${seed} ${JSON.stringify(parameters)}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const run = play("etrangleur", { variant, seed, parameters, untilUs: 16_000_000 });
  const figures = scenario.measures(run.log);
  run.close();
  known.set(key, figures);
  return figures;
}

/** Median of each figure over the seeds. */
const medians =
  (variant: string, parameters: Parameters = {}, seeds = SEEDS) =>
  (name: string): number =>
    median(
      Array.from(
        { length: seeds },
        (_, seed) => figuresOf(variant, seed, parameters)[name]?.value ?? 0,
      ),
    );

const within = (value: number, published: number): void => {
  expect(value).toBeGreaterThan(published * 0.85);
  expect(value).toBeLessThan(published * 1.15);
};

test(
  "à la pointe, une page en 450 ms au p99 chez le monolithe, en 35 ms au nouveau catalogue",
  () => {
    within(medians("monolithe")("catalogue-p99"), 450);
    within(medians("catalogue-extrait")("catalogue-p99"), 35);
    expect(medians("monolithe")("pages-servies")).toBe(100);
  },
  PATIENCE_MS,
);

test(
  "la pointe ralentit les commandes du monolithe ; le catalogue extrait, elle ne leur fait plus rien",
  () => {
    const ratio = (variant: string, figure: string, seeds: number): number =>
      medians(variant, {}, seeds)(figure) / medians(variant, NO_PEAK, seeds)(figure);
    expect(ratio("monolithe", "commande-p99", MORE_SEEDS)).toBeGreaterThan(1.1);
    expect(ratio("catalogue-extrait", "commande-p99", SEEDS)).toBeLessThan(1.1);
    expect(ratio("catalogue-extrait", "commande-pointe", SEEDS)).toBeLessThan(1.1);
  },
  PATIENCE_MS,
);

test(
  "0,02 % de commandes perdues entre valider et publier ; aucune avec la boîte d’envoi",
  () => {
    const FASTER = 250;
    const world = {
      ...{ pointe: 1, ordinaire: 1, intervalle: 25_000, duree: 2_500_000, ouvriers: 64 },
      ...{ connexions: 64, "vie-ouvrier": (27 * 60_000_000) / FASTER },
    };
    /** Of all the orders of all the seeds together: a run alone loses five. */
    const lossOf = (variant: string, parameters: Parameters) => {
      const runs = Array.from({ length: MORE_SEEDS }, (_, seed) =>
        figuresOf(variant, seed, parameters),
      );
      const sumOf = (name: string): number =>
        runs.reduce((sum, figures) => sum + (figures[name]?.value ?? 0), 0);
      return { orders: sumOf("validees"), percent: (100 * sumOf("perdues")) / sumOf("validees") };
    };
    const before = lossOf("monolithe", world);
    expect(before.orders).toBeGreaterThan(1_500);
    within(before.percent / FASTER, 0.02);
    const after = lossOf("commandes-extraites", { ...world, intervalle: 100_000 });
    expect(after.orders).toBeGreaterThan(300);
    expect(after.percent).toBe(0);
  },
  PATIENCE_MS,
);
