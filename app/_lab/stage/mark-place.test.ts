/** The library’s name covers no box, on a phone and at the back of a room, whatever the case. */
import { describe, expect, test } from "vitest";
import { withPlaces } from "@/app/_atelier/piece-places.ts";
import { cards } from "@/scenarios/cards.ts";
import { pieceCards } from "@/scenarios/pieces/cards.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import { arrange, phoneStretchFor } from "./arrangement.ts";
import { aboveMark, fitWithMark, MARK } from "./mark-place.ts";

const PLACES = [
  ["un téléphone", "phone", { width: 390, height: 420 }],
  ["un téléphone, la feuille ouverte", "phone", { width: 390, height: 330 }],
  ["une étude, à côté du texte", "phone", { width: 511, height: 404 }],
  ["une salle", "room", { width: 1024, height: 470 }],
  ["une grande salle", "room", { width: 1440, height: 560 }],
] as const;

const all: readonly ScenarioCard[] = [...cards, ...pieceCards.map(withPlaces)];

describe.each(PLACES)("sur %s", (_name, arrangement, container) => {
  test.each(all.map((card) => [card.id, card] as const))("%s", (_id, card) => {
    const ground = arrangement === "room" ? aboveMark(container) : container;
    const stretch = arrangement === "phone" ? phoneStretchFor(card, container, 0) : 1;
    const drawn = arrange(card, arrangement, { ...ground, stretch });
    const { fit, corner } = fitWithMark(drawn, arrangement, container);
    const left = corner.endsWith("left") ? 0 : container.width - MARK.width;
    const top = corner.startsWith("top") ? 0 : container.height - MARK.height;
    const covered = drawn.boxes.filter(({ x, y, width, height }) => {
      const [fromX, fromY] = [fit.x + x * fit.zoom, fit.y + y * fit.zoom];
      return (
        fromX < left + MARK.width &&
        left < fromX + width * fit.zoom &&
        fromY < top + MARK.height &&
        top < fromY + height * fit.zoom
      );
    });
    expect(covered.map(({ id }) => id)).toEqual([]);
  });
});
