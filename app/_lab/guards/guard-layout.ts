/**
 * Where the states of a guard stand, in a row, and the arcs between them: forward above, backward below, as deep as
 * they are long, so that no two cross. Pure geometry, px.
 */
import type { GuardCard } from "@/simulator/vocabulary/followed.ts";

export interface GuardBox {
  readonly id: string;
  readonly x: number;
}

export interface GuardArc {
  readonly from: string;
  readonly to: string;
  readonly title: string;
  /** SVG path, arrow at its end. */
  readonly path: string;
  /** Points of its arrow head. */
  readonly head: string;
  readonly label: { readonly x: number; readonly y: number };
}

export interface GuardLayout {
  readonly height: number;
  /** Top of the row of states. */
  readonly top: number;
  readonly boxes: readonly GuardBox[];
  readonly arcs: readonly GuardArc[];
}

export const BOX = { width: 96, height: 34 } as const;
const STEP = 26;
const HEAD = 4;
/** Two arcs of one box, in and out, stand that far apart. */
const APART = 14;

export function layGuard(
  { state, transitions }: Pick<GuardCard, "state" | "transitions">,
  width: number,
): GuardLayout {
  const ids = state.states.map(({ id }) => id);
  const gap = ids.length < 2 ? 0 : (width - BOX.width * ids.length) / (ids.length - 1);
  const boxes = ids.map((id, i) => ({ id, x: i * (BOX.width + gap) }));
  const rank = (id: string): number => ids.indexOf(id);
  const spans = transitions.map(({ from, to }) => rank(to) - rank(from));
  const top = STEP * Math.max(0, ...spans) + 8;
  const under = STEP * Math.max(0, ...spans.map((span) => -span)) + 8;
  const middle = (id: string): number => (boxes[rank(id)]?.x ?? 0) + BOX.width / 2;
  const arcs = transitions.map(({ from, to, title }): GuardArc => {
    const span = rank(to) - rank(from);
    const isForward = span > 0;
    const sign = isForward ? 1 : -1;
    const [x1, x2] = [middle(from) + sign * APART, middle(to) - sign * APART];
    const edge = isForward ? top : top + BOX.height;
    const y = edge - sign * (STEP * Math.abs(span) - 6);
    const tip = edge - sign * HEAD;
    return {
      ...{ from, to, title },
      path: `M${x1} ${edge}V${y}H${x2}V${tip}`,
      head: `${x2 - HEAD},${tip} ${x2 + HEAD},${tip} ${x2},${edge}`,
      label: { x: (x1 + x2) / 2, y: isForward ? y - 3 : y + 12 },
    };
  });
  return { height: top + BOX.height + under + 8, top, boxes, arcs };
}
