/** Each prepared fault breaks the promises it names, and none once corrected. */
import { describe, expect, test } from "vitest";
import { type Play, play } from "../../simulator/testing/play.ts";
import { requestsAreAnswered } from "../../simulator/testing/requests.ts";
import { brokenIn, undecidedIn } from "../../simulator/testing/verdicts.ts";
import { card } from "./card.ts";
import { scenario } from "./scenario.ts";

const played = (asked: Play) => {
  const run = play("caisses", asked);
  const seen = { broken: brokenIn(run), undecided: undecidedIn(run) };
  run.close();
  return seen;
};

/** The whole chain has its own test, at a smaller scale: `chain.test.ts`. */
const ordinary = card.incidents.filter(({ parameters }) => parameters.magasins === undefined);

const SOUND = { broken: [], undecided: [] };

requestsAreAnswered(scenario);

test("sans panne : la corrigée tient tout, l’ancien système aussi, la publiée ce que ses trois fautes laissent", () => {
  expect(played({ variant: "corrigee" })).toEqual(SOUND);
  expect(played({ variant: "dernier-ecrit-gagne" })).toEqual(SOUND);
  expect(played({ variant: "publiee" }).broken).toEqual([
    "ca-en-5s",
    "ordre-causal",
    "total-juste",
  ]);
});

describe.each(ordinary)("$title", (incident) => {
  const { variant, seed, parameters, faults } = incident;

  test("les promesses annoncées sont rompues, et elles seules", () => {
    expect(played({ variant, seed, parameters, faults }).broken).toEqual(
      [...incident.breaks].sort(),
    );
  });

  test("corrigée : mêmes pannes, toutes les promesses tiennent", () => {
    expect(played({ variant: "corrigee", seed, parameters, faults })).toEqual(SOUND);
  });
});

/** Longer sweeps (200 seeds) are in `modele.md`. */
const SEEDS = 4;

describe.each(ordinary)("quatre graines, $title", ({ variant, parameters, faults, breaks }) => {
  const seeds = Array.from({ length: SEEDS }, (_, seed) => seed);

  test("rompt chaque promesse annoncée ; corrigée : jamais", () => {
    const broken = seeds.map((seed) => played({ variant, seed, parameters, faults }).broken);
    for (const claim of breaks) {
      expect(broken.filter((ids) => ids.includes(claim)).length, claim).toBeGreaterThanOrEqual(1);
    }
    for (const seed of seeds) {
      expect(played({ variant: "corrigee", seed, parameters, faults })).toEqual(SOUND);
    }
  });
});
