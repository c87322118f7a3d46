/** The view of states agrees with the rows of the database, at every step of a real run. */
import { expect, test } from "vitest";
import { createTimeline } from "@/app/_lab/folds.ts";
import { card as labo6 } from "@/scenarios/labo6/card.ts";
import { card } from "@/scenarios/saga-fintech/card.ts";
import { play } from "@/simulator/testing/play.ts";
import type { MachineCard } from "@/simulator/vocabulary/card.ts";
import { layersOf, layMachine } from "./layout.ts";
import { censusAt, machineOf, standsAt, visitsOf } from "./machine-at.ts";

const machine = card.machines[0] as MachineCard;
const { log } = play("saga-fintech", {
  faults: ["refuse:livraison@0s+10s", "crash:orchestrateur@2s+3s"],
});
const timeline = createTimeline(log, card.databases);
timeline.extend();
const columns = card.databases
  .find(({ id }) => id === machine.database)
  ?.tables.find(({ name }) => name === machine.table)
  ?.columns.map(({ name }) => name);
const stateColumn = columns?.indexOf(machine.stateColumn) ?? -1;

test("à chaque pas, chaque instance est dans l’état que dit sa ligne, et les comptes font la somme", () => {
  const seen = new Set<string>();
  for (let index = -1; index < log.length; index++) {
    timeline.seek(index);
    const rows = timeline.entries(`row/${machine.database}/${machine.table}/`);
    const { standings, counts } = censusAt(log, card, { machine, index });
    expect(standings.map(({ state }) => state)).toEqual(
      rows.map(([, row]) => (row as readonly unknown[])[stateColumn]),
    );
    expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(rows.length);
    for (const { instance, state } of standings) {
      expect(standsAt(machine, instance, index)?.stateId).toBe(state);
      seen.add(state);
    }
  }
  // The run is worth its test: it goes through more than the happy path.
  expect([...seen]).toEqual(expect.arrayContaining(["IN_PROGRESS", "COMPENSATING"]));
});

test("le chemin parcouru suit les passages de la machine, et finit où l’instance se tient", () => {
  const { standings } = censusAt(log, card, { machine, index: log.length - 1 });
  expect(standings.length).toBeGreaterThan(1);
  for (const { instance, state } of standings) {
    expect(machineOf(log, card, machine, instance.subject ?? "")).toBe(instance);
    const visits = visitsOf(instance.changes);
    expect(visits.at(-1)?.state).toBe(state);
    for (const [i, { state: to, isExpected }] of visits.entries()) {
      const from = visits[i - 1]?.state;
      const isListed = machine.transitions.some(([a, b]) => a === from && b === to);
      expect(isExpected).toBe(from === undefined || isListed);
    }
  }
});

test("un passage ne fait que descendre : un état se range sous le plus lointain de ceux qui y mènent", () => {
  const [saga] = labo6.machines;
  const layers = layersOf(saga as MachineCard);
  const layerOf = (id: string): number => layers.findIndex((layer) => layer.includes(id));
  expect(layers.flat()).toHaveLength(13);
  for (const [from, to] of saga?.transitions ?? []) {
    expect(layerOf(to), `${from} → ${to}`).toBeGreaterThan(layerOf(from));
  }
  // Two states a row at most: each keeps room for its name.
  expect(Math.max(...layers.map((layer) => layer.length))).toBe(2);
});

test("une boucle remonte et ne range rien ; un passage qui saute une rangée longe les boîtes", () => {
  const looped: MachineCard = {
    ...machine,
    states: ["a", "b", "c", "d"].map((id) => ({ id, title: id, sign: "saga-run" as const })),
    transitions: [
      ["a", "b"],
      ["b", "c"],
      ["c", "d"],
      ["c", "b"],
      ["a", "d"],
    ],
  };
  expect(layersOf(looped)).toEqual([["a"], ["b"], ["c"], ["d"]]);
  const { links, boxes } = layMachine(looped, { width: 200, boxHeight: 20, gap: 10 });
  const skips = links.find(({ from, to }) => from === "a" && to === "d")?.path ?? "";
  const rightmost = Math.max(...boxes.map(({ x, width }) => x + width));
  const beside = Number(/H([\d.]+)V/.exec(skips)?.[1]);
  expect(beside).toBeGreaterThan(rightmost);
});
