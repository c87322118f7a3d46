/**
 * Shares the height of a box among its readings: what matters most is never the first to go.
 *
 * Pure. Knows how many lines each reading would like and how tall a line is, not what it says.
 */
import type { NodeReading } from "@/simulator/vocabulary/card.ts";

export interface Demand {
  readonly kind: NodeReading["kind"];
  /** Lines that would show everything, heading included. */
  readonly lines: number;
}

/** Lower comes first when room is short. */
const RANK: Readonly<Record<NodeReading["kind"], number>> = {
  state: 0,
  waiting: 0,
  memory: 1,
  gauge: 1,
  strip: 2,
  bars: 2,
  pairs: 3,
  table: 2,
  records: 2,
  queue: 3,
  workers: 4,
};

/** Padding and rules around a reading, px of the sheet at scale 1. */
export const FRAME: Readonly<Record<NodeReading["kind"], number>> = {
  waiting: 4,
  memory: 5,
  table: 8,
  records: 5,
  queue: 1,
  workers: 1,
  state: 1,
  gauge: 1,
  strip: 5,
  bars: 5,
  pairs: 5,
};

/** A first line may eat this much of the padding, px. */
const SLACK = 6;

/** Lines given to each reading, in the order of the demands; 0 leaves a reading out. */
export function allotLines(
  demands: readonly Demand[],
  heightPx: number,
  linePx: number,
): readonly number[] {
  const given = demands.map(() => 0);
  const order = demands
    .map((_, i) => i)
    .sort((a, b) => RANK[(demands[a] as Demand).kind] - RANK[(demands[b] as Demand).kind] || a - b);
  let room = heightPx;
  for (const i of order) {
    const demand = demands[i] as Demand;
    const cost = linePx + FRAME[demand.kind];
    if (demand.lines === 0 || cost > room + SLACK) continue;
    given[i] = 1;
    room -= cost;
  }
  for (const i of order) {
    const demand = demands[i] as Demand;
    if (given[i] === 0) continue;
    const extra = Math.max(0, Math.min(demand.lines - 1, Math.floor((room + 1) / linePx)));
    given[i] = 1 + extra;
    room -= extra * linePx;
  }
  return given;
}
