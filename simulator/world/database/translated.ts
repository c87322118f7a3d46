/**
 * What a translated statement is: the vocabulary shared by the translation and the execution.
 *
 * Only types and one constant. A statement is translated once per text and per database; nothing here
 * depends on parameters or on who executes it.
 */

import type { SqlValue } from "./values.ts";

/** The four row locks of PostgreSQL, weakest first. Two conflict when their sum is at least 3. */
export const STRENGTHS = ["KEY SHARE", "SHARE", "NO KEY UPDATE", "UPDATE"] as const;
export type Strength = 0 | 1 | 2 | 3;
export const KEY_SHARE: Strength = 0;
export const SHARE: Strength = 1;
export const NO_KEY_UPDATE: Strength = 2;
export const UPDATE: Strength = 3;

/** A text ready for SQLite, in its two readings. */
export interface SqlText {
  readonly sql: string;
  /**
   * The same statement with every table read as a source replaced by its state at the statement's
   * start: what PostgreSQL's snapshot still shows to sub-queries after a wait.
   */
  readonly startSql: string;
  /** Tables read as sources: after FROM, JOIN or a comma, other than the target. */
  readonly sources: readonly string[];
  readonly parameterCount: number;
}

export type ControlStatement =
  | { readonly kind: "begin" | "commit" | "rollback" }
  | { readonly kind: "savepoint" | "rollback-to" | "release"; readonly name: string };

export interface ReadStatement {
  readonly kind: "read";
  readonly text: SqlText;
  readonly isOrdered: boolean;
}

export interface LockRead {
  readonly kind: "lock-read";
  readonly table: string;
  readonly strength: Strength;
  readonly onLocked: "wait" | "refuse" | "skip";
  /** Rows to lock at most: a number, the index of a parameter, or no limit. */
  readonly limit:
    | { readonly kind: "none" }
    | { readonly kind: "literal"; readonly count: number }
    | { readonly kind: "parameter"; readonly index: number };
  readonly isOrdered: boolean;
  /** Primary key first, then the selected columns; without LIMIT. */
  readonly scan: SqlText;
  /** The same for one primary key, given by the last parameters. */
  readonly recheck: SqlText;
  readonly keyLength: number;
  readonly parameterCount: number;
}

export interface ConflictClause {
  readonly action: "nothing" | "update";
  /** Rank of the unique index of `ON CONFLICT (…)`; undefined: any, or none that SQLite would accept. */
  readonly arbiter: number | undefined;
}

/** `(SELECT … FOR UPDATE …)` inside an UPDATE or DELETE: run first, its values become a parameter. */
export interface LockSubquery {
  readonly read: LockRead;
  readonly place: "scalar" | "list";
}

/**
 * Where the value of a column comes from: known without asking SQLite, or `returned`, the column of
 * that rank in the rows that `DirectWrite.sql` returns.
 */
export type ValueOrigin =
  | { readonly kind: "parameter"; readonly index: number }
  | { readonly kind: "literal"; readonly value: SqlValue }
  | { readonly kind: "returned"; readonly rank: number }
  /** `column + operand` or `column - operand`, whole numbers, on the row as it was. */
  | {
      readonly kind: "sum";
      readonly column: number;
      readonly sign: 1 | -1;
      readonly operand: ValueOrigin;
    };

/** A value of a sequence, drawn before the statement runs and given to it as its last parameter. */
export interface DrawnParameter {
  readonly sequence: string;
  /** `'r' || nextval(…)`: what is written before the number; null for the number itself. */
  readonly prefix: string | null;
}

export interface SetColumn {
  readonly column: number;
  readonly origin: ValueOrigin;
}

/** A write of one row at most, whose images can be told from its text: see `direct-plan.ts`. */
export interface DirectWrite {
  /** The statement; it returns the columns that only SQLite knows, then those its author asked for. */
  readonly sql: string;
  readonly returnedCount: number;
  readonly drawn: DrawnParameter | undefined;
  /** Parameters that become the value of a column, which must be of its type. */
  readonly typed: readonly { readonly index: number; readonly type: string }[];
  /** UPDATE, DELETE: the primary key of the only row concerned. Empty for an INSERT. */
  readonly key: readonly ValueOrigin[];
  /** UPDATE of the rows whose primary key, one whole number, is between these two, both included. */
  readonly range: { readonly from: ValueOrigin; readonly to: ValueOrigin } | undefined;
  /** INSERT: every column of the new row. Otherwise empty. */
  readonly inserted: readonly ValueOrigin[];
  /** UPDATE and DO UPDATE: what SET changes. */
  readonly set: readonly SetColumn[];
}

export interface WriteStatement {
  readonly kind: "write";
  readonly verb: "INSERT" | "UPDATE" | "DELETE";
  readonly target: string;
  readonly text: SqlText;
  readonly conflict: ConflictClause | undefined;
  /**
   * SET contains a sub-query on the target, correlated with the row: SQLite would compute it on
   * half-updated rows, so the sub-query reads a copy.
   */
  readonly readsTargetPerRow: boolean;
  readonly lockSubqueries: readonly LockSubquery[];
  /** Finds a row matched twice by UPDATE … FROM, which PostgreSQL leaves undefined. */
  readonly duplicatesSql: string | undefined;
  /** Undefined when the row images must be captured by triggers. */
  readonly direct: DirectWrite | undefined;
  /** Parameters given by the caller, before those of `lockSubqueries`. */
  readonly parameterCount: number;
}

export type TranslatedStatement = ControlStatement | ReadStatement | LockRead | WriteStatement;
