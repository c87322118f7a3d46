import { expect, test } from "vitest";
import { allotLines } from "./allot.ts";

test("une boîte assez haute montre tout", () => {
  expect(
    allotLines(
      [
        { kind: "workers", lines: 1 },
        { kind: "table", lines: 4 },
      ],
      120,
      18,
    ),
  ).toEqual([1, 4]);
});

test("quand la place manque, les lignes de la base passent avant les ouvriers", () => {
  expect(
    allotLines(
      [
        { kind: "workers", lines: 1 },
        { kind: "table", lines: 4 },
      ],
      30,
      18,
    ),
  ).toEqual([0, 1]);
});

test("sur un téléphone, la mémoire de l’orchestrateur et sa base ont chacune leur ligne", () => {
  const demands = [
    { kind: "memory", lines: 2 },
    { kind: "workers", lines: 1 },
    { kind: "table", lines: 4 },
  ] as const;
  expect(allotLines(demands, 56, 18)).toEqual([1, 0, 1]);
});

test("ce qui n’a rien à montrer ne prend pas de place", () => {
  expect(
    allotLines(
      [
        { kind: "memory", lines: 0 },
        { kind: "table", lines: 2 },
      ],
      60,
      18,
    ),
  ).toEqual([0, 2]);
});
