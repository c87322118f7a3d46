import { beforeEach, describe, expect, test } from "vitest";
import { shownBranch } from "@/app/_lab/document.ts";
import { engine } from "@/app/_lab/fixtures/engine.ts";
import type { Comparer } from "@/app/_worker/pair-client.ts";
import { scenarios } from "@/scenarios/catalogue.ts";
import { comparisons } from "@/scenarios/comparisons.ts";
import { diffLogs } from "@/simulator/observation/diff.ts";
import { countRun } from "@/simulator/observation/run-counters.ts";
import type { Scenario } from "@/simulator/simulation.ts";
import { type PairCard, translation } from "@/simulator/vocabulary/pair.ts";
import { sideSetup } from "./open-pair.ts";
import type { Pair } from "./pair-state.ts";
import { createPair } from "./pair-store.ts";

const { card } = scenarios.get("saga-fintech") as Scenario;
const published = comparisons.find(({ id }) => id === "saga-publiee-corrigee") as PairCard;

/** The comparison in the process of the test: what the worker does, at once. */
const comparer = (): Comparer => ({
  compare([left, right], { isOtherDesign, ...pairNames }, onAnswer) {
    const names = translation({ ...pairNames, nodes: [left.nodes, right.nodes] }, 1);
    onAnswer({
      ...{ diff: diffLogs(left.log, right.log, { ...names, isOtherDesign }), diffMs: 0 },
      counters: [countRun(left.log, left), countRun(right.log, right)],
    });
  },
  dispose: () => undefined,
});

function open(pairCard: PairCard): Pair {
  const pair = createPair({
    ...{ card: pairCard, cards: [card, card], comparer: comparer() },
    setups: [sideSetup(pairCard, 0, card), sideSetup(pairCard, 1, card)],
    clients: [engine(), engine()],
  });
  pair.open([-1, -1]);
  return pair;
}

const same: PairCard = {
  ...published,
  id: "deux-fois",
  sides: [published.sides[0], { ...published.sides[0], title: "La même" }],
};

let pair: Pair;
const state = (side: 0 | 1) => pair.labs[side].store.getState();
const place = () => [state(0).view.playhead, state(1).view.playhead];
const faults = (side: 0 | 1) =>
  shownBranch(state(side).document).setup.faults.map(({ intervention }) => intervention);
const diff = () => {
  const { comparison } = pair.store.getState();
  if (comparison.kind !== "done") throw new Error("the runs are compared");
  return comparison.comparison.diff;
};

beforeEach(() => {
  pair = open(published);
});

describe("une horloge, deux parcours", () => {
  test("avancer d’un pas, c’est l’événement suivant de l’un ou l’autre côté ; reculer le défait", () => {
    const seen = [place()];
    for (let i = 0; i < 60; i++) {
      const before = pair.clock.timeUs();
      pair.actions.step(1);
      seen.push(place());
      expect(pair.clock.timeUs()).toBeGreaterThanOrEqual(before);
    }
    for (let i = 59; i >= 0; i--) {
      pair.actions.step(-1);
      expect(place()).toEqual(seen[i]);
    }
  });

  test("aller au pas d’un côté met l’autre au même instant ; ni l’un ni l’autre n’a son heure", () => {
    pair.labs[1].actions.goTo(200);
    const atUs = state(1).run.log.atUs(200);
    expect(place()[1]).toBe(200);
    expect(pair.clock.timeUs()).toBe(atUs);
    expect(pair.labs.map(({ clock }) => clock.timeUs())).toEqual([atUs, atUs]);
    expect(state(0).run.log.atUs(place()[0] as number)).toBeLessThanOrEqual(atUs);
  });

  test("la divergence suivante est un endroit où les récits se séparent, et elles se suivent", () => {
    pair.actions.goToStart();
    const instants: number[] = [];
    for (let i = 0; i < 5; i++) {
      pair.actions.goToDivergence(1);
      instants.push(pair.clock.timeUs());
    }
    expect(new Set(instants).size).toBe(5);
    expect([...instants].sort((a, b) => a - b)).toEqual(instants);
    const { a, b } = diff().divergences[0] as { a: number; b: number };
    expect(instants[0]).toBe(Math.min(state(0).run.log.atUs(a), state(1).run.log.atUs(b)));
    pair.actions.goToDivergence(-1);
    expect(pair.clock.timeUs()).toBe(instants[3]);
  });
});

describe("une panne", () => {
  const crash = () =>
    pair.labs[0].actions.placeFault({
      kind: "crash",
      target: { kind: "node", node: "orchestrateur" },
    });

  test("posée d’un côté l’est de l’autre, au même instant ; annuler les retire toutes deux", () => {
    pair.actions.goToTime(900_000);
    crash();
    expect(faults(0)).toHaveLength(1);
    expect(faults(1)).toHaveLength(1);
    expect(faults(0)[0]?.id).toBe(faults(1)[0]?.id);
    const startUs = ([0, 1] as const).map((side) => {
      const { log } = state(side).run;
      const index = [...Array(log.length).keys()].find((i) => log.kind(i) === "fault-started");
      return log.atUs(index ?? -1);
    });
    expect(Math.abs((startUs[0] ?? 0) - (startUs[1] ?? 0))).toBeLessThanOrEqual(1);
    expect(pair.clock.timeUs()).toBe(900_000);
    pair.actions.undo();
    expect([faults(0), faults(1)]).toEqual([[], []]);
    pair.actions.redo();
    expect([faults(0).length, faults(1).length]).toEqual([1, 1]);
  });

  test("ici seulement : l’autre côté ne bouge pas", () => {
    pair.actions.setScope("here");
    const digest = state(1).run.summary?.digest;
    pair.actions.goToTime(900_000);
    crash();
    expect([faults(0).length, faults(1).length]).toEqual([1, 0]);
    expect(state(1).run.summary?.digest).toBe(digest);
  });

  test("déplacée, désactivée ou retirée, elle l’est des deux côtés", () => {
    pair.actions.goToTime(900_000);
    const id = crash() as string;
    pair.labs[1].actions.setFaultEnabled(id, false);
    expect(
      ([0, 1] as const).map((side) => shownBranch(state(side).document).setup.faults[0]?.isEnabled),
    ).toEqual([false, false]);
    pair.labs[0].actions.removeFault(id);
    expect([faults(0), faults(1)]).toEqual([[], []]);
  });

  test("sur un message qui n’existe pas de l’autre côté, elle n’agit qu’ici, et cela se dit", () => {
    const alone = [...state(1).run.messages.all].find(
      ({ id }) => state(0).run.messages.byId(id) === undefined,
    );
    pair.labs[1].actions.placeFault({
      kind: "drop-message",
      target: { kind: "message", message: alone?.id ?? "" },
    });
    expect([faults(0).length, faults(1).length]).toEqual([0, 1]);
    expect(state(0).notices.at(-1)?.text).toMatch(/n’a pas d’équivalent de ce côté/);
  });
});

describe("la même chance des deux côtés", () => {
  beforeEach(() => {
    pair = open(same);
  });

  test("deux fois le même système sans panne : les mêmes événements, un à un, et aucune divergence", () => {
    expect(state(0).run.summary?.digest).toBe(state(1).run.summary?.digest);
    expect(diff().divergences).toEqual([]);
    expect([...diff().inB]).toEqual([...Array(state(0).run.length).keys()]);
  });

  test("une panne d’un seul côté ne change rien avant elle", () => {
    pair.actions.setScope("here");
    pair.actions.goToTime(900_000);
    const shared = place()[0] as number;
    pair.labs[1].actions.placeFault({
      kind: "crash",
      target: { kind: "node", node: "inventaire" },
    });
    const [left, right] = [state(0).run.log, state(1).run.log];
    expect(left.digest(shared + 1)).toBe(right.digest(shared + 1));
    expect(diff().firstFactDivergence?.a).toBeGreaterThan(shared);
    expect(diff().firstFactDivergence?.b).toBeGreaterThan(shared);
  });

  test("ce qui est choisi ou pointé à gauche s’allume à droite", () => {
    pair.labs[0].actions.select({ kind: "node", node: "paiement" });
    expect(state(1).view.selection).toEqual({ kind: "node", node: "paiement" });
    pair.labs[1].actions.light({ kind: "event", index: 12 });
    expect(state(0).view.lit?.events).toEqual([12]);
  });

  test("la graine et les réglages communs changent des deux côtés, et s’annulent d’un geste", () => {
    pair.labs[1].actions.setSeed(7);
    expect(([0, 1] as const).map((side) => shownBranch(state(side).document).setup.seed)).toEqual([
      7, 7,
    ]);
    pair.actions.undo();
    expect(([0, 1] as const).map((side) => shownBranch(state(side).document).setup.seed)).toEqual([
      42, 42,
    ]);
  });
});
