/**
 * Where the boxes of the stage stand: the card's places for a wide or a narrow container, spread over
 * the whole container for the back of the room; and how much they are scaled. Pure; knows neither
 * React nor what a box shows.
 */
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";

export type Arrangement = "wide" | "phone" | "room";

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

/** `left`: what is drawn beyond its left edge, px. */
export interface Sheet extends Size {
  readonly left?: number;
}

/** The sheet that cards are drawn on, px. */
const WIDE: Size = { width: 888, height: 530 };
const PHONE_WIDTH = 390;
/** A container narrower than this takes the phone's places, px. */
const PHONE_BELOW = 560;
const ZOOM_MAX = 1.5;
const ZOOM_MIN = 0.4;
/** Body text of a box on the sheet, px; the reader never sees it smaller than the floor. */
const TEXT = 13;

/** Below this zoom text no longer shrinks with the boxes: a wider container then gives them its width. */
const STRETCH_BELOW = 0.7;
const STRETCH_MAX = 1.5;

/** How much wider a low and wide container lets the sheet be, by steps; 1: as drawn. */
export function stretchFor({ width, height }: Size): number {
  const zoom = Math.min(width / WIDE.width, height / WIDE.height);
  if (zoom >= STRETCH_BELOW || height === 0) return 1;
  const room = (width / height) * (WIDE.height / WIDE.width);
  return Math.max(1, Math.min(STRETCH_MAX, Math.floor(room * 20) / 20));
}

const bounds = (boxes: readonly Box[]): Size => ({
  width: Math.max(0, ...boxes.map((box) => box.x + box.width + 14)),
  height: Math.max(0, ...boxes.map((box) => box.y + box.height + 12)),
});

/**
 * The same for a phone’s sheet that is higher than its container: reduced, it leaves room on both sides.
 * `overhang`: what tracks take of it on each side, px of the sheet.
 */
export function phoneStretchFor(
  card: ScenarioCard,
  { width, height }: Size,
  overhang: number,
): number {
  const sheet = bounds(placed(card, true));
  const sheetWidth = Math.max(PHONE_WIDTH, sheet.width);
  const zoom = Math.min(width / sheetWidth, height / sheet.height, ZOOM_MAX);
  if (zoom <= 0) return 1;
  const room = (width / zoom - 2 * overhang) / sheetWidth;
  return Math.max(1, Math.min(STRETCH_MAX, Math.floor(room * 20) / 20));
}

export const arrangementFor = (container: Size, isProjector: boolean): Arrangement =>
  container.width < PHONE_BELOW ? "phone" : isProjector ? "room" : "wide";

const placed = (card: ScenarioCard, isPhone: boolean): readonly Box[] =>
  card.nodes.map((node) => {
    const { x, y, width, height } = isPhone ? node.phone : node;
    return { id: node.id, x, y, width, height };
  });

/** Room left between two boxes of a projector, for tracks and bars, px. */
const ROOM_GAP = 84;
const ROOM_GROWTH = 34;
const ROOM_MARGIN = 16;
/** One name and one line of data: the rest is behind a key. */
const ROOM_HEIGHT = 104;

/** Boxes grow sideways into free room: on a projector names are large and must stay whole. */
function widened(boxes: readonly Box[], sheet: Size): readonly Box[] {
  return boxes.map((box) => {
    const row = boxes.filter(
      (other) => other !== box && other.y < box.y + box.height && box.y < other.y + other.height,
    );
    const left = row.filter((o) => o.x < box.x).map((o) => (box.x - o.x - o.width - ROOM_GAP) / 2);
    const right = row
      .filter((o) => o.x > box.x)
      .map((o) => (o.x - box.x - box.width - ROOM_GAP) / 2);
    const toLeft = Math.max(0, Math.min(ROOM_GROWTH, box.x - ROOM_MARGIN, ...left));
    const toRight = Math.max(
      0,
      Math.min(ROOM_GROWTH, sheet.width - ROOM_MARGIN - box.x - box.width, ...right),
    );
    return { ...box, x: box.x - toLeft, width: box.width + toLeft + toRight };
  });
}

const wider = (box: Box, stretch: number): Box => ({
  ...box,
  x: Math.round(box.x * stretch),
  width: Math.round(box.width * stretch),
});

/** Boxes and the sheet they stand on; the sheet is the card's, or larger when boxes go beyond it. */
export function arrange(
  card: ScenarioCard,
  arrangement: Arrangement,
  container: Size & { readonly stretch?: number },
): { readonly boxes: readonly Box[]; readonly sheet: Size } {
  const { stretch = 1 } = container;
  const drawn = placed(card, arrangement === "phone");
  const boxes =
    arrangement !== "room" && stretch > 1 ? drawn.map((box) => wider(box, stretch)) : drawn;
  const { width: right, height: bottom } = bounds(boxes);
  if (arrangement === "phone") {
    const width = Math.max(Math.round(PHONE_WIDTH * stretch), right);
    return { boxes, sheet: { width, height: bottom } };
  }
  const least = arrangement === "wide" ? Math.round(WIDE.width * stretch) : WIDE.width;
  const sheet = { width: Math.max(least, right), height: Math.max(WIDE.height, bottom) };
  if (arrangement === "wide") return { boxes, sheet };
  const sx = container.width / sheet.width;
  const sy = container.height / sheet.height;
  const spread = boxes.map((box) => ({
    id: box.id,
    x: Math.round(box.x * sx),
    y: Math.round(box.y * sy),
    width: Math.round(box.width * sx),
    height: Math.min(ROOM_HEIGHT, Math.round(box.height * sy)),
  }));
  return { boxes: widened(spread, container), sheet: container };
}

export interface Fit {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** The viewport that shows the whole sheet in the container, centred, never enlarged too much. */
export function fitSheet(sheet: Sheet, container: Size): Fit {
  const { left = 0 } = sheet;
  const width = sheet.width + left;
  const wanted = Math.min(container.width / width, container.height / sheet.height, ZOOM_MAX);
  const zoom = Math.max(ZOOM_MIN, wanted);
  return {
    x: Math.round(Math.max(0, (container.width - width * zoom) / 2) + left * zoom),
    y: Math.round(Math.max(0, (container.height - sheet.height * zoom) / 2)),
    zoom,
  };
}

/** How much larger text is set on the sheet so that it is read at `floorPx` at least once scaled. */
export const textScale = (zoom: number, floorPx: number): number =>
  Math.max(1, floorPx / (TEXT * zoom));
