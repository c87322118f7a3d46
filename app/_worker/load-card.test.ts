import { expect, test } from "vitest";
import { cards } from "@/scenarios/cards.ts";
import { loadCase } from "./load-card.ts";

test.each(cards.map((card) => [card.id, card] as const))(
  "la carte de %s vient seule, et c’est celle du catalogue",
  async (id, card) => {
    expect(await loadCase(id)).toBe(card);
  },
);

test.each(["", "inconnu", "constructor", "__proto__"])("« %s » n’a pas de carte", async (id) => {
  expect(await loadCase(id)).toBeNull();
});
