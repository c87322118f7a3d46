import { describe, expect, test } from "vitest";
import { pieceCards } from "@/scenarios/pieces/cards.ts";
import { galleryStage, type StageBox } from "./gallery-stage.ts";
import { pointAt } from "./living-traffic.ts";
import { STAGE_WIDTH } from "./stage-width.ts";

/** A hair of rounding, px and percent. */
const HAIR = 0.2;

const apart = (a: StageBox, b: StageBox): boolean =>
  a.left + a.width <= b.left + HAIR ||
  b.left + b.width <= a.left + HAIR ||
  a.top + a.height <= b.top + HAIR ||
  b.top + b.height <= a.top + HAIR;

describe.each(pieceCards.map((card) => [card.id, card] as const))(
  "la miniature de %s",
  (_id, card) => {
    const stage = galleryStage(card);

    test("ses boîtes tiennent sur la feuille et ne se recouvrent pas", () => {
      expect(stage.boxes.map(({ id }) => id)).toEqual(card.nodes.map(({ id }) => id));
      for (const box of stage.boxes) {
        expect(box.left).toBeGreaterThanOrEqual(0);
        expect(box.left + box.width).toBeLessThanOrEqual(100 + HAIR);
        expect(box.top + box.height).toBeLessThanOrEqual(stage.height);
        expect(stage.boxes.every((other) => other === box || apart(box, other))).toBe(true);
      }
    });

    test("chaque lien a ses deux voies, entières sur la feuille, d’une boîte à l’autre", () => {
      const keys = card.links.flatMap(({ a, b }) => [`${a}>${b}`, `${b}>${a}`]);
      expect(stage.tracks.map(({ key }) => key).sort()).toEqual(keys.sort());
      for (const track of stage.tracks) {
        for (const [x, y] of track.points) {
          expect(x).toBeGreaterThanOrEqual(-HAIR);
          expect(x).toBeLessThanOrEqual(STAGE_WIDTH + HAIR);
          expect(y).toBeGreaterThanOrEqual(-HAIR);
          expect(y).toBeLessThanOrEqual(stage.height + HAIR);
        }
        const end = pointAt(track, 1);
        const last = track.points.at(-1) ?? [0, 0];
        expect(Math.abs((end.left * STAGE_WIDTH) / 100 - last[0])).toBeLessThan(HAIR);
        expect(Math.abs(end.top - last[1])).toBeLessThan(HAIR);
      }
    });
  },
);
