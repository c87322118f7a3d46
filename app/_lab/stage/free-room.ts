/** The largest calm rectangle of the sheet for the caption: clear of boxes and tracks. Pure. */
import type { Box, Size } from "./arrangement.ts";
import type { Track } from "./tracks.ts";

export interface Room {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const STEP = 10;
const MARGIN = 14;

const clear = (room: Room, walls: readonly Room[]): boolean =>
  !walls.some(
    (wall) =>
      room.x < wall.x + wall.width &&
      wall.x < room.x + room.width &&
      room.y < wall.y + wall.height &&
      wall.y < room.y + room.height,
  );

function wallsOf(boxes: readonly Box[], tracks: readonly Track[]): readonly Room[] {
  const walls: Room[] = boxes.map(({ x, y, width, height }) => ({
    x: x - 8,
    y: y - 8,
    width: width + 16,
    height: height + 16,
  }));
  for (const { points } of tracks) {
    for (let i = 1; i < points.length; i++) {
      const a = points[i - 1];
      const b = points[i];
      if (a === undefined || b === undefined) continue;
      walls.push({
        x: Math.min(a.x, b.x) - 16,
        y: Math.min(a.y, b.y) - 16,
        width: Math.abs(a.x - b.x) + 32,
        height: Math.abs(a.y - b.y) + 32,
      });
    }
  }
  return walls;
}

/** Lowest, then leftmost place for a text of one of these sizes, the first size that fits; or null. */
export function freeRoom(
  sheet: Size,
  boxes: readonly Box[],
  tracks: readonly Track[],
  sizes: readonly Size[],
): Room | null {
  const walls = wallsOf(boxes, tracks);
  for (const { width, height } of sizes) {
    for (let y = sheet.height - MARGIN - height; y >= MARGIN; y -= STEP) {
      for (let x = MARGIN; x + width <= sheet.width - MARGIN; x += STEP) {
        const room = { x, y, width, height };
        if (clear(room, walls)) return room;
      }
    }
  }
  return null;
}
