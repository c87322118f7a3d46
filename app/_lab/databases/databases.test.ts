import { describe, expect, test } from "vitest";
import { createTimeline } from "@/app/_lab/folds.ts";
import { sampleCard } from "@/app/_texte/sample.ts";
import { createLogBuilder, inserted } from "@/simulator/testing/log-builder.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import { tableOwners, tableSpecs } from "./catalogue.ts";
import { countDiff, diffRows } from "./row-diff.ts";
import { explainSqlError } from "./sql-help.ts";
import { lastChangeOf, missingRows, tableAt } from "./tables-at.ts";

const box = { x: 0, y: 0, width: 10, height: 10 };
const node = (id: string, title: string) => ({
  ...{ id, title, named: title, place: "service", ...box, phone: box, readings: [] },
  ...{ workerCount: null, queueLimit: null },
});
const text = (name: string) => ({ name, type: "text", title: name }) as const;

const card = {
  ...sampleCard,
  nodes: [node("orchestrateur", "Orchestrateur"), node("banque", "Banque")],
  databases: [
    {
      ...{ id: "sagas", title: "Sagas", node: "orchestrateur" },
      tables: [
        {
          ...{ name: "sagas", key: ["id"], subject: "order_id" },
          columns: ["id", "order_id", "status", "current_step"].map(text),
        },
        {
          ...{ name: "saga_steps", key: ["id"], subject: "order_id" },
          columns: ["id", "order_id", "step_name", "status"].map(text),
        },
      ],
    },
  ],
  stores: [
    {
      ...{ id: "debits", title: "Relevé", node: "banque" },
      fields: [text("order_id"), { name: "amount_cents", type: "cents", title: "montant" }],
    },
  ],
  machines: [
    {
      ...{ id: "saga", title: "Saga", database: "sagas", table: "sagas" },
      ...{ stateColumn: "status", stepColumn: "current_step", states: [], transitions: [] },
      steps: [],
      journal: { table: "saga_steps", stepColumn: "step_name", whileStates: ["IN_PROGRESS"] },
    },
  ],
} as unknown as ScenarioCard;

const saga = (step: string | null, status = "IN_PROGRESS") => ["s1", "1042", status, step] as const;

/** Pas 1 : la saga naît ; 2 : un traitement commence ; 3 : étape débit ; 4 : débité ; 5 : arrêt. */
function story() {
  const builder = createLogBuilder();
  builder.commit("orchestrateur", "sagas", [inserted("sagas", saga(null))]);
  builder.add(
    "orchestrateur",
    "process-started",
    { handler: "saga", request: null },
    { process: 4, subject: "1042" },
  );
  builder.commit("orchestrateur", "sagas", [
    { table: "sagas", op: "u", before: saga(null), after: saga("PAY") },
  ]);
  builder.add("banque", "record-changed", {
    ...{ store: "debits", key: "1042", before: null },
    after: { order_id: "1042", amount_cents: 8990 },
  });
  builder.add("orchestrateur", "node-crashed", { lostProcessCount: 1 });
  builder.commit("orchestrateur", "sagas", [
    { table: "sagas", op: "d", before: saga("PAY"), after: null },
  ]);
  const timeline = createTimeline(builder.log, card.databases);
  timeline.extend();
  return timeline;
}

const specs = tableSpecs(card);
const sagas = specs[0] as (typeof specs)[0];
const steps = specs[1] as (typeof specs)[0];
const debits = specs[2] as (typeof specs)[0];

describe("les tables à l’instant du curseur", () => {
  test("une ligne neuve, puis changée avec son ancienne valeur, puis effacée", () => {
    const timeline = story();
    timeline.seek(0);
    expect(tableAt(sagas, timeline, -1)).toMatchObject({
      rowCount: 1,
      changedCount: 1,
      rows: [{ mark: "inserted" }],
    });
    timeline.seek(2);
    expect(tableAt(sagas, timeline, 1).rows).toMatchObject([
      { mark: "changed", cells: saga("PAY"), before: saga(null) },
    ]);
    timeline.seek(5);
    expect(tableAt(sagas, timeline, 4)).toMatchObject({
      rowCount: 0,
      rows: [{ mark: "deleted", cells: saga("PAY") }],
    });
  });

  test("un pas qui ne touche pas la table n’y surligne rien", () => {
    const timeline = story();
    timeline.seek(3);
    expect(tableAt(sagas, timeline, 2)).toMatchObject({
      changedCount: 0,
      rows: [{ mark: "same" }],
    });
    expect(lastChangeOf(sagas, timeline, 3)).toBe(2);
  });

  test("par rapport à A, la ligne changée deux pas plus tôt est encore surlignée", () => {
    const timeline = story();
    timeline.seek(4);
    expect(tableAt(sagas, timeline, 0).rows).toMatchObject([{ mark: "changed" }]);
  });

  test("un relevé hors SQL est une table comme les autres", () => {
    const timeline = story();
    timeline.seek(3);
    expect(debits.id).toBe("banque.debits");
    expect(tableAt(debits, timeline, 2).rows).toMatchObject([
      { mark: "inserted", cells: ["1042", 8990] },
    ]);
  });

  test("une étape annoncée et non écrite est attendue, puis jamais écrite après l’arrêt", () => {
    const timeline = story();
    timeline.seek(1);
    expect(missingRows(card, specs, timeline).get(steps.id)).toBeUndefined();
    timeline.seek(3);
    expect(missingRows(card, specs, timeline).get(steps.id)).toEqual([
      { subject: "1042", column: 2, value: "PAY", isUnderWay: true },
    ]);
    timeline.seek(4);
    expect(missingRows(card, specs, timeline).get(steps.id)).toMatchObject([{ isUnderWay: false }]);
  });
});

describe("la différence de A à B", () => {
  test("chaque ligne est sous son propriétaire, avec le pas qui l’a touchée", () => {
    const groups = diffRows(tableOwners(card), story(), 0, 4);
    expect(groups.map((group) => group.owner.node.id)).toEqual(["orchestrateur", "banque"]);
    expect(groups[0]?.lines).toMatchObject([
      { name: "1042", op: "changed", step: 2, before: saga(null), cells: saga("PAY") },
    ]);
    expect(groups[1]?.lines).toMatchObject([{ name: "1042", op: "inserted", step: 3 }]);
    expect(countDiff(groups)).toEqual({ lines: 2, tables: 2 });
  });

  test("de B à A, ce qui fut ajouté est retiré ; de A à A, rien", () => {
    const timeline = story();
    expect(diffRows(tableOwners(card), timeline, 4, -1).flatMap((g) => g.lines)).toMatchObject([
      { op: "deleted", step: 2 },
      { op: "deleted", step: 3 },
    ]);
    expect(diffRows(tableOwners(card), timeline, 3, 3)).toEqual([]);
  });
});

describe("une requête refusée", () => {
  const help = (words: string, sql: string) => explainSqlError(words, sql, specs);

  test("les mots de SQLite d’abord, puis la colonne qui existe", () => {
    expect(help("no such column: orderid", "SELECT orderid FROM banque.debits")).toBe(
      "no such column: orderid. La table debits a une colonne order_id.",
    );
    expect(help("no such column: zzz", "SELECT zzz FROM banque.debits")).toBe(
      "no such column: zzz. La table debits a les colonnes order_id et amount_cents.",
    );
  });

  test("la table qui existe, ou la liste", () => {
    expect(help("no such table: saga", "SELECT * FROM saga")).toBe(
      "no such table: saga. La table s’appelle sagas.sagas.",
    );
    expect(help("no such table: clients", "SELECT * FROM clients")).toBe(
      "no such table: clients. Les tables sont sagas.sagas, sagas.saga_steps et banque.debits.",
    );
  });

  test("écrire est refusé avec sa raison", () => {
    expect(help("attempt to write a readonly database", "DELETE FROM sagas.sagas")).toContain(
      "à l’instant du curseur",
    );
  });
});
