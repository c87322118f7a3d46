/**
 * Where boxes and tracks stand in a thumbnail: the card's own sheet, made small.
 * Worked out while the site is built. Pure geometry.
 */
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import { layTracks } from "../_lab/stage/routing.ts";

/** A thumbnail is drawn on a sheet this wide, px. */
const WIDTH = 264;
/** Around the boxes, so that no frame is cut, px. */
const EDGE = 2;
/** Between the two tracks of a link, px of the card's sheet. */
const TRACK_GAP = 14;
const TALLEST = 150;

interface Extent {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function extentOf(points: readonly (readonly [number, number])[]): Extent {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const left = Math.min(...xs);
  const top = Math.min(...ys);
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

const tenth = (length: number): number => Math.round(length * 10) / 10;

export function thumbnailStage({ nodes, links }: Pick<ScenarioCard, "nodes" | "links">) {
  const tracks = layTracks(nodes, links, TRACK_GAP);
  const sheet = extentOf([
    ...nodes.flatMap(({ x, y, width, height }) => [
      [x, y] as const,
      [x + width, y + height] as const,
    ]),
    ...tracks.flatMap(({ points }) => points.map(({ x, y }) => [x, y] as const)),
  ]);
  const scale = Math.min(
    (WIDTH - 2 * EDGE) / sheet.width,
    (TALLEST - 2 * EDGE) / Math.max(1, sheet.height),
  );
  const x = (at: number): number => tenth((at - sheet.left) * scale + EDGE);
  const y = (at: number): number => tenth((at - sheet.top) * scale + EDGE);
  return {
    width: Math.ceil(sheet.width * scale + 2 * EDGE),
    height: Math.ceil(sheet.height * scale + 2 * EDGE),
    boxes: nodes.map((node) => ({
      ...{ id: node.id, place: node.place, x: x(node.x), y: y(node.y) },
      ...{ width: tenth(node.width * scale), height: tenth(node.height * scale) },
    })),
    tracks: tracks.map(({ key, points }) => ({
      key,
      points: points.map((point) => [x(point.x), y(point.y)] as const),
    })),
  };
}
