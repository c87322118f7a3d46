import { describe, expect, test } from "vitest";
import { withPlaces } from "@/app/_atelier/piece-places.ts";
import { cards } from "@/scenarios/cards.ts";
import { pieceCards } from "@/scenarios/pieces/cards.ts";
import { card as saga } from "@/scenarios/saga-fintech/card.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import { arrange, type Box, fitSheet, phoneStretchFor, stretchFor } from "./arrangement.ts";
import { layTracks } from "./routing.ts";
import { overhang } from "./tracks.ts";

const SCREENS = [
  ["un bureau", "wide", { width: 888, height: 530 }],
  ["un écran de 1024", "wide", { width: 724, height: 430 }],
  ["un téléphone", "phone", { width: 390, height: 420 }],
  ["une salle", "room", { width: 1024, height: 470 }],
] as const;

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

test("les boîtes placées à la main restent où la main les a mises", () => {
  const placed = saga.nodes.map(({ id, x, y, width, height }) => ({ id, x, y, width, height }));
  expect(arrange(saga, "wide", { width: 888, height: 530 }).boxes).toEqual(placed);
});

describe.each(SCREENS)("sur %s", (_name, arrangement, container) => {
  test.each(pieceCards.map(withPlaces).map((card) => [card.id, card] as const))(
    "%s : aucune boîte n’en recouvre une autre ni ne sort de la feuille",
    (_id, card: ScenarioCard) => {
      const { boxes, sheet } = arrange(card, arrangement, container);
      for (const box of boxes) {
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.y).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(sheet.width);
        expect(box.y + box.height).toBeLessThanOrEqual(sheet.height);
        expect(boxes.filter((other) => other !== box && overlap(box, other))).toEqual([]);
      }
    },
  );
});

describe("une scène basse et large", () => {
  test("donne sa largeur aux boîtes quand le texte ne peut plus rapetisser, jamais plus de la moitié", () => {
    expect(stretchFor({ width: 888, height: 530 })).toBe(1);
    expect(stretchFor({ width: 1_400, height: 530 })).toBe(1);
    expect(stretchFor({ width: 690, height: 300 })).toBeCloseTo(1.35, 2);
    expect(stretchFor({ width: 2_000, height: 200 })).toBe(1.5);
    expect(stretchFor({ width: 400, height: 600 })).toBe(1);
    const { boxes, sheet } = arrange(saga, "wide", { width: 0, height: 0, stretch: 1.5 });
    expect(sheet.width).toBe(1_332);
    for (const [i, box] of boxes.entries()) {
      const drawn = saga.nodes[i];
      expect(box.x + box.width).toBeLessThanOrEqual(1_332);
      expect(box.width).toBe(Math.round((drawn?.width ?? 0) * 1.5));
    }
  });
});

describe("une scène étroite et basse, à côté d’une étude", () => {
  const container = { width: 511, height: 404 };
  test.each(cards.map((card) => [card.id, card] as const))(
    "%s : la feuille réduite donne aux boîtes la largeur qui reste, sans en sortir",
    (_id, card) => {
      const drawn = arrange(card, "phone", container);
      const beyond = overhang(drawn.sheet, layTracks(drawn.boxes, card.links, 14));
      const stretch = phoneStretchFor(card, container, beyond);
      const { boxes, sheet } = arrange(card, "phone", { ...container, stretch });
      const { zoom } = fitSheet(sheet, container);
      expect(zoom).toBe(fitSheet(drawn.sheet, container).zoom);
      // Tracks around the boxes stay in sight as they were.
      const tracks = overhang(sheet, layTracks(boxes, card.links, 14));
      if (stretch > 1)
        expect((sheet.width + 2 * tracks) * zoom).toBeLessThanOrEqual(container.width + 1);
      expect(sheet.width * zoom).toBeLessThanOrEqual(container.width + 1);
      for (const box of boxes) {
        expect(box.x + box.width).toBeLessThanOrEqual(sheet.width);
        expect(boxes.filter((other) => other !== box && overlap(box, other))).toEqual([]);
      }
    },
  );

  test("une feuille qui tient déjà reste comme la main l’a dessinée", () => {
    expect(phoneStretchFor(saga, { width: 390, height: 900 }, 0)).toBe(1);
  });
});
