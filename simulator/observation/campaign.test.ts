/** What is said of many seeds: tallies, pairs, and intervals that hold what they promise. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../base/random.ts";
import type { Verdict } from "../vocabulary/claims.ts";
import {
  meanEstimate,
  pairClaim,
  pairedDifference,
  pairedRuns,
  type RunFigures,
  shareEstimate,
  spreadOf,
  studentQuantile,
  tallyClaims,
} from "./campaign.ts";

const run = (seed: number, verdict: Verdict, value = 0): RunFigures => ({
  ...{ seed, events: 10, simulatedUs: 1_000_000, endReason: "quiet" },
  verdicts: { promesse: verdict },
  figures: { latence: { value, unit: "µs" } },
});

describe("le compte des promesses", () => {
  test("chaque verdict a sa colonne, et les graines qui rompent sont nommées dans l’ordre", () => {
    const runs = [run(3, "broken"), run(1, "held"), run(2, "broken"), run(4, "unknown")];
    expect(tallyClaims([...runs, run(5, "none"), run(6, "pending")])).toEqual([
      { id: "promesse", held: 1, broken: 2, undecided: 2, none: 1, brokenSeeds: [3, 2] },
    ]);
  });

  test("graine à graine : rompue d’un seul côté, des deux, jamais", () => {
    const left = [run(1, "broken"), run(2, "broken"), run(3, "held"), run(4, "held")];
    const right = [run(4, "held"), run(3, "broken"), run(2, "broken"), run(1, "none")];
    expect(pairClaim(pairedRuns(left, right), "promesse")).toEqual({
      ...{ id: "promesse", onlyLeft: [1], onlyRight: [3], both: [2] },
    });
  });

  test("une graine qui n’a de résultat que d’un côté ne fait pas de paire", () => {
    const pairs = pairedRuns([run(1, "held"), run(2, "held")], [run(2, "held"), run(9, "held")]);
    expect(pairs.map(([{ seed }]) => seed)).toEqual([2]);
  });
});

describe("l’étendue", () => {
  test("médiane, moyenne et bouts, quel que soit l’ordre", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1 }), (values) => {
        const { median, mean, min, max } = spreadOf(values);
        expect(spreadOf([...values].reverse())).toEqual({ median, mean, min, max });
        expect(values.filter((value) => value < median).length * 2).toBeLessThanOrEqual(
          values.length,
        );
        expect(values.filter((value) => value > median).length * 2).toBeLessThanOrEqual(
          values.length,
        );
        expect([min, max]).toEqual([Math.min(...values), Math.max(...values)]);
      }),
    );
  });
});

describe("l’intervalle de Student", () => {
  test("les quantiles sont ceux de la table, jamais plus étroits entre deux lignes", () => {
    expect([1, 9, 30, 199].map(studentQuantile)).toEqual([12.707, 2.263, 2.043, 1.984]);
    let last = Number.POSITIVE_INFINITY;
    for (let degrees = 1; degrees < 600; degrees++) {
      expect(studentQuantile(degrees)).toBeLessThanOrEqual(last);
      last = studentQuantile(degrees);
    }
    expect(last).toBeGreaterThanOrEqual(1.96);
  });

  test("l’exemple qui se calcule à la main : 1, 2, 3, 4, 5", () => {
    const { value, low, high } = meanEstimate([1, 2, 3, 4, 5]) as NonNullable<
      ReturnType<typeof meanEstimate>
    >;
    // Écart-type √2,5, sur √5 : 0,7071 ; 2,777 fois cela : 1,9637.
    expect(value).toBe(3);
    expect(low).toBeCloseTo(3 - 1.9637, 3);
    expect(high).toBeCloseTo(3 + 1.9637, 3);
  });

  test("d’une seule valeur on ne dit pas l’intervalle", () => {
    expect(meanEstimate([7])).toBeNull();
    expect(meanEstimate([])).toBeNull();
  });

  test("il contient la vraie moyenne environ 95 fois sur 100, sur des tirages dissymétriques", () => {
    const random = createRandom(1, "campagne/essai");
    const trials = 2_000;
    let held = 0;
    for (let trial = 0; trial < trials; trial++) {
      // Un sur quatre vaut 4 : moyenne 1, loin d’une cloche.
      const values = Array.from({ length: 200 }, () => (random.integerBelow(4) === 0 ? 4 : 0));
      const estimate = meanEstimate(values);
      if (estimate !== null && estimate.low <= 1 && 1 <= estimate.high) held++;
    }
    expect(held / trials).toBeGreaterThan(0.93);
    expect(held / trials).toBeLessThan(0.97);
  });

  test("à chance partagée, la différence se voit mieux que les deux moyennes", () => {
    const random = createRandom(2, "campagne/paires");
    const left: RunFigures[] = [];
    const right: RunFigures[] = [];
    for (let seed = 1; seed <= 60; seed++) {
      const luck = random.integerBelow(100_000);
      left.push(run(seed, "held", luck));
      right.push(run(seed, "held", luck + 500 + random.integerBelow(100)));
    }
    const difference = pairedDifference(pairedRuns(left, right), "latence");
    const alone = meanEstimate(left.map(({ figures }) => figures.latence?.value ?? 0));
    expect(difference?.low).toBeGreaterThan(500);
    expect(difference?.high).toBeLessThan(600);
    expect((alone?.high ?? 0) - (alone?.low ?? 0)).toBeGreaterThan(5_000);
    // Une figure qu’un côté n’a pas n’est pas comparée.
    expect(pairedDifference(pairedRuns(left, right), "inconnue")).toBeNull();
  });
});

describe("l’intervalle de Wilson", () => {
  test("jamais hors de 0 et 1, et jamais vide quand rien n’a été vu", () => {
    fc.assert(
      fc.property(fc.nat(500), fc.integer({ min: 1, max: 500 }), (part, extra) => {
        const whole = part + extra;
        const { value, low, high } = shareEstimate(part, whole) as NonNullable<
          ReturnType<typeof shareEstimate>
        >;
        expect(0 <= low && low <= value && value <= high && high <= 1).toBe(true);
        expect(high).toBeGreaterThan(low);
      }),
    );
    expect(shareEstimate(0, 0)).toBeNull();
    // La règle de trois : aucune rupture sur 200 graines ne veut pas dire zéro.
    expect(shareEstimate(0, 200)?.high).toBeCloseTo(0.0188, 3);
  });
});
