/** Rows of databases and records as lines of the inspector: columns with what changed in them. */
import { rowCells, rowName, type TableSpec, tableSpecs } from "@/app/_lab/databases/catalogue.ts";
import { cellText } from "@/app/_lab/databases/cells.ts";
import { missingRows } from "@/app/_lab/databases/tables-at.ts";
import { sameValue, type Value } from "@/simulator/vocabulary/values.ts";
import { before, type InspectRow, type InspectValue, type Reading } from "./reading.ts";

const ROWS_MAX = 12;

/** Changed columns always; else those that say something, without keys and JSON. */
function columnValues(
  spec: TableSpec,
  now: readonly Value[] | null,
  was: readonly Value[] | null,
): readonly InspectValue[] {
  const values: InspectValue[] = [];
  const cells = now ?? was ?? [];
  spec.columns.forEach((column, i) => {
    const isChanged = now !== null && was !== null && !sameValue(now[i] ?? null, was[i] ?? null);
    const isPlain =
      column.type !== "json" &&
      column.type !== "instant" &&
      i !== spec.subjectAt &&
      !spec.key.includes(i);
    if (!isChanged && (!isPlain || (cells[i] ?? null) === null)) return;
    const text = now === null ? "–" : cellText(column.type, now[i]);
    const former = isChanged || now === null ? cellText(column.type, was?.[i]) : "";
    values.push({
      text,
      raw: text,
      before: isChanged || now === null ? former : was === null ? "" : null,
      name: column.title,
    });
  });
  return values;
}

export interface RowsQuery {
  readonly spec: TableSpec;
  /** Only the rows of this business key; null: all. */
  readonly subject: string | null;
}

/** Lines of one table at the playhead, the latest ones when there are many. */
export function tableRows(reading: Reading, { spec, subject }: RowsQuery): readonly InspectRow[] {
  const rows: InspectRow[] = [];
  const paths = reading.timeline.paths(spec.prefix);
  // From the latest back: a long run has thousands of rows, and a panel shows a dozen.
  for (let i = paths.length - 1; i >= 0 && rows.length < ROWS_MAX; i--) {
    const path = paths[i] as string;
    const now = rowCells(spec, path, reading.timeline.value(path));
    const was = reading.playhead < 0 ? null : rowCells(spec, path, before(reading, path));
    const cells = now ?? was;
    if (cells === null) continue;
    if (subject !== null && spec.subjectAt >= 0 && String(cells[spec.subjectAt]) !== subject) {
      continue;
    }
    const name = rowName(spec, path, cells);
    rows.push({
      id: path,
      label: name === subject ? spec.name : `${spec.name} ${name}`,
      values: columnValues(spec, now, was),
      select: {
        kind: "row",
        database: spec.schema,
        table: spec.name,
        key: path.slice(spec.prefix.length),
      },
    });
  }
  return rows.reverse();
}

/** Rows that the run announces and nobody has written. */
export function missingLines(
  reading: Reading,
  specs: readonly TableSpec[],
  subject: string | null,
): readonly InspectRow[] {
  const lines: InspectRow[] = [];
  for (const [id, rows] of missingRows(reading.card, specs, reading.timeline)) {
    for (const row of rows) {
      if (subject !== null && row.subject !== subject) continue;
      const table = id.split(".").at(-1) ?? id;
      lines.push({
        id: `missing/${id}/${row.subject}/${row.value}`,
        label: `${table} ${subject === null ? row.subject : ""}`.trim(),
        values: [
          {
            text: row.isUnderWay
              ? `${row.value}, pas encore écrite`
              : `${row.value}, jamais écrite`,
            raw: row.value,
            before: null,
            tone: row.isUnderWay ? "wait" : "fail",
          },
        ],
      });
    }
  }
  return lines;
}

/** Tables of one node, in the order of the card. */
export const specsOfNode = (reading: Reading, node: string): readonly TableSpec[] =>
  tableSpecs(reading.card).filter((spec) => spec.node === node);
