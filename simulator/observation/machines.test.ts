import { describe, expect, test } from "vitest";
import { createLogBuilder, inserted } from "../testing/log-builder.ts";
import type { DatabaseCard, MachineCard } from "../vocabulary/card.ts";
import { createMachineTable, stateAt, stateCard } from "./machines.ts";

const databases: readonly DatabaseCard[] = [
  {
    ...{ id: "sagas", title: "", node: "orchestrateur" },
    tables: [
      {
        name: "sagas",
        columns: ["id", "order_id", "status", "step"].map((name) => ({
          name,
          type: "text",
          title: name,
        })),
        key: ["id"],
        subject: "order_id",
      },
    ],
  },
];

const saga: MachineCard = {
  ...{ id: "saga", title: "Saga", database: "sagas", table: "sagas" },
  ...{ stateColumn: "status", stepColumn: "step", steps: [] },
  states: [
    { id: "STARTED", title: "démarrée", sign: "saga-new" },
    { id: "COMPLETED", title: "terminée", sign: "saga-done" },
    { id: "COMPENSATED", title: "compensée", sign: "saga-undone" },
  ],
  transitions: [["STARTED", "COMPLETED"]],
};

describe("a saga as a state machine", () => {
  const s = createLogBuilder();
  const update = (before: string[], after: string[]) =>
    s.commit("orchestrateur", "sagas", [{ table: "sagas", op: "u", before, after }]);
  s.add("orchestrateur", "run-started", {});
  s.commit("orchestrateur", "sagas", [inserted("sagas", ["s1", "1042", "STARTED", "STOCK"])]);
  s.commit("orchestrateur", "sagas", [inserted("sagas", ["s2", "1043", "STARTED", "STOCK"])]);
  update(["s1", "1042", "STARTED", "STOCK"], ["s1", "1042", "STARTED", "PAY"]);
  update(["s1", "1042", "STARTED", "PAY"], ["s1", "1042", "COMPLETED", "PAY"]);
  update(["s2", "1043", "STARTED", "STOCK"], ["s2", "1043", "COMPENSATED", "STOCK"]);
  const table = createMachineTable(s.log, { machines: [saga], databases });
  table.extend();

  test("changes when its row changes of state or of step", () => {
    const [first] = table.about("1042");
    expect(first?.changes.map(({ index, state, step }) => [index, state, step])).toEqual([
      [1, "STARTED", "STOCK"],
      [3, "STARTED", "PAY"],
      [4, "COMPLETED", "PAY"],
    ]);
  });

  test("is where its last change left it, and nowhere before its first row", () => {
    const [first] = table.about("1042");
    if (first === undefined) throw new Error("1042 has a saga");
    expect(stateAt(first, 0)).toBeNull();
    expect(stateAt(first, 3)).toMatchObject({ state: "STARTED", step: "PAY" });
    expect(stateCard(saga, "COMPLETED")?.title).toBe("terminée");
  });

  test("a transition that the card does not know is marked", () => {
    const [second] = table.about("1043");
    expect(second?.changes.map((change) => change.isExpected)).toEqual([true, false]);
  });

  test("the census counts sagas by state at any step", () => {
    expect([...table.census("saga", 0).values()]).toEqual([0, 0, 0]);
    expect([...table.census("saga", 2).values()]).toEqual([2, 0, 0]);
    expect([...table.census("saga", 5).values()]).toEqual([0, 1, 1]);
  });
});
