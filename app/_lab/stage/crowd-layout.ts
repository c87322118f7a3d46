/**
 * Where a crowd stands: the nodes drawn one by one above, one tile a group below, region beside region.
 *
 * Tracks run as on a main: from the hub down to one line, along it to a gutter of the column, down the gutter
 * to the tile. Hundreds of them cover one another, and read as one tree. Pure; grows with the number of groups.
 */
import type { NodeCard, ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { NodeGroup } from "@/simulator/vocabulary/crowd.ts";
import type { Box, Size } from "./arrangement.ts";
import { createTrack, type Point, shifted, type Track } from "./tracks.ts";

export interface RegionPlace {
  readonly title: string;
  readonly named: string;
  readonly members: readonly string[];
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface CrowdLayout {
  readonly boxes: readonly Box[];
  readonly tracks: readonly Track[];
  readonly regions: readonly RegionPlace[];
  readonly sheet: Size;
}

const MARGIN = 14;
const BETWEEN_REGIONS = 14;
const TITLE = 22;
/** From the hub to the main, and from the main to the regions, px. */
const MAIN_BELOW = 14;
const TILE_MOST = { width: 150, height: 84 } as const;
/** Half the distance between the two ways of a track, px. */
const APART = 1.5;

interface Page extends Size {
  /** Between two tiles, and for the gutter on the left of each column of them, px. */
  readonly gap: number;
  readonly gutter: number;
  /** The least tile that is read and aimed at, px. */
  readonly least: Size;
  /** Height that the tiles may take without the sheet growing. */
  readonly tilesHeight: number;
  /** Regions side by side; on a phone one under another. */
  readonly across: number;
}

const PAGES = {
  wide: {
    ...{ width: 888, height: 530, across: 4, gap: 8, gutter: 10 },
    least: { width: 40, height: 46 },
  },
  phone: {
    ...{ width: 390, height: 470, across: 1, gap: 3, gutter: 5 },
    least: { width: 26, height: 30 },
  },
} as const;

interface Grid {
  readonly columns: number;
  readonly width: number;
  readonly height: number;
}

/** The largest tiles of which `count` fit in a block; the least ones when none do. */
function gridFor(count: number, block: Size, { gap, gutter, least }: Page): Grid {
  for (let columns = 1; ; columns++) {
    const wide = block.width / columns - gap - gutter;
    const rows = Math.ceil(count / columns);
    const high = Math.min(TILE_MOST.height, block.height / rows - gap);
    const next = block.width / (columns + 1) - gap - gutter;
    if (high < least.height && next >= least.width) continue;
    return {
      columns,
      width: Math.floor(Math.max(least.width, Math.min(TILE_MOST.width, wide))),
      height: Math.floor(Math.max(least.height, high)),
    };
  }
}

/** What is drawn one by one: all but the members of the crowd, where the card puts it. */
function headBoxes(card: ScenarioCard, groups: readonly NodeGroup[], isPhone: boolean) {
  const inside = new Set(groups.flatMap(({ members }) => members));
  const place = (node: NodeCard): Box => {
    const { x, y, width, height } = isPhone ? node.phone : node;
    return { id: node.id, x, y, width, height };
  };
  return card.nodes.filter(({ id }) => !inside.has(id)).map(place);
}

interface Placed {
  readonly boxes: Box[];
  readonly regions: RegionPlace[];
  bottom: number;
}

function placeRegions(card: ScenarioCard, page: Page, top: number): Placed {
  const { groups = [], crowd } = card;
  const ranks = [...new Set(groups.map(({ region }) => region))];
  const across = Math.min(page.across, ranks.length);
  const down = Math.ceil(ranks.length / across);
  const blockWidth = (page.width - 2 * MARGIN - (across - 1) * BETWEEN_REGIONS) / across;
  const placed: Placed = { boxes: [], regions: [], bottom: top };
  let rowTop = top;
  ranks.forEach((rank, i) => {
    if (i % across === 0) rowTop = i === 0 ? top : placed.bottom + page.gap;
    const own = groups.filter(({ region }) => region === rank);
    const x = MARGIN + (i % across) * (blockWidth + BETWEEN_REGIONS);
    const block = { width: blockWidth, height: page.tilesHeight / down - TITLE };
    const grid = gridFor(own.length, block, page);
    placed.regions.push({
      ...(crowd?.regions[rank] ?? { title: "", named: "" }),
      members: own.flatMap(({ members }) => members),
      ...{ x, y: rowTop, width: blockWidth },
    });
    own.forEach(({ id }, at) => {
      const column = at % grid.columns;
      const row = Math.floor(at / grid.columns);
      const box = {
        ...{ id, width: grid.width, height: grid.height },
        x: Math.round(x + page.gutter + column * (grid.width + page.gap + page.gutter)),
        y: Math.round(rowTop + TITLE + row * (grid.height + page.gap)),
      };
      placed.boxes.push(box);
      placed.bottom = Math.max(placed.bottom, box.y + box.height);
    });
  });
  return placed;
}

/** Both ways of one link, on either side of its line. */
function bothWays(from: string, to: string, line: readonly Point[]): readonly Track[] {
  return [
    createTrack(from, to, shifted(line, APART)),
    createTrack(to, from, shifted([...line].reverse(), APART)),
  ];
}

const middle = ({ x, width }: Box): number => x + width / 2;

function tracksTo(hub: Box, tiles: readonly Box[], main: number, page: Page): readonly Track[] {
  const from = middle(hub);
  return tiles.flatMap((tile) => {
    const gutter = tile.x - (page.gutter + page.gap) / 2;
    const side = tile.y + tile.height / 2;
    return bothWays(hub.id, tile.id, [
      { x: from, y: hub.y + hub.height },
      { x: from, y: main },
      { x: gutter, y: main },
      { x: gutter, y: side },
      { x: tile.x, y: side },
    ]);
  });
}

/** Two boxes of the head, side by side. */
function tracksInHead(card: ScenarioCard, boxes: readonly Box[]): readonly Track[] {
  const byId = new Map(boxes.map((box) => [box.id, box]));
  return card.links.flatMap(({ a, b }) => {
    const [one, other] = [byId.get(a), byId.get(b)];
    if (one === undefined || other === undefined) return [];
    const [left, right] = one.x < other.x ? [one, other] : [other, one];
    const y = Math.max(left.y, right.y) + Math.min(left.height, right.height) / 2;
    return bothWays(left.id, right.id, [
      { x: left.x + left.width, y },
      { x: right.x, y },
    ]);
  });
}

/** Boxes are those of the head, then one a group, in order. */
export function layCrowd(card: ScenarioCard, isPhone: boolean): CrowdLayout {
  const head = headBoxes(card, card.groups ?? [], isPhone);
  const headBottom = Math.max(0, ...head.map(({ y, height }) => y + height));
  const main = headBottom + MAIN_BELOW;
  const top = main + MAIN_BELOW;
  const base = isPhone ? PAGES.phone : PAGES.wide;
  const page: Page = { ...base, tilesHeight: base.height - top - MARGIN };
  const placed = placeRegions(card, page, top);
  const hub = head.find(({ id }) => id === card.crowd?.hub);
  const right = Math.max(...placed.boxes.map(({ x, width }) => x + width));
  return {
    boxes: [...head, ...placed.boxes],
    tracks: [
      ...tracksInHead(card, head),
      ...(hub === undefined ? [] : tracksTo(hub, placed.boxes, main, page)),
    ],
    regions: placed.regions,
    sheet: {
      width: Math.max(page.width, right + MARGIN),
      height: Math.max(page.height, placed.bottom + MARGIN),
    },
  };
}
