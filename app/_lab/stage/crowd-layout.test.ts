/** Where a crowd stands: nothing over anything else, each tile with its two tracks, all on the sheet. */
import { describe, expect, test } from "vitest";
import { card } from "@/scenarios/caisses/card.ts";
import { cardFor } from "@/simulator/vocabulary/crowd.ts";
import type { Box } from "./arrangement.ts";
import { layCrowd } from "./crowd-layout.ts";

const SIZES = [
  [4, 2, 0],
  [10, 5, 0],
  [80, 6, 20],
  [400, 5, 0],
] as const;

const meet = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe.each(SIZES)("%i magasins de %i caisses", (stores, tills, larger) => {
  const world = cardFor(card, {
    ...{ magasins: stores, "caisses-par-magasin": tills, "magasins-plus-grands": larger },
  });

  test.each([false, true])("sur un téléphone : %s", (isPhone) => {
    const { boxes, tracks, sheet } = layCrowd(world, isPhone);
    expect(boxes).toHaveLength(stores + 2);
    const overlaps = boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => meet(a, b)));
    expect(overlaps).toEqual([]);
    for (const { id, x, y, width, height } of boxes) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(sheet.width);
      expect(y + height).toBeLessThanOrEqual(sheet.height);
      if (id.startsWith("magasin")) {
        expect(tracks.filter(({ from, to }) => from === id || to === id)).toHaveLength(2);
      }
    }
  });
});
