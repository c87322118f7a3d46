/** Where an arrow key leads in the graph: along links first, else to the nearest box that way. Pure. */
import type { LinkCard } from "@/simulator/vocabulary/card.ts";
import type { Box } from "./arrangement.ts";

const WAYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

export const isArrow = (key: string): boolean => Object.hasOwn(WAYS, key);

/** Must be at most this far off the direction of the key, as a cosine. */
const FACING = 0.5;

/** The box that an arrow key leads to from `from`, or null when there is none that way. */
export function boxToward(
  key: string,
  from: string,
  boxes: readonly Box[],
  links: readonly LinkCard[],
): string | null {
  const way = WAYS[key];
  const here = boxes.find((box) => box.id === from);
  if (way === undefined || here === undefined) return null;
  const linked = new Set(links.flatMap(({ a, b }) => (a === from ? [b] : b === from ? [a] : [])));
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const box of boxes) {
    if (box === here) continue;
    const dx = box.x + box.width / 2 - here.x - here.width / 2;
    const dy = box.y + box.height / 2 - here.y - here.height / 2;
    const apart = Math.hypot(dx, dy) || 1;
    const facing = (dx * way[0] + dy * way[1]) / apart;
    if (facing < FACING) continue;
    const cost = apart * (2 - facing) + (linked.has(box.id) ? 0 : 10_000);
    if (cost < least) {
      least = cost;
      best = box.id;
    }
  }
  return best;
}
