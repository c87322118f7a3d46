/**
 * Geometry of one track: a directed orthogonal line from a box to another.
 *
 * Owns lengths, points along it, distance to it, its longest stretch. Refuses to know what runs on it.
 */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Track {
  /** `<from>><to>`, as in slot paths. */
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly points: readonly Point[];
  /** Length from the start to each point, px. */
  readonly reached: readonly number[];
  readonly length: number;
}

export const trackKey = (from: string, to: string): string => `${from}>${to}`;

const apart = (a: Point, b: Point): number => Math.abs(a.x - b.x) + Math.abs(a.y - b.y);

export function createTrack(from: string, to: string, points: readonly Point[]): Track {
  const reached: number[] = [];
  let length = 0;
  points.forEach((point, i) => {
    const before = points[i - 1];
    if (before !== undefined) length += apart(before, point);
    reached.push(length);
  });
  return { key: trackKey(from, to), from, to, points, reached, length };
}

export interface Place extends Point {
  /** Direction of travel, radians; 0 is to the right, π/2 downwards. */
  readonly angle: number;
}

/** The place at a share of the track: 0 at the sender, 1 at the receiver. */
export function placeAt(track: Track, share: number): Place {
  const goal = Math.max(0, Math.min(1, share)) * track.length;
  let i = 1;
  while (i < track.points.length - 1 && (track.reached[i] as number) < goal) i++;
  const a = track.points[i - 1] as Point;
  const b = track.points[i] ?? a;
  const start = track.reached[i - 1] as number;
  const length = (track.reached[i] ?? start) - start;
  const part = length === 0 ? 0 : (goal - start) / length;
  return {
    x: a.x + (b.x - a.x) * part,
    y: a.y + (b.y - a.y) * part,
    angle: Math.atan2(b.y - a.y, b.x - a.x),
  };
}

interface Stretch {
  readonly start: number;
  readonly length: number;
}

/** The longest stretch, in px along the track; at equal length a flat one, because words lie flat. */
function longest(track: Track): Stretch {
  let best: Stretch = { start: 0, length: track.length };
  let worthMost = 0;
  for (let i = 1; i < track.points.length; i++) {
    const start = track.reached[i - 1] as number;
    const length = (track.reached[i] as number) - start;
    const isFlat = (track.points[i] as Point).y === (track.points[i - 1] as Point).y;
    const worth = isFlat ? length * 1.6 : length;
    if (worth <= worthMost) continue;
    worthMost = worth;
    best = { start, length };
  }
  return best;
}

/** Share of the middle of the longest stretch: where a label and the bars of a cut stand. */
export function widestShare(track: Track): number {
  const { start, length } = longest(track);
  return track.length === 0 ? 0.5 : (start + length / 2) / track.length;
}

/** Shares between which a cut track is interrupted: around its middle, inside its longest stretch. */
export function cutSpan(
  track: Track,
  halfPx: number,
): { readonly from: number; readonly to: number } {
  const { start, length } = longest(track);
  const half = Math.max(8, Math.min(halfPx, length / 2 - 6));
  const middle = start + length / 2;
  const total = track.length || 1;
  return { from: (middle - half) / total, to: (middle + half) / total };
}

/** Between a track and the edge of the sheet, px. */
const EDGE = 6;

/** The sheet, wider when tracks run around the first or the last boxes: none is shown in part. */
export function holding<S extends { readonly width: number }>(
  sheet: S,
  tracks: readonly Track[],
): S & { readonly left: number } {
  const xs = tracks.flatMap(({ points }) => points.map(({ x }) => x));
  return {
    ...sheet,
    width: Math.max(sheet.width, ...xs.map((x) => x + EDGE)),
    left: Math.max(0, ...xs.map((x) => EDGE - x)),
  };
}

/** How far tracks run beyond a sheet, on the side where they do most, px. */
export function overhang(sheet: { readonly width: number }, tracks: readonly Track[]): number {
  const xs = tracks.flatMap(({ points }) => points.map(({ x }) => x));
  return Math.max(0, EDGE - Math.min(EDGE, ...xs), Math.max(0, ...xs) + EDGE - sheet.width);
}

/** The line moved to the left of its direction of travel by `by` px (to the right when negative). */
export function shifted(points: readonly Point[], by: number): readonly Point[] {
  const normal = (i: number): Point => {
    const a = points[i - 1] as Point;
    const b = points[i] as Point;
    const length = apart(a, b) || 1;
    return { x: (b.y - a.y) / length, y: -(b.x - a.x) / length };
  };
  return points.map((point, i) => {
    const before = i === 0 ? null : normal(i);
    const after = i === points.length - 1 ? null : normal(i + 1);
    const first = before ?? after ?? { x: 0, y: 0 };
    const second = after ?? first;
    const isCorner = before !== null && after !== null && first.x !== second.x;
    return isCorner
      ? { x: point.x + (first.x + second.x) * by, y: point.y + (first.y + second.y) * by }
      : { x: point.x + first.x * by, y: point.y + first.y * by };
  });
}

/** SVG path data. */
export const pathOf = (points: readonly Point[]): string =>
  points.map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${round(x)} ${round(y)}`).join("");

/** The part of a line between two shares. */
export function stretch(track: Track, from: number, to: number): readonly Point[] {
  const inner = track.points.filter((_, i) => {
    const at = (track.reached[i] as number) / (track.length || 1);
    return at > from && at < to;
  });
  return [placeAt(track, from), ...inner, placeAt(track, to)];
}

const round = (value: number): number => Math.round(value * 10) / 10;
