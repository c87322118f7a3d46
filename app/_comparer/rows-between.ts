/**
 * What the tables of both systems say at the same instant, where they do not say the same. Pure: reads the
 * two timelines without moving them.
 */
import type { LabState } from "@/app/_lab/state.ts";
import { diffRows } from "@/simulator/observation/row-diff.ts";
import type { ColumnCard } from "@/simulator/vocabulary/card.ts";
import type { Value } from "@/simulator/vocabulary/values.ts";

export interface RowBetween {
  readonly path: string;
  readonly kind: "inserted" | "changed" | "deleted";
  readonly database: string;
  readonly table: string;
  /** The business key when there is one, else the primary key. */
  readonly name: string;
  readonly before: readonly Value[] | null;
  readonly after: readonly Value[] | null;
  /** Columns whose value differs; all of them for a row of one side only. */
  readonly columns: readonly (ColumnCard & { readonly at: number })[];
}

const keyText = (key: string): string => {
  try {
    return (JSON.parse(key) as readonly unknown[]).map(String).join(" · ");
  } catch {
    return key;
  }
};

/** Left to right: a row that only the right side has is « inserted ». */
export function rowsBetween(left: LabState, right: LabState): readonly RowBetween[] {
  const shared = left.card.databases.filter(({ id }) =>
    right.card.databases.some((database) => database.id === id),
  );
  const found = diffRows(
    { timeline: left.run.timeline, index: left.view.playhead },
    { timeline: right.run.timeline, index: right.view.playhead },
    shared,
  );
  return found.flatMap((row) => {
    const table = shared
      .find(({ id }) => id === row.database)
      ?.tables.find(({ name }) => name === row.table);
    if (table === undefined) return [];
    const columns = row.columns.flatMap((at) => {
      const column = table.columns[at];
      return column === undefined ? [] : [{ ...column, at }];
    });
    const { path, kind, database, before, after } = row;
    return [
      {
        ...{ path, kind, database, before, after, columns },
        table: row.table,
        name: row.subject ?? keyText(row.key),
      },
    ];
  });
}
