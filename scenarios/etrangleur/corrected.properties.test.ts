/**
 * The last step keeps what it promises about money and orders under faults nobody prepared: one to four of
 * them, of any kind, anywhere in the first seconds, under any luck, with little stock and refused cards.
 *
 * Pages and waiting are not asked here: nobody serves a page while the door is down.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { play } from "../../simulator/testing/play.ts";
import { randomFaults } from "../../simulator/testing/random-faults.ts";
import { wrongIn } from "../../simulator/testing/verdicts.ts";
import { card } from "./card.ts";

const RUNS = 30;

const faults = randomFaults({
  nodes: ["commandes", "paiements", "entrepot", "journal", "nginx", "stripe"],
  links: card.links,
  ...{ beginsBeforeMs: 5_000, lastsAtMostMs: 5_000 },
});

const world = fc.record({
  seed: fc.integer({ min: 0, max: 1_000_000 }),
  faults,
  stock: fc.constantFrom(3, 1_000),
  refused: fc.constantFrom(0, 300_000),
});

/** Kafka gives a dead warehouse 45 s before its successor reads: the last may die at 5 s and wake at 10 s. */
const PROMISED_US = 60_000_000;

const ASKED: readonly string[] = ["evenement-publie", "debit-suivi"];

test(`${RUNS} mondes pris au hasard : aucun débit sans commande, aucune commande sans événement`, () => {
  fc.assert(
    fc.property(world, ({ seed, faults, stock, refused }) => {
      const run = play("etrangleur", {
        ...{ variant: "paiements-en-saga", seed, faults, untilUs: 90_000_000 },
        parameters: {
          ...{ stock, "refus-carte": refused, "vie-ouvrier": 6_000_000, pointe: 1, ordinaire: 1 },
          ...{ duree: 5_000_000, intervalle: 250_000, "delai-promesse": PROMISED_US },
        },
      });
      const wrong = wrongIn(run, (claim) => ASKED.includes(claim));
      run.close();
      expect(wrong).toEqual([]);
    }),
    { numRuns: RUNS, seed: 20_261_121 },
  );
});
