/**
 * What a caller learns of its statement: that it waits, then how it ended.
 */

import type { LockRequest } from "./lock-requests.ts";
import type { Tables } from "./table-shape.ts";
import { STRENGTHS } from "./translated.ts";
import { displayValue, type SqlValue } from "./values.ts";

export type CommandTag =
  | "BEGIN"
  | "COMMIT"
  | "ROLLBACK"
  | "SAVEPOINT"
  | "RELEASE"
  | "INSERT"
  | "UPDATE"
  | "DELETE";

export type Outcome =
  /** SELECT, or a write with RETURNING. */
  | {
      readonly kind: "rows";
      readonly columns: readonly string[];
      readonly rows: readonly (readonly SqlValue[])[];
      readonly rowCount: number;
    }
  | { readonly kind: "command"; readonly tag: CommandTag; readonly rowCount: number }
  /** `code` is the SQLSTATE. */
  | { readonly kind: "error"; readonly code: string; readonly message: string };

/** Why a statement waits. */
export interface WaitNotice {
  /** Clients whose transaction must end first. */
  readonly blockers: readonly string[];
  /** Clients that wait for the same row and will be served before. */
  readonly ahead: readonly string[];
  readonly awaited: AwaitedLock;
}

export interface AwaitedLock {
  readonly kind: "row" | "key";
  readonly table: string;
  /** Column by column: the primary key of the row, or the unique key. */
  readonly key: readonly { readonly column: string; readonly value: SqlValue }[];
  /** « la ligne acct (id 1), verrou UPDATE » */
  readonly text: string;
}

export interface StatementListener {
  /** May be called several times: a statement that has waited may meet another lock. */
  waiting?(notice: WaitNotice): void;
  /** Called once. The caller then lets its cost elapse and calls `finish()`. */
  outcome(outcome: Outcome): void;
}

export function describeRequest(request: LockRequest, tables: Tables): AwaitedLock {
  if (request.kind === "stop") throw new Error("database engine: a stop is never awaited");
  const shape = tables.get(request.table);
  const columns = request.kind === "row" ? (shape?.primaryKey ?? []) : request.columns;
  const values = request.kind === "row" ? request.primaryKey : request.values;
  const key = columns.map((column, rank) => ({
    column: shape?.columns[column] ?? "",
    value: values[rank] ?? null,
  }));
  const spelled = key.map(({ column, value }) => `${column} ${displayValue(value)}`).join(", ");
  const text =
    request.kind === "row"
      ? `la ligne ${request.table} (${spelled}), verrou ${STRENGTHS[request.strength]}`
      : `la clé ${request.table} (${spelled})`;
  return { kind: request.kind === "row" ? "row" : "key", table: request.table, key, text };
}
