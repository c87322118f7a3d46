/**
 * Where the service map draws its nodes and edges: columns by distance from those who ask first, rows
 * by the height of their neighbours, one port an edge. Pure; knows sizes, not figures.
 */

export interface LaidNode {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface LaidEdge {
  readonly key: string;
  /** Cubic curve, as an SVG path. */
  readonly path: string;
  /** Where its words may stand. */
  readonly label: Point;
  readonly tip: Point;
  /** −1 when the curve ends leftwards. */
  readonly direction: 1 | -1;
}

export interface ServiceLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly LaidNode[];
  readonly edges: readonly LaidEdge[];
}

export interface EdgeEnds {
  readonly key: string;
  readonly from: string;
  readonly to: string;
}

export const BOX = { width: 164, height: 46 } as const;
const GAP = { x: 128, y: 30 } as const;
const MARGIN = 10;
const SWEEPS = 4;

/** Distance from a node that nobody calls; those in a closed circle count from the first one met. */
function depthsOf(ids: readonly string[], edges: readonly EdgeEnds[]): ReadonlyMap<string, number> {
  const called = new Set(edges.filter(({ from, to }) => from !== to).map(({ to }) => to));
  const depths = new Map<string, number>();
  const walk = (starts: readonly string[]): void => {
    let front = starts;
    for (const id of front) depths.set(id, 0);
    for (let depth = 1; front.length > 0; depth++) {
      const next = edges
        .filter(({ from, to }) => front.includes(from) && !depths.has(to))
        .map(({ to }) => to);
      front = [...new Set(next)];
      for (const id of front) depths.set(id, depth);
    }
  };
  walk(ids.filter((id) => !called.has(id)));
  for (const id of ids) if (!depths.has(id)) walk([id]);
  return depths;
}

/** Columns of ids, each ordered so that neighbours face one another. */
function columnsOf(ids: readonly string[], edges: readonly EdgeEnds[]): string[][] {
  const depths = depthsOf(ids, edges);
  const columns: string[][] = [];
  for (const id of ids) {
    const depth = depths.get(id) as number;
    columns[depth] ??= [];
    columns[depth].push(id);
  }
  const used = columns.filter((column) => column !== undefined);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const place = new Map<string, number>();
    for (const column of used)
      column.forEach((id, row) => {
        place.set(id, (row + 0.5) / column.length);
      });
    for (const column of used) {
      const wanted = new Map(column.map((id) => [id, meanPlace(id, edges, place)] as const));
      column.sort((a, b) => (wanted.get(a) as number) - (wanted.get(b) as number));
    }
  }
  return used;
}

function meanPlace(
  id: string,
  edges: readonly EdgeEnds[],
  place: ReadonlyMap<string, number>,
): number {
  const near = edges.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : []));
  const others = near.filter((other) => other !== id);
  if (others.length === 0) return place.get(id) as number;
  return others.reduce((sum, other) => sum + (place.get(other) ?? 0.5), 0) / others.length;
}

export function layServices(ids: readonly string[], edges: readonly EdgeEnds[]): ServiceLayout {
  const columns = columnsOf(ids, edges);
  const rows = Math.max(1, ...columns.map((column) => column.length));
  const height = 2 * MARGIN + rows * BOX.height + (rows - 1) * GAP.y;
  const nodes = columns.flatMap((column, c) =>
    column.map((id, row): LaidNode => {
      const room = height - 2 * MARGIN;
      const y = MARGIN + ((row + 0.5) * room) / column.length - BOX.height / 2;
      return { id, x: MARGIN + c * (BOX.width + GAP.x), y };
    }),
  );
  const width = 2 * MARGIN + columns.length * BOX.width + (columns.length - 1) * GAP.x;
  // Two of one column speak to each other on their right: there must be room for it.
  const last = new Set(columns.at(-1));
  const isWider = edges.some(({ from, to }) => last.has(from) && last.has(to));
  return {
    ...{ width: isWider ? width + GAP.x / 2 : width, height, nodes },
    edges: layEdges(nodes, edges),
  };
}

interface End {
  readonly key: string;
  readonly side: "left" | "right";
  readonly node: LaidNode;
  /** Height of the other end: ports of one side are in that order. */
  readonly facing: number;
  readonly isStart: boolean;
}

function layEdges(nodes: readonly LaidNode[], edges: readonly EdgeEnds[]): readonly LaidEdge[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const ends = edges.flatMap(({ key, from, to }): End[] => {
    const [a, b] = [byId.get(from), byId.get(to)];
    if (a === undefined || b === undefined) return [];
    const isForward = a.x <= b.x;
    const isLevel = a.x === b.x;
    return [
      { key, node: a, side: isForward ? "right" : "left", facing: b.y, isStart: true },
      { key, node: b, side: isForward && !isLevel ? "left" : "right", facing: a.y, isStart: false },
    ];
  });
  const ports = portsOf(ends);
  const crowd = (end: End): number =>
    ends.filter(({ node, side }) => node === end.node && side === end.side).length;
  const byKey = new Map<string, End[]>();
  for (const end of ends) byKey.set(end.key, [...(byKey.get(end.key) ?? []), end]);
  return [...byKey].map(([key, [start, finish]]) => {
    const [a, b] = [start as End, finish as End];
    // Words stand near the end that fewer edges share.
    const at = crowd(a) < crowd(b) ? 0.27 : crowd(a) > crowd(b) ? 0.73 : 0.5;
    return curveOf(key, [a.side, ports.get(a) as Point], [b.side, ports.get(b) as Point], at);
  });
}

/** Every edge has a place of its own on the side where it leaves or arrives. */
function portsOf(ends: readonly End[]): ReadonlyMap<End, Point> {
  const sides = new Map<string, End[]>();
  for (const end of ends) {
    const side = `${end.side}/${end.node.id}`;
    sides.set(side, [...(sides.get(side) ?? []), end]);
  }
  const ports = new Map<End, Point>();
  for (const side of sides.values()) {
    side.sort((a, b) => a.facing - b.facing || Number(a.isStart) - Number(b.isStart));
    side.forEach((end, i) => {
      const { x, y } = end.node;
      ports.set(end, {
        x: end.side === "left" ? x : x + BOX.width,
        y: y + ((i + 1) * BOX.height) / (side.length + 1),
      });
    });
  }
  return ports;
}

type Port = readonly ["left" | "right", Point];

function curveOf(key: string, [sideA, a]: Port, [sideB, b]: Port, at: number): LaidEdge {
  const reach = sideA === sideB ? 56 : Math.max(40, Math.abs(b.x - a.x) / 2);
  const c1 = { x: a.x + (sideA === "right" ? reach : -reach), y: a.y };
  const c2 = { x: b.x + (sideB === "right" ? reach : -reach), y: b.y };
  const r = (value: number): string => value.toFixed(1);
  const on = (axis: "x" | "y"): number => {
    const u = 1 - at;
    return (
      u * u * u * a[axis] +
      3 * u * u * at * c1[axis] +
      3 * u * at * at * c2[axis] +
      at * at * at * b[axis]
    );
  };
  return {
    key,
    path: `M${r(a.x)} ${r(a.y)}C${r(c1.x)} ${r(c1.y)} ${r(c2.x)} ${r(c2.y)} ${r(b.x)} ${r(b.y)}`,
    label: { x: on("x"), y: on("y") },
    tip: b,
    direction: sideB === "left" ? 1 : -1,
  };
}

/** Words that would cover others are left out, the first given keep their place. */
export function roomForLabels(
  labels: readonly { readonly key: string; readonly at: Point; readonly width: number }[],
  height: number,
): ReadonlySet<string> {
  const kept: { readonly at: Point; readonly width: number }[] = [];
  const keys = new Set<string>();
  for (const { key, at, width } of labels) {
    const covers = kept.some(
      (other) =>
        Math.abs(other.at.x - at.x) < (other.width + width) / 2 &&
        Math.abs(other.at.y - at.y) < height,
    );
    if (covers) continue;
    kept.push({ at, width });
    keys.add(key);
  }
  return keys;
}
