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
    const run = play("labo6", { variant });
    expect(brokenIn(run)).toEqual([]);
    expect(undecidedIn(run)).toEqual([]);
  });
});

describe.each(card.incidents)("$title (défaut $defect)", ({ seed, parameters, faults, breaks }) => {
  const seeds = [seed, ...Array.from({ length: SEEDS - 1 }, (_, i) => i)];
  const runsOf = (variant: string, look: (run: Played) => void): void => {
    for (const seed of seeds) {
      const run = play("labo6", { variant, seed, parameters, faults, untilUs: UNTIL_US });
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

const MINUTE = 60_000_000;

/** The same faults whatever the seed: they strike whoever is there. `often`: at least one seed in four. */
const STORMS = [
  {
    title: "arrêt de l’orchestrateur",
    faults: ["crash:orchestrateur@20s+3s", "crash:orchestrateur@40s+3s"],
    breaks: ["tout-checkout-se-termine"],
  },
  {
    title: "tout arrive deux fois chez Inventaire",
    faults: ["duplicate:kong>inventaire=100@10s+40s"],
    breaks: ["annule-sans-stock"],
  },
] as const;

describe.each(STORMS)("vingt graines, $title", ({ faults, breaks }) => {
  function* runs(variant: string) {
    for (let seed = 0; seed < 20; seed++) {
      const run = play("labo6", {
        ...{ variant, seed, faults, parameters: { duree: MINUTE } },
        untilUs: 3 * MINUTE,
      });
      yield { broken: brokenIn(run), undecided: undecidedIn(run) };
      run.close();
    }
  }

  test("telle que publiée : les promesses annoncées rompent souvent", () => {
    const count: Record<string, number> = Object.fromEntries(breaks.map((claim) => [claim, 0]));
    const isOften = (claim: string): boolean => (count[claim] ?? 0) >= 5;
    for (const { broken } of runs("publiee")) {
      for (const claim of broken) if (claim in count) count[claim] = (count[claim] ?? 0) + 1;
      // Five times of twenty is often: the other seeds cannot say otherwise.
      if (breaks.every(isOften)) break;
    }
    for (const claim of breaks) expect(isOften(claim), claim).toBe(true);
  });

  test("corrigée : aucune promesse rompue, aucune indécise", () => {
    for (const run of runs("corrigee")) expect(run).toEqual({ broken: [], undecided: [] });
  });
});
