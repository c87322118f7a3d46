/**
 * One attempt of an INSERT, UPDATE or DELETE.
 *
 * Owns the heart of the model: SQLite runs the statement to its end, the triggers tell which locks
 * PostgreSQL would have asked for and in which order; the first one that somebody else holds stops the
 * attempt there, and everything physical is undone. An error of SQLite is kept until the locks met
 * before it have been granted.
 */

import { assert } from "../../base/assert.ts";
import type { Core } from "./core.ts";
import { DatabaseError, databaseErrorOf } from "./errors.ts";
import { findBlockingChild, parentExists } from "./foreign-keys.ts";
import { attemptLockRead } from "./lock-read.ts";
import type { LockRequest } from "./lock-requests.ts";
import type { RunResult } from "./residency.ts";
import type { Attempt, LockReadProgress, Running } from "./running.ts";
import { withStartViews } from "./start-reading.ts";
import type { Transaction } from "./transaction.ts";
import type { LockSubquery, WriteStatement } from "./translated.ts";
import type { SqlValue } from "./values.ts";

interface Trial {
  readonly result: RunResult | undefined;
  readonly rowCount: number;
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
      running.candidates ??= core.capture.candidates;
    }
    core.residency.evict();
    return { kind: "blocked", request: blocked };
  }
  if (trial.error !== undefined) return { kind: "failed", error: trial.error };
  const { transaction } = running as { transaction: Transaction };
  transaction.changes.push(...core.capture.changes);
  if (!isAlone) transaction.lockedChangeCount = transaction.changes.length;
  return { kind: "done", outcome: outcomeOf(statement, trial) };
}

function tryWrite(
  core: Core,
  running: Running,
  statement: WriteStatement,
  isAlone: boolean,
): Trial {
  const { capture, residency } = core;
  const isRetry = running.attemptCount > 0;
  let rowCount = 0;
  try {
    capture.begin({
      statement,
      arbiter: arbiterOf(core, statement),
      isAlone,
      onlyRows: isRetry ? running.candidates : undefined,
    });
    capture.end();
    const params = paramsOf(running, statement);
    const frozen = statement.readsTargetPerRow ? statement.target : undefined;
    residency.enter(running.transaction as Transaction);
    if (!isRetry) refuseDuplicates(core, running, statement);
    const result = withStartViews(core, running, statement.text, frozen, (sql) => {
      capture.isOn = true;
      const ran = residency.run(sql, params);
      rowCount = residency.connection.changes();
      return ran;
    });
    return { result, rowCount, error: undefined };
  } catch (thrown) {
    return { result: undefined, rowCount: 0, error: databaseErrorOf(thrown) };
  } finally {
    capture.end();
  }
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
  for (const request of capture.requests.slice(0, end)) {
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

function arbiterOf(core: Core, statement: WriteStatement): number | undefined {
  const names = statement.conflict?.arbiterColumns;
  const shape = core.tables.get(statement.target);
  if (names === undefined || shape === undefined) return undefined;
  const wanted = [...names].sort().join();
  const found = shape.uniqueIndexes.findIndex(
    ({ columns }) =>
      columns
        .map((column) => shape.columns[column])
        .sort()
        .join() === wanted,
  );
  // None: SQLite refuses the text (42P10) before any row is met.
  return found < 0 ? undefined : found;
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

function outcomeOf(statement: WriteStatement, { result, rowCount }: Trial) {
  const columns = result?.columns ?? [];
  if (columns.length === 0) {
    return { kind: "command", tag: statement.verb, rowCount } as const;
  }
  return { kind: "rows", columns, rows: result?.rows ?? [], rowCount } as const;
}
