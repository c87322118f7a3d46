/**
 * Lays the two tracks of every link as on a signal-box panel: right angles only, around the boxes,
 * apart from one another. Trains run on the left.
 *
 * Each link tries a few dozen lines and keeps the cheapest. Small graphs only: the cost grows with
 * the square of the number of links. Pure geometry.
 */
import type { LinkCard } from "@/simulator/vocabulary/card.ts";
import type { Box } from "./arrangement.ts";
import { createTrack, type Point, shifted, type Track } from "./tracks.ts";

interface Segment {
  readonly a: Point;
  readonly b: Point;
}

/** Prices, in px of length. */
const COST = {
  ...{ bend: 24, box: 4000, along: 900, across: 60, offCentre: 400, stub: 160 },
  /** Beyond the boxes and the margin that they keep: a small screen would not show it. */
  outside: 2_200,
};
/** A first or last stretch shorter than this leaves no room for a chevron, px. */
const STUB = 36;
const SHARES: readonly number[] = [0.5, 0.34, 0.66, 0.2, 0.8, 0.1, 0.9];
/** Closer than this to another box or track is too close, px. */
const CLEARANCE = 12;

const segmentsOf = (points: readonly Point[]): readonly Segment[] =>
  points.slice(1).map((b, i) => ({ a: points[i] as Point, b }));

const span = (a: number, b: number): readonly [number, number] => (a < b ? [a, b] : [b, a]);

function crossesBox({ a, b }: Segment, box: Box): boolean {
  const [left, right] = span(a.x, b.x);
  const [top, bottom] = span(a.y, b.y);
  return (
    right > box.x - CLEARANCE &&
    left < box.x + box.width + CLEARANCE &&
    bottom > box.y - CLEARANCE &&
    top < box.y + box.height + CLEARANCE
  );
}

/** What two segments cost one another: running side by side is bad, crossing is a pity. */
function between(one: Segment, other: Segment, gap: number): number {
  const isFlat = one.a.y === one.b.y;
  const isOtherFlat = other.a.y === other.b.y;
  const [l1, r1] = span(one.a.x, one.b.x);
  const [t1, b1] = span(one.a.y, one.b.y);
  const [l2, r2] = span(other.a.x, other.b.x);
  const [t2, b2] = span(other.a.y, other.b.y);
  const room = gap * 2 + CLEARANCE;
  if (isFlat === isOtherFlat) {
    const apart = isFlat ? Math.abs(t1 - t2) : Math.abs(l1 - l2);
    const shared = isFlat
      ? Math.min(r1, r2) - Math.max(l1, l2)
      : Math.min(b1, b2) - Math.max(t1, t2);
    return apart < room && shared > -room ? COST.along : 0;
  }
  return l1 <= r2 && l2 <= r1 && t1 <= b2 && t2 <= b1 ? COST.across : 0;
}

interface Candidate {
  readonly points: readonly Point[];
  readonly extra: number;
}

const off = (share: number): number => Math.abs(share - 0.5) * COST.offCentre;
const along = (from: number, to: number, share: number): number => from + (to - from) * share;

/** Straight lines where the two boxes face one another. */
function straight(a: Box, b: Box): readonly Candidate[] {
  const found: Candidate[] = [];
  const left = Math.max(a.x, b.x);
  const right = Math.min(a.x + a.width, b.x + b.width);
  const top = Math.max(a.y, b.y);
  const bottom = Math.min(a.y + a.height, b.y + b.height);
  for (const share of [...SHARES, 0.42, 0.58]) {
    if (right - left >= 36) {
      const x = Math.round(along(left, right, share));
      const [y1, y2] = a.y < b.y ? [a.y + a.height, b.y] : [a.y, b.y + b.height];
      found.push({
        points: [
          { x, y: y1 },
          { x, y: y2 },
        ],
        extra: off(share),
      });
    }
    if (bottom - top >= 30) {
      const y = Math.round(along(top, bottom, share));
      const [x1, x2] = a.x < b.x ? [a.x + a.width, b.x] : [a.x, b.x + b.width];
      found.push({
        points: [
          { x: x1, y },
          { x: x2, y },
        ],
        extra: off(share),
      });
    }
  }
  return found;
}

/** Lines with one step between facing sides: down, across, down; or right, down, right. */
function stepped(a: Box, b: Box): readonly Candidate[] {
  const found: Candidate[] = [];
  const isBelow = b.y >= a.y + a.height + 24 || a.y >= b.y + b.height + 24;
  const isBeside = b.x >= a.x + a.width + 24 || a.x >= b.x + b.width + 24;
  for (const sa of SHARES) {
    for (const sb of SHARES) {
      const extra = off(sa) + off(sb) + COST.bend * 2;
      for (const middle of [0.5, 0.3, 0.7]) {
        if (isBelow) {
          const [y1, y2] = a.y < b.y ? [a.y + a.height, b.y] : [a.y, b.y + b.height];
          const x1 = Math.round(along(a.x, a.x + a.width, sa));
          const x2 = Math.round(along(b.x, b.x + b.width, sb));
          const y = Math.round(along(y1, y2, middle));
          found.push({
            points: [
              { x: x1, y: y1 },
              { x: x1, y },
              { x: x2, y },
              { x: x2, y: y2 },
            ],
            extra,
          });
        }
        if (isBeside) {
          const [x1, x2] = a.x < b.x ? [a.x + a.width, b.x] : [a.x, b.x + b.width];
          const y1 = Math.round(along(a.y, a.y + a.height, sa));
          const y2 = Math.round(along(b.y, b.y + b.height, sb));
          const x = Math.round(along(x1, x2, middle));
          found.push({
            points: [
              { x: x1, y: y1 },
              { x, y: y1 },
              { x, y: y2 },
              { x: x2, y: y2 },
            ],
            extra,
          });
        }
      }
    }
  }
  return found;
}

/** Lines that leave both boxes on the same side and go around what stands between. */
function around(a: Box, b: Box): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const sa of SHARES) {
    for (const sb of SHARES) {
      const extra = off(sa) + off(sb) + COST.bend * 3;
      const ya = Math.round(along(a.y, a.y + a.height, sa));
      const yb = Math.round(along(b.y, b.y + b.height, sb));
      const right = Math.max(a.x + a.width, b.x + b.width) + 40;
      const left = Math.min(a.x, b.x) - 40;
      const pairs = [
        [right, a.x + a.width, b.x + b.width],
        [left, a.x, b.x],
      ] as const;
      for (const [x, xa, xb] of pairs) {
        found.push({
          points: [
            { x: xa, y: ya },
            { x, y: ya },
            { x, y: yb },
            { x: xb, y: yb },
          ],
          extra,
        });
      }
    }
  }
  return found;
}

/** Boxes keep the same margin on the left and on the right of their sheet. */
function isOutside(points: readonly Point[], boxes: readonly Box[]): boolean {
  const margin = Math.min(...boxes.map((box) => box.x));
  const right = Math.max(...boxes.map((box) => box.x + box.width)) + margin;
  return points.some(({ x }) => x < 0 || x > right);
}

function price(
  { points, extra }: Candidate,
  ends: readonly [Box, Box],
  boxes: readonly Box[],
  laid: readonly Segment[],
  gap: number,
): number {
  let cost = extra + (isOutside(points, boxes) ? COST.outside : 0);
  const own = segmentsOf(points);
  for (const stub of [own[0], own.at(-1)]) {
    if (stub === undefined || own.length === 1) continue;
    if (Math.abs(stub.a.x - stub.b.x) + Math.abs(stub.a.y - stub.b.y) < STUB) cost += COST.stub;
  }
  for (const segment of own) {
    cost += Math.abs(segment.a.x - segment.b.x) + Math.abs(segment.a.y - segment.b.y);
    for (const box of boxes) {
      if (box !== ends[0] && box !== ends[1] && crossesBox(segment, box)) cost += COST.box;
    }
    for (const other of laid) cost += between(segment, other, gap);
  }
  return cost;
}

/** Two tracks a link; `gap` px between the two. A link to a box that does not exist is left out. */
export function layTracks(
  boxes: readonly Box[],
  links: readonly LinkCard[],
  gap: number,
): readonly Track[] {
  const laid: Segment[] = [];
  const tracks = new Map<LinkCard, readonly Track[]>();
  const ends = links.flatMap((link) => {
    const a = boxes.find((box) => box.id === link.a);
    const b = boxes.find((box) => box.id === link.b);
    return a === undefined || b === undefined ? [] : [{ link, a, b, faces: straight(a, b) }];
  });
  // Those that can run straight choose first: the others bend around them anyway.
  ends.sort((one, other) => Math.sign(other.faces.length) - Math.sign(one.faces.length));
  for (const { link, a, b, faces } of ends) {
    let best: Candidate | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (const candidate of [...faces, ...stepped(a, b), ...around(a, b)]) {
      const cost = price(candidate, [a, b], boxes, laid, gap);
      if (cost < least) {
        least = cost;
        best = candidate;
      }
    }
    if (best === null) continue;
    laid.push(...segmentsOf(best.points));
    tracks.set(link, [
      createTrack(link.a, link.b, shifted(best.points, gap / 2)),
      createTrack(link.b, link.a, [...shifted(best.points, -gap / 2)].reverse()),
    ]);
  }
  return links.flatMap((link) => tracks.get(link) ?? []);
}
