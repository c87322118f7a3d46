/**
 * Where the library’s name stands, which its authors ask to see: in a corner that covers no box. Pure.
 *
 * The back of a room keeps a strip for it under its boxes; a phone does so when its four corners are taken.
 */
import {
  type Arrangement,
  type Box,
  type Fit,
  fitSheet,
  type Sheet,
  type Size,
} from "./arrangement.ts";

export const MARK_CORNERS = ["bottom-right", "bottom-left", "top-right", "top-left"] as const;
export type MarkCorner = (typeof MARK_CORNERS)[number];

/** Room of the name, px on screen. */
export const MARK: Size = { width: 76, height: 28 };

/** What is left for the boxes when the name has a strip of its own. */
export const aboveMark = ({ width, height }: Size): Size => ({
  width,
  height: Math.max(0, height - MARK.height),
});

/** The first corner of the container that is clear; null: none is. */
function freeCorner(boxes: readonly Box[], fit: Fit, container: Size): MarkCorner | null {
  const isFree = (corner: MarkCorner): boolean => {
    const left = corner.endsWith("left") ? 0 : container.width - MARK.width;
    const top = corner.startsWith("top") ? 0 : container.height - MARK.height;
    return boxes.every(({ x, y, width, height }) => {
      const box = { left: fit.x + x * fit.zoom, top: fit.y + y * fit.zoom };
      return (
        box.left >= left + MARK.width ||
        box.left + width * fit.zoom <= left ||
        box.top >= top + MARK.height ||
        box.top + height * fit.zoom <= top
      );
    });
  };
  return MARK_CORNERS.find(isFree) ?? null;
}

export interface MarkedFit {
  readonly fit: Fit;
  readonly corner: MarkCorner;
}

interface Drawn {
  readonly boxes: readonly Box[];
  readonly sheet: Sheet;
}

/** The viewport of the sheet, with a corner left to the name. */
export function fitWithMark(
  { boxes, sheet }: Drawn,
  arrangement: Arrangement,
  container: Size,
): MarkedFit {
  if (arrangement === "room")
    return { fit: fitSheet(sheet, aboveMark(container)), corner: "bottom-right" };
  const fit = fitSheet(sheet, container);
  // Beside the tools, where the style sheet puts it.
  if (arrangement === "wide") return { fit, corner: "bottom-right" };
  const corner = freeCorner(boxes, fit, container);
  return corner === null
    ? { fit: fitSheet(sheet, aboveMark(container)), corner: "bottom-right" }
    : { fit, corner };
}
