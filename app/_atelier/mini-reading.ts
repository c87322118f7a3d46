/**
 * What a box of the gallery says besides the readings of parts: queue, workers, rows, records, memory.
 * Read from slots at the timeline's position, a line each.
 */

import type { PartReadingKind } from "@/app/_texte/part-words.ts";
import type { Timeline } from "@/simulator/observation/timeline.ts";
import type { NodeReading } from "@/simulator/vocabulary/card.ts";
import type { Row, Value } from "@/simulator/vocabulary/values.ts";
import { limitShown } from "../_lab/stage/limit-shown.ts";
import { labelWidth, withTail } from "../_lab/stage/part-layout.ts";
import { formatAmount, formatTick } from "../_texte/numbers.ts";
import type { GalleryPiece } from "./gallery-piece.ts";

type PlainReading = Exclude<NodeReading, { readonly kind: PartReadingKind }>;

export interface MiniLine {
  /** Stable within a reading. */
  readonly id: string;
  readonly label: string;
  readonly text: string;
  /** Places taken, for a small bar; null: a text alone. */
  readonly share: number | null;
  /** A row of data: its first cell is data too; or what stands above the rows. */
  readonly kind?: "row" | "head";
}

type Fields = { readonly [field: string]: Value };

const line = (id: string, label: string, text: string, share: number | null = null): MiniLine => ({
  ...{ id, label, text, share },
});

const textWidth = (text: string): number => text.length * CELL_PX;

/** A name and what it says side by side; one under the other where the box has no room for both. */
function wholeLines(id: string, label: string, text: string, innerPx: number): readonly MiniLine[] {
  if (labelWidth(label) + LINE_GAP + textWidth(text) <= innerPx) return [line(id, label, text)];
  return [{ ...line(`${id} nom`, label, ""), kind: "head" }, line(id, "", text)];
}

/** « aucune ligne », or « vide » where that is too long. */
const nothingIn = (text: string, innerPx: number): string =>
  textWidth(text) <= innerPx ? text : "vide";

function cellText(type: string | undefined, value: Value | undefined): string {
  if (value === null || value === undefined) return "–";
  if (type === "cents" && typeof value === "number") return formatAmount(value);
  if (type === "instant" && typeof value === "number") return formatTick(value);
  if (Array.isArray(value)) return value.map((item) => cellText(undefined, item)).join(", ");
  return typeof value === "object" ? "…" : String(value);
}

/** Letters of the first cell of a row that a narrow box has room for. */
const LEAD_LETTERS = 10;
/** Mean width of a letter of a row, px. */
const CELL_PX = 7.3;
/** Between the two ends of a line, px. */
const LINE_GAP = 6;
/** A narrow box has less padding than the geometry of parts allows it, px. */
const NARROW = { belowPx: 106, extraPx: 6 } as const;
/** What is left of a text that is shorter than this says nothing. */
const CUT_LEAST = 6;
const BETWEEN = " · ";

/** A rank is known by its end, a word by its beginning. */
function cut(text: string, letters: number): string {
  if (text.length <= letters) return text;
  if (letters < CUT_LEAST) return "";
  return /\d$/.test(text) ? withTail(text, letters) : `${text.slice(0, letters - 1)}…`;
}

/** Whole cells as long as they fit, the first of them before the others; else what fits of one. */
function cellsWithin(cells: readonly string[], letters: number): string {
  const kept = [...cells];
  while (kept.length > 1 && kept.join(BETWEEN).length > letters) kept.pop();
  return cut(kept.join(BETWEEN), letters);
}

interface DataRow {
  readonly id: string;
  readonly cells: readonly string[];
}

/** Rows of one table are cut alike: a column that one of them has, all have. */
function rowLines(rows: readonly DataRow[], innerPx: number): readonly MiniLine[] {
  const rowPx = innerPx + (innerPx < NARROW.belowPx ? NARROW.extraPx : 0);
  const isAlone = rows.every(({ cells }) => cells.length === 1);
  const leads = rows.map(({ cells: [first = ""] }) =>
    withTail(first, isAlone ? Math.floor(rowPx / CELL_PX) : LEAD_LETTERS),
  );
  const widest = Math.max(...leads.map(({ length }) => length));
  const letters = Math.floor((rowPx - LINE_GAP) / CELL_PX) - widest;
  return rows.map(({ id, cells }, i) => ({
    ...line(id, leads[i] ?? "", cellsWithin(cells.slice(1), letters)),
    kind: "row",
  }));
}

const cellsOf = ({ text }: MiniLine): number => (text === "" ? 0 : text.split(BETWEEN).length);

/** Above the rows: what they are, in as many words as fit, and what their other cells say. */
function underHead(
  { title, columns }: { readonly title: string; readonly columns: readonly string[] },
  rows: readonly MiniLine[],
  innerPx: number,
): readonly MiniLine[] {
  const words = title.split(" ");
  while (words.length > 1 && labelWidth(words.join(" ")) > innerPx) words.pop();
  const others = columns.slice(1, 1 + Math.max(...rows.map(cellsOf))).join(BETWEEN);
  const fits = labelWidth(title) + labelWidth(others) + 3 * CELL_PX <= innerPx;
  return [{ ...line("head", words.join(" "), fits ? others : ""), kind: "head" }, ...rows];
}

function places(label: string, taken: Value | undefined, limit: number | null): MiniLine {
  const count = typeof taken === "number" ? taken : 0;
  const shown = limitShown(limit);
  return shown === null
    ? line(label, label, String(count))
    : line(label, label, `${count}/${shown}`, count / Math.max(1, shown));
}

function tableLines(
  piece: GalleryPiece,
  timeline: Timeline,
  reading: PlainReading & { readonly kind: "table" },
  innerPx: number,
): readonly MiniLine[] {
  const table = piece.databases
    .find((known) => known.id === reading.database)
    ?.tables.find((known) => known.name === reading.table);
  const rows = timeline.entries(`row/${reading.database}/${reading.table}/`);
  if (table === undefined || rows.length === 0) {
    return wholeLines("0", reading.table, nothingIn("aucune ligne", innerPx), innerPx);
  }
  const columns = reading.columns.map((name) =>
    table.columns.findIndex((column) => column.name === name),
  );
  const titles = columns.map((at) => table.columns[at]?.title ?? "");
  const data = rows.slice(-reading.limit).map(([id, value]) => ({
    id,
    cells: columns.map((at) => cellText(table.columns[at]?.type, (value as Row)[at])),
  }));
  return underHead({ title: reading.table, columns: titles }, rowLines(data, innerPx), innerPx);
}

function recordLines(
  piece: GalleryPiece,
  timeline: Timeline,
  reading: PlainReading & { readonly kind: "records" },
  innerPx: number,
): readonly MiniLine[] {
  const store = piece.stores.find((known) => known.id === reading.store);
  const records = timeline.entries(`record/${reading.store}/`);
  const title = store?.title ?? reading.store;
  if (records.length === 0) return wholeLines("0", title, "rien", innerPx);
  const fields = reading.fields.map((name) => store?.fields.find((field) => field.name === name));
  const data = records.slice(-reading.limit).map(([id, value]) => ({
    id,
    cells: fields.map((field) => cellText(field?.type, (value as Fields)[field?.name ?? ""])),
  }));
  const columns = fields.map((field) => field?.title ?? "");
  return underHead({ title, columns }, rowLines(data, innerPx), innerPx);
}

function memoryLines(
  node: string,
  timeline: Timeline,
  { prefix, title }: PlainReading & { readonly kind: "memory" },
  innerPx: number,
): readonly MiniLine[] {
  const path = `memory/${node}/${prefix}`;
  const entries = timeline.entries(path);
  if (entries.length === 0) return wholeLines("0", title, "rien", innerPx);
  return entries.slice(-2).flatMap(([key, value]) => {
    const label = key.slice(path.length) || title;
    const text = cellText(undefined, value);
    const fits = labelWidth(label) + (text.length + 2) * CELL_PX <= innerPx;
    // A list too long to be read is counted.
    return wholeLines(
      key,
      label,
      Array.isArray(value) && !fits ? String(value.length) : text,
      innerPx,
    );
  });
}

export function miniLines(
  piece: GalleryPiece,
  timeline: Timeline,
  node: GalleryPiece["nodes"][number],
  reading: PlainReading,
  innerPx: number,
): readonly MiniLine[] {
  switch (reading.kind) {
    case "waiting": {
      const calls = timeline
        .entries("call/")
        .filter(([, call]) => (call as Fields).from === node.id);
      return [line("calls", reading.title, String(calls.length))];
    }
    case "queue":
      return [places("file", timeline.value(`node/${node.id}/queue`), node.queueLimit)];
    case "workers":
      return [places("ouvriers", timeline.value(`node/${node.id}/busy`), node.workerCount)];
    case "table":
      return tableLines(piece, timeline, reading, innerPx);
    case "records":
      return recordLines(piece, timeline, reading, innerPx);
    case "memory":
      return memoryLines(node.id, timeline, reading, innerPx);
  }
}

/** The lines that fit: the last rows, under what they are. */
export function lastLines(lines: readonly MiniLine[], most: number): readonly MiniLine[] {
  if (lines.length <= most) return lines;
  const [head] = lines;
  return head?.kind === "head" && most > 1
    ? [head, ...lines.slice(lines.length - most + 1)]
    : lines.slice(lines.length - most);
}
