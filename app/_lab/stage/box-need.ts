/**
 * How much room the readings of a box could ever fill: a box is not drawn taller than that.
 *
 * Pure. Speaks in px at scale 1, from the card alone: what a run holds at a step may need less.
 */

import { isPartReading } from "@/app/_texte/part-words.ts";
import type { NodeCard, NodeReading } from "@/simulator/vocabulary/card.ts";
import { FRAME } from "./allot.ts";
import { figureWidth, gaugeShape, innerWidth, labelWidth, PART_LINE_PX } from "./part-layout.ts";

type Readings = Pick<NodeCard, "readings">;

/** A number of usual length, to judge whether a gauge fits one line. */
const USUAL = "00/00";
/** Lines of the kinds whose number grows with the run. */
const GROWING = { bars: 4, strip: 4, pairs: 4, waiting: 4, memory: 2 } as const;

/** A narrower box (a phone’s) keeps its lines for the records themselves, px. */
const HEADED_FROM_PX = 150;

function linesWanted(reading: NodeReading, innerPx: number): number {
  switch (reading.kind) {
    case "table":
      return reading.limit + 1;
    case "records":
      return reading.limit + (innerPx >= HEADED_FROM_PX ? 1 : 0);
    case "state":
    case "queue":
    case "workers":
      return 1;
    case "gauge": {
      const gauge = { title: reading.title, text: USUAL, hasBar: reading.max !== null };
      return gaugeShape(gauge, { innerPx, lines: 2 }) === "line" ? 1 : 2;
    }
    default:
      return GROWING[reading.kind];
  }
}

/** Height of the readings of a box of this width, px. */
export function readingsNeed({ readings }: Readings, widthPx: number): number {
  const innerPx = innerWidth(widthPx);
  return readings.reduce(
    (sum, reading) => sum + linesWanted(reading, innerPx) * PART_LINE_PX + FRAME[reading.kind],
    0,
  );
}

/** The least width at which a reading says what it has to say, px. */
const WIDTHS = { bars: 130, strip: 200, pairs: 140, waiting: 84, memory: 120 } as const;
const WIDTH_MOST = 176;

function readingWidth(reading: NodeReading): number {
  if (!isPartReading(reading)) {
    return reading.kind === "waiting" || reading.kind === "memory" ? WIDTHS[reading.kind] : 116;
  }
  switch (reading.kind) {
    case "state": {
      const longest = Math.max(0, ...reading.states.map(({ title }) => title.length));
      return Math.min(WIDTH_MOST, labelWidth(reading.title) + longest * 6.7 + 48);
    }
    case "gauge":
      return Math.min(
        WIDTH_MOST,
        labelWidth(reading.title) + figureWidth(USUAL) + (reading.max === null ? 30 : 64),
      );
    default:
      return WIDTHS[reading.kind];
  }
}

/** The width that the readings of a box would like, px. */
export const widthNeed = ({ readings }: Readings): number =>
  Math.max(0, ...readings.map(readingWidth));
