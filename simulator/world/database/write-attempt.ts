/**
 * One attempt of an INSERT, UPDATE or DELETE.
 *
 * Owns the heart of the model: SQLite runs the statement to its end, the triggers tell which locks
 * PostgreSQL would have asked for and in which order; the first one that somebody else holds stops the
 * attempt there, and everything physical is undone. An error of SQLite is kept until the locks met
 * before it have been granted.
 */

import { assert, InvariantBroken } from "../../base/assert.ts";
import type { Core } from "./core.ts";
import { type Ran, runDirectly, suits } from "./direct-write.ts";
import { DatabaseError, databaseErrorOf } from "./errors.ts";
import { findBlockingChild, parentExists } from "./foreign-keys.ts";
import { attemptLockRead } from "./lock-read.ts";
import type { LockRequest } from "./lock-requests.ts";
import type { Outcome } from "./outcome.ts";
import type { Attempt, LockReadProgress, Running } from "./running.ts";
import { withStartViews } from "./start-reading.ts";
import type { TableShape } from "./table-shape.ts";
import type { Transaction } from "./transaction.ts";
import type { LockSubquery, WriteStatement } from "./translated.ts";
import type { Row, SqlValue } from "./values.ts";

interface Trial {
  readonly ran: Ran | undefined;
  readonly error: DatabaseError | undefined;
}

export function attemptWrite(core: Core, running: Running, statement: WriteStatement): Attempt {
  for (const progress of running.lockReads) {
    if (progress.isDone) continue;
    const attempt = attemptLockRead(core, running, progress);
    if (attempt.kind !== "done") return attempt;
  }
  const isAlone = core.open.size === 1;
  const trial = tryWrite(core, running, statement, isAlone);
  const blocked = settleLocks(core, running, trial.error);
  if (blocked !== undefined) {
    assert(!isAlone, "a transaction alone waits for nobody");
    // Of a failed attempt only the rows before the error are known: the next one looks again.
    if (trial.error === undefined && statement.verb !== "INSERT") {
      running.candidates ??= core.capture.takeCandidates();
    }
    core.residency.evict();
    return { kind: "blocked", request: blocked };
  }
  if (trial.error !== undefined) return { kind: "failed", error: trial.error };
  const { transaction } = running as { transaction: Transaction };
  core.residency.keep(core.capture.changes);
  if (!isAlone) transaction.lockedChangeCount = transaction.changes.length;
  return { kind: "done", outcome: outcomeOf(statement, trial.ran as Ran) };
}

function tryWrite(
  core: Core,
  running: Running,
  statement: WriteStatement,
  isAlone: boolean,
): Trial {
  const { capture, tables } = core;
  const { changes, ownRows } = running.transaction as Transaction;
  const options = {
    isOwn: (shape: TableShape, row: Row) =>
      ownRows.upTo(tables, changes, changes.length).has(shape, row),
    statement,
    isAlone,
    onlyRows: running.attemptCount > 0 ? running.candidates : undefined,
  };
  try {
    capture.begin(options);
    const direct = tryDirectly(core, running, statement, isAlone);
    if (direct !== undefined) return { ran: direct, error: undefined };
    capture.begin(options);
    // The second look at the same statement draws the same values.
    core.draws.replayFor(running);
    return { ran: runCaptured(core, running, statement, isAlone), error: undefined };
  } catch (thrown) {
    return { ran: undefined, error: databaseErrorOf(thrown) };
  } finally {
    capture.isOn = false;
  }
}

/** Undefined when triggers have to tell what happens. */
function tryDirectly(
  core: Core,
  running: Running,
  statement: WriteStatement,
  isAlone: boolean,
): Ran | undefined {
  const { direct } = statement;
  if (direct === undefined || !suits(direct, running.params)) return undefined;
  enter(core, running, isAlone);
  try {
    return runDirectly(core, running, statement, direct);
  } catch (thrown) {
    // Alone, an error is final. Otherwise it comes after the locks met before it: triggers know them.
    if (isAlone || thrown instanceof InvariantBroken) throw thrown;
    return undefined;
  }
}

function runCaptured(
  core: Core,
  running: Running,
  statement: WriteStatement,
  isAlone: boolean,
): Ran {
  const { capture, residency } = core;
  const params = paramsOf(running, statement);
  const frozen = statement.readsTargetPerRow ? statement.target : undefined;
  core.triggers.needFor(statement.target, residency);
  enter(core, running, isAlone && frozen === undefined);
  if (running.attemptCount === 0) refuseDuplicates(core, running, statement);
  return withStartViews(core, running, statement.text, frozen, (sql) => {
    capture.isOn = true;
    const result = residency.run(sql, params);
    return { result, rowCount: residency.connection.changes() };
  });
}

function enter(core: Core, running: Running, isAlone: boolean): void {
  const { transaction, isImplicit, attemptCount } = running;
  const isThrough = isAlone && isImplicit && attemptCount === 0 && running.lockReads.length === 0;
  if (isThrough) core.residency.enterThrough(transaction as Transaction);
  else core.residency.enter(transaction as Transaction);
}

/** Grants the locks that the attempt met, in order. Returns the first that somebody else holds. */
function settleLocks(
  core: Core,
  running: Running,
  error: DatabaseError | undefined,
): LockRequest | undefined {
  const { capture, locks } = core;
  const transaction = running.transaction as Transaction;
  const grant = (request: LockRequest): boolean => {
    if (locks.blockers(request, transaction).length > 0) return false;
    locks.acquire(request, transaction);
    return true;
  };
  const end = isRowCheck(error) ? capture.rowStart : capture.requests.length;
  for (let at = 0; at < end; at += 1) {
    const request = capture.requests[at] as LockRequest;
    if (request.kind === "stop") {
      assert(error !== undefined, "a definite conflict ends in an error");
      return undefined;
    }
    if (!grant(request)) return request;
  }
  if (error !== undefined && error.code !== "23503") return undefined;
  for (const request of capture.parentRequests) {
    if (error !== undefined && !parentExists(core, request)) break;
    if (!grant(request)) return request;
  }
  return error === undefined ? undefined : findBlockingChild(core, transaction);
}

/** PostgreSQL examines NOT NULL and CHECK before it touches the row, hence before any wait for it. */
function isRowCheck(error: DatabaseError | undefined): boolean {
  return error !== undefined && ["23502", "23514", "22001", "22P02"].includes(error.code);
}

function paramsOf(running: Running, statement: WriteStatement): readonly SqlValue[] {
  if (statement.lockSubqueries.length === 0) return running.params;
  const found = statement.lockSubqueries.map((subquery, rank) =>
    lockedValue(subquery, running.lockReads[rank] as LockReadProgress),
  );
  return [...running.params, ...found];
}

function lockedValue({ place }: LockSubquery, { rows }: LockReadProgress): SqlValue {
  if (place === "list") return JSON.stringify(rows.map(([value]) => value));
  if (rows.length > 1) {
    throw new DatabaseError(
      "21000",
      "la sous-requête rend plusieurs lignes : ajoutez LIMIT 1 ou employez IN",
    );
  }
  return rows[0]?.[0] ?? null;
}

function refuseDuplicates(core: Core, running: Running, statement: WriteStatement): void {
  if (statement.duplicatesSql === undefined) return;
  const found = core.residency.run(statement.duplicatesSql, running.params);
  if (found.rows.length > 0) {
    throw new DatabaseError(
      "0A000",
      "UPDATE … FROM trouve plusieurs lignes pour la même ligne à modifier : laquelle compterait ? Regroupez-les d’abord",
    );
  }
}

function outcomeOf(statement: WriteStatement, { result, rowCount }: Ran): Outcome {
  const { columns, rows } = result;
  if (columns.length === 0) return { kind: "command", tag: statement.verb, rowCount };
  return { kind: "rows", columns, rows, rowCount };
}
