/** A run that its budget of events has stopped goes on when the reader asks, and stays the same run. */
import { expect, test } from "vitest";
import { card } from "@/scenarios/saga-fintech/card.ts";
import { extensionText, nextBudget } from "./budget-text.ts";
import { defaultSetup, EVENTS_ASKED_MAX, shownBranch } from "./document.ts";
import { engine } from "./fixtures/engine.ts";
import { decodeLink, encodeSetup } from "./link.ts";
import { createLab } from "./store.ts";

test("prolongé, le parcours répète ce qui était joué, puis se juge ; annuler le raccourcit", () => {
  const lab = createLab({ card, client: engine() });
  lab.actions.applySetup({ ...defaultSetup(card), eventsMax: 300 }, "lien", {
    kind: "index",
    index: 120,
  });
  const short = lab.store.getState().run;
  expect(short.summary).toMatchObject({ endReason: "budget", endDetail: "300 événements" });
  expect(short.summary?.claims.some(({ changes }) => changes.at(-1)?.verdict === "unknown")).toBe(
    true,
  );
  expect(lab.store.getState().notices).toMatchObject([{ remedy: "extend" }]);

  lab.actions.extendRun();
  const { run, view, document, notices } = lab.store.getState();
  expect(shownBranch(document)).toMatchObject({ leavesAt: short.length - 2 });
  expect(run.summary?.endReason).toBe("horizon");
  expect(run.log.digest(short.length - 1)).toBe(short.log.digest(short.length - 1));
  expect(run.length).toBeGreaterThan(short.length);
  expect(view.playhead).toBe(120);
  expect(notices).toHaveLength(1); // nothing contradicts the beginning
  expect(run.summary?.claims.some(({ changes }) => changes.at(-1)?.verdict === "unknown")).toBe(
    false,
  );

  lab.actions.extendRun();
  expect(lab.store.getState().document).toBe(document);
  lab.actions.undo();
  expect(lab.store.getState().run.length).toBe(short.length);
});

test("le budget voyage dans le lien, entre ses bornes", () => {
  const setup = { ...defaultSetup(card), eventsMax: 1_500_000 };
  const text = encodeSetup(card, setup);
  expect(text).toContain("budget=1500000");
  const back = decodeLink(card, `v=1&${text}`);
  expect(back).toMatchObject({ kind: "read", problems: [], content: { setup } });
  for (const bad of ["0", "9e9", String(EVENTS_ASKED_MAX + 1)]) {
    const read = decodeLink(card, `v=1&budget=${bad}`);
    expect(read).toMatchObject({ problems: [expect.stringContaining("budget d’événements")] });
    expect(read.kind === "read" && "eventsMax" in read.content.setup).toBe(false);
  }
});

test("de 500 000 en 500 000, jusqu’à la borne ; un autre budget ne se prolonge pas", () => {
  const ended = (endDetail: string) =>
    ({
      events: 0,
      simulatedUs: 0,
      digest: "",
      endReason: "budget",
      endDetail,
      claims: [],
    }) as const;
  expect(nextBudget(ended("1000000 événements"))).toBe(1_500_000);
  expect(extensionText(ended("1000000 événements"), 1_500_000)).toBe("Prolonger de 500\u202f000");
  expect(nextBudget(ended("2800000 événements"))).toBe(EVENTS_ASKED_MAX);
  expect(nextBudget(ended(`${EVENTS_ASKED_MAX} événements`))).toBeNull();
  expect(nextBudget(ended("100000 pas sans que le temps avance"))).toBeNull();
  expect(nextBudget({ ...ended("300 événements"), endReason: "horizon" })).toBeNull();
});
