/**
 * How a part's readings fit the room they have: what is drawn, what is shortened, what is counted.
 *
 * Pure geometry in px at scale 1 and whole lines; the style sheet multiplies by the scale of the stage.
 * Widths of letters are means of our own faces: a text that turns out wider is cut by its own box,
 * never by its neighbour. Knows neither React nor the laboratory.
 */
import { gaugeText, type PartReadingCard } from "@/app/_texte/part-words.ts";
import type { PartValue } from "@/simulator/vocabulary/card.ts";

/** Mean width of a letter, px: labels in the condensed face, values in the mono one. */
const LABEL_PX = 6.1;
const WORD_PX = 6.7;
const FIGURE_PX = 7.4;
const GAP = 8;
/** Padding and border of a box, both sides together. */
const FRAME = 19;
/** Height of a line of a box, px. */
export const PART_LINE_PX = 18;

export const labelWidth = (text: string): number => text.length * LABEL_PX;
export const figureWidth = (text: string): number => text.length * FIGURE_PX;
/** Room for readings inside a box of this width. */
export const innerWidth = (boxPx: number): number => Math.max(0, boxPx - FRAME);

/** A pastille and its word, 12 px and 5 between them. */
const stateWidth = (word: string): number => 17 + word.length * WORD_PX;

/** The word of a state is what matters: its label gives way first. */
export const hasStateLabel = (title: string, word: string, innerPx: number): boolean =>
  labelWidth(title) + GAP + stateWidth(word) <= innerPx;

const BAR_MIN = 26;

export type GaugeShape = "line" | "stacked" | "short";

/** On one line; label above; or, when there is but one line and it is short, label and number only. */
export function gaugeShape(
  gauge: { readonly title: string; readonly text: string; readonly hasBar: boolean },
  { innerPx, lines }: { readonly innerPx: number; readonly lines: number },
): GaugeShape {
  const bar = gauge.hasBar ? BAR_MIN + GAP : 0;
  if (labelWidth(gauge.title) + GAP + bar + figureWidth(gauge.text) <= innerPx) return "line";
  return lines > 1 ? "stacked" : "short";
}

/** A round number not below `value`: a scale that does not dance with every bar. */
export function roundScale(value: number): number {
  let scale = 1;
  for (;;) {
    for (const step of [1, 2, 5]) if (scale * step >= value) return scale * step;
    scale *= 10;
  }
}

export interface BarsLayout {
  /** Bars left out before the first one drawn. */
  readonly hidden: number;
  readonly barPx: number;
  /** For each bar drawn, each series as a share of the height; bottom first. */
  readonly bars: readonly (readonly number[])[];
  /** What the whole height stands for. */
  readonly scale: number;
  readonly totals: readonly number[];
}

const BAR_PX = { least: 5, most: 22, gap: 2 };

export function barsLayout(
  bars: PartValue["bars"],
  seriesCount: number,
  widthPx: number,
): BarsLayout {
  const room = Math.max(1, Math.floor((widthPx + BAR_PX.gap) / (BAR_PX.least + BAR_PX.gap)));
  const shown = bars.slice(-room);
  const each = Math.floor((widthPx + BAR_PX.gap) / Math.max(1, shown.length)) - BAR_PX.gap;
  const sum = (bar: readonly number[]): number => bar.reduce((all, part) => all + part, 0);
  const scale = roundScale(Math.max(1, ...bars.map(sum)));
  return {
    hidden: bars.length - shown.length,
    barPx: Math.max(BAR_PX.least, Math.min(BAR_PX.most, each)),
    bars: shown.map((bar) => bar.map((part) => part / scale)),
    scale,
    totals: Array.from({ length: seriesCount }, (_, i) =>
      bars.reduce((all, bar) => all + (bar[i] ?? 0), 0),
    ),
  };
}

/** Swatch and total of one series, with its name after them or not. */
const legendItem = (title: string, total: number, hasTitle: boolean): number =>
  13 + figureWidth(String(total)) + (hasTitle ? 4 + labelWidth(title) : 0);

/** What the line above the bars says: everything; the series' names; or the label and bare totals. */
export function legendShape(
  title: string,
  series: readonly { readonly title: string; readonly total: number }[],
  innerPx: number,
): { readonly hasLabel: boolean; readonly hasTitles: boolean } {
  const width = (hasTitles: boolean): number =>
    series.reduce((sum, one) => sum + 9 + legendItem(one.title, one.total, hasTitles), -9);
  const label = labelWidth(title) + GAP;
  if (label + width(true) <= innerPx) return { hasLabel: true, hasTitles: true };
  if (width(true) <= innerPx) return { hasLabel: false, hasTitles: true };
  return { hasLabel: label + width(false) <= innerPx, hasTitles: false };
}

export interface StripMark {
  /** Middle of the pointer, px from the left of the strip. */
  readonly x: number;
  readonly title: string;
  /** Where its label begins and on which line under the cells; null: the pointer alone. */
  readonly label: { readonly x: number; readonly row: number } | null;
}

export interface StripLayout {
  /** Absolute position of the first cell drawn. */
  readonly first: number;
  readonly cells: readonly string[];
  readonly cellPx: number;
  /** Cells left out on the left. */
  readonly hidden: number;
  /** A pointer stands after the last cell: its place is drawn, empty. */
  readonly hasNext: boolean;
  readonly marks: readonly StripMark[];
}

const CELL = { least: 18, most: 84, padding: 6 };
/** A pointer's own width, and the room between two labels. */
const POINTER = 12;
const LABEL_GAP = 6;
/** Where the cells begin when some are left out: room for « … ». */
export const CUT_PX = 14;
/** The place that comes next, empty. */
export const NEXT_PX = 14;

interface Group {
  readonly x: number;
  readonly title: string;
}

/** Pointers at one place share one label; one out of sight stands at the edge and says where it is. */
function groupsOf(
  { first, cells, marks }: PartValue["strip"],
  { from, cellPx, left }: { readonly from: number; readonly cellPx: number; readonly left: number },
): readonly Group[] {
  const last = first + cells.length;
  const groups = new Map<number, string[]>();
  const outside: string[] = [];
  for (const { at, title } of marks) {
    if (at < from) outside.push(`${title} ${at}`);
    else {
      const place = Math.min(at, last);
      groups.set(place, [...(groups.get(place) ?? []), title]);
    }
  }
  const inside = [...groups].map(([at, titles]) => ({
    x: left + (at - from) * cellPx + (at === last ? NEXT_PX : cellPx) / 2,
    title: titles.join(", "),
  }));
  const edge = outside.length === 0 ? [] : [{ x: 5, title: `‹ ${outside.join(", ")}` }];
  return [...edge, ...inside.sort((a, b) => a.x - b.x)];
}

/** Labels stand right of their pointer, else left of it, on the first line that is free. */
function placeLabels(
  groups: readonly Group[],
  { innerPx, rows }: { readonly innerPx: number; readonly rows: number },
): readonly StripMark[] {
  const taken: { readonly row: number; readonly from: number; readonly to: number }[] = [];
  const isFree = (row: number, from: number, to: number): boolean =>
    from >= 0 &&
    to <= innerPx &&
    taken.every((t) => t.row !== row || to + LABEL_GAP <= t.from || t.to + LABEL_GAP <= from);
  if (rows > 0) {
    for (const { x } of groups) taken.push({ row: 0, from: x - POINTER / 2, to: x + POINTER / 2 });
  }
  const marks = groups.map(({ x, title }): StripMark => {
    const width = labelWidth(title);
    for (let row = 0; row < rows; row++) {
      const near = POINTER / 2 + (row === 0 ? LABEL_GAP : -POINTER);
      for (const from of [x + near, x - near - width]) {
        if (!isFree(row, from, from + width)) continue;
        taken.push({ row, from, to: from + width });
        return { x, title, label: { x: from, row } };
      }
    }
    return { x, title, label: null };
  });
  return marks;
}

/** Names that begin alike end apart: a long one keeps its end. */
export const withTail = (text: string, letters: number): string =>
  text.length <= letters ? text : `…${text.slice(text.length - Math.max(1, letters - 1))}`;

export const isEmptyStrip = ({ cells, marks }: PartValue["strip"]): boolean =>
  cells.length === 0 && marks.length === 0;

/** The ends of a strip are said where they leave its name whole. */
export const hasRange = (title: string, range: string, innerPx: number): boolean =>
  labelWidth(title) + GAP + figureWidth(range) <= innerPx;

/** The newest cells that fit, and where the pointers and their words stand. */
export function stripLayout(
  strip: PartValue["strip"],
  { innerPx, markRows }: { readonly innerPx: number; readonly markRows: number },
): StripLayout {
  const { first, cells, marks } = strip;
  const longest = Math.max(1, ...cells.map((cell) => cell.length));
  const hasNext = marks.some(({ at }) => at >= first + cells.length);
  const cellPx = Math.min(
    CELL.most,
    Math.max(CELL.least, innerPx - CUT_PX - (hasNext ? NEXT_PX : 0)),
    Math.max(CELL.least, Math.round(longest * FIGURE_PX) + CELL.padding),
  );
  const letters = Math.max(1, Math.floor((cellPx - CELL.padding + 1) / FIGURE_PX));
  const free = innerPx - (hasNext ? NEXT_PX : 0);
  const isCut = cells.length * cellPx > free;
  const count = Math.min(
    cells.length,
    Math.max(1, Math.floor((isCut ? free - CUT_PX : free) / cellPx)),
  );
  const hidden = Math.max(0, cells.length - count);
  const from = first + hidden;
  const left = hidden > 0 ? CUT_PX : 0;
  return {
    first: from,
    cells: cells.slice(hidden).map((cell) => withTail(cell, letters)),
    cellPx,
    hidden,
    hasNext,
    marks: placeLabels(groupsOf(strip, { from, cellPx, left }), { innerPx, rows: markRows }),
  };
}

export interface PairsLayout {
  readonly columns: 1 | 2;
  readonly shown: PartValue["pairs"];
  /** Said as « + n ». */
  readonly hidden: number;
}

const pairWidth = ([name, value]: PartValue["pairs"][number]): number =>
  labelWidth(name) + 6 + figureWidth(String(value));

const PAIR_GAP = 14;

/** Everything on the label's own line? */
export const pairsFitInline = (
  title: string,
  pairs: PartValue["pairs"],
  innerPx: number,
): boolean =>
  labelWidth(title) + pairs.reduce((sum, pair) => sum + PAIR_GAP + pairWidth(pair), 0) <= innerPx;

/** A name beside its value, or above it when the room is too narrow for both: a name is never cut for it. */
export const pairLines = (pair: PartValue["pairs"][number], innerPx: number): 1 | 2 =>
  pairWidth(pair) <= innerPx ? 1 : 2;

/** Of pairs one under the other, how many `lines` hold, a line kept for « + n » when some are left. */
function pairsThatFit(pairs: PartValue["pairs"], innerPx: number, lines: number): number {
  const needs = pairs.map((pair) => pairLines(pair, innerPx) as number);
  if (needs.reduce((sum, need) => sum + need, 0) <= lines) return pairs.length;
  let left = lines - 1;
  let count = 0;
  while (left >= (needs[count] ?? lines)) left -= needs[count++] ?? 0;
  return Math.max(1, count);
}

/** Pairs on `lines` lines of their own, in two columns when the widest fits half the room. */
export function pairsLayout(
  pairs: PartValue["pairs"],
  { innerPx, lines }: { readonly innerPx: number; readonly lines: number },
): PairsLayout {
  const widest = Math.max(0, ...pairs.map(pairWidth));
  const columns = widest * 2 + PAIR_GAP <= innerPx && pairs.length > 1 ? 2 : 1;
  const places = Math.max(1, lines * columns);
  const inColumns = pairs.length <= places ? pairs.length : Math.max(1, places - 1);
  const count = columns === 2 ? inColumns : pairsThatFit(pairs, innerPx, lines);
  return { columns, shown: pairs.slice(0, count), hidden: pairs.length - count };
}

/** Pairs that fit beside the label when there is but one line: at least one, cut if it must be. */
export function pairsBeside(
  title: string,
  pairs: PartValue["pairs"],
  innerPx: number,
): PairsLayout & { readonly hasLabel: boolean } {
  const first = pairs[0];
  const more = pairs.length > 1 ? PAIR_GAP + figureWidth("+9") : 0;
  const hasLabel =
    first === undefined || labelWidth(title) + PAIR_GAP + pairWidth(first) + more <= innerPx;
  let used = hasLabel ? labelWidth(title) : -PAIR_GAP;
  let count = 0;
  for (const pair of pairs) {
    used += PAIR_GAP + pairWidth(pair);
    const rest = pairs.length - count - 1;
    if (count > 0 && used + (rest > 0 ? PAIR_GAP + figureWidth(`+${rest}`) : 0) > innerPx) break;
    count++;
  }
  return { hasLabel, columns: 1, shown: pairs.slice(0, count), hidden: pairs.length - count };
}

/** Lines that would show everything of a reading in a box of this inner width. */
export function partLines(reading: PartReadingCard, value: unknown, innerPx: number): number {
  switch (reading.kind) {
    case "state":
      return 1;
    case "gauge": {
      const text = gaugeText(reading.max, value);
      const gauge = { title: reading.title, text, hasBar: reading.max !== null };
      return gaugeShape(gauge, { innerPx, lines: 2 }) === "line" ? 1 : 2;
    }
    case "bars":
      return 3;
    case "strip": {
      const strip = value as PartValue["strip"] | undefined;
      if (strip === undefined || isEmptyStrip(strip)) return 1;
      if (strip.marks.length === 0) return 2;
      const { marks } = stripLayout(strip, { innerPx, markRows: 1 });
      return marks.every(({ label }) => label !== null) ? 3 : 4;
    }
    case "pairs": {
      const pairs = (value ?? []) as PartValue["pairs"];
      if (pairsFitInline(reading.title, pairs, innerPx)) return 1;
      const { columns } = pairsLayout(pairs, { innerPx, lines: pairs.length });
      if (columns === 2) return 1 + Math.ceil(pairs.length / 2);
      return pairs.reduce((sum, pair) => sum + pairLines(pair, innerPx), 1);
    }
  }
}
