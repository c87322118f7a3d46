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
import { pick, type Row, type SqlValue } from "./values.ts";

interface TableWriter {
  readonly shape: TableShape;
  readonly insert: SqlStatement;
  readonly delete: SqlStatement;
  /**
   * One UPDATE for each set of columns that some image changed: naming a column of an index, even
   * with the same value, would make SQLite rewrite that index.
   */
  readonly updates: Map<string, SqlStatement>;
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
        return this.#update(writer, change.before, change.after);
      case "d":
        return runOnce(writer.delete, pick(change.before, primaryKey));
      default:
        return unreachable(change);
    }
  }

  #update({ shape, updates }: TableWriter, before: Row, after: Row): void {
    const changed: number[] = [];
    for (let column = 0; column < after.length; column += 1) {
      if (before[column] !== after[column]) changed.push(column);
    }
    if (changed.length === 0) return;
    const key = changed.join();
    let update = updates.get(key);
    if (update === undefined) {
      const set = changed
        .map((column) => `${quoteName(shape.columns[column] ?? "")} = ?`)
        .join(", ");
      const table = `main.${quoteName(shape.name)}`;
      update = this.#connection.prepare(`UPDATE ${table} SET ${set} WHERE ${keyCondition(shape)}`);
      updates.set(key, update);
    }
    const values = pick(after, changed);
    for (const column of shape.primaryKey) values.push(before[column] ?? null);
    runOnce(update, values);
  }

  #writerOf(table: string): TableWriter {
    const known = this.#writers.get(table);
    if (known !== undefined) return known;
    const shape = this.#tables.get(table) as TableShape;
    const name = `main.${quoteName(table)}`;
    const marks = shape.columns.map(() => "?").join(", ");
    const prepare = (sql: string) => this.#connection.prepare(sql);
    const writer: TableWriter = {
      shape,
      insert: prepare(`INSERT INTO ${name} VALUES (${marks})`),
      delete: prepare(`DELETE FROM ${name} WHERE ${keyCondition(shape)}`),
      updates: new Map(),
    };
    this.#writers.set(table, writer);
    return writer;
  }
}

function keyCondition(shape: TableShape): string {
  return shape.primaryKey
    .map((column) => `${quoteName(shape.columns[column] ?? "")} = ?`)
    .join(" AND ");
}

function runOnce(statement: SqlStatement, values: readonly SqlValue[]): void {
  statement.bind(values);
  try {
    statement.step();
  } finally {
    statement.reset();
  }
}
