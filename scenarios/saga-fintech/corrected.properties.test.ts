/**
 * The corrected saga keeps every promise under faults nobody prepared: one to four of them, of any
 * kind, anywhere in the first seconds, under any luck, with cards and carriers that refuse.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { play } from "../../simulator/testing/play.ts";
import { card } from "./card.ts";

const RUNS = 400;

const timed = fc
  .tuple(fc.integer({ min: 50, max: 8_000 }), fc.integer({ min: 50, max: 9_000 }))
  .map(([at, duration]) => `@${at}ms+${duration}ms`);

const services = ["orchestrateur", "inventaire", "paiement", "livraison"];
/** The provider is not ours: the model says that it neither stops nor forgets. */
const anywhere = fc.constantFrom(...services, "prestataire");
const ours = fc.constantFrom(...services);

const link = fc
  .tuple(fc.constantFrom(...card.links), fc.constantFrom(">", "<", "|"))
  .map(([{ a, b }, way]) => (way === "<" ? `${b}>${a}` : `${a}${way}${b}`));
const percent = fc.integer({ min: 5, max: 100 });

const fault = fc.oneof(
  fc.tuple(ours, timed).map(([node, when]) => `crash:${node}${when}`),
  fc.tuple(anywhere, timed).map(([node, when]) => `pause:${node}${when}`),
  fc
    .tuple(anywhere, fc.integer({ min: 150, max: 3_000 }), timed)
    .map(([node, factor, when]) => `slow:${node}=${factor}${when}`),
  fc.tuple(anywhere, timed).map(([node, when]) => `refuse:${node}${when}`),
  fc.tuple(ours, timed).map(([node, when]) => `disk-full:${node}${when}`),
  fc.tuple(link, timed).map(([l, when]) => `partition:${l}${when}`),
  fc.tuple(link, timed).map(([l, when]) => `hold:${l}${when}`),
  fc.tuple(link, percent, timed).map(([l, p, when]) => `loss:${l}=${p}${when}`),
  fc.tuple(link, percent, timed).map(([l, p, when]) => `duplicate:${l}=${p}${when}`),
  fc.tuple(link, percent, timed).map(([l, p, when]) => `reorder:${l}=${p}${when}`),
  fc
    .tuple(link, fc.integer({ min: 10, max: 9_000 }), timed)
    .map(([l, d, when]) => `delay:${l}=${d}ms${when}`),
);

const world = fc.record({
  seed: fc.integer({ min: 0, max: 1_000_000 }),
  faults: fc.array(fault, { minLength: 1, maxLength: 4 }),
  stock: fc.constantFrom(1, 2, 12),
  cards: fc.constantFrom(0, 300_000),
  carriers: fc.constantFrom(300, 300_000),
  refunds: fc.constantFrom(10_000, 100_000),
  workers: fc.constantFrom(1, 2),
});

test(`corrigée : ${RUNS} mondes pris au hasard, une à quatre pannes, aucune promesse rompue ni indécise`, () => {
  fc.assert(
    fc.property(world, ({ seed, faults, stock, cards, carriers, refunds, workers }) => {
      const run = play("saga-fintech", {
        variant: "corrigee",
        seed,
        faults,
        parameters: {
          ...{ stock, "refus-carte": cards, "refus-livraison": carriers },
          ...{ "echec-remboursement": refunds, "ouvriers-reprise": workers },
        },
        untilUs: 3_600_000_000,
      });
      const { claims } = run.summary();
      const wrong = claims.filter(({ changes }) =>
        ["broken", "unknown", "pending"].includes(changes.at(-1)?.verdict ?? ""),
      );
      expect(wrong.map(({ id, changes }) => `${id} : ${changes.at(-1)?.text}`)).toEqual([]);
    }),
    { numRuns: RUNS, seed: 20_261_120 },
  );
});
