/** One thing pointed at is the same thing in every view, on a real run. */
import { expect, test } from "vitest";
import { card } from "@/scenarios/saga-fintech/card.ts";
import { engine } from "./fixtures/engine.ts";
import { lightsEvent } from "./lit.ts";
import { createLab } from "./store.ts";

const lab = createLab({ card, client: engine() });
lab.actions.start();
const lit = () => lab.store.getState().view.lit;
const { run } = lab.store.getState();

test("un message s’allume avec son départ et sa fin, et eux seuls", () => {
  for (const { id, sentIndex, endIndex } of run.messages.all) {
    lab.actions.light({ kind: "message", message: id });
    const shown = Array.from({ length: run.length }, (_, i) => i).filter((i) =>
      lightsEvent(lit(), i),
    );
    expect(shown).toEqual(endIndex < 0 ? [sentIndex] : [sentIndex, endIndex]);
  }
});

test("le départ et l’arrivée d’un message allument ce message ; un autre événement, lui seul", () => {
  for (const { id, sentIndex, endIndex } of run.messages.all) {
    for (const index of [sentIndex, endIndex].filter((i) => i >= 0)) {
      lab.actions.light({ kind: "event", index });
      expect(lit()).toEqual({ message: id, events: [index] });
    }
  }
  const commit = Array.from({ length: run.length }, (_, i) => i).find(
    (i) => run.log.kind(i) === "transaction-committed",
  );
  lab.actions.light({ kind: "event", index: commit ?? -1 });
  expect(lit()).toEqual({ message: null, events: [commit] });
});

test("rester au même endroit ne redessine rien ; partir, ou changer de parcours, éteint", () => {
  lab.actions.light({ kind: "event", index: 5 });
  const state = lab.store.getState();
  lab.actions.light({ kind: "event", index: 5 });
  expect(lab.store.getState()).toBe(state);
  lab.actions.light({ kind: "event", index: run.length });
  expect(lit()).toBeNull();
  lab.actions.light({ kind: "message", message: run.messages.all[0]?.id ?? "" });
  lab.actions.setVariant("corrigee");
  expect(lit()).toBeNull();
});
