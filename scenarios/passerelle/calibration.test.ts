/**
 * The published figures come out of the run: medians over 20 seeds of a month played fast, within 15 % (of what
 * is lost, not of what is left).
 *
 * The forty months take a minute and a half: `fixtures/month.json` keeps what each seed gave, and one month of
 * each design, played again here, must give it again to the last digit. A model that changed makes them differ.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { card } from "./card.ts";
import { type FIGURES, type MonthFigures, playMonth, SEED_COUNT } from "./fixtures/month.ts";

const kept = JSON.parse(
  readFileSync(new URL("./fixtures/month.json", import.meta.url), "utf8"),
) as Readonly<Record<string, readonly MonthFigures[]>>;

/** The month that the page shows, one of the twenty. */
const month = card.incidents.find(({ id }) => id === "le-mois");

const monthsOf = (variant: string): readonly MonthFigures[] => kept[variant] ?? [];

function medians(variant: string): (name: (typeof FIGURES)[number]) => number {
  return (name) => {
    const sorted = monthsOf(variant)
      .map((figures) => figures[name])
      .sort((a, b) => a - b);
    return ((sorted[SEED_COUNT / 2 - 1] as number) + (sorted[SEED_COUNT / 2] as number)) / 2;
  };
}

const within = (value: number, published: number): void => {
  expect(value).toBeGreaterThan(published * 0.85);
  expect(value).toBeLessThan(published * 1.15);
};

test.each(["nue", "corrigee"])(
  "%s : un des vingt mois, rejoué, donne ce qui est écrit",
  (variant) => {
    expect(monthsOf(variant)).toHaveLength(SEED_COUNT);
    const { seed = Number.NaN, breaks = [] } = month ?? {};
    const { figures, broken, undecided } = playMonth(variant, seed);
    expect(figures).toEqual(monthsOf(variant)[seed]);
    // It is a prepared fault too: what it announces is broken bare, and holds once corrected.
    expect(broken).toEqual(variant === "nue" ? [...breaks].sort() : []);
    if (variant === "corrigee") expect(undecided).toEqual([]);
  },
);

test("nue : 98,7 % sur trente jours, trois heures de réparation, huit alertes, tous les autres touchés", () => {
  const of = medians("nue");
  within(100 - of("disponibilite"), 100 - 98.7);
  within(of("reparation"), 180);
  expect(of("alertes")).toBe(8);
  // During an outage, which is a thirtieth of the month, nobody is served as usual.
  expect(of("autres-touches")).toBeGreaterThan(2);
});

test("corrigée : 99,92 %, deux minutes, aucune alerte, 0,08 % de copies, aucun autre touché", () => {
  const of = medians("corrigee");
  within(100 - of("disponibilite"), 100 - 99.92);
  within(of("reparation"), 2);
  within(of("copies-servies"), 0.08);
  expect(of("alertes")).toBe(0);
  expect(of("autres-touches")).toBe(0);
  expect(of("budget-erreur")).toBeLessThan(100);
});
