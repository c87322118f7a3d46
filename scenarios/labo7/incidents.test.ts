/** Each prepared fault breaks the promises it names in the published code, whatever the seed, and none once corrected. */
import { describe, expect, test } from "vitest";
import { play } from "../../simulator/testing/play.ts";
import { brokenIn, undecidedIn } from "../../simulator/testing/verdicts.ts";
import { card } from "./card.ts";

type Played = ReturnType<typeof play>;

/** The one that the page shows, and another: random worlds are played in the properties. */
const SEEDS = 2;
/** A minute of load, a minute to promise, and some rest. */
const UNTIL_US = 150_000_000;

describe("sans panne, aucune promesse n’est rompue", () => {
  test.each(card.variants.map(({ id }) => id))("%s", (variant) => {
    const run = play("labo7", { variant });
    expect(brokenIn(run)).toEqual([]);
    expect(undecidedIn(run)).toEqual([]);
  });
});

describe.each(card.incidents)("$title (défaut $defect)", ({ seed, parameters, faults, breaks }) => {
  const seeds = [seed, ...Array.from({ length: SEEDS - 1 }, (_, i) => i)];
  const runsOf = (variant: string, look: (run: Played) => void): void => {
    for (const seed of seeds) {
      const run = play("labo7", { variant, seed, parameters, faults, untilUs: UNTIL_US });
      look(run);
      run.close();
    }
  };

  test(`telle que publiée, ${SEEDS} graines : les promesses annoncées sont rompues, et aucune autre`, () => {
    runsOf("publiee", (run) => expect(brokenIn(run)).toEqual([...breaks].sort()));
  });

  test(`corrigée, ${SEEDS} graines : mêmes pannes, toutes les promesses tiennent`, () => {
    runsOf("corrigee", (run) => {
      expect(brokenIn(run)).toEqual([]);
      expect(undecidedIn(run)).toEqual([]);
    });
  });
});
