/**
 * The tracks of a crowd: which one a message of one node takes, the lines to paint, those that are cut.
 *
 * A link has a state for each node; a tile shows one line. It is cut as soon as one of its nodes is.
 */
import type { NodeGroup } from "@/simulator/vocabulary/crowd.ts";
import type { Timeline } from "../folds.ts";
import type { Mains } from "./paint-scene.ts";
import { type Point, type Track, trackKey } from "./tracks.ts";

/** Tracks by the link of a message: nodes of a group all run on the tracks of its tile. */
export function tracksByKey(
  tracks: readonly Track[],
  groups: ReadonlyMap<string, NodeGroup>,
): ReadonlyMap<string, Track> {
  const byKey = new Map(tracks.map((track) => [track.key, track]));
  for (const track of tracks) {
    for (const node of groups.get(track.from)?.members ?? []) {
      byKey.set(trackKey(node, track.to), track);
    }
    for (const node of groups.get(track.to)?.members ?? []) {
      byKey.set(trackKey(track.from, node), track);
    }
  }
  return byKey;
}

const isCut = (timeline: Timeline, a: string, b: string): boolean =>
  timeline.value(`link/${a}>${b}`) === "cut" || timeline.value(`link/${b}>${a}`) === "cut";

/** Groups of which a node cannot reach, or be reached from, the other end of their track; one text. */
export function cutGroups(
  timeline: Timeline,
  groups: Iterable<NodeGroup>,
  tracks: readonly Track[],
): string {
  const ends = new Map(tracks.map(({ from, to }) => [from, to]));
  const cut: string[] = [];
  for (const { id, members } of groups) {
    const hub = ends.get(id);
    if (hub !== undefined && members.some((node) => isCut(timeline, node, hub))) cut.push(id);
  }
  return cut.join(" ");
}

/** `cuts`: as `cutGroups` tells them. */
export function mainsOf(tracks: readonly Track[], cuts: string): Mains {
  const cut = new Set(cuts.split(" "));
  const lines = new Path2D();
  const cutLines = new Path2D();
  for (const { from, to, points } of tracks) {
    trace(lines, points);
    if (cut.has(from)) trace(cutLines, points.slice(0, 2));
    else if (cut.has(to)) trace(cutLines, points.slice(-2));
  }
  return { lines, cut: cutLines };
}

function trace(path: Path2D, points: readonly Point[]): void {
  points.forEach(({ x, y }, i) => {
    if (i === 0) path.moveTo(x, y);
    else path.lineTo(x, y);
  });
}
