/**
 * Where the boxes of the stage stand: the card's places for a wide or a narrow container, and how
 * much they are scaled. Pure; knows neither React nor what a box shows.
 */
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";

export type Arrangement = "wide" | "phone";

export interface Box {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The sheet that cards are drawn on, px. */
const WIDE: Size = { width: 888, height: 530 };
const PHONE_WIDTH = 390;
/** A container narrower than this takes the phone's places, px. */
const PHONE_BELOW = 560;
/** Room kept under the lowest box of a phone for the caption, px. */
const PHONE_CAPTION = 74;
const ZOOM_MAX = 1.5;
const ZOOM_MIN = 0.4;
/** Body text of a box on the sheet, px; the reader never sees it smaller than the floor. */
const TEXT = 13;

export const arrangementFor = (container: Size): Arrangement =>
  container.width < PHONE_BELOW ? "phone" : "wide";

export const boxesOf = (card: ScenarioCard, arrangement: Arrangement): readonly Box[] =>
  card.nodes.map((node) => {
    const { x, y, width, height } = arrangement === "phone" ? node.phone : node;
    return { id: node.id, x, y, width, height };
  });

/** Size of the sheet: the card's, or larger when boxes go beyond it. */
export function sheetOf(boxes: readonly Box[], arrangement: Arrangement): Size {
  const right = Math.max(0, ...boxes.map((box) => box.x + box.width + 14));
  const bottom = Math.max(0, ...boxes.map((box) => box.y + box.height + 12));
  return arrangement === "phone"
    ? { width: Math.max(PHONE_WIDTH, right), height: bottom + PHONE_CAPTION }
    : { width: Math.max(WIDE.width, right), height: Math.max(WIDE.height, bottom) };
}

export interface Fit {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** The viewport that shows the whole sheet in the container, centred, never enlarged too much. */
export function fitSheet(sheet: Size, container: Size): Fit {
  const wanted = Math.min(container.width / sheet.width, container.height / sheet.height, ZOOM_MAX);
  const zoom = Math.max(ZOOM_MIN, wanted);
  return {
    x: Math.round(Math.max(0, (container.width - sheet.width * zoom) / 2)),
    y: Math.round(Math.max(0, (container.height - sheet.height * zoom) / 2)),
    zoom,
  };
}

/** How much larger text is set on the sheet so that it is read at `floorPx` at least once scaled. */
export const textScale = (zoom: number, floorPx: number): number =>
  Math.max(1, floorPx / (TEXT * zoom));
