/**
 * Where boxes and tracks stand in a miniature: the grid of the card, its columns as wide and its rows as
 * high as their readings ask.
 *
 * Worked out while the site is built. Pure geometry; boxes and paths then stretch with the page.
 */
import type { NodeCard, ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { Box } from "../_lab/stage/arrangement.ts";
import { readingsNeed, widthNeed } from "../_lab/stage/box-need.ts";
import { PART_LINE_PX } from "../_lab/stage/part-layout.ts";
import { layTracks } from "../_lab/stage/routing.ts";
import { type Point, pathOf } from "../_lab/stage/tracks.ts";
import { edges, type Span, spanOf } from "./grid.ts";
import { STAGE_WIDTH } from "./stage-width.ts";

export interface StageBox {
  readonly id: string;
  /** Percent of the stage's width. */
  readonly left: number;
  readonly width: number;
  /** px. */
  readonly top: number;
  readonly height: number;
  /** Where the sign of its place leaves its name whole: everywhere, on a wide screen only, nowhere. */
  readonly sign: "always" | "wide" | "never";
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

/** The sheet that cards are drawn on, px. */
const CARD_WIDTH = 888;
/** Around the whole, so that no frame is cut, px. */
const EDGE = 1;
const GAP = { wide: 36, narrow: 26, row: 30 } as const;
const TRACK_GAP = 9;
/** Tracks are laid as on the large stage, where stubs and clearances have their room. */
const LAID = 2;
const HEAD = 30;
const ROW_LEAST = 68;
/** The most that a row may take when there are one, two, or more of them, px. */
const ROW_MOST: readonly number[] = [252, 252, 196, 128];
/** A box that waits for nothing else. */
const COLUMN_LEAST = 72;

interface Placed {
  readonly node: NodeCard;
  readonly columns: Span;
  readonly rows: Span;
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
function headWidth({ title, place }: NodeCard): number {
  const lamp = place === "client" || place === "external" ? 0 : 24;
  const wide = title.match(/[mwMW]/g)?.length ?? 0;
  return title.length * 6.4 + wide * 4 + 38 + lamp;
}

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

function lay(sizes: readonly number[], gap: number, from: number): Lines {
  let at = from;
  const starts = sizes.map((size) => {
    const start = at;
    at += size + gap;
    return start;
  });
  return { starts, sizes, gap };
}

const extent = ({ sizes, gap }: Lines, { from, count }: Span): number =>
  sizes.slice(from, from + count).reduce((sum, size) => sum + size, 0) + (count - 1) * gap;

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0);

/** Room that tracks take beyond the boxes, px. */
interface Margins {
  readonly left: number;
  readonly right: number;
}

/** Do boxes stand one above the other in columns, and not astride two of them? */
function isGrid(nodes: readonly NodeCard[]): boolean {
  const isAstride = (a: NodeCard, b: NodeCard): boolean =>
    a.x < b.x && b.x < a.x + a.width && a.x + a.width < b.x + b.width;
  return nodes.every((a) => nodes.every((b) => !isAstride(a, b)));
}

/** Names first; what is left goes where readings ask for more. */
function columnsOf(placed: readonly Placed[], { left, right }: Margins): Lines {
  const heads = asked(placed, "columns", headWidth).map((need) => Math.max(COLUMN_LEAST, need));
  const wishes = asked(placed, "columns", widthNeed).map((wish, i) =>
    Math.max(1, wish - (heads[i] ?? 0)),
  );
  const gap = heads.length > 3 ? GAP.narrow : GAP.wide;
  const room = STAGE_WIDTH - left - right - gap * (heads.length - 1);
  const free = room - sumOf(heads);
  const sizes =
    free >= 0
      ? heads.map((head, i) => head + (free * (wishes[i] ?? 1)) / sumOf(wishes))
      : heads.map((head) => (head * room) / sumOf(heads));
  return lay(sizes, gap, left);
}

interface Sheet {
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly tracks: readonly { readonly key: string; readonly points: readonly Point[] }[];
}

const enlarged = ({ id, x, y, width, height }: Box): Box => ({
  ...{ id, x: x * LAID, y: y * LAID },
  ...{ width: width * LAID, height: height * LAID },
});

function layOut(card: Pick<ScenarioCard, "nodes" | "links">, margins: Margins): Sheet {
  const placed = placeAll(card.nodes);
  const columns = columnsOf(placed, margins);
  const rowCount = Math.max(1, ...placed.map((one) => one.rows.from + one.rows.count));
  const most = ROW_MOST[rowCount] ?? ROW_MOST.at(-1) ?? 0;
  const needOf = (one: Placed): number =>
    HEAD +
    readingsNeed(one.node, extent(columns, one.columns)) +
    PART_LINE_PX * one.node.readings.filter(({ kind }) => kind === "records").length;
  const needs = new Map(placed.map((one) => [one.node, needOf(one)]));
  const rows = lay(
    asked(placed, "rows", (node) => needs.get(node) ?? 0).map((need) =>
      Math.max(ROW_LEAST, Math.min(most, need)),
    ),
    GAP.row,
    EDGE,
  );
  const isRegular = isGrid(card.nodes);
  const share = (length: number): number => (length / CARD_WIDTH) * STAGE_WIDTH;
  const boxes = placed.map((one) => {
    const room = extent(rows, one.rows);
    const height = Math.min(room, Math.max(ROW_LEAST, needOf(one)));
    return {
      id: one.node.id,
      x: isRegular ? (columns.starts[one.columns.from] ?? 0) : share(one.node.x),
      y: (rows.starts[one.rows.from] ?? 0) + (room - height) / 2,
      width: isRegular ? extent(columns, one.columns) : share(one.node.width),
      height,
    };
  });
  return {
    height: Math.ceil(extent(rows, { from: 0, count: rows.sizes.length }) + 2 * EDGE),
    boxes,
    tracks: layTracks(boxes.map(enlarged), card.links, TRACK_GAP * LAID).map((track) => ({
      key: track.key,
      points: track.points.map(({ x, y }) => ({ x: x / LAID, y: y / LAID })),
    })),
  };
}

/** How far tracks go beyond the sheet on each side. */
function overshoot({ tracks }: Sheet): Margins {
  const xs = tracks.flatMap(({ points }) => points.map(({ x }) => x));
  return {
    left: Math.max(0, EDGE - Math.min(EDGE, ...xs)),
    right: Math.max(0, Math.max(0, ...xs) - STAGE_WIDTH + EDGE),
  };
}

/** Boxes give way until every track is on the sheet; twice is enough, the third is a guard. */
const TRIES = 3;

/** A phone's stage is narrower than the sheet by this much. */
const PHONE_SHARE = 0.82;

function signOf(nodes: readonly NodeCard[], { id, width }: Box): StageBox["sign"] {
  const node = nodes.find((known) => known.id === id);
  const need = node === undefined ? 0 : headWidth(node);
  if (need > width) return "never";
  return need > width * PHONE_SHARE ? "wide" : "always";
}

const tenth = (length: number): number => Math.round(length * 10) / 10;

export function galleryStage(card: Pick<ScenarioCard, "nodes" | "links">): GalleryStage {
  let margins: Margins = { left: EDGE, right: EDGE };
  let sheet = layOut(card, margins);
  for (let i = 0; i < TRIES; i++) {
    const { left, right } = overshoot(sheet);
    if (left === 0 && right === 0) break;
    margins = { left: margins.left + left, right: margins.right + right };
    sheet = layOut(card, margins);
  }
  return {
    height: sheet.height,
    boxes: sheet.boxes.map((box) => ({
      id: box.id,
      left: tenth((100 * box.x) / STAGE_WIDTH),
      width: tenth((100 * box.width) / STAGE_WIDTH),
      top: tenth(box.y),
      height: tenth(box.height),
      sign: signOf(card.nodes, box),
    })),
    tracks: sheet.tracks.map(({ key, points }) => ({
      key,
      path: pathOf(points),
      points: points.map(({ x, y }) => [tenth(x), tenth(y)] as const),
    })),
  };
}
