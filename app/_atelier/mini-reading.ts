/**
 * What a box of the gallery says besides the readings of parts: queue, workers, rows, records, memory.
 * Read from slots at the timeline's position, a line each.
 */

import type { PartReadingKind } from "@/app/_texte/part-words.ts";
import type { Timeline } from "@/simulator/observation/timeline.ts";
import type { NodeReading } from "@/simulator/vocabulary/card.ts";
import type { Row, Value } from "@/simulator/vocabulary/values.ts";
import { limitShown } from "../_lab/stage/limit-shown.ts";
import { withTail } from "../_lab/stage/part-layout.ts";
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
  /** A row of data: its first cell is data too. */
  readonly isRow?: boolean;
}

type Fields = { readonly [field: string]: Value };

const line = (id: string, label: string, text: string, share: number | null = null): MiniLine => ({
  ...{ id, label, text, share },
});

function cellText(type: string | undefined, value: Value | undefined): string {
  if (value === null || value === undefined) return "–";
  if (type === "cents" && typeof value === "number") return formatAmount(value);
  if (type === "instant" && typeof value === "number") return formatTick(value);
  return typeof value === "object" ? "…" : String(value);
}

/** Letters of the first cell of a row that a narrow box has room for. */
const LEAD_LETTERS = 10;

const rowLine = (id: string, [first = "", ...rest]: readonly string[]): MiniLine => ({
  ...line(id, withTail(first, LEAD_LETTERS), rest.join(" · ")),
  isRow: true,
});

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
): readonly MiniLine[] {
  const table = piece.databases
    .find((known) => known.id === reading.database)
    ?.tables.find((known) => known.name === reading.table);
  const rows = timeline.entries(`row/${reading.database}/${reading.table}/`);
  if (table === undefined || rows.length === 0) return [line("0", reading.table, "aucune ligne")];
  return rows.slice(-reading.limit).map(([path, value]) => {
    const cells = reading.columns.map((name) => {
      const at = table.columns.findIndex((column) => column.name === name);
      return cellText(table.columns[at]?.type, (value as Row)[at]);
    });
    return rowLine(path, cells);
  });
}

function recordLines(
  piece: GalleryPiece,
  timeline: Timeline,
  reading: PlainReading & { readonly kind: "records" },
): readonly MiniLine[] {
  const store = piece.stores.find((known) => known.id === reading.store);
  const records = timeline.entries(`record/${reading.store}/`);
  const title = store?.title ?? reading.store;
  if (records.length === 0) return [line("0", title, "rien")];
  return records.slice(-reading.limit).map(([path, value]) => {
    const cells = reading.fields.map((name) =>
      cellText(store?.fields.find((field) => field.name === name)?.type, (value as Fields)[name]),
    );
    return rowLine(path, cells);
  });
}

function memoryLines(
  node: string,
  timeline: Timeline,
  { prefix, title }: PlainReading & { readonly kind: "memory" },
): readonly MiniLine[] {
  const path = `memory/${node}/${prefix}`;
  const entries = timeline.entries(path);
  if (entries.length === 0) return [line("0", title, "rien")];
  return entries
    .slice(-2)
    .map(([key, value]) => line(key, key.slice(path.length) || title, cellText(undefined, value)));
}

export function miniLines(
  piece: GalleryPiece,
  timeline: Timeline,
  node: GalleryPiece["nodes"][number],
  reading: PlainReading,
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
      return tableLines(piece, timeline, reading);
    case "records":
      return recordLines(piece, timeline, reading);
    case "memory":
      return memoryLines(node.id, timeline, reading);
  }
}
