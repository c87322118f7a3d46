/** Each prepared fault breaks the promises it names in the published code, and none once corrected. */
import { describe, expect, test } from "vitest";
import { play } from "../../simulator/testing/play.ts";
import { card } from "./card.ts";

type Played = ReturnType<typeof play>;

const brokenIn = (run: Played): string[] =>
  run
    .summary()
    .claims.filter(({ brokenAt }) => brokenAt >= 0)
    .map(({ id }) => id)
    .sort();

const undecidedIn = (run: Played): string[] =>
  run
    .summary()
    .claims.filter(({ changes }) => ["pending", "unknown"].includes(changes.at(-1)?.verdict ?? ""))
    .map(({ id }) => id);

/** Events that say that a fault acted: it began, and the message it aimed at was struck. */
function actsOf(run: Played): number {
  let count = 0;
  for (let i = 0; i < run.log.length; i++) {
    const event = run.log.event(i);
    if (event.kind === "message-duplicated") count++;
    if (event.kind === "message-lost" && event.reason === "dropped") count++;
  }
  return count;
}

describe("sans panne, aucune promesse n’est rompue", () => {
  test.each(card.variants.map(({ id }) => id))("%s", (variant) => {
    const run = play("labo6", { variant });
    expect(brokenIn(run)).toEqual([]);
    expect(undecidedIn(run)).toEqual([]);
  });
});

describe.each(card.incidents)("$title (défaut $defect)", (incident) => {
  const { seed, parameters, faults } = incident;

  test("telle que publiée : les promesses annoncées sont rompues, et toute panne a eu lieu", () => {
    const run = play("labo6", { variant: incident.variant, seed, parameters, faults });
    expect(brokenIn(run)).toEqual([...incident.breaks].sort());
    const aimed = faults.filter((fault) => /^(?:drop|duplicate)-message/.test(fault));
    expect(actsOf(run)).toBe(aimed.length);
  });

  test("corrigée : même graine, mêmes pannes, toutes les promesses tiennent", () => {
    const run = play("labo6", { variant: "corrigee", seed, parameters, faults });
    expect(brokenIn(run)).toEqual([]);
    expect(undecidedIn(run)).toEqual([]);
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
    title: "Commandes trop lent",
    faults: ["slow:commandes=700@20s+10s"],
    breaks: ["stock-conserve", "une-seule-commande"],
  },
  {
    title: "coupure entre Kong et Inventaire",
    faults: ["partition:kong|inventaire@20s+4s", "partition:kong|inventaire@40s+4s"],
    breaks: ["annule-sans-stock"],
  },
  {
    title: "tout arrive deux fois chez Commandes",
    faults: ["duplicate:kong>commandes=100@10s+40s"],
    breaks: ["stock-conserve", "une-seule-commande"],
  },
  {
    title: "tout arrive deux fois chez Inventaire",
    faults: ["duplicate:kong>inventaire=100@10s+40s"],
    breaks: ["annule-sans-stock"],
  },
] as const;

describe.each(STORMS)("vingt graines, $title", ({ faults, breaks }) => {
  const runs = (variant: string) =>
    Array.from({ length: 20 }, (_, seed) =>
      play("labo6", {
        ...{ variant, seed, faults, parameters: { duree: MINUTE } },
        untilUs: 3 * MINUTE,
      }),
    );

  test("telle que publiée : les promesses annoncées rompent souvent", () => {
    const broken = runs("publiee").map(brokenIn);
    for (const claim of breaks) {
      expect(broken.filter((ids) => ids.includes(claim)).length, claim).toBeGreaterThanOrEqual(5);
    }
  });

  test("corrigée : aucune promesse rompue, aucune indécise", () => {
    for (const run of runs("corrigee")) {
      expect(brokenIn(run)).toEqual([]);
      expect(undecidedIn(run)).toEqual([]);
    }
  });
});
