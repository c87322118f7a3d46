/**
 * The commit log: every committed change of a database, in the order it became visible.
 *
 * A record is exactly what a change-data-capture feed carries (`REPLICA IDENTITY FULL`). Its LSN is its
 * rank from 1; « the state at LSN n » includes the records up to n, and LSN 0 is the first rows.
 */

import type { RowChange } from "./row-change.ts";

export interface CommitRecord {
  readonly lsn: number;
  readonly txId: number;
  readonly clientId: string;
  readonly atUs: number;
  /** In the order of execution inside the transaction. */
  readonly ops: readonly RowChange[];
}
