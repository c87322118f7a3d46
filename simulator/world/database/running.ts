/**
 * A statement being executed, and what survives from one attempt to the next.
 *
 * A statement is attempted at its start and again after each wait. Between two attempts it holds its
 * locks but no physical change: everything needed to try again is here.
 */

import type { Client } from "./client.ts";
import type { DrawnValues } from "./draws.ts";
import type { DatabaseError } from "./errors.ts";
import type { LockRequest } from "./lock-requests.ts";
import type { Outcome, StatementListener } from "./outcome.ts";
import type { Transaction } from "./transaction.ts";
import type { LockRead, ReadStatement, WriteStatement } from "./translated.ts";
import type { RowKey, SqlValue } from "./values.ts";

/** How far a SELECT … FOR UPDATE has come. */
export interface LockReadProgress {
  readonly read: LockRead;
  /** Rows locked and still matching, without their primary key. */
  readonly rows: SqlValue[][];
  columns: readonly string[];
  /** Once it has waited: primary keys still to lock, in the order of the first scan. */
  remaining: { readonly key: RowKey; readonly primaryKey: readonly SqlValue[] }[] | undefined;
  isDone: boolean;
}

export interface Running extends DrawnValues {
  readonly client: Client;
  readonly statement: ReadStatement | LockRead | WriteStatement;
  readonly params: readonly SqlValue[];
  readonly lockTimeoutUs: number | undefined;
  /** Undefined for a read outside any transaction. */
  readonly transaction: Transaction | undefined;
  /** The transaction is that of this statement alone: it ends with it. */
  readonly isImplicit: boolean;
  /** Number of commits that the statement saw at its start. */
  readonly snapshotLsn: number;
  readonly listener: StatementListener;
  attemptCount: number;
  /** Rows of the target found at the start: after a wait, the only ones that may be touched. */
  candidates: Set<RowKey> | undefined;
  readonly lockReads: readonly LockReadProgress[];
}

export type Attempt =
  | { readonly kind: "done"; readonly outcome: Outcome }
  | { readonly kind: "blocked"; readonly request: LockRequest }
  | { readonly kind: "failed"; readonly error: DatabaseError };

export function startLockRead(read: LockRead): LockReadProgress {
  return { read, rows: [], columns: [], remaining: undefined, isDone: false };
}
