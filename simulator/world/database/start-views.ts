/**
 * Tables as they were when a waiting statement started.
 *
 * After a wait PostgreSQL re-evaluates a statement on the *new* version of the locked rows, but its
 * sub-queries keep the snapshot of the start: this is why two workers that claim « the first free job »
 * with a sub-query claim the same one. For each table there is a view that hides the rows changed since
 * (`changed:t`) and shows their old images instead (`old:t`), taken from the log.
 */

import type { CommitRecord } from "./commit-log.ts";
import { startViewOf } from "./sources.ts";
import type { SqlConnection } from "./sql-engine.ts";
import { quoteName, type TableShape, type Tables } from "./table-shape.ts";
import { pick, type Row, rowKeyOf, type SqlValue } from "./values.ts";

export class StartViews {
  readonly #connection: SqlConnection;
  readonly #tables: Tables;
  readonly #created = new Set<string>();

  constructor(connection: SqlConnection, tables: Tables) {
    this.#connection = connection;
    this.#tables = tables;
  }

  lacks(tables: readonly string[]): boolean {
    return tables.some((table) => !this.#created.has(table));
  }

  /**
   * Creates the views that these tables still lack. Outside any SQLite transaction, because ROLLBACK
   * would take them away again.
   */
  create(tables: readonly string[]): void {
    for (const table of tables) {
      if (this.#created.has(table)) continue;
      this.#connection.execute(viewOf(this.#tables.get(table) as TableShape));
      this.#created.add(table);
    }
  }

  /** Fills the view of `table` from the commits since the start. Inside a SQLite transaction. */
  fill(table: string, since: readonly CommitRecord[]): void {
    const shape = this.#tables.get(table) as TableShape;
    const seen = new Set<string>();
    const meet = (row: Row | null, image: Row | null) => {
      if (row === null) return;
      const primaryKey = pick(row, shape.primaryKey);
      const key = rowKeyOf(table, primaryKey);
      if (seen.has(key)) return;
      seen.add(key);
      this.#insert(`changed:${table}`, primaryKey);
      if (image !== null) this.#insert(`old:${table}`, image);
    };
    for (const { ops } of since) {
      for (const change of ops) {
        if (change.table !== table) continue;
        meet(change.before, change.before);
        meet(change.after, null);
      }
    }
  }

  /** Freezes the whole table in its view, for a statement that reads its target row by row. */
  freeze(table: string): void {
    const shape = this.#tables.get(table) as TableShape;
    const key = keyColumns(shape);
    this.#connection.execute(`
      INSERT INTO temp.${quoteName(`old:${table}`)}
        SELECT * FROM main.${quoteName(table)} AS m WHERE ${notChanged(shape)};
      INSERT OR IGNORE INTO temp.${quoteName(`changed:${table}`)}
        SELECT ${key} FROM main.${quoteName(table)};
    `);
  }

  /** Empties the views: they are only true during one attempt. */
  clear(tables: readonly string[]): void {
    for (const table of tables) {
      this.#connection.execute(
        `DELETE FROM temp.${quoteName(`old:${table}`)}; DELETE FROM temp.${quoteName(`changed:${table}`)}`,
      );
    }
  }

  #insert(table: string, values: readonly SqlValue[]): void {
    const marks = values.map(() => "?").join(", ");
    const statement = this.#connection.prepare(
      `INSERT INTO temp.${quoteName(table)} VALUES (${marks})`,
    );
    statement.bind(values);
    statement.step();
    statement.free();
  }
}

/** Tables changed by these commits. */
export function changedTables(since: readonly CommitRecord[]): ReadonlySet<string> {
  const tables = new Set<string>();
  for (const { ops } of since) for (const { table } of ops) tables.add(table);
  return tables;
}

function keyColumns(shape: TableShape): string {
  return shape.primaryKey.map((column) => quoteName(shape.columns[column] ?? "")).join(", ");
}

function notChanged(shape: TableShape): string {
  const same = shape.primaryKey
    .map((column) => quoteName(shape.columns[column] ?? ""))
    .map((column) => `c.${column} IS m.${column}`);
  return `NOT EXISTS (SELECT 1 FROM temp.${quoteName(`changed:${shape.name}`)} AS c WHERE ${same.join(" AND ")})`;
}

function viewOf(shape: TableShape): string {
  const old = `temp.${quoteName(`old:${shape.name}`)}`;
  const table = `main.${quoteName(shape.name)}`;
  const key = keyColumns(shape);
  return `
    CREATE TABLE temp.${quoteName(`changed:${shape.name}`)} (${key}, PRIMARY KEY (${key})) WITHOUT ROWID;
    CREATE TABLE ${old} AS SELECT * FROM ${table} WHERE 0;
    CREATE VIEW ${startViewOf(shape.name)} AS
      SELECT * FROM ${table} AS m WHERE ${notChanged(shape)} UNION ALL SELECT * FROM ${old};
  `;
}
