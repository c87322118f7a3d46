/**
 * Words of the diagram where there is room for them: on arrows first, then under events.
 * A word that would touch a dot, a stamp or another word is left out: the tip says it. Pure.
 */
import type { Arrow, DiagramScene, Dot } from "./scene.ts";

export interface PlacedWord {
  readonly key: string;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: "start" | "middle" | "end";
  readonly tone: "ink" | "mute" | "fail" | "wait";
  readonly isStrong: boolean;
}

interface Rect {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const HEIGHT = 15;
const touches = (a: Rect, b: Rect): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

interface Candidate {
  readonly x: number;
  readonly y: number;
  readonly anchor: PlacedWord["anchor"];
}

const BEAD_PX = 12;

/** The shaft of an arrow as small squares: what a word must not cross. */
function beadsOf({ x1, y1, x2, y2 }: Arrow): readonly Rect[] {
  const count = Math.min(80, Math.ceil(Math.hypot(x2 - x1, y2 - y1) / BEAD_PX));
  return Array.from({ length: count + 1 }, (_, i) => {
    const share = i / Math.max(1, count);
    const x = x1 + (x2 - x1) * share;
    const y = y1 + (y2 - y1) * share;
    return { left: x - 3, right: x + 3, top: y - 3, bottom: y + 3 };
  });
}

export interface WordRoom {
  /** Mean width of a letter, px. */
  readonly letter: number;
  /** Words stay between these. */
  readonly fromPx: number;
  readonly toPx: number;
  /** Numbers of the « Pourquoi ? » path: centres of their discs. */
  readonly stops: readonly { readonly x: number; readonly y: number }[];
}

export function placeWords(
  scene: DiagramScene,
  { letter, fromPx, toPx, stops }: WordRoom,
): readonly PlacedWord[] {
  const taken: Rect[] = stops.map(({ x, y }) => ({
    left: x - 11,
    right: x + 11,
    top: y - 11,
    bottom: y + 11,
  }));
  for (const { x, y, isStampAbove } of scene.dots) {
    taken.push({ left: x - 9, right: x + 9, top: y - 9, bottom: y + 9 });
    const stampY = isStampAbove ? y - 18 : y + 19;
    taken.push({ left: x - 11, right: x + 11, top: stampY - 7, bottom: stampY + 6 });
  }
  // Words of a wait stand in the middle of what the window shows of it.
  for (const { x1, x2, y, text } of scene.waits) {
    const half = (text.length * letter) / 2 + 6;
    const middle = (Math.max(x1, fromPx) + Math.min(x2, toPx)) / 2;
    taken.push({ left: middle - half, right: middle + half, top: y - 33, bottom: y - 15 });
  }
  const shafts = scene.arrows.map((arrow) => ({ message: arrow.message, beads: beadsOf(arrow) }));
  const placed: PlacedWord[] = [];
  const put = (
    word: Omit<PlacedWord, "x" | "y" | "anchor">,
    candidates: readonly Candidate[],
    own = "",
  ): void => {
    const width = word.text.length * letter;
    for (const { x, y, anchor } of candidates) {
      const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
      const rect = { left, right: left + width, top: y - HEIGHT + 3, bottom: y + 4 };
      if (rect.left < fromPx || rect.right > toPx || taken.some((t) => touches(t, rect))) continue;
      const isCrossed = shafts.some(
        ({ message, beads }) => message !== own && beads.some((bead) => touches(bead, rect)),
      );
      if (isCrossed) continue;
      taken.push(rect);
      placed.push({ ...word, x, y, anchor });
      return;
    }
  };
  for (const arrow of scene.arrows) {
    const isLost = arrow.end === "lost";
    const at = (share: number): { readonly x: number; readonly y: number } => ({
      x: arrow.x1 + (arrow.x2 - arrow.x1) * share,
      y: arrow.y1 + (arrow.y2 - arrow.y1) * share + 4,
    });
    const text = isLost ? `${arrow.word} ${arrow.isReply ? "perdue" : "perdu"}` : arrow.word;
    const beside = [0.5, 0.38, 0.62, 0.27, 0.73, 0.85].flatMap((share): Candidate[] => {
      const { x, y } = at(share);
      return [
        { x: x + 9, y, anchor: "start" },
        { x: x - 9, y, anchor: "end" },
      ];
    });
    const end: Candidate = { x: arrow.x2 + 13, y: arrow.y2 + 5, anchor: "start" };
    put(
      {
        key: `a${arrow.message}`,
        text,
        tone: isLost
          ? "fail"
          : arrow.isDelayed
            ? "wait"
            : arrow.look === "concurrent"
              ? "mute"
              : "ink",
        isStrong: isLost,
      },
      isLost ? [end, ...beside] : beside,
      arrow.message,
    );
  }
  for (const dot of scene.dots) {
    if (dot.label === "") continue;
    const below = dot.isStampAbove ? 22 : 38;
    const above = dot.isStampAbove ? -28 : -14;
    put(
      {
        key: `d${dot.index}`,
        text: dot.label,
        tone: dot.isBreach ? "fail" : dot.look === "concurrent" ? "mute" : "ink",
        isStrong: dot.look !== "concurrent",
      },
      [
        { x: dot.x, y: dot.y + below, anchor: "middle" },
        { x: dot.x - 8, y: dot.y + below, anchor: "start" },
        { x: dot.x, y: dot.y + above, anchor: "middle" },
      ],
    );
  }
  return placed;
}

/** Stamps that can be read: one that would touch its left neighbour on the same side is left out. */
export function readableStamps(dots: readonly Dot[]): ReadonlySet<number> {
  const lastRight = new Map<string, number>();
  const shown = new Set<number>();
  for (const { index, x, y, stamp, isStampAbove } of dots) {
    const half = String(stamp).length * 3.7;
    const row = `${y} ${isStampAbove}`;
    if (x - half < (lastRight.get(row) ?? Number.NEGATIVE_INFINITY) + 3) continue;
    lastRight.set(row, x + half);
    shown.add(index);
  }
  return shown;
}
