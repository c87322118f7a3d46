/**
 * Where drawn events stand from left to right: one column each, or in proportion to time.
 *
 * Either way a long silence takes the same small room between two torn edges. Places are px from the
 * first event; a window over them is the view's business. Pure.
 */

import type { EventLog } from "@/simulator/vocabulary/log.ts";
import { foldedGaps } from "../axis.ts";
import { positionOf } from "./drawn-events.ts";

export type ColumnMode = "order" | "duration";

export interface Fold {
  /** Left edge of the tear, px. */
  readonly x: number;
  readonly lengthUs: number;
}

export interface Columns {
  readonly drawn: Int32Array;
  /** Place of each drawn event, px, same order. */
  readonly xs: Float64Array;
  readonly folds: readonly Fold[];
  readonly width: number;
  /** Place of any event of the log: its own, or between its drawn neighbours. */
  readonly xOf: (index: number) => number;
}

export const FOLD_PX = 46;
const COLUMN_PX = 38;
const MARGIN_PX = 26;

interface ColumnsOptions {
  readonly mode: ColumnMode;
  /** Of the duration mode: px a drawn event on average. */
  readonly spread: number;
}

interface Gap {
  readonly fromUs: number;
  readonly toUs: number;
}

function placesByOrder(log: EventLog, drawn: Int32Array, gaps: readonly Gap[]) {
  const xs = new Float64Array(drawn.length);
  const folds: Fold[] = [];
  let x = MARGIN_PX;
  let gap = 0;
  for (let i = 0; i < drawn.length; i++) {
    const atUs = log.atUs(drawn[i] as number);
    let lengthUs = 0;
    while (gap < gaps.length && (gaps[gap] as Gap).toUs <= atUs) {
      lengthUs += (gaps[gap] as Gap).toUs - (gaps[gap] as Gap).fromUs;
      gap++;
    }
    if (lengthUs > 0 && i > 0) {
      folds.push({ x: x - COLUMN_PX / 2, lengthUs });
      x += FOLD_PX;
    }
    xs[i] = x;
    x += COLUMN_PX;
  }
  return { xs, folds, width: x - COLUMN_PX + MARGIN_PX };
}

function placesByDuration(log: EventLog, drawn: Int32Array, gaps: readonly Gap[], spread: number) {
  const xs = new Float64Array(drawn.length);
  const folds: Fold[] = [];
  const first = drawn.length === 0 ? 0 : log.atUs(drawn[0] as number);
  const last = drawn.length === 0 ? 0 : log.atUs(drawn[drawn.length - 1] as number);
  const foldedUs = gaps.reduce(
    (sum, { fromUs, toUs }) => sum + Math.max(0, Math.min(toUs, last) - Math.max(fromUs, first)),
    0,
  );
  const scale = (drawn.length * spread) / Math.max(1, last - first - foldedUs);
  let x = MARGIN_PX;
  let atUs = first;
  let gap = 0;
  for (let i = 0; i < drawn.length; i++) {
    const nextUs = log.atUs(drawn[i] as number);
    let silentUs = 0;
    while (gap < gaps.length && (gaps[gap] as Gap).toUs <= nextUs) {
      silentUs += Math.max(0, (gaps[gap] as Gap).toUs - Math.max(atUs, (gaps[gap] as Gap).fromUs));
      gap++;
    }
    const movedPx = (nextUs - atUs - silentUs) * scale;
    if (silentUs > 0) {
      folds.push({ x: x + 10, lengthUs: silentUs });
      x += FOLD_PX + 20;
    }
    x += movedPx;
    xs[i] = x;
    atUs = nextUs;
  }
  return { xs, folds, width: x + MARGIN_PX };
}

export function layColumns(
  log: EventLog,
  drawn: Int32Array,
  { mode, spread }: ColumnsOptions,
): Columns {
  const gaps = foldedGaps(log);
  const { xs, folds, width } =
    mode === "order" ? placesByOrder(log, drawn, gaps) : placesByDuration(log, drawn, gaps, spread);
  const xOf = (index: number): number => {
    const at = positionOf(drawn, index);
    const after = xs[at];
    if (drawn[at] === index && after !== undefined) return after;
    const before = xs[at - 1];
    if (before === undefined) return Math.max(4, (after ?? MARGIN_PX) - COLUMN_PX / 2);
    // Just after what was drawn last: the step has not reached the next one.
    return after === undefined
      ? before + COLUMN_PX / 2
      : before + Math.min(COLUMN_PX / 2, (after - before) / 2);
  };
  return { drawn, xs, folds, width, xOf };
}

/** Positions of the drawn events whose place is between two px. */
export function between(columns: Columns, fromPx: number, toPx: number): readonly [number, number] {
  const { xs } = columns;
  const find = (px: number): number => {
    let low = 0;
    let high = xs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((xs[middle] as number) < px) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return [find(fromPx), find(toPx)];
}
