/**
 * One client's connection to a database: one statement at a time, then what follows from it.
 *
 * Owns transaction control (BEGIN, COMMIT, savepoints, the refusals of an aborted transaction) and the
 * two instants of a statement: it takes effect when it is executed, and an autocommit write commits and
 * frees its locks when it is *finished*, once its cost has elapsed. That is why a hot row limits
 * throughput as it really does.
 */

import { assert } from "../../base/assert.ts";
import { type Client, transactionOf } from "./client.ts";
import { DatabaseError, databaseErrorOf } from "./errors.ts";
import type { Executor } from "./executor.ts";
import type { CommandTag, Outcome, StatementListener, WaitNotice } from "./outcome.ts";
import { type Running, startLockRead } from "./running.ts";
import type { Transaction } from "./transaction.ts";
import type { ControlStatement, LockRead, TranslatedStatement } from "./translated.ts";
import type { SqlParameter, SqlValue } from "./values.ts";

export interface StatementRequest {
  /** PostgreSQL text; parameters are `$1`, `$2`… */
  readonly sql: string;
  readonly params?: readonly SqlParameter[];
  /** Gives up a lock after this long (55P03). Without it a statement waits for ever. */
  readonly lockTimeoutUs?: number;
}

export interface Statement {
  readonly isAnswered: boolean;
  /**
   * The statement's cost has elapsed: an autocommit write, or a COMMIT, becomes visible and frees its
   * locks now. Must be called once after the outcome, before the session executes something else.
   */
  finish(): void;
}

export interface Session {
  readonly clientId: string;
  readonly transactionId: number | undefined;
  readonly isInTransaction: boolean;
  /** Only ROLLBACK is accepted (25P02). */
  readonly isAborted: boolean;
  readonly isWaiting: boolean;
  /** The outcome may be delivered before this returns, or later if the statement has to wait. */
  execute(request: StatementRequest, listener: StatementListener): Statement;
  /** The client is gone (crash, closed connection): it leaves the queue, its transaction is rolled back. */
  disconnect(): void;
}

export interface SessionParts {
  readonly executor: Executor;
  readonly translate: (sql: string) => TranslatedStatement;
  readonly begin: (clientId: string, nowUs: number) => Transaction;
  readonly onDisconnect: () => void;
}

const NO_LOCK_READS: Running["lockReads"] = [];
const NO_PARAMS: readonly SqlParameter[] = [];

/** One statement of a session: what its caller holds, and the way its answers take. */
class Execution implements Statement, StatementListener {
  readonly #session: ClientSession;
  readonly #listener: StatementListener;
  running: Running | undefined;
  isAnswered = false;
  /** COMMIT: the transaction that its end makes durable. */
  committed: Transaction | undefined;

  constructor(session: ClientSession, listener: StatementListener) {
    this.#session = session;
    this.#listener = listener;
  }

  /** Delivers nothing any more once the client is gone. */
  waiting(notice: WaitNotice): void {
    if (!this.#session.isGone) this.#listener.waiting?.(notice);
  }

  outcome(outcome: Outcome): void {
    if (this.#session.isGone) return;
    this.isAnswered = true;
    this.#listener.outcome(outcome);
  }

  finish(): void {
    this.#session.finish(this);
  }
}

export class ClientSession implements Session {
  readonly #parts: SessionParts;
  readonly #client: Client;
  #current: Execution | undefined;

  constructor(clientId: string, parts: SessionParts) {
    this.#parts = parts;
    this.#client = { id: clientId, state: { kind: "idle" } };
  }

  get clientId(): string {
    return this.#client.id;
  }

  get transactionId(): number | undefined {
    return (transactionOf(this.#client) ?? this.#current?.running?.transaction)?.id;
  }

  get isInTransaction(): boolean {
    return this.#client.state.kind === "in-transaction";
  }

  get isAborted(): boolean {
    return this.#client.state.kind === "aborted";
  }

  /** The statement being executed, for the database's own view of who waits. */
  get running(): Running | undefined {
    return this.#current?.running;
  }

  get isGone(): boolean {
    return this.#client.state.kind === "disconnected";
  }

  get isWaiting(): boolean {
    return this.#current !== undefined && !this.#current.isAnswered;
  }

  execute(request: StatementRequest, listener: StatementListener): Statement {
    assert(this.#client.state.kind !== "disconnected", "a disconnected client executes nothing");
    assert(this.#current === undefined, "the previous statement of the session is finished");
    const execution = new Execution(this, listener);
    this.#current = execution;
    try {
      const statement = this.#parts.translate(request.sql);
      const { kind } = this.#client.state;
      if (kind === "aborted" && !endsAborted(statement)) throw abortedError();
      if (isControl(statement)) this.#control(statement, execution);
      else this.#run(statement, request, execution);
    } catch (thrown) {
      this.#refuse(databaseErrorOf(thrown), execution);
    }
    this.#parts.executor.core.deliveries.drain();
    return execution;
  }

  disconnect(): void {
    if (this.#client.state.kind === "disconnected") return;
    const { executor } = this.#parts;
    const running = this.#current?.running;
    if (running !== undefined) executor.queue.remove(running);
    const transaction = transactionOf(this.#client) ?? running?.transaction;
    this.#client.state = { kind: "disconnected" };
    this.#current = undefined;
    this.#parts.onDisconnect();
    if (transaction !== undefined) executor.rollback(transaction);
    executor.queue.pump();
    executor.core.deliveries.drain();
  }

  #run(
    statement: Exclude<TranslatedStatement, ControlStatement>,
    request: StatementRequest,
    execution: Execution,
  ): void {
    const { executor, begin } = this.#parts;
    const { core } = executor;
    const params = paramsOf(request.params ?? NO_PARAMS, parameterCountOf(statement));
    const nowUs = core.environment.nowUs();
    const own = transactionOf(this.#client);
    const isImplicit = own === undefined && statement.kind !== "read";
    const transaction = isImplicit ? begin(this.#client.id, nowUs) : own;
    const running: Running = {
      client: this.#client,
      statement,
      params,
      lockTimeoutUs: request.lockTimeoutUs,
      transaction,
      isImplicit,
      transactionUs: transaction?.startedAtUs ?? nowUs,
      statementUs: nowUs,
      drawn: undefined,
      snapshotLsn: core.log.length,
      listener: execution,
      attemptCount: 0,
      candidates: undefined,
      lockReads: lockReadsOf(statement),
    };
    execution.running = running;
    executor.attempt(running);
  }

  #control(statement: ControlStatement, execution: Execution): void {
    const { executor, begin } = this.#parts;
    const { core } = executor;
    const client = this.#client;
    const transaction = transactionOf(client);
    switch (statement.kind) {
      case "begin":
        // A second BEGIN is only a warning in PostgreSQL.
        if (client.state.kind === "idle") {
          client.state = {
            kind: "in-transaction",
            transaction: begin(client.id, core.environment.nowUs()),
          };
        }
        return this.#tell("BEGIN", execution);
      case "commit":
        if (client.state.kind !== "in-transaction") return this.#endAborted("COMMIT", execution);
        execution.committed = transaction;
        return this.#tell("COMMIT", execution);
      case "rollback":
        this.#endAborted("ROLLBACK", execution);
        return;
      case "savepoint":
        executor.mark(this.#needTransaction("SAVEPOINT"), statement.name);
        return this.#tell("SAVEPOINT", execution);
      case "release": {
        const open = this.#needTransaction("RELEASE SAVEPOINT");
        open.savepoints.length = savepointIndex(open, statement.name);
        return this.#tell("RELEASE", execution);
      }
      case "rollback-to": {
        const open = this.#needTransaction("ROLLBACK TO SAVEPOINT");
        const index = savepointIndex(open, statement.name);
        this.#tell("ROLLBACK", execution);
        client.state = { kind: "in-transaction", transaction: open };
        executor.rollbackTo(open, index);
        return;
      }
    }
  }

  /** ROLLBACK, or the COMMIT of a failed transaction: answers ROLLBACK. Outside any: a mere warning. */
  #endAborted(tag: "COMMIT" | "ROLLBACK", execution: Execution): void {
    const wasIdle = this.#client.state.kind === "idle";
    const transaction = transactionOf(this.#client);
    this.#client.state = { kind: "idle" };
    this.#tell(wasIdle ? tag : "ROLLBACK", execution);
    if (transaction !== undefined) this.#parts.executor.rollback(transaction);
  }

  #needTransaction(what: string): Transaction {
    const { state } = this.#client;
    const transaction = transactionOf(this.#client);
    if (transaction !== undefined) return transaction;
    // Everything before the error is gone, savepoints included.
    if (state.kind === "aborted")
      throw new DatabaseError("3B001", "ce point de sauvegarde n’existe pas");
    throw new DatabaseError(
      "25P01",
      `${what} n’a de sens que dans une transaction : commencez par BEGIN`,
    );
  }

  #tell(tag: CommandTag, execution: Execution): void {
    const { deliveries } = this.#parts.executor.core;
    deliveries.push(execution, { kind: "command", tag, rowCount: 0 });
  }

  /** An error found before anything ran: it aborts the transaction as any other. */
  #refuse(error: DatabaseError, execution: Execution): void {
    const { executor } = this.#parts;
    const { state } = this.#client;
    const { code, message } = error;
    executor.core.deliveries.push(execution, { kind: "error", code, message });
    if (state.kind !== "in-transaction") return;
    const { transaction } = state;
    if (transaction.savepoints.length > 0) {
      this.#client.state = { kind: "aborted", transaction };
      executor.rollbackTo(transaction, transaction.savepoints.length - 1);
    } else {
      this.#client.state = { kind: "aborted", transaction: undefined };
      executor.rollback(transaction);
    }
  }

  /** The cost of this statement has elapsed. */
  finish(execution: Execution): void {
    if (this.isGone || this.#current !== execution) return;
    assert(execution.isAnswered, "a statement is finished after its outcome");
    this.#current = undefined;
    const { executor } = this.#parts;
    const { running, committed } = execution;
    if (committed !== undefined) {
      this.#client.state = { kind: "idle" };
      executor.commit(committed);
    } else if (running?.isImplicit && running.transaction !== undefined) {
      if (executor.core.open.has(running.transaction)) executor.commit(running.transaction);
    }
    executor.core.deliveries.drain();
  }
}

function isControl(statement: TranslatedStatement): statement is ControlStatement {
  return statement.kind !== "read" && statement.kind !== "lock-read" && statement.kind !== "write";
}

function endsAborted({ kind }: TranslatedStatement): boolean {
  return kind === "commit" || kind === "rollback" || kind === "rollback-to";
}

function abortedError(): DatabaseError {
  return new DatabaseError(
    "25P02",
    "la transaction a échoué : plus rien n’y est accepté avant ROLLBACK",
  );
}

function savepointIndex(transaction: Transaction, name: string): number {
  const index = transaction.savepoints.findLastIndex((savepoint) => savepoint.name === name);
  if (index < 0)
    throw new DatabaseError("3B001", `le point de sauvegarde « ${name} » n’existe pas`);
  return index;
}

function lockReadsOf(statement: TranslatedStatement): Running["lockReads"] {
  if (statement.kind === "lock-read") return [startLockRead(statement as LockRead)];
  if (statement.kind !== "write" || statement.lockSubqueries.length === 0) return NO_LOCK_READS;
  return statement.lockSubqueries.map(({ read }) => startLockRead(read));
}

function parameterCountOf(statement: Exclude<TranslatedStatement, ControlStatement>): number {
  return statement.kind === "read" ? statement.text.parameterCount : statement.parameterCount;
}

function paramsOf(params: readonly SqlParameter[], expected: number): readonly SqlValue[] {
  if (params.length !== expected) {
    throw new DatabaseError(
      "08P01",
      `${params.length} paramètre(s) donné(s), ${expected} attendu(s) par le texte`,
    );
  }
  return params.every(isSqlValue)
    ? params
    : params.map((value) => (typeof value === "boolean" ? Number(value) : value));
}

const isSqlValue = (value: SqlParameter): value is SqlValue => typeof value !== "boolean";
