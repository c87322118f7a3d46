/** Each prepared fault breaks the promises it names in its own design, and none once corrected. */
import { describe, expect, test } from "vitest";
import { play } from "../../simulator/testing/play.ts";
import { requestsAreAnswered } from "../../simulator/testing/requests.ts";
import { brokenIn, undecidedIn } from "../../simulator/testing/verdicts.ts";
import { card } from "./card.ts";
import { scenario } from "./scenario.ts";

type Played = ReturnType<typeof play>;

describe("sans panne, et sans rapport lourd, aucune promesse n’est rompue", () => {
  test.each(card.variants.map(({ id }) => id))("%s", (variant) => {
    const run = play("passerelle", { variant, parameters: { "rapports-lourds": 0 } });
    expect(brokenIn(run)).toEqual([]);
    expect(undecidedIn(run)).toEqual([]);
  });

  test("corrigee, avec ses rapports lourds : aucune non plus", () => {
    const run = play("passerelle", { variant: "corrigee" });
    expect(brokenIn(run)).toEqual([]);
  });
});

/** A wall adds no capacity: five places are five places, once corrected too. */
const PRICE = "cloison-trop-etroite";
/** The whole month is long: `calibration.test.ts` plays it, and asks of it what is asked here. */
const MONTH = "le-mois";

describe.each(card.incidents.filter((incident) => incident.id !== MONTH))(
  "$title",
  ({ id, variant, seed, parameters, faults, breaks }) => {
    test("dans sa conception : les promesses annoncées sont rompues, et aucune autre", () => {
      const run = play("passerelle", { variant, seed, parameters, faults });
      expect(brokenIn(run)).toEqual([...breaks].sort());
    });

    test.skipIf(id === PRICE)("corrigée : même graine, même panne, toutes tiennent", () => {
      const run = play("passerelle", { variant: "corrigee", seed, parameters, faults });
      expect(brokenIn(run)).toEqual([]);
      expect(undecidedIn(run)).toEqual([]);
    });
  },
);

test("les cinq places d’Analytique sont un prix : la passerelle nue sert tout le monde, la corrigée non", () => {
  const { seed, parameters, faults } = card.incidents.find(({ id }) => id === PRICE) ?? {};
  const asked = { seed: seed ?? 42, parameters: parameters ?? {}, faults: faults ?? [] };
  expect(brokenIn(play("passerelle", { ...asked, variant: "nue" }))).toEqual([]);
  expect(brokenIn(play("passerelle", { ...asked, variant: "corrigee" }))).toEqual([
    "autres-servis",
  ]);
});

/** Demands to the healthy services weigh on the clock, not on these stories. */
const FEW_OTHERS = { "intervalle-autres": 1_000_000 } as const;

describe.each(card.incidents.filter(({ defect }) => defect !== null))(
  "quatre graines, défaut $defect : $title",
  ({ variant, parameters, faults, breaks }) => {
    const brokenBy = (which: string) =>
      Array.from({ length: 4 }, (_, seed) => {
        const run = play("passerelle", {
          ...{ variant: which, seed, faults },
          parameters: { ...parameters, ...FEW_OTHERS },
        });
        return brokenIn(run);
      });

    test("la première promesse annoncée est rompue sous toutes", () => {
      for (const ids of brokenBy(variant)) expect(ids).toContain(breaks[0]);
    });

    test("corrigée : aucune n’est rompue sous aucune", () => {
      for (const ids of brokenBy("corrigee")) expect(ids).toEqual([]);
    });
  },
);

/** How many times the breaker of reports took this state. */
function turnsOf(run: Played, state: string): number {
  let count = 0;
  for (let i = 0; i < run.log.length; i++) {
    if (run.log.kind(i) !== "memory-changed") continue;
    const event = run.log.event(i);
    if (event.kind !== "memory-changed" || event.key !== "disjoncteur/rapports/etat") continue;
    if (event.after === state && event.before !== null) count++;
  }
  return count;
}

const SLOW = {
  faults: ["slow:rapports=4000@30s+90s"],
  parameters: { "rapports-lourds": 0 },
} as const;

test("trois places et quinze secondes font trois appels par fenêtre : le disjoncteur publié ne s’ouvre jamais devant un service lent", () => {
  expect(turnsOf(play("passerelle", { ...SLOW, variant: "cloison" }), "ouvert")).toBe(0);
  expect(
    turnsOf(play("passerelle", { ...SLOW, variant: "disjoncteur" }), "ouvert"),
  ).toBeGreaterThan(0);
  expect(turnsOf(play("passerelle", { ...SLOW, variant: "corrigee" }), "ouvert")).toBeGreaterThan(
    0,
  );
});

test("ce que les protections dessinent, la passerelle l’écrit : état, fenêtre, places, file, abandons, copies", () => {
  // Without the message of the fallback, copies are looked for.
  const parameters = { ...SLOW.parameters, repli: "aucun" };
  const run = play("passerelle", { ...SLOW, parameters, variant: "repli-publie" });
  const written = new Set<string>();
  for (let i = 0; i < run.log.length; i++) {
    if (run.log.kind(i) !== "memory-changed") continue;
    const { node, key } = run.log.eventOf("memory-changed", i);
    written.add(`${node}/${key}`);
  }
  for (const { id, node, state, readings } of card.guards ?? []) {
    const shown = readings.map((one) => `${one.node}/${one.reading.key}`);
    // Only a deadline that passed leaves somebody behind: Reports is the slow one.
    const owed = id === "rapports" ? shown : shown.filter((path) => !path.includes("/delai/"));
    for (const path of [`${node}/${state.key}`, ...owed]) expect(written).toContain(path);
  }
});

const countOf = (run: Played, name: string): number => scenario.measures(run.log)[name]?.value ?? 0;

test("disjoncteur contre nouvelles tentatives : lui seul soulage le service, ni l’un ni l’autre ne le guérit (M20, M21)", () => {
  const faults = ["refuse:rapports@30s+60s"];
  const asked = (variant: string, attempts: number) => {
    const parameters = {
      "rapports-lourds": 0,
      "essais-client": attempts,
      "essais-passerelle": attempts,
      "essais-bibliotheque": attempts,
    };
    const run = play("passerelle", { variant, parameters, faults });
    let calls = 0;
    for (let i = 0; i < run.log.length; i++) {
      if (run.log.kind(i) === "request-rejected" && run.log.event(i).node === "rapports") calls++;
    }
    return { calls, served: countOf(run, "disponibilite") };
  };
  const none = asked("nue", 1);
  const retries = asked("nue", 3);
  const breaker = asked("disjoncteur", 1);
  expect(retries.calls).toBe(27 * none.calls);
  expect(breaker.calls).toBeLessThan(none.calls / 2);
  expect(retries.served).toBeCloseTo(none.served, 1);
  expect(breaker.served).toBeLessThanOrEqual(none.served);
});

test("un fragment malade et un seuil bas : le disjoncteur refuse aussi les rapports sains (M22)", () => {
  const parameters = { "rapports-lourds": 0, "fragment-malade": 250_000 };
  const servedWith = (seuil: number) =>
    countOf(
      play("passerelle", { variant: "disjoncteur", parameters: { ...parameters, seuil } }),
      "disponibilite",
    );
  expect(servedWith(10)).toBeLessThan(servedWith(50) - 3);
});

requestsAreAnswered(scenario, { parameters: { duree: 60_000_000 }, untilUs: 90_000_000 });
