import { describe, expect, test } from "vitest";
import { createTimeline } from "@/app/_lab/folds.ts";
import type { LabState } from "@/app/_lab/state.ts";
import { syntheticCard } from "@/app/_lab/testing/synthetic.ts";
import { createLogBuilder, inserted } from "@/simulator/testing/log-builder.ts";
import type { DatabaseCard } from "@/simulator/vocabulary/card.ts";
import { rowsBetween } from "./rows-between.ts";

const column = (name: string) => ({ name, type: "text" as const, title: name });
const databases: readonly DatabaseCard[] = [
  {
    ...{ id: "ventes", title: "Ventes", node: "boutique" },
    tables: [
      {
        ...{ name: "orders", key: ["id"], subject: "checkout" },
        columns: ["id", "checkout", "etat"].map(column),
      },
      { name: "stock", key: ["sku"], subject: null, columns: ["sku", "reste"].map(column) },
    ],
  },
];

/** Orders as `id checkout etat`, and what is left of the stock. */
function side(orders: readonly string[], left: string): LabState {
  const s = createLogBuilder();
  for (const order of orders)
    s.commit("boutique", "ventes", [inserted("orders", order.split(" "))]);
  s.commit("boutique", "ventes", [inserted("stock", ["casque", left])]);
  const timeline = createTimeline(s.log, databases);
  timeline.extend();
  const card = { ...syntheticCard, databases };
  return { card, run: { timeline }, view: { playhead: s.log.length - 1 } } as unknown as LabState;
}

const said = (left: LabState, right: LabState) =>
  rowsBetween(left, right).map(({ table, name, kind, columns }) => [
    ...[table, name, kind],
    columns.map((each) => each.name).join(" "),
  ]);

describe("les lignes des deux côtés au même instant", () => {
  test("se reconnaissent à leur sujet : chaque parcours numérote les siennes", () => {
    const left = side(["1 7-3 payée", "2 9-1 payée"], "8");
    const right = side(["1 9-1 payée", "2 7-3 payée"], "8");
    expect(said(left, right)).toEqual([]);
  });

  test("disent ce qui diffère, et ce qu’un seul côté connaît", () => {
    const left = side(["1 7-3 payée", "2 9-1 payée"], "8");
    const right = side(["1 9-1 annulée", "2 4-4 payée"], "7");
    expect(said(left, right)).toEqual([
      ["orders", "7-3", "deleted", "id checkout etat"],
      ["orders", "9-1", "changed", "etat"],
      ["orders", "4-4", "inserted", "id checkout etat"],
      ["stock", "casque", "changed", "reste"],
    ]);
  });

  test("sans base commune, il n’y a rien à comparer", () => {
    const left = side(["1 7-3 payée"], "8");
    const alone = { ...left, card: { ...syntheticCard, databases: [] } };
    expect(rowsBetween(left, alone)).toEqual([]);
  });
});
