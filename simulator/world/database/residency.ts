/**
 * The one SQLite connection of a database, and whose writes it shows.
 *
 * The connection holds the committed state plus the writes of at most one open transaction, the
 * *resident*, inside a SQLite BEGIN. When somebody else needs the connection the resident is evicted
 * with ROLLBACK; when it comes back: BEGIN and its row images again. A transaction that runs on alone
 * pays nothing for this. Knows nothing of locks: they guarantee that re-applying never fails.
 */

import { assert } from "../../base/assert.ts";
import type { Capture } from "./capture.ts";
import { RowWriter } from "./row-writer.ts";
import type { SqlConnection, SqlStatement } from "./sql-engine.ts";
import type { Tables } from "./table-shape.ts";
import type { Transaction } from "./transaction.ts";
import type { SqlValue } from "./values.ts";

export interface RunResult {
  readonly columns: readonly string[];
  readonly rows: SqlValue[][];
}

interface Prepared {
  readonly statement: SqlStatement;
  columns: readonly string[] | undefined;
}

/** Texts kept prepared. Scenarios use parameters, so a few dozen texts come back for ever. */
const PREPARED_MAX = 200;

export class Residency {
  readonly connection: SqlConnection;
  readonly #writer: RowWriter;
  readonly #capture: Capture;
  readonly #prepared = new Map<string, Prepared>();
  #resident: Transaction | undefined;
  #evictionCount = 0;

  constructor(connection: SqlConnection, tables: Tables, capture: Capture) {
    this.connection = connection;
    this.#capture = capture;
    this.#writer = new RowWriter(connection, tables);
  }

  get resident(): Transaction | undefined {
    return this.#resident;
  }

  /** How often a transaction had to leave the connection to another: the price of interleaving. */
  get evictionCount(): number {
    return this.#evictionCount;
  }

  /** Makes the connection show the committed state plus the writes of `transaction`, ready to write. */
  enter(transaction: Transaction): void {
    if (this.#resident === transaction) return;
    this.evict();
    this.#command("BEGIN");
    this.#resident = transaction;
    if (transaction.changes.length > 0) {
      assert(!this.#capture.isOn, "images are re-applied with mute triggers");
      this.#writer.apply(transaction.changes);
    }
  }

  /** Makes the connection fit for a read by `transaction`, or by nobody in particular. */
  show(transaction: Transaction | undefined): void {
    if (this.#resident === transaction && transaction !== undefined) return;
    if (transaction !== undefined && transaction.changes.length > 0) this.enter(transaction);
    else if (this.#resident !== undefined && this.#resident.changes.length > 0) this.evict();
  }

  /** Takes the resident's writes off the connection; its images stay. */
  evict(): void {
    if (this.#resident === undefined) return;
    this.#command("ROLLBACK");
    this.#resident = undefined;
    this.#evictionCount += 1;
  }

  /** As `evict`, for a transaction that may not be the resident. */
  leave(transaction: Transaction): void {
    if (this.#resident === transaction) this.evict();
  }

  /** Makes the writes of `transaction` part of the committed state. */
  commit(transaction: Transaction): void {
    this.enter(transaction);
    this.#command("COMMIT");
    this.#resident = undefined;
  }

  /** Runs a text to its end. Throws SQLite's error; the statement has then left no trace. */
  run(sql: string, parameters: readonly SqlValue[]): RunResult {
    const prepared = this.#prepare(sql);
    const { statement } = prepared;
    const rows: SqlValue[][] = [];
    try {
      if (parameters.length > 0) statement.bind(parameters);
      while (statement.step()) rows.push(statement.row());
      prepared.columns ??= statement.columns();
    } finally {
      statement.reset();
    }
    return { columns: prepared.columns, rows };
  }

  /** Rows one by one; the caller stops when it wants, and the cursor is closed before returning. */
  scan(
    sql: string,
    parameters: readonly SqlValue[],
    visit: (row: SqlValue[]) => boolean,
  ): readonly string[] {
    const prepared = this.#prepare(sql);
    const { statement } = prepared;
    try {
      statement.bind(parameters);
      while (statement.step() && visit(statement.row())) {
        // Never materialise the rest: LIMIT 1 on a long queue must stay cheap.
      }
      prepared.columns ??= statement.columns();
    } finally {
      statement.reset();
    }
    return prepared.columns;
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    if (this.#prepared.size >= PREPARED_MAX) {
      const [oldest] = this.#prepared;
      oldest?.[1].statement.free();
      this.#prepared.delete(oldest?.[0] ?? "");
    }
    const prepared: Prepared = { statement: this.connection.prepare(sql), columns: undefined };
    this.#prepared.set(sql, prepared);
    return prepared;
  }

  #command(sql: string): void {
    const { statement } = this.#prepare(sql);
    statement.step();
    statement.reset();
  }
}
