/**
 * What the tables of both systems say at the same instant, where they do not say the same. Pure: reads the
 * two timelines without moving them.
 */
import type { LabState } from "@/app/_lab/state.ts";
import { diffRows } from "@/simulator/observation/row-diff.ts";
import type { ColumnCard } from "@/simulator/vocabulary/card.ts";
import { sameValue, type Value } from "@/simulator/vocabulary/values.ts";

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
  readonly columns: readonly Column[];
}

type Column = ColumnCard & {
  readonly at: number;
  readonly isKey: boolean;
  readonly isSubject: boolean;
};

const keyText = (key: string): string => {
  try {
    return (JSON.parse(key) as readonly unknown[]).map(String).join(" · ");
  } catch {
    return key;
  }
};

/** Values that say the same of the same subject under two keys: each run numbers its rows for itself. */
function joined(
  before: RowBetween,
  after: RowBetween,
  columns: readonly Column[],
): readonly RowBetween[] {
  const apart = columns.filter(
    ({ at, isKey }) => !isKey && !sameValue(before.before?.[at], after.after?.[at]),
  );
  if (apart.length === 0) return [];
  return [{ ...before, kind: "changed", columns: apart, after: after.after }];
}

/**
 * Rows of a table about a subject, each with the one that the other side has about it. A row whose key
 * holds two different subjects on the two sides is two rows.
 */
function bySubject(rows: readonly RowBetween[], columns: readonly Column[]): readonly RowBetween[] {
  const subjectAt = columns.findIndex(({ isSubject }) => isSubject);
  const about = (values: readonly Value[] | null): string => String(values?.[subjectAt] ?? "");
  const rights = rows.filter(({ after }) => after !== null);
  const taken = new Set<RowBetween>();
  const lefts = rows
    .filter(({ before }) => before !== null)
    .flatMap((row): readonly RowBetween[] => {
      const name = about(row.before);
      const twin = rights.find((right) => !taken.has(right) && about(right.after) === name);
      if (twin === undefined) return [{ ...row, kind: "deleted", after: null, name, columns }];
      taken.add(twin);
      return joined({ ...row, name }, twin, columns);
    });
  const alone = rights
    .filter((right) => !taken.has(right))
    .map((right): RowBetween => {
      const path = `${right.path} à droite`;
      return { ...right, path, kind: "inserted", before: null, name: about(right.after), columns };
    });
  return [...lefts, ...alone];
}

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
  const tables = shared.flatMap(({ id, tables: own }) => own.map((table) => ({ id, table })));
  return tables.flatMap(({ id, table }) => {
    const columns = table.columns.map((column, at) => ({
      ...{ ...column, at, isKey: table.key.includes(column.name) },
      isSubject: column.name === table.subject,
    }));
    const rows = found
      .filter((row) => row.database === id && row.table === table.name)
      .map(
        ({ path, kind, key, before, after, columns: apart }): RowBetween => ({
          ...{ path, kind, before, after, database: id, table: table.name, name: keyText(key) },
          columns: columns.filter(({ at }) => apart.includes(at)),
        }),
      );
    return table.subject === null ? rows : bySubject(rows, columns);
  });
}
