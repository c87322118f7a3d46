/**
 * The corrected registers keep their promises under faults nobody prepared: one to four of them, of any kind,
 * anywhere in the first minute, under any luck, with much stock or little.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { play } from "../../simulator/testing/play.ts";
import { randomFaults } from "../../simulator/testing/random-faults.ts";
import { wrongIn } from "../../simulator/testing/verdicts.ts";
import { card } from "./card.ts";

const RUNS = 40;

const faults = randomFaults({
  nodes: ["siege", "m1-c1", "m1-c2", "m2-c1", "m3-c2"],
  links: card.links,
  ...{ beginsBeforeMs: 60_000, lastsAtMostMs: 30_000 },
});

const world = fc.record({
  seed: fc.integer({ min: 0, max: 1_000_000 }),
  faults,
  stock: fc.constantFrom(3, 200),
  intervalle: fc.constantFrom(5_000_000, 25_000_000),
});

test(`corrigée : ${RUNS} mondes pris au hasard, une à quatre pannes, aucune promesse rompue ni indécise`, () => {
  fc.assert(
    fc.property(world, ({ seed, faults, stock, intervalle }) => {
      const run = play("caisses", {
        ...{ variant: "corrigee", seed, faults },
        parameters: { stock, intervalle, duree: 60_000_000 },
      });
      const wrong = wrongIn(run);
      run.close();
      expect(wrong).toEqual([]);
    }),
    { numRuns: RUNS, seed: 20_261_121 },
  );
});
