import { describe, expect, test } from "vitest";
import { createMessageTable, createTimeline } from "@/app/_lab/folds.ts";
import { formatSelection, parseSelection } from "@/app/_lab/link-selection.ts";
import type { Selection } from "@/app/_lab/view.ts";
import { card } from "@/scenarios/saga-fintech/card.ts";
import { createLogBuilder, inserted } from "@/simulator/testing/log-builder.ts";
import { eventSections } from "./event-sections.ts";
import { focusSubject, headingOf, subjectPath } from "./heading.ts";
import { accepts, latestEvents } from "./journal.ts";
import { messageSections } from "./message-sections.ts";
import { nodeSections } from "./node-sections.ts";
import { changedCount, filterSections, type InspectSection, type Reading } from "./reading.ts";
import { rowSections, subjectSections } from "./subject-sections.ts";

const saga = (status: string, step: string | null) =>
  ["s-1042", "1042", status, "{}", step, null, null, null, 0, 0] as const;

/**
 * Pas 1 : la saga est écrite ; 2 : un traitement la sert ; 3 : elle retient une étape en mémoire ;
 * 4 : elle appelle Paiement ; 5 : arrêt brutal ; 6 : la réponse se perd.
 */
function story() {
  const builder = createLogBuilder();
  const about = { subject: "1042", process: 3 };
  builder.commit(
    "orchestrateur",
    "sagas",
    [inserted("sagas", saga("IN_PROGRESS", "PROCESS_PAYMENT"))],
    about,
  );
  builder.add(
    "orchestrateur",
    "process-started",
    { handler: "orderByPublishedSaga", request: null },
    about,
  );
  builder.add(
    "orchestrateur",
    "memory-changed",
    { key: "étapes finies 1042", before: null, after: ["RESERVE_STOCK"] },
    about,
  );
  const call = builder.send("orchestrateur>paiement", "debiter", about);
  builder.add("orchestrateur", "node-crashed", { lostProcessCount: 1 });
  builder.add("orchestrateur", "message-lost", {
    message: call,
    from: "orchestrateur",
    reason: "node-down",
  });
  return { log: builder.log, call };
}

function readingAt(playhead: number, reference = playhead - 1): Reading {
  const { log } = story();
  const timeline = createTimeline(log, card.databases);
  timeline.extend();
  timeline.seek(playhead);
  const messages = createMessageTable(log);
  messages.extend();
  const nowUs = playhead < 0 ? 0 : log.atUs(playhead);
  return { card, log, timeline, messages, playhead, reference, nowUs };
}

const rowOf = (sections: readonly InspectSection[], label: string) =>
  sections.flatMap((section) => section.rows).find((row) => row.label === label);

describe("l’inspecteur d’un nœud", () => {
  test("au pas de l’arrêt, la mémoire est barrée, l’état change, la base est intacte", () => {
    const sections = nodeSections(readingAt(4), "orchestrateur", "1042");
    expect(rowOf(sections, "état")?.values[0]).toMatchObject({
      text: "arrêté",
      before: "en service",
      tone: "fail",
    });
    expect(rowOf(sections, "étapes finies 1042")?.values[0]).toMatchObject({
      text: "–",
      before: "réserver le stock",
    });
    expect(rowOf(sections, "traitements")?.values[0]).toMatchObject({ text: "0", before: "1" });
    expect(rowOf(sections, "appels en attente")?.values[0]).toMatchObject({ before: "1" });
    const base = sections.find((section) => section.id === "base");
    expect(base?.rows.flatMap((row) => row.values).every((value) => value.before === null)).toBe(
      true,
    );
    expect(changedCount(sections)).toBe(4);
  });

  test("tant qu’il est arrêté, ce que sa mémoire a perdu reste barré", () => {
    const later = nodeSections(readingAt(5), "orchestrateur", "1042");
    expect(rowOf(later, "étapes finies 1042")?.values[0]?.before).toBe("réserver le stock");
    expect(rowOf(later, "état")?.values[0]?.before).toBeNull();
  });

  test("l’étape annoncée et jamais écrite est une ligne", () => {
    expect(
      rowOf(nodeSections(readingAt(3), "orchestrateur", "1042"), "saga_steps")?.values[0],
    ).toMatchObject({
      text: "PROCESS_PAYMENT, pas encore écrite",
      tone: "wait",
    });
    expect(
      rowOf(nodeSections(readingAt(4), "orchestrateur", "1042"), "saga_steps")?.values[0],
    ).toMatchObject({
      text: "PROCESS_PAYMENT, jamais écrite",
      tone: "fail",
    });
  });

  test("ce qui est en vol vers lui est dit, à son insu", () => {
    const sections = nodeSections(readingAt(3), "paiement", null);
    expect(sections.find((section) => section.id === "coming")?.rows).toMatchObject([
      { label: "1042 débiter" },
    ]);
  });

  test("par rapport à A, les changements sont ceux d’entre les deux instants", () => {
    const sections = nodeSections(readingAt(2, 0), "orchestrateur", null);
    expect(rowOf(sections, "étapes finies 1042")?.values[0]).toMatchObject({ before: "–" });
    expect(rowOf(sections, "traitements")?.values[0]).toMatchObject({ text: "1", before: "0" });
  });

  test("filtrer ignore les accents et garde les titres des sections", () => {
    const sections = filterSections(nodeSections(readingAt(4), "orchestrateur", null), "etat");
    expect(sections.map((section) => section.id)).toContain("node");
    expect(sections.flatMap((section) => section.rows).map((row) => row.label)).toContain("état");
  });
});

describe("une ligne d’un relevé hors SQL", () => {
  test("se choisit comme celle d’une table, et dit son relevé, ses colonnes, sa vie, son journal", () => {
    const builder = createLogBuilder();
    const write = (before: string | null, after: string) =>
      builder.add("prestataire", "record-changed", {
        ...{ store: "debits", key: "d1" },
        before: before === null ? null : { order_id: "1042", status: before },
        after: { order_id: "1042", amount_cents: 8990, status: after },
      });
    write(null, "DEBITED");
    builder.add("prestataire", "note", { text: "" });
    write("DEBITED", "REFUNDED");
    const timeline = createTimeline(builder.log, card.databases);
    timeline.extend();
    timeline.seek(2);
    const messages = createMessageTable(builder.log);
    const { log } = builder;
    const reading = { card, log, timeline, messages, playhead: 2, reference: 1, nowUs: 0 };
    const listed = nodeSections(reading, "prestataire", null)
      .flatMap((section) => section.rows)
      .find((row) => row.label.startsWith("debits"));
    expect(listed?.select).toEqual({
      ...{ kind: "row", database: "prestataire", table: "debits", key: "d1" },
    });
    const row = listed?.select as Extract<Selection, { kind: "row" }>;
    expect(parseSelection(formatSelection(row))).toEqual(row);
    expect(headingOf(reading, row, null)).toMatchObject({
      path: "Relevé du prestataire",
      title: "debits d1",
      state: null,
    });
    const sections = rowSections(reading, row);
    expect(rowOf(sections, "status")?.values[0]).toMatchObject({
      text: "REFUNDED",
      before: "DEBITED",
    });
    expect(sections.find(({ id }) => id === "life")?.rows.map(({ step }) => step)).toEqual([0, 2]);
    const its = accepts(log, messages, row);
    expect(latestEvents({ from: 2, oldest: 0, max: 9 }, its)).toEqual([2, 0]);
    timeline.seek(-1);
    expect(headingOf({ ...reading, playhead: -1 }, row, null).state?.word).toBe("absente");
  });
});

describe("l’inspecteur des autres choses", () => {
  test("un message en vol, puis perdu : l’état du curseur, jamais celui de la fin", () => {
    const { call } = story();
    const stateAt = (playhead: number) =>
      rowOf(messageSections(readingAt(playhead), call), "état")?.values[0];
    expect(stateAt(1)?.text).toBe("pas encore parti");
    expect(stateAt(3)?.text).toBe("en vol");
    expect(stateAt(5)).toMatchObject({ text: expect.stringMatching(/^perdu/), tone: "fail" });
  });

  test("un événement dit sa cause, ce qu’il change et ce qu’il entraîne", () => {
    const sections = eventSections(readingAt(5), 4);
    expect(sections.map((section) => section.id)).toEqual(["event", "cause", "changes", "effects"]);
    const changes = sections.find((section) => section.id === "changes");
    expect(changes?.rows.some((row) => row.label.includes("en mémoire"))).toBe(true);
  });

  test("une commande montre ses lignes dans chaque base, vides comprises", () => {
    const sections = subjectSections(readingAt(3), "1042");
    expect(sections.map((section) => section.title)).toEqual(
      expect.arrayContaining(["Orchestrateur", "Paiement", "Livraison", "En vol"]),
    );
    expect(sections.find((section) => section.title === "Livraison")).toMatchObject({
      rows: [],
      empty: "Aucune ligne.",
    });
  });

  test("le fil d’Ariane dit la commande et son étape", () => {
    const reading = readingAt(3);
    expect(subjectPath(reading, "1042")).toBe("Commande 1042 › étape 2 sur 3");
    expect(focusSubject(reading, { kind: "node", node: "orchestrateur" })).toBe("1042");
    expect(headingOf(reading, { kind: "node", node: "orchestrateur" }, null).title).toBe(
      "Orchestrateur",
    );
  });

  test("le journal d’un nœud est le sien, le plus récent d’abord", () => {
    const { log, messages } = readingAt(5);
    const mine = accepts(log, messages, { kind: "node", node: "orchestrateur" });
    expect(latestEvents({ from: 5, oldest: 0, max: 3 }, mine)).toEqual([5, 4, 3]);
    const { call } = story();
    const its = accepts(log, messages, { kind: "message", message: call });
    expect(latestEvents({ from: 5, oldest: 0, max: 9 }, its)).toEqual([5, 3]);
  });
});
