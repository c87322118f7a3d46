/**
 * Writes row images into a SQLite connection, by primary key.
 *
 * Used for a transaction that comes back to the connection, for replicas, for going backwards. Foreign
 * keys are checked at the end only: images are final, and come in an order that was once legal.
 */

import { unreachable } from "../../base/assert.ts";
import type { RowChange } from "./row-change.ts";
import type { SqlConnection, SqlStatement } from "./sql-engine.ts";
import { quoteName, type TableShape, type Tables } from "./table-shape.ts";
import { pick, type SqlValue } from "./values.ts";

interface TableWriter {
  readonly shape: TableShape;
  readonly insert: SqlStatement;
  readonly update: SqlStatement;
  readonly delete: SqlStatement;
}

export class RowWriter {
  readonly #connection: SqlConnection;
  readonly #tables: Tables;
  readonly #writers = new Map<string, TableWriter>();
  readonly #hasForeignKeys: boolean;

  constructor(connection: SqlConnection, tables: Tables) {
    this.#connection = connection;
    this.#tables = tables;
    this.#hasForeignKeys = [...tables.values()].some((shape) => shape.foreignKeys.length > 0);
  }

  apply(changes: readonly RowChange[]): void {
    const defers = this.#hasForeignKeys && changes.length > 1;
    if (defers) this.#connection.execute("PRAGMA defer_foreign_keys=ON");
    for (const change of changes) this.#applyOne(change);
    if (defers) this.#connection.execute("PRAGMA defer_foreign_keys=OFF");
  }

  #applyOne(change: RowChange): void {
    const writer = this.#writerOf(change.table);
    const { primaryKey } = writer.shape;
    switch (change.op) {
      case "c":
        return runOnce(writer.insert, change.after);
      case "u":
        return runOnce(writer.update, [...change.after, ...pick(change.before, primaryKey)]);
      case "d":
        return runOnce(writer.delete, pick(change.before, primaryKey));
      default:
        return unreachable(change);
    }
  }

  #writerOf(table: string): TableWriter {
    const known = this.#writers.get(table);
    if (known !== undefined) return known;
    const shape = this.#tables.get(table) as TableShape;
    const name = `main.${quoteName(table)}`;
    const columns = shape.columns.map(quoteName);
    const key = shape.primaryKey.map((column) => `${columns[column]} = ?`).join(" AND ");
    const prepare = (sql: string) => this.#connection.prepare(sql);
    const writer: TableWriter = {
      shape,
      insert: prepare(`INSERT INTO ${name} VALUES (${columns.map(() => "?").join(", ")})`),
      update: prepare(
        `UPDATE ${name} SET ${columns.map((column) => `${column} = ?`).join(", ")} WHERE ${key}`,
      ),
      delete: prepare(`DELETE FROM ${name} WHERE ${key}`),
    };
    this.#writers.set(table, writer);
    return writer;
  }
}

function runOnce(statement: SqlStatement, values: readonly SqlValue[]): void {
  statement.bind(values);
  try {
    statement.step();
  } finally {
    statement.reset();
  }
}
