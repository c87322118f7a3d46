import { expect, test } from "vitest";
import {
  BadConfiguration,
  distinct,
  durationUs,
  oneOf,
  partsPerMillion,
  ratePerSecond,
  required,
  wholeNumber,
} from "./configuration.ts";

const refusalOf = (build: () => unknown): BadConfiguration => {
  try {
    build();
  } catch (error) {
    if (error instanceof BadConfiguration) return error;
    throw error;
  }
  throw new Error("nothing was refused");
};

test("réglage absurde : refusé à la construction, dans une phrase qui nomme le champ", () => {
  const refused: readonly (readonly [string, () => unknown])[] = [
    ["débit", () => ratePerSecond("débit", -1)],
    ["débit", () => ratePerSecond("débit", Number.NaN)],
    ["partitions", () => wholeNumber("partitions", 0, { min: 1, max: 100 })],
    ["partitions", () => wholeNumber("partitions", 2.5, { min: 1, max: 100 })],
    ["délai", () => durationUs("délai", -5)],
    ["perte", () => partsPerMillion("perte", 1_000_001)],
    ["groupes", () => distinct("groupes", ["a", "b", "a"])],
    ["groupes", () => distinct("groupes", [""])],
    ["acquittement", () => oneOf("acquittement", "peut-être", ["aucun", "tous"])],
    ["quorum", () => required("quorum", 4 <= 3, "4 répliques demandées, 3 existent.")],
  ];
  for (const [field, build] of refused) {
    const refusal = refusalOf(build);
    expect(refusal.field).toBe(field);
    expect(refusal.message).toContain(`« ${field} »`);
  }
});

test("réglage sensé : rendu tel quel", () => {
  expect(ratePerSecond("débit", 0.5)).toBe(0.5);
  expect(wholeNumber("partitions", 100, { min: 1, max: 100 })).toBe(100);
  expect(distinct("groupes", ["a", "b"])).toEqual(["a", "b"]);
  expect(oneOf("acquittement", "tous", ["aucun", "tous"])).toBe("tous");
});
