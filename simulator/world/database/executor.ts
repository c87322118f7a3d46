/**
 * Attempts statements, ends transactions, and keeps the two in step.
 *
 * Owns the life of a transaction: it opens at its first write or lock, commits into the log, or fails.
 * An error releases its locks at once, before any ROLLBACK, as PostgreSQL does; inside a savepoint only
 * what came after it.
 */

import { assert, unreachable } from "../../base/assert.ts";
import type { CommitRecord } from "./commit-log.ts";
import type { Core } from "./core.ts";
import { type DatabaseError, databaseErrorOf } from "./errors.ts";
import { attemptLockRead, unorderedRows } from "./lock-read.ts";
import { requestsOfChange } from "./lock-requests.ts";
import type { Outcome } from "./outcome.ts";
import type { RowChange } from "./row-change.ts";
import type { Attempt, LockReadProgress, Running } from "./running.ts";
import type { TableShape } from "./table-shape.ts";
import type { Transaction } from "./transaction.ts";
import type { ReadStatement } from "./translated.ts";
import { WaitQueue } from "./wait-queue.ts";
import { attemptWrite } from "./write-attempt.ts";

export class Executor {
  readonly core: Core;
  readonly queue: WaitQueue;

  constructor(core: Core) {
    this.core = core;
    this.queue = new WaitQueue(core, {
      resume: (running) => {
        running.attemptCount += 1;
        this.attempt(running);
      },
      fail: (running, error) => this.fail(running, error),
    });
  }

  /** One attempt; it answers, waits or fails. Called again after each wait. */
  attempt(running: Running): void {
    const { core } = this;
    if (running.transaction !== undefined && running.statement.kind !== "read") {
      this.#open(running.transaction);
    }
    core.draws.replayFor(running);
    const attempt = this.#try(running);
    core.draws.replayFor(undefined);
    switch (attempt.kind) {
      case "done":
        this.#answer(running, attempt.outcome);
        break;
      case "failed":
        this.fail(running, attempt.error);
        break;
      case "blocked": {
        this.queue.enqueue(running, attempt.request);
        const notice = this.queue.notice(running);
        assert(notice !== undefined, "a waiting statement knows what it waits for");
        core.deliveries.push(running.listener, { kind: "waiting", notice });
        break;
      }
      default:
        unreachable(attempt);
    }
  }

  commit(transaction: Transaction): void {
    const { core } = this;
    if (transaction.changes.length > 0) {
      core.residency.commit(transaction);
      const record: CommitRecord = {
        lsn: core.log.length + 1,
        txId: transaction.id,
        clientId: transaction.clientId,
        atUs: core.environment.nowUs(),
        ops: transaction.changes,
      };
      core.log.push(record);
      this.queue.follow(record.ops);
      core.onCommit?.(record);
    } else {
      core.residency.leave(transaction);
    }
    this.#close(transaction);
  }

  rollback(transaction: Transaction): void {
    this.core.residency.leave(transaction);
    this.#close(transaction);
  }

  /** Locks derived so far belong before the savepoint, later ones after. */
  mark(transaction: Transaction, name: string): void {
    this.#writeLocks(transaction);
    transaction.savepoints.push({
      name,
      changeCount: transaction.changes.length,
      lockCount: transaction.locks.length,
    });
  }

  /** Back to the savepoint at `index`, which stays. */
  rollbackTo(transaction: Transaction, index: number): void {
    const savepoint = transaction.savepoints[index];
    assert(savepoint !== undefined, "a savepoint to return to exists");
    this.core.residency.leave(transaction);
    transaction.savepoints.length = index + 1;
    transaction.changes.length = savepoint.changeCount;
    transaction.lockedChangeCount = Math.min(transaction.lockedChangeCount, savepoint.changeCount);
    this.core.locks.release(transaction, savepoint.lockCount);
    this.queue.pump();
  }

  /** Ends a statement with an error, and its transaction with it. */
  fail(running: Running, error: DatabaseError): void {
    const { client, transaction, isImplicit } = running;
    this.#answer(running, { kind: "error", code: error.code, message: error.message });
    if (transaction === undefined) return;
    if (!isImplicit && transaction.savepoints.length > 0) {
      client.state = { kind: "aborted", transaction };
      this.rollbackTo(transaction, transaction.savepoints.length - 1);
    } else {
      if (!isImplicit) client.state = { kind: "aborted", transaction: undefined };
      this.rollback(transaction);
    }
  }

  #try(running: Running): Attempt {
    const { statement } = running;
    switch (statement.kind) {
      case "read":
        return this.#tryRead(running, statement);
      case "lock-read":
        return attemptLockRead(this.core, running, running.lockReads[0] as LockReadProgress);
      case "write":
        return attemptWrite(this.core, running, statement);
      default:
        return unreachable(statement);
    }
  }

  #tryRead({ transaction, params }: Running, { text, isOrdered }: ReadStatement): Attempt {
    try {
      this.core.residency.show(transaction);
      const { columns, rows } = this.core.residency.run(text.sql, params);
      if (rows.length > 1 && !isOrdered) return { kind: "failed", error: unorderedRows() };
      return { kind: "done", outcome: { kind: "rows", columns, rows, rowCount: rows.length } };
    } catch (thrown) {
      return { kind: "failed", error: databaseErrorOf(thrown) };
    }
  }

  #answer(running: Running, outcome: Outcome): void {
    this.core.deliveries.push(running.listener, outcome);
  }

  #open(transaction: Transaction): void {
    const { open } = this.core;
    if (open.has(transaction)) return;
    open.add(transaction);
    // From now on somebody may have to wait: the one that was alone writes its locks down.
    if (open.size === 2) for (const each of open) this.#writeLocks(each);
  }

  #writeLocks(transaction: Transaction): void {
    const { tables, locks } = this.core;
    const { changes, lockedChangeCount, ownRows } = transaction;
    for (let at = lockedChangeCount; at < changes.length; at++) {
      const change = changes[at] as RowChange;
      const shape = tables.get(change.table) as TableShape;
      const isOwn =
        change.before !== null && ownRows.upTo(tables, changes, at).has(shape, change.before);
      const requests = requestsOfChange(tables, change, isOwn);
      for (const request of requests) locks.acquire(request, transaction);
    }
    transaction.lockedChangeCount = transaction.changes.length;
  }

  #close(transaction: Transaction): void {
    this.core.locks.release(transaction, 0);
    this.core.open.delete(transaction);
    if (this.queue.length > 0) this.queue.pump();
    if (this.core.open.size === 0) {
      assert(this.core.locks.size === 0, "no lock outlives the transactions");
      assert(this.queue.length === 0, "nobody waits for nobody");
    }
  }
}
