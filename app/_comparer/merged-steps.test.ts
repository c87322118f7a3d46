import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  endPlace,
  isPlace,
  type Logs,
  nextPlace,
  type Place,
  placeAt,
  placeOf,
  placeUs,
  previousPlace,
  START,
} from "./merged-steps.ts";

const logs = (left: readonly number[], right: readonly number[]): Logs => {
  const told = (instants: readonly number[]) => {
    const sorted = [...instants].sort((a, b) => a - b);
    return { length: sorted.length, atUs: (index: number) => sorted[index] as number };
  };
  return [told(left), told(right)];
};

function walk(both: Logs): readonly Place[] {
  const places: Place[] = [START];
  for (;;) {
    const here = places.at(-1) as Place;
    const next = nextPlace(both, here);
    if (next[0] === here[0] && next[1] === here[1]) return places;
    places.push(next);
  }
}

describe("les pas de deux parcours", () => {
  test("suivent l’heure simulée ; au même instant, les deux côtés avancent ensemble", () => {
    expect(walk(logs([1, 3, 3, 3], [2, 3]))).toEqual([
      [-1, -1],
      [0, -1],
      [0, 0],
      [1, 1],
      [2, 1],
      [3, 1],
    ]);
  });

  const anyLogs = fc
    .tuple(fc.array(fc.nat(12), { maxLength: 12 }), fc.array(fc.nat(12), { maxLength: 12 }))
    .map(([left, right]) => logs(left, right));

  test("vont du début à la fin, et chaque pas se défait", () => {
    fc.assert(
      fc.property(anyLogs, (both) => {
        const places = walk(both);
        expect(places.at(-1)).toEqual(endPlace(both));
        for (let i = 1; i < places.length; i++)
          expect(previousPlace(both, places[i] as Place)).toEqual(places[i - 1]);
        expect(previousPlace(both, START)).toEqual(START);
      }),
    );
  });

  test("aller à un instant, ou à un événement d’un côté, ne saute rien de l’autre", () => {
    fc.assert(
      fc.property(anyLogs, fc.nat(12), fc.nat(11), (both, atUs, index) => {
        expect(isPlace(both, placeAt(both, atUs))).toBe(true);
        for (const side of [0, 1] as const) {
          const place = placeOf(both, side, index);
          expect(isPlace(both, place)).toBe(true);
          expect(place[side]).toBe(Math.min(index, both[side].length - 1));
        }
      }),
    );
  });

  test("un couple de pas qui n’est pas un instant se reconnaît", () => {
    const both = logs([1, 2, 3], [1, 2, 3]);
    expect(isPlace(both, [2, 0])).toBe(false);
    expect(isPlace(both, [7, 0])).toBe(false);
    expect(placeUs(both, [1, 1])).toBe(2);
  });
});
