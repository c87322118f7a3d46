/**
 * The corrected choreography keeps its promises under faults nobody prepared: one to four of them, of any
 * kind, anywhere in the first half minute, under any luck, with little stock and orders that are refused.
 *
 * « Stock libéré en moins de 5 s » is not asked here: nobody gives stock back while its worker is down.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { play } from "../../simulator/testing/play.ts";
import { randomFaults } from "../../simulator/testing/random-faults.ts";
import { wrongIn } from "../../simulator/testing/verdicts.ts";
import { card } from "./card.ts";

const RUNS = 120;

const faults = randomFaults({
  nodes: [
    ...["kong", "ecommerce", "inventaire", "commandes", "redis", "magasin-evenements"],
    ...["ouvrier-reservation", "ouvrier-commande", "ouvrier-compensation", "ouvrier-projection"],
  ],
  links: card.links,
  ...{ beginsBeforeMs: 25_000, lastsAtMostMs: 9_000 },
});

const world = fc.record({
  seed: fc.integer({ min: 0, max: 1_000_000 }),
  faults,
  stock: fc.constantFrom(4, 20, 1_000),
  refused: fc.constantFrom(0, 200_000),
  thinkUs: fc.constantFrom(25_000_000, 98_000_000),
});

const NOT_ASKED = "stock-libere-a-temps";

test(`corrigée : ${RUNS} mondes pris au hasard, une à quatre pannes, aucune promesse rompue ni indécise`, () => {
  fc.assert(
    fc.property(world, ({ seed, faults, stock, refused, thinkUs }) => {
      const run = play("labo7", {
        ...{ variant: "corrigee", seed, faults, untilUs: 120_000_000 },
        parameters: {
          ...{ stock, "refus-commande": refused, reflexion: thinkUs, duree: 30_000_000 },
        },
      });
      const wrong = wrongIn(run, (claim) => claim !== NOT_ASKED);
      run.close();
      expect(wrong).toEqual([]);
    }),
    { numRuns: RUNS, seed: 20_261_121 },
  );
});
