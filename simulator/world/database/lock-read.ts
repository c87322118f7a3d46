/**
 * `SELECT … FOR UPDATE`: rows are found, then locked one by one, then read again.
 *
 * Owns the order: that of the *old* values, as PostgreSQL. While nobody waits, the cursor is stepped
 * lazily and stops at LIMIT. At the first wait the remaining keys are drained into a list; afterwards
 * each row is re-checked on its present version, and rows that no longer match stay locked, unread.
 */

import type { Core } from "./core.ts";
import { DatabaseError, databaseErrorOf } from "./errors.ts";
import { rowRequest } from "./lock-requests.ts";
import type { Attempt, LockReadProgress, Running } from "./running.ts";
import { withStartViews } from "./start-reading.ts";
import type { Transaction } from "./transaction.ts";
import type { SqlValue } from "./values.ts";

type Verdict = "granted" | "skipped" | { readonly kind: "ended"; readonly attempt: Attempt };

export function attemptLockRead(core: Core, running: Running, progress: LockReadProgress): Attempt {
  const { read } = progress;
  const transaction = running.transaction as Transaction;
  const limit = limitOf(progress, running.params);
  try {
    core.residency.show(transaction);
    const stopped =
      progress.remaining === undefined
        ? scanFirst(core, running, progress, limit)
        : scanRest(core, running, progress, limit);
    if (stopped !== undefined) return stopped;
  } catch (thrown) {
    return { kind: "failed", error: databaseErrorOf(thrown) };
  }
  progress.isDone = true;
  const { rows, columns } = progress;
  if (rows.length > 1 && !read.isOrdered) return { kind: "failed", error: unorderedRows() };
  return { kind: "done", outcome: { kind: "rows", columns, rows, rowCount: rows.length } };
}

export function unorderedRows(): DatabaseError {
  return new DatabaseError(
    "0A000",
    "plusieurs lignes sans ORDER BY : leur ordre ne serait garanti par aucune base ; ajoutez ORDER BY",
  );
}

function scanFirst(
  core: Core,
  running: Running,
  progress: LockReadProgress,
  limit: number,
): Attempt | undefined {
  const { read, rows } = progress;
  const { scan, keyLength, table } = read;
  if (limit === 0) return undefined;
  let ended: Attempt | undefined;
  const columns = core.residency.scan(
    scan.sql,
    running.params.slice(0, scan.parameterCount),
    (row) => {
      const primaryKey = row.slice(0, keyLength);
      const request = rowRequest(table, primaryKey, read.strength);
      if (progress.remaining !== undefined) {
        progress.remaining.push({ key: request.key, primaryKey });
        return true;
      }
      const verdict = tryLock(core, running, progress, primaryKey);
      if (verdict === "granted") rows.push(row.slice(keyLength));
      if (typeof verdict === "string") return rows.length < limit;
      ended = verdict.attempt;
      if (ended.kind !== "blocked") return false;
      progress.remaining = [{ key: request.key, primaryKey }];
      return true;
    },
  );
  progress.columns = columns.slice(keyLength);
  return ended;
}

function scanRest(
  core: Core,
  running: Running,
  progress: LockReadProgress,
  limit: number,
): Attempt | undefined {
  const { remaining, rows } = progress;
  while (rows.length < limit) {
    const next = remaining?.[0];
    if (next === undefined) return undefined;
    const verdict = tryLock(core, running, progress, next.primaryKey);
    if (typeof verdict !== "string") return verdict.attempt;
    remaining?.shift();
    const row =
      verdict === "granted" ? readAgain(core, running, progress, next.primaryKey) : undefined;
    if (row !== undefined) rows.push(row);
  }
  return undefined;
}

function tryLock(
  core: Core,
  running: Running,
  { read }: LockReadProgress,
  primaryKey: readonly SqlValue[],
): Verdict {
  const transaction = running.transaction as Transaction;
  const request = rowRequest(read.table, primaryKey, read.strength);
  if (core.locks.blockers(request, transaction).length === 0) {
    core.locks.acquire(request, transaction);
    return "granted";
  }
  switch (read.onLocked) {
    case "skip":
      return "skipped";
    case "refuse": {
      const error = new DatabaseError(
        "55P03",
        `NOWAIT : une ligne de « ${read.table} » est déjà verrouillée par une autre transaction`,
      );
      return { kind: "ended", attempt: { kind: "failed", error } };
    }
    case "wait":
      return { kind: "ended", attempt: { kind: "blocked", request } };
  }
}

function readAgain(
  core: Core,
  running: Running,
  { read }: LockReadProgress,
  primaryKey: readonly SqlValue[],
): SqlValue[] | undefined {
  const params = [...running.params.slice(0, read.parameterCount), ...primaryKey];
  const { rows } = withStartViews(core, running, read.recheck, undefined, (sql) =>
    core.residency.run(sql, params),
  );
  return rows[0]?.slice(read.keyLength);
}

function limitOf({ read: { limit } }: LockReadProgress, params: readonly SqlValue[]): number {
  switch (limit.kind) {
    case "none":
      return Number.POSITIVE_INFINITY;
    case "literal":
      return limit.count;
    case "parameter":
      return Number(params[limit.index] ?? Number.POSITIVE_INFINITY);
  }
}
