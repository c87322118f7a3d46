/**
 * A PostgreSQL-like database of the simulated world, on SQLite.
 *
 * Owns the assembly of the other files and the read-only view of the whole: log, locks, tables at any
 * LSN. Transactions last in simulated time with the semantics of READ COMMITTED; everything is
 * synchronous, and two runs of the same calls give the same log. Reading order: `row-change`,
 * `residency`, `capture`, `lock-requests`, `write-attempt`, `wait-queue`, `executor`, `session`.
 */

import { assert } from "../../base/assert.ts";
import { Capture } from "./capture.ts";
import { CaptureTriggers } from "./capture-triggers.ts";
import { transactionNumbering } from "./client.ts";
import type { CommitRecord } from "./commit-log.ts";
import type { Core, DatabaseEnvironment } from "./core.ts";
import { Deliveries } from "./deliveries.ts";
import { Draws } from "./draws.ts";
import { Executor } from "./executor.ts";
import { verifyInvariants } from "./invariants.ts";
import { LockTable } from "./lock-table.ts";
import type { WaitNotice } from "./outcome.ts";
import { Residency } from "./residency.ts";
import { buildSchema, insertFirstRows } from "./schema.ts";
import { ClientSession, type Session } from "./session.ts";
import type { SqlConnection, SqlEngine } from "./sql-engine.ts";
import { StartViews } from "./start-views.ts";
import { quoteName, type Tables } from "./table-shape.ts";
import { type TableRows, TableState } from "./table-state.ts";
import { translateStatement } from "./translate-statement.ts";
import { STRENGTHS, type TranslatedStatement } from "./translated.ts";
import type { Row, RowKey } from "./values.ts";

export interface DatabaseOptions {
  readonly name: string;
  readonly engine: SqlEngine;
  /** CREATE TABLE, CREATE [UNIQUE] INDEX, CREATE SEQUENCE, in PostgreSQL's words. */
  readonly schema: readonly string[];
  /** INSERTs of the first rows: the state at LSN 0. */
  readonly rows: readonly string[];
  readonly environment: DatabaseEnvironment;
  /** How long a statement waits before it looks for a deadlock. PostgreSQL: one second. */
  readonly deadlockTimeoutUs?: number;
  /** Called at each commit, in order; must not call the database back. */
  readonly onCommit?: (record: CommitRecord) => void;
}

export interface HeldRowLock {
  readonly clientId: string;
  readonly transactionId: number;
  readonly key: RowKey;
  readonly strength: (typeof STRENGTHS)[number];
}

export interface Database {
  readonly name: string;
  readonly tables: Tables;
  readonly log: readonly CommitRecord[];
  /** LSN of the last commit; 0 before any. */
  readonly lsn: number;
  /** Times a transaction had to leave SQLite to another: the cost of interleaving. */
  readonly evictionCount: number;
  connect(clientId: string): Session;
  /** Row locks written down now; empty while a transaction is alone, which needs none. */
  locks(): readonly HeldRowLock[];
  /** What the statement of this client waits for, if it waits. */
  blockersOf(clientId: string): WaitNotice | undefined;
  /** Committed rows of a table, in primary-key order. */
  readAll(table: string): readonly Row[];
  stateAt(lsn: number): TableRows;
  /**
   * The machine lost power: every client is disconnected and the commits after `lsn`, never flushed,
   * are lost. Returns them.
   */
  rewindTo(lsn: number): readonly CommitRecord[];
  /** Throws if an invariant of the engine is broken. Costly: for tests. */
  verify(): void;
  close(): void;
}

/** Throws on a schema that this engine does not accept, with the remedy. */
export function createDatabase(options: DatabaseOptions): Database {
  const { engine, environment } = options;
  const connection = engine.open();
  const draws = new Draws(connection, {
    nowUs: () => environment.nowUs(),
    drawUuid: environment.drawUuid?.bind(environment),
  });
  const capture = new Capture();
  // Never ended: see `residency.ts`.
  connection.execute("PRAGMA foreign_keys=ON; BEGIN");
  const tables = buildSchema(connection, options.schema, draws);
  insertFirstRows(connection, options.rows);
  const executor = new Executor({
    name: options.name,
    environment,
    tables,
    residency: new Residency(connection, tables, capture),
    capture,
    triggers: new CaptureTriggers(connection, tables, capture),
    locks: new LockTable(),
    startViews: new StartViews(connection, tables),
    draws,
    log: [],
    open: new Set(),
    deliveries: new Deliveries(),
    deadlockTimeoutUs: options.deadlockTimeoutUs ?? 1_000_000,
    onCommit: options.onCommit,
  });
  return new SqlDatabase(connection, executor);
}

/** Statements kept translated, by text: for one schema, whatever the run. */
const TRANSLATED_MAX = 500;
const TRANSLATED = new WeakMap<Tables, Map<string, TranslatedStatement>>();

function translationsFor(tables: Tables): Map<string, TranslatedStatement> {
  const known = TRANSLATED.get(tables) ?? new Map<string, TranslatedStatement>();
  TRANSLATED.set(tables, known);
  return known;
}

class SqlDatabase implements Database {
  readonly #connection: SqlConnection;
  readonly #executor: Executor;
  readonly #core: Core;
  readonly #first: TableRows;
  readonly #begin = transactionNumbering();
  readonly #translated: Map<string, TranslatedStatement>;
  readonly #running = new Map<string, ClientSession>();
  #past: TableState | undefined;

  constructor(connection: SqlConnection, executor: Executor) {
    this.#connection = connection;
    this.#executor = executor;
    this.#core = executor.core;
    this.#translated = translationsFor(this.tables);
    this.#first = new Map([...this.tables.keys()].map((table) => [table, this.readAll(table)]));
    this.#core.residency.mirror.load(this.#first);
  }

  get name(): string {
    return this.#core.name;
  }

  get tables(): Tables {
    return this.#core.tables;
  }

  get log(): readonly CommitRecord[] {
    return this.#core.log;
  }

  get lsn(): number {
    return this.#core.log.length;
  }

  get evictionCount(): number {
    return this.#core.residency.evictionCount;
  }

  connect(clientId: string): Session {
    assert(!this.#running.has(clientId), `client ${clientId} is connected once`);
    const session = new ClientSession(clientId, {
      executor: this.#executor,
      translate: (sql) => this.#translate(sql),
      begin: this.#begin,
      onDisconnect: () => this.#running.delete(clientId),
    });
    this.#running.set(clientId, session);
    return session;
  }

  locks(): readonly HeldRowLock[] {
    return [...this.#core.locks.rows()].map(({ key, transaction, strength }) => ({
      clientId: transaction.clientId,
      transactionId: transaction.id,
      key,
      strength: STRENGTHS[strength],
    }));
  }

  blockersOf(clientId: string): WaitNotice | undefined {
    const running = this.#running.get(clientId)?.running;
    return running === undefined ? undefined : this.#executor.queue.notice(running);
  }

  readAll(table: string): readonly Row[] {
    const shape = this.tables.get(table);
    assert(shape !== undefined, `table ${table} is in the schema`);
    const key = shape.primaryKey.map((column) => quoteName(shape.columns[column] ?? "")).join(", ");
    this.#core.residency.show(undefined);
    return this.#core.residency.run(`SELECT * FROM main.${quoteName(table)} ORDER BY ${key}`, [])
      .rows;
  }

  stateAt(lsn: number): TableRows {
    const past = this.#pastState();
    past.moveTo(lsn, this.#core.log);
    return past.rows();
  }

  rewindTo(lsn: number): readonly CommitRecord[] {
    assert(lsn >= 0 && lsn <= this.lsn, "an LSN of the log");
    for (const session of [...this.#running.values()]) session.disconnect();
    this.#past?.moveTo(lsn, this.#core.log);
    const lost = this.#core.log.slice(lsn);
    this.#core.residency.evict();
    this.#core.residency.takeBack(lost.flatMap(({ ops }) => ops));
    this.#core.log.length = lsn;
    return lost;
  }

  verify(): void {
    verifyInvariants(this.#core, this.#executor.queue, this.#pastState());
  }

  close(): void {
    this.#connection.close();
  }

  #pastState(): TableState {
    this.#past ??= new TableState(this.tables, this.#first);
    return this.#past;
  }

  #translate(sql: string): TranslatedStatement {
    const known = this.#translated.get(sql);
    if (known !== undefined) return known;
    if (this.#translated.size >= TRANSLATED_MAX) this.#translated.clear();
    const translated = translateStatement(sql, this.tables);
    this.#translated.set(sql, translated);
    return translated;
  }
}
