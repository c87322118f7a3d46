/**
 * Where boxes and tracks stand in a miniature: the grid of the card, its columns as wide and its rows as
 * high as their readings ask.
 *
 * Worked out while the site is built. Pure geometry; boxes and paths then stretch with the page.
 */
import type { NodeCard, ScenarioCard } from "@/simulator/vocabulary/card.ts";
import { readingsNeed, widthNeed } from "../_lab/stage/box-need.ts";
import { layTracks } from "../_lab/stage/routing.ts";
import { pathOf } from "../_lab/stage/tracks.ts";
import { STAGE_WIDTH } from "./stage-width.ts";

export interface StageBox {
  readonly id: string;
  /** Percent of the stage's width. */
  readonly left: number;
  readonly width: number;
  /** px. */
  readonly top: number;
  readonly height: number;
}

export interface StageTrack {
  readonly key: string;
  /** SVG path on a sheet `STAGE_WIDTH` wide. */
  readonly path: string;
  readonly points: readonly (readonly [number, number])[];
}

export interface GalleryStage {
  readonly height: number;
  readonly boxes: readonly StageBox[];
  readonly tracks: readonly StageTrack[];
}

/** Around the whole, so that no frame is cut, px. */
const EDGE = 1;
const GAP = { wide: 38, narrow: 26, row: 30 } as const;
const TRACK_GAP = 9;
const HEAD = 30;
const ROW = { least: 68, most: 236 } as const;
/** A box that waits for nothing else. */
const COLUMN_LEAST = 72;

interface Span {
  readonly from: number;
  readonly count: number;
}

interface Placed {
  readonly node: NodeCard;
  readonly columns: Span;
  readonly rows: Span;
}

const edges = (values: readonly number[]): readonly number[] =>
  [...new Set(values)].sort((a, b) => a - b);

/** Which of the edges a length covers. */
function spanOf(starts: readonly number[], from: number, length: number): Span {
  const covered = starts.filter((start) => start >= from && start < from + length);
  return { from: starts.indexOf(from), count: Math.max(1, covered.length) };
}

function placeAll(nodes: readonly NodeCard[]): readonly Placed[] {
  const xs = edges(nodes.map((node) => node.x));
  const ys = edges(nodes.map((node) => node.y));
  return nodes.map((node) => ({
    node,
    columns: spanOf(xs, node.x, node.width),
    rows: spanOf(ys, node.y, node.height),
  }));
}

/** Name, sign of its place and lamp. */
const headWidth = (node: NodeCard): number => node.title.length * 7 + 58;

/** What each line of the grid asks for: the most of those that stand on it alone. */
function asked(
  placed: readonly Placed[],
  along: "columns" | "rows",
  needOf: (node: NodeCard) => number,
): number[] {
  const count = Math.max(1, ...placed.map((one) => one[along].from + one[along].count));
  return Array.from({ length: count }, (_, line) =>
    Math.max(
      0,
      ...placed
        .filter((one) => one[along].from === line && one[along].count === 1)
        .map(({ node }) => needOf(node)),
    ),
  );
}

interface Lines {
  readonly starts: readonly number[];
  readonly sizes: readonly number[];
  readonly gap: number;
}

function lay(sizes: readonly number[], gap: number): Lines {
  let at = EDGE;
  const starts = sizes.map((size) => {
    const start = at;
    at += size + gap;
    return start;
  });
  return { starts, sizes, gap };
}

const extent = ({ sizes, gap }: Lines, { from, count }: Span): number =>
  sizes.slice(from, from + count).reduce((sum, size) => sum + size, 0) + (count - 1) * gap;

function columnsOf(placed: readonly Placed[]): Lines {
  const needs = asked(placed, "columns", (node) =>
    Math.max(COLUMN_LEAST, headWidth(node), widthNeed(node)),
  ).map((need) => Math.max(COLUMN_LEAST, need));
  const gap = needs.length > 3 ? GAP.narrow : GAP.wide;
  const room = STAGE_WIDTH - 2 * EDGE - gap * (needs.length - 1);
  const total = needs.reduce((sum, need) => sum + need, 0);
  return lay(
    needs.map((need) => (need * room) / total),
    gap,
  );
}

const tenth = (length: number): number => Math.round(length * 10) / 10;

export function galleryStage(card: Pick<ScenarioCard, "nodes" | "links">): GalleryStage {
  const placed = placeAll(card.nodes);
  const columns = columnsOf(placed);
  const widthOf = (one: Placed): number => extent(columns, one.columns);
  const needOf = (one: Placed): number =>
    Math.max(ROW.least, Math.min(ROW.most, HEAD + readingsNeed(one.node, widthOf(one))));
  const rows = lay(
    asked(placed, "rows", (node) =>
      Math.max(...placed.filter((one) => one.node === node).map(needOf)),
    ).map((need) => Math.max(ROW.least, need)),
    GAP.row,
  );
  const sheet = placed.map((one) => {
    const room = extent(rows, one.rows);
    const height = Math.min(room, needOf(one));
    return {
      id: one.node.id,
      x: columns.starts[one.columns.from] ?? 0,
      y: (rows.starts[one.rows.from] ?? 0) + (room - height) / 2,
      width: widthOf(one),
      height,
    };
  });
  return {
    height: Math.ceil(extent(rows, { from: 0, count: rows.sizes.length }) + 2 * EDGE),
    boxes: sheet.map((box) => ({
      id: box.id,
      left: tenth((100 * box.x) / STAGE_WIDTH),
      width: tenth((100 * box.width) / STAGE_WIDTH),
      top: tenth(box.y),
      height: tenth(box.height),
    })),
    tracks: layTracks(sheet, card.links, TRACK_GAP).map(({ key, points }) => ({
      key,
      path: pathOf(points),
      points: points.map(({ x, y }) => [tenth(x), tenth(y)] as const),
    })),
  };
}
