/**
 * Where the states of a machine stand: layers from the first state, in the order of the card.
 * Pure geometry for any machine; links are orthogonal, as everywhere on the page.
 */
import type { MachineCard } from "@/simulator/vocabulary/card.ts";

export interface StateBox {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface MachineLink {
  readonly from: string;
  readonly to: string;
  /** SVG path. */
  readonly path: string;
}

export interface MachineLayout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly StateBox[];
  readonly links: readonly MachineLink[];
}

/**
 * Layer of every state: one more than the furthest state that leads to it, so that a path only goes down.
 * What closes a cycle goes back up and counts for nothing.
 */
export function layersOf({ states, transitions }: MachineCard): readonly (readonly string[])[] {
  const depth = new Map<string, number>();
  const onPath = new Set<string>();
  function descend(id: string, at: number): void {
    if (onPath.has(id) || at <= (depth.get(id) ?? -1)) return;
    depth.set(id, at);
    onPath.add(id);
    for (const [from, to] of transitions) if (from === id) descend(to, at + 1);
    onPath.delete(id);
  }
  const targets = new Set(transitions.map(([, to]) => to));
  const roots = states.filter((state) => !targets.has(state.id));
  for (const { id } of roots.length > 0 ? roots : states.slice(0, 1)) descend(id, 0);
  const last = Math.max(0, ...depth.values());
  const layers: string[][] = Array.from({ length: last + 1 }, () => []);
  for (const state of states) layers[depth.get(state.id) ?? last]?.push(state.id);
  return layers;
}

interface LayoutOptions {
  readonly width: number;
  readonly boxHeight: number;
  readonly gap: number;
}

/** Layers from top to bottom, the states of a layer side by side. */
export function layMachine(
  machine: MachineCard,
  { width, boxHeight, gap }: LayoutOptions,
): MachineLayout {
  const layers = layersOf(machine);
  const boxes = new Map<string, StateBox>();
  layers.forEach((layer, row) => {
    const between = 12;
    const boxWidth = (width - between * (layer.length - 1)) / layer.length;
    // A state alone on its row is as wide as half of the drawing, at the left where the story begins.
    const shown = layer.length === 1 ? Math.min(boxWidth, (width - between) / 2) : boxWidth;
    layer.forEach((id, i) => {
      boxes.set(id, {
        id,
        x: i * (boxWidth + between),
        y: row * (boxHeight + gap),
        width: shown,
        height: boxHeight,
      });
    });
  });
  const links = machine.transitions.flatMap(([from, to]): MachineLink[] => {
    const a = boxes.get(from);
    const b = boxes.get(to);
    if (a === undefined || b === undefined) return [];
    return [{ from, to, path: linkPath(a, b, gap) }];
  });
  return {
    width,
    height: layers.length * boxHeight + (layers.length - 1) * gap,
    boxes: [...boxes.values()],
    links,
  };
}

function linkPath(a: StateBox, b: StateBox, gap: number): string {
  if (b.y <= a.y) {
    // Back to an earlier layer: around the right side.
    const right = Math.max(a.x + a.width, b.x + b.width) + 6;
    return `M${a.x + a.width} ${a.y + a.height / 2}H${right}V${b.y + b.height / 2}H${b.x + b.width}`;
  }
  // Past a layer or more: beside the boxes in between, never behind them.
  if (b.y > a.y + a.height + gap) {
    const beside = a.x + a.width + 6;
    const start = `M${a.x + a.width} ${a.y + a.height / 2}H${beside}`;
    return b.x > beside
      ? `${start}V${b.y - gap / 2}H${b.x + Math.min(40, b.width / 2)}V${b.y}`
      : `${start}V${b.y + b.height / 2}H${b.x + b.width}`;
  }
  const shared = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const from = shared > 24 ? Math.max(a.x, b.x) + Math.min(shared / 2, 40) : a.x + a.width - 24;
  const to = shared > 24 ? from : b.x + Math.min(40, b.width / 2);
  const middle = b.y - gap / 2;
  return from === to
    ? `M${from} ${a.y + a.height}V${b.y}`
    : `M${from} ${a.y + a.height}V${middle}H${to}V${b.y}`;
}
