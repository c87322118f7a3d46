/**
 * A SQL copy of a database that follows its log: a replica, or a viewer of the past.
 *
 * Owns a connection without capture triggers and without foreign-key checks. A replica applies records
 * late; a viewer moves to any LSN, forwards by `after` images and backwards by `before` images.
 * Queries are read-only and pass through the same translation as everywhere.
 */

import { assert } from "../../base/assert.ts";
import type { CommitRecord } from "./commit-log.ts";
import { Draws } from "./draws.ts";
import { databaseErrorOf } from "./errors.ts";
import type { Outcome } from "./outcome.ts";
import { inverseOf } from "./row-change.ts";
import { RowWriter } from "./row-writer.ts";
import { buildSchema } from "./schema.ts";
import type { SqlConnection, SqlEngine } from "./sql-engine.ts";
import type { Tables } from "./table-shape.ts";
import type { TableRows } from "./table-state.ts";
import { translateStatement } from "./translate-statement.ts";
import type { SqlValue } from "./values.ts";

export interface Replica {
  /** Last record applied; 0 for the first rows. */
  readonly lsn: number;
  apply(record: CommitRecord): void;
  /** Takes the last applied record back. */
  undo(record: CommitRecord): void;
  moveTo(lsn: number, log: readonly CommitRecord[]): void;
  query(sql: string, params?: readonly SqlValue[]): Outcome;
  close(): void;
}

export interface ReplicaOptions {
  readonly engine: SqlEngine;
  readonly schema: readonly string[];
  /** Rows at LSN `lsn`. */
  readonly rows: TableRows;
  readonly lsn?: number;
  /** What `now()` answers. */
  readonly nowUs?: () => number;
}

export function createReplica({ engine, schema, rows, lsn = 0, nowUs }: ReplicaOptions): Replica {
  const connection = engine.open();
  const draws = new Draws(connection, { nowUs: nowUs ?? (() => 0), drawUuid: undefined });
  const tables = buildSchema(connection, schema, draws);
  const writer = new RowWriter(connection, tables);
  writer.apply(
    [...rows].flatMap(([table, images]) =>
      images.map((after) => ({ op: "c", table, before: null, after }) as const),
    ),
  );
  return new SqlReplica(connection, tables, writer, lsn);
}

class SqlReplica implements Replica {
  readonly #connection: SqlConnection;
  readonly #tables: Tables;
  readonly #writer: RowWriter;
  #lsn: number;

  constructor(connection: SqlConnection, tables: Tables, writer: RowWriter, lsn: number) {
    this.#connection = connection;
    this.#tables = tables;
    this.#writer = writer;
    this.#lsn = lsn;
  }

  get lsn(): number {
    return this.#lsn;
  }

  apply(record: CommitRecord): void {
    assert(record.lsn === this.#lsn + 1, "records are applied in order");
    this.#writer.apply(record.ops);
    this.#lsn = record.lsn;
  }

  undo(record: CommitRecord): void {
    assert(record.lsn === this.#lsn, "the last applied record is undone first");
    this.#writer.apply(record.ops.toReversed().map(inverseOf));
    this.#lsn = record.lsn - 1;
  }

  moveTo(lsn: number, log: readonly CommitRecord[]): void {
    assert(lsn >= 0 && lsn <= log.length, "an LSN of the log");
    this.#connection.execute("BEGIN");
    while (this.#lsn < lsn) this.apply(log[this.#lsn] as CommitRecord);
    while (this.#lsn > lsn) this.undo(log[this.#lsn - 1] as CommitRecord);
    this.#connection.execute("COMMIT");
  }

  query(sql: string, params: readonly SqlValue[] = []): Outcome {
    try {
      const statement = translateStatement(sql, this.#tables);
      if (statement.kind !== "read") {
        return { kind: "error", code: "25006", message: "cette copie ne se lit qu’avec SELECT" };
      }
      const prepared = this.#connection.prepare(statement.text.sql);
      try {
        prepared.bind(params);
        const rows: SqlValue[][] = [];
        while (prepared.step()) rows.push(prepared.row());
        return { kind: "rows", columns: prepared.columns(), rows, rowCount: rows.length };
      } finally {
        prepared.free();
      }
    } catch (thrown) {
      const { code, message } = databaseErrorOf(thrown);
      return { kind: "error", code, message };
    }
  }

  close(): void {
    this.#connection.close();
  }
}
