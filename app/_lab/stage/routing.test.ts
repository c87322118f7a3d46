import { expect, test } from "vitest";
import { links, nodes } from "@/scenarios/saga-fintech/card-stage.ts";
import type { Box } from "./arrangement.ts";
import { layTracks } from "./routing.ts";
import { placeAt, type Track, widestShare } from "./tracks.ts";

const wide: readonly Box[] = nodes;
const phone: readonly Box[] = nodes.map((node) => ({ id: node.id, ...node.phone }));

function crossed(track: Track, boxes: readonly Box[]): string[] {
  const hit = new Set<string>();
  for (let i = 0; i <= 200; i++) {
    const { x, y } = placeAt(track, i / 200);
    for (const box of boxes) {
      if (box.id === track.from || box.id === track.to) continue;
      if (x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height)
        hit.add(box.id);
    }
  }
  return [...hit];
}

for (const [name, boxes] of [
  ["grand écran", wide],
  ["téléphone", phone],
] as const) {
  const tracks = layTracks(boxes, links, 14);

  test(`${name} : chaque lien a deux voies, une par sens, à angle droit`, () => {
    expect(tracks).toHaveLength(links.length * 2);
    for (const { points } of tracks) {
      for (let i = 1; i < points.length; i++) {
        const a = points[i - 1];
        const b = points[i];
        expect(a?.x === b?.x || a?.y === b?.y).toBe(true);
      }
    }
  });

  test(`${name} : une voie part du bord d’une boîte, arrive au bord de l’autre, ne traverse rien`, () => {
    for (const track of tracks) {
      expect(crossed(track, boxes)).toEqual([]);
      for (const [end, id] of [
        [0, track.from],
        [1, track.to],
      ] as const) {
        const { x, y } = placeAt(track, end);
        const box = boxes.find((known) => known.id === id) as Box;
        const onEdge =
          ((Math.abs(x - box.x) < 1 || Math.abs(x - box.x - box.width) < 1) &&
            y > box.y &&
            y < box.y + box.height) ||
          ((Math.abs(y - box.y) < 1 || Math.abs(y - box.y - box.height) < 1) &&
            x > box.x &&
            x < box.x + box.width);
        expect(onEdge).toBe(true);
      }
    }
  });

  test(`${name} : deux voies ne se confondent jamais`, () => {
    for (const one of tracks) {
      for (const other of tracks) {
        if (one === other) continue;
        const share = widestShare(one);
        const here = placeAt(one, share);
        for (let i = 0; i <= 200; i++) {
          const there = placeAt(other, i / 200);
          expect(Math.hypot(here.x - there.x, here.y - there.y)).toBeGreaterThan(3);
        }
      }
    }
  });
}
