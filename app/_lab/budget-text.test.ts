import { expect, test } from "vitest";
import { budgetText } from "./budget-text.ts";

const summary = {
  events: 1_000_000,
  simulatedUs: 41_200_000,
  digest: "",
  endReason: "budget",
  claims: [],
} as const;

test("un budget atteint se dit avec son nombre, son instant, et sans promesse tenue", () => {
  expect(budgetText({ ...summary, endDetail: "1000000 événements" })).toBe(
    "Le budget de 1\u202f000\u202f000 d’événements est atteint à 41,2\u202fs. Aucune promesse n’est déclarée tenue.",
  );
});
