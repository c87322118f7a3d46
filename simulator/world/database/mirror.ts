/**
 * The rows that the SQLite connection shows, in JavaScript: committed state and resident transaction.
 *
 * Owns one `Map` per table, and one per other unique index, moved by the same row images as everything
 * else. It answers « what was this row before? » without a query: the images of a direct write are made
 * of it. Rows are the very arrays of the images, hence it costs little memory. Never asked by a SELECT.
 */

import type { RowChange } from "./row-change.ts";
import type { TableShape, Tables } from "./table-shape.ts";
import type { TableRows } from "./table-state.ts";
import { type Row, type SqlValue, spell } from "./values.ts";

interface TableMirror {
  readonly shape: TableShape;
  /** One per unique index, the primary key first. */
  readonly rowsByIndex: readonly Map<SqlValue, Row>[];
}

export class Mirror {
  readonly #tables: ReadonlyMap<string, TableMirror>;

  constructor(tables: Tables) {
    this.#tables = new Map(
      [...tables.values()].map((shape) => {
        const rowsByIndex = shape.uniqueIndexes.map(() => new Map<SqlValue, Row>());
        return [shape.name, { shape, rowsByIndex }];
      }),
    );
  }

  load(first: TableRows): void {
    for (const [table, rows] of first) {
      for (const after of rows) this.apply({ op: "c", table, before: null, after });
    }
  }

  /** The row that has these values in the unique index of that rank (0: the primary key). */
  find(table: string, index: number, values: readonly SqlValue[]): Row | undefined {
    return this.#tables.get(table)?.rowsByIndex[index]?.get(keyOf(values));
  }

  rows(table: string): Iterable<Row> {
    return this.#tables.get(table)?.rowsByIndex[0]?.values() ?? [];
  }

  apply(change: RowChange): void {
    this.#replace(change.table, change.before, change.after);
  }

  undo(change: RowChange): void {
    this.#replace(change.table, change.after, change.before);
  }

  #replace(table: string, old: Row | null, row: Row | null): void {
    const mirror = this.#tables.get(table) as TableMirror;
    const { uniqueIndexes } = mirror.shape;
    for (let index = 0; index < uniqueIndexes.length; index += 1) {
      const columns = uniqueIndexes[index]?.columns as readonly number[];
      const rows = mirror.rowsByIndex[index] as Map<SqlValue, Row>;
      const oldKey = old === null ? null : keyIn(old, columns);
      const key = row === null ? null : keyIn(row, columns);
      if (oldKey !== null && oldKey !== key) rows.delete(oldKey);
      if (key !== null) rows.set(key, row as Row);
    }
  }
}

/** Null when a column is: such a row is in no unique index. */
function keyIn(row: Row, columns: readonly number[]): SqlValue {
  if (columns.length === 1) return row[columns[0] as number] ?? null;
  const values: SqlValue[] = [];
  for (const column of columns) {
    const value = row[column] ?? null;
    if (value === null) return null;
    values.push(value);
  }
  return spell(values);
}

const keyOf = (values: readonly SqlValue[]): SqlValue =>
  values.length === 1 ? (values[0] ?? null) : values.includes(null) ? null : spell(values);
