import { describe, expect, test } from "vitest";
import { card } from "@/scenarios/passerelle/card.ts";
import { BOX, layGuard } from "./guard-layout.ts";
import { passagesOf, visitsUpTo } from "./histories.ts";

const guard = card.guards?.[0];
if (guard === undefined) throw new Error("no guard to draw");

describe("la machine d’une protection", () => {
  const layout = layGuard(guard, 344);

  test("les états tiennent dans la largeur, l’un à côté de l’autre", () => {
    const lefts = layout.boxes.map(({ x }) => x);
    expect(lefts).toEqual([...lefts].sort((a, b) => a - b));
    for (const [i, x] of lefts.slice(1).entries()) {
      expect(x - (lefts[i] as number)).toBeGreaterThanOrEqual(BOX.width);
    }
    expect((lefts.at(-1) as number) + BOX.width).toBeLessThanOrEqual(344);
  });

  test("on avance au-dessus, on revient au-dessous, et deux étiquettes ne se recouvrent pas", () => {
    for (const { from, to, label } of layout.arcs) {
      const ids = layout.boxes.map(({ id }) => id);
      const isForward = ids.indexOf(to) > ids.indexOf(from);
      expect(label.y < layout.top).toBe(isForward);
      expect(label.y).toBeGreaterThan(0);
      expect(label.y).toBeLessThan(layout.height);
    }
    const places = layout.arcs.map(({ label, title }) => ({ ...label, half: title.length * 3.2 }));
    for (const [i, a] of places.entries())
      for (const b of places.slice(i + 1)) {
        const isApart = Math.abs(a.y - b.y) >= 12 || Math.abs(a.x - b.x) >= a.half + b.half;
        expect(isApart).toBe(true);
      }
  });
});

test("une visite par état entré, jusqu’au pas regardé ; un arrêt brutal l’interrompt", () => {
  const changes = [
    { index: 1, atUs: 1, value: "ferme" },
    { index: 4, atUs: 4, value: "ouvert" },
    { index: 5, atUs: 5, value: "ouvert" },
    { index: 8, atUs: 8, value: null },
    { index: 9, atUs: 9, value: "ouvert" },
  ];
  expect(visitsUpTo(changes, 5).map(({ index }) => index)).toEqual([1, 4]);
  expect(visitsUpTo(changes, 9).map(({ index }) => index)).toEqual([1, 4, 9]);
  expect(passagesOf(visitsUpTo(changes, 9), "ferme", "ouvert")).toBe(1);
});
