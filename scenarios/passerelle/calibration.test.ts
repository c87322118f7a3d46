/**
 * The published figures come out of the run: medians over 20 seeds of a month played fast, within 15 % (of what
 * is lost, not of what is left).
 */
import { expect, test } from "vitest";
import { play } from "../../simulator/testing/play.ts";
import { scenario } from "./scenario.ts";

const PATIENCE_MS = 600_000;
const SEEDS = 20;
const MONTH = { incidents: 8 } as const;

function medians(variant: string): (name: string) => number {
  const runs = Array.from({ length: SEEDS }, (_, seed) => {
    const run = play("passerelle", { variant, seed, parameters: MONTH });
    const figures = scenario.measures(run.log);
    run.close();
    return figures;
  });
  return (name) => {
    const sorted = runs.map((figures) => figures[name]?.value as number).sort((a, b) => a - b);
    return ((sorted[SEEDS / 2 - 1] as number) + (sorted[SEEDS / 2] as number)) / 2;
  };
}

const within = (value: number, published: number): void => {
  expect(value).toBeGreaterThan(published * 0.85);
  expect(value).toBeLessThan(published * 1.15);
};

test(
  "nue : 98,7 % sur trente jours, trois heures de réparation, huit alertes, tous les autres touchés",
  () => {
    const of = medians("nue");
    within(100 - of("disponibilite"), 100 - 98.7);
    within(of("reparation"), 180);
    expect(of("alertes")).toBe(8);
    // During an outage, which is a thirtieth of the month, nobody is served as usual.
    expect(of("autres-touches")).toBeGreaterThan(2);
  },
  PATIENCE_MS,
);

test(
  "corrigée : 99,92 %, deux minutes, aucune alerte, 0,08 % de copies, aucun autre touché",
  () => {
    const of = medians("corrigee");
    within(100 - of("disponibilite"), 100 - 99.92);
    within(of("reparation"), 2);
    within(of("copies-servies"), 0.08);
    expect(of("alertes")).toBe(0);
    expect(of("autres-touches")).toBe(0);
    expect(of("budget-erreur")).toBeLessThan(100);
  },
  PATIENCE_MS,
);
