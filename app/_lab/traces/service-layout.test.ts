import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BOX, type EdgeEnds, layServices, roomForLabels } from "./service-layout.ts";

const edge = (from: string, to: string): EdgeEnds => ({ key: `${from}>${to}`, from, to });

describe("la carte des services", () => {
  test("se lit de ceux qui demandent à ceux qui servent, une colonne par saut", () => {
    const { nodes } = layServices(
      ["clients", "kong", "stock", "base"],
      [
        edge("clients", "kong"),
        edge("kong", "stock"),
        edge("stock", "base"),
        edge("stock", "kong"),
      ],
    );
    const x = (id: string): number => nodes.find((node) => node.id === id)?.x ?? Number.NaN;
    expect(x("clients")).toBeLessThan(x("kong"));
    expect(x("kong")).toBeLessThan(x("stock"));
    expect(x("stock")).toBeLessThan(x("base"));
  });

  test("aucune boîte n’en couvre une autre, toutes sont dans le cadre, chaque arête a son tracé", () => {
    const ids = ["a", "b", "c", "d", "e", "f", "g"];
    const name = fc.constantFrom(...ids);
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, name), { maxLength: 25 }), (pairs) => {
        const edges = [...new Map(pairs.map(([a, b]) => [`${a}>${b}`, edge(a, b)])).values()];
        const { nodes, width, height, edges: laid } = layServices(ids, edges);
        expect(nodes.map(({ id }) => id).sort()).toEqual(ids);
        expect(laid.map(({ key }) => key).sort()).toEqual(edges.map(({ key }) => key).sort());
        for (const { x, y } of nodes) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(x + BOX.width).toBeLessThanOrEqual(width);
          expect(y + BOX.height).toBeLessThanOrEqual(height);
        }
        for (const a of nodes)
          for (const b of nodes)
            if (a.id < b.id)
              expect(Math.abs(a.x - b.x) >= BOX.width || Math.abs(a.y - b.y) >= BOX.height).toBe(
                true,
              );
        const tips = laid.map(({ path }) => path);
        expect(new Set(tips).size).toBe(tips.length);
      }),
    );
  });

  test("des mots qui se couvriraient ne sont pas écrits deux fois au même endroit", () => {
    const at = { x: 10, y: 10 };
    const kept = roomForLabels(
      [
        { key: "a", at, width: 60 },
        { key: "b", at: { x: 40, y: 12 }, width: 60 },
        { key: "c", at: { x: 40, y: 40 }, width: 60 },
      ],
      16,
    );
    expect([...kept]).toEqual(["a", "c"]);
  });
});
