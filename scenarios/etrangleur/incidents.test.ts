/** Each prepared fault breaks the promises it names in its step, and none in the one that mends it. */
import { describe, expect, test } from "vitest";
import { type Play, play } from "../../simulator/testing/play.ts";
import { requestsAreAnswered } from "../../simulator/testing/requests.ts";
import { brokenIn, undecidedIn } from "../../simulator/testing/verdicts.ts";
import { card } from "./card.ts";

const played = (asked: Play) => {
  const run = play("etrangleur", asked);
  const seen = { broken: brokenIn(run), undecided: undecidedIn(run) };
  run.close();
  return seen;
};

const SOUND = { broken: [], undecided: [] };

/** What mends each of them: the next step of the migration, or the right file for the same step. */
const MENDED: Readonly<Record<string, Play>> = {
  pointe: { variant: "catalogue-extrait" },
  "poids-zero": { variant: "catalogue-extrait", parameters: { aiguillage: "corrigee" } },
  "poids-zero-demarrage": { variant: "catalogue-extrait", parameters: { aiguillage: "corrigee" } },
  "arret-avant-publication": { variant: "commandes-extraites" },
  "ouvriers-tues": { variant: "commandes-extraites" },
  "nouveau-service-tombe": { variant: "paiements-en-saga" },
  // Whoever has not moved a visitor yet has nobody to bring back.
  "retour-par-les-poids": { variant: "catalogue-extrait", parameters: { poids: 0 } },
  "debit-sans-commande": { variant: "paiements-en-saga" },
};

test.each(["catalogue-extrait", "commandes-extraites", "paiements-en-saga"])(
  "à la pointe, sans panne : %s tient toutes ses promesses",
  (variant) => {
    expect(played({ variant })).toEqual(SOUND);
  },
);

describe.each(card.incidents)("$title", (incident) => {
  const { seed, parameters, faults, variant } = incident;

  test(`${variant} : les promesses annoncées sont rompues, et elles seules`, () => {
    const { broken } = played({ variant, seed, parameters, faults });
    expect(broken).toEqual([...incident.breaks].sort());
  });

  test("réparé : même graine, mêmes pannes, toutes les promesses tiennent", () => {
    const mended = MENDED[incident.id] as Play;
    const settings = { ...parameters, ...mended.parameters };
    expect(played({ ...mended, seed, parameters: settings, faults })).toEqual(SOUND);
  });
});

test("un mauvais catalogue : des pages manquent jusqu’au poids zéro, toutes viennent ensuite", () => {
  const incident = card.incidents.find(({ id }) => id === "retour-par-les-poids");
  const [bad = "", rollBack = ""] = incident?.faults ?? [];
  /** When the pages that never came were asked for, µs. */
  const missed = (faults: readonly string[]): readonly number[] => {
    const run = play("etrangleur", { ...incident, faults });
    const askedAt = new Map<string, number>();
    const found: number[] = [];
    for (let i = 0; i < run.log.length; i++) {
      if (run.log.node(i) !== "visiteurs") continue;
      const event = run.log.event(i);
      if (event.kind === "command-issued") askedAt.set(event.command, event.atUs);
      if (event.kind === "command-ended" && event.outcome !== "ok")
        found.push(askedAt.get(event.command) ?? Number.NaN);
    }
    run.close();
    return found;
  };
  const withdrawn = missed([bad, rollBack]);
  expect(withdrawn.length).toBeGreaterThan(5);
  expect(Math.min(...withdrawn)).toBeGreaterThan(3_500_000);
  expect(Math.max(...withdrawn)).toBeLessThan(7_000_000);
  // Left alone, it goes on: nginx itself leaves out nobody who merely keeps silent.
  expect(Math.max(...missed([bad]))).toBeGreaterThan(12_000_000);
});

/** A short day without a peak: what is looked for happens to orders. */
const QUIET = { pointe: 1, ordinaire: 1, duree: 6_000_000, intervalle: 100_000 } as const;

/** The same faults whatever the seed: they strike whoever is there. */
const STORMS = [
  {
    title: "arrêts de la machine qui prend les commandes",
    faults: [1_500, 3_000, 4_500].flatMap((at) => [
      `crash:monolithe@${at}ms+500ms`,
      `crash:commandes@${at}ms+500ms`,
    ]),
    parameters: {},
    // The outbox mends the first promise, and not the second.
    breaks: {
      monolithe: ["evenement-publie", "debit-suivi"],
      "commandes-extraites": ["debit-suivi"],
    },
  },
  {
    title: "ouvriers tués",
    faults: [],
    parameters: { "vie-ouvrier": 2_000_000 },
    breaks: { monolithe: ["evenement-publie"] },
  },
] as const;

describe.each(STORMS)("dix graines, $title", ({ faults, parameters, breaks }) => {
  const seeds = (variant: string) =>
    Array.from({ length: 10 }, (_, seed) =>
      played({
        ...{ variant, seed, faults, parameters: { ...QUIET, ...parameters } },
        untilUs: 20_000_000,
      }),
    );

  /** Under two hundred seeds too: `modele.md`. */
  test.each(Object.entries(breaks))(
    "%s : les promesses annoncées rompent toujours",
    (step, ids) => {
      for (const { broken } of seeds(step))
        expect(broken).toEqual(expect.arrayContaining([...ids]));
    },
  );

  test("paiements en saga : aucune promesse rompue, aucune indécise", () => {
    for (const run of seeds("paiements-en-saga")) {
      // Nobody comes for a page: that promise has nothing to say here.
      expect(run).toEqual(SOUND);
    }
  });
});

describe("ce que le lecteur peut demander", () => {
  requestsAreAnswered({ card }, { parameters: QUIET, untilUs: 8_000_000 });
});
