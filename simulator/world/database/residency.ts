/**
 * The one SQLite connection of a database, and whose writes it shows.
 *
 * The connection holds the committed state plus the writes of at most one open transaction, the
 * *resident*, behind a SQLite savepoint. When somebody else needs the connection the resident is evicted:
 * back to the savepoint; when it comes back: a savepoint and its row images again. A transaction that runs
 * on alone pays nothing for this. A statement that is a transaction by itself, while nobody else has one, is
 * *written through*: without savepoint, and its images are undone if somebody comes before its end.
 * SQLite's own transaction is opened once and never ends: the pages stay in its cache, and no commit copies
 * them to the file that Emscripten imitates (an insert: 5 µs instead of 15).
 * Knows nothing of locks: they guarantee that re-applying never fails.
 */

import { assert } from "../../base/assert.ts";
import type { Capture } from "./capture.ts";
import { Mirror } from "./mirror.ts";
import { inverseOf, type RowChange } from "./row-change.ts";
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

const MARK = "SAVEPOINT resident";
const BACK = "ROLLBACK TO resident";
const KEEP = "RELEASE resident";

/** Texts kept prepared. Scenarios use parameters, so a few dozen texts come back for ever. */
const PREPARED_MAX = 200;

export class Residency {
  readonly connection: SqlConnection;
  /** The rows that the connection shows. */
  readonly mirror: Mirror;
  readonly #writer: RowWriter;
  readonly #capture: Capture;
  readonly #prepared = new Map<string, Prepared>();
  #resident: Transaction | undefined;
  /** The resident is not inside a BEGIN. */
  #isThrough = false;
  #evictionCount = 0;

  constructor(connection: SqlConnection, tables: Tables, capture: Capture) {
    this.connection = connection;
    this.mirror = new Mirror(tables);
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
    this.#command(MARK);
    this.#resident = transaction;
    this.#isThrough = false;
    this.#apply(transaction.changes);
  }

  /** As `enter`, for the only statement of the only open transaction. */
  enterThrough(transaction: Transaction): void {
    assert(transaction.changes.length === 0, "a transaction written through has one statement");
    this.evict();
    this.#resident = transaction;
    this.#isThrough = true;
  }

  /** What a statement of the resident has just done becomes part of it. */
  keep(changes: readonly RowChange[]): void {
    assert(this.#resident !== undefined, "only a resident writes");
    for (const change of changes) {
      this.#resident.changes.push(change);
      this.mirror.apply(change);
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
    const resident = this.#resident;
    if (resident === undefined) return;
    this.#resident = undefined;
    this.#evictionCount += 1;
    if (this.#isThrough) this.takeBack(resident.changes);
    else {
      this.#command(BACK);
      this.#command(KEEP);
      this.#forget(resident.changes);
    }
  }

  /** Undoes the last images of the committed state. Nobody is resident. */
  takeBack(changes: readonly RowChange[]): void {
    assert(this.#resident === undefined, "the connection shows the committed state");
    if (changes.length === 0) return;
    this.#writer.apply(changes.toReversed().map(inverseOf));
    this.#forget(changes);
  }

  /** As `evict`, for a transaction that may not be the resident. */
  leave(transaction: Transaction): void {
    if (this.#resident === transaction) this.evict();
  }

  /** Makes the writes of `transaction` part of the committed state. */
  commit(transaction: Transaction): void {
    this.enter(transaction);
    if (!this.#isThrough) this.#command(KEEP);
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

  /** Names of the columns that a text returns. */
  columns(sql: string): readonly string[] {
    const prepared = this.#prepare(sql);
    prepared.columns ??= prepared.statement.columns();
    return prepared.columns;
  }

  #apply(changes: readonly RowChange[]): void {
    if (changes.length === 0) return;
    assert(!this.#capture.isOn, "images are re-applied with mute triggers");
    this.#writer.apply(changes);
    for (const change of changes) this.mirror.apply(change);
  }

  #forget(changes: readonly RowChange[]): void {
    for (let at = changes.length - 1; at >= 0; at -= 1) this.mirror.undo(changes[at] as RowChange);
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
