/**
 * The corrected registers keep their promises under faults nobody prepared: one to four of them, of any kind,
 * anywhere in the first minute, under any luck, with much stock or little.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { play } from "../../simulator/testing/play.ts";
import { card } from "./card.ts";

const RUNS = 40;

const timed = fc
  .tuple(fc.integer({ min: 50, max: 60_000 }), fc.integer({ min: 50, max: 30_000 }))
  .map(([at, duration]) => `@${at}ms+${duration}ms`);

const node = fc.constantFrom("siege", "m1-c1", "m1-c2", "m2-c1", "m3-c2");
const link = fc
  .tuple(fc.constantFrom(...card.links), fc.constantFrom(">", "<", "|"))
  .map(([{ a, b }, way]) => (way === "<" ? `${b}>${a}` : `${a}${way}${b}`));
const percent = fc.integer({ min: 5, max: 100 });

const fault = fc.oneof(
  fc.tuple(node, timed).map(([id, when]) => `crash:${id}${when}`),
  fc.tuple(node, timed).map(([id, when]) => `pause:${id}${when}`),
  fc.tuple(node, timed).map(([id, when]) => `disk-full:${id}${when}`),
  fc
    .tuple(node, fc.integer({ min: -600, max: 600 }), timed)
    .map(([id, by, when]) => `skew:${id}=${by === 0 ? 1 : by}s${when}`),
  fc.tuple(link, timed).map(([l, when]) => `partition:${l}${when}`),
  fc.tuple(link, timed).map(([l, when]) => `hold:${l}${when}`),
  fc.tuple(link, percent, timed).map(([l, p, when]) => `loss:${l}=${p}${when}`),
  fc.tuple(link, percent, timed).map(([l, p, when]) => `duplicate:${l}=${p}${when}`),
  fc.tuple(link, percent, timed).map(([l, p, when]) => `reorder:${l}=${p}${when}`),
);

const world = fc.record({
  seed: fc.integer({ min: 0, max: 1_000_000 }),
  faults: fc.array(fault, { minLength: 1, maxLength: 4 }),
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
      const wrong = run
        .outcome()
        .claims.filter(({ changes }) =>
          ["broken", "unknown", "pending"].includes(changes.at(-1)?.verdict ?? ""),
        )
        .map(({ id, changes }) => `${id} : ${changes.at(-1)?.text}`);
      run.close();
      expect(wrong).toEqual([]);
    }),
    { numRuns: RUNS, seed: 20_261_121 },
  );
});
