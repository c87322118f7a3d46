/** What a table shows when there is little room: the columns that say something, the rows that matter. */
import type { RowAt, TableAt } from "./tables-at.ts";

const COMPACT_COLUMNS_MAX = 5;
const COMPACT_ROWS_MAX = 8;
const WHOLE_ROWS_MAX = 400;

/** Positions of the columns shown. Compact: business key first, no JSON, no instant, no empty column. */
export function shownColumns(table: TableAt, isCompact: boolean): readonly number[] {
  const { spec, rows } = table;
  const all = spec.columns.map((_, i) => i);
  if (!isCompact) return all;
  const says = (column: number): boolean =>
    rows.length === 0 || rows.some((row) => (row.cells[column] ?? null) !== null);
  const isTechnical = (column: number): boolean =>
    spec.key.includes(column) || /(?:^|_)id$/.test(spec.columns[column]?.name ?? "");
  const rest = all.filter(
    (column) =>
      column !== spec.subjectAt &&
      spec.columns[column]?.type !== "json" &&
      spec.columns[column]?.type !== "instant" &&
      // Technical keys say nothing where the business key stands.
      !(isTechnical(column) && spec.subjectAt >= 0) &&
      (says(column) || table.missing.some((row) => row.column === column)),
  );
  const lead = spec.subjectAt >= 0 ? [spec.subjectAt] : [];
  return [...lead, ...rest].slice(0, COMPACT_COLUMNS_MAX);
}

export interface ShownRows {
  readonly rows: readonly RowAt[];
  readonly hiddenCount: number;
}

/** Changed rows always; then the latest. In their own order. */
export function shownRows(table: TableAt, isCompact: boolean): ShownRows {
  const max = isCompact ? COMPACT_ROWS_MAX : WHOLE_ROWS_MAX;
  const { rows } = table;
  if (rows.length <= max) return { rows, hiddenCount: 0 };
  const kept = new Set<RowAt>(rows.filter((row) => row.mark !== "same").slice(-max));
  for (let i = rows.length - 1; i >= 0 && kept.size < max; i--) kept.add(rows[i] as RowAt);
  return { rows: rows.filter((row) => kept.has(row)), hiddenCount: rows.length - kept.size };
}
