/**
 * An open transaction: its row images, its locks, its savepoints.
 *
 * Owns only data. A transaction exists in the database from its first write or lock; SQLite may or
 * may not hold its images at a given moment (see `residency.ts`), its locks live in `lock-table.ts`.
 */

import { OwnRows } from "./own-rows.ts";
import type { RowChange } from "./row-change.ts";
import type { Strength } from "./translated.ts";
import type { RowKey, UniqueKey } from "./values.ts";

export type HeldLock =
  | { readonly kind: "row"; readonly key: RowKey; readonly strength: Strength }
  | { readonly kind: "claim"; readonly key: UniqueKey };

export interface Savepoint {
  readonly name: string;
  readonly changeCount: number;
  readonly lockCount: number;
}

export interface Transaction {
  readonly id: number;
  readonly clientId: string;
  /** What `now()` answers all along. */
  readonly startedAtUs: number;
  /** Images of everything done so far, in order. */
  readonly changes: RowChange[];
  readonly ownRows: OwnRows;
  /** In order of acquisition, so that a savepoint can be returned to. */
  readonly locks: HeldLock[];
  readonly savepoints: Savepoint[];
  /**
   * How many of `changes` have their locks written in the lock table. A transaction that is alone
   * needs none: they are derived from the images when a second transaction opens.
   */
  lockedChangeCount: number;
}

export function createTransaction(id: number, clientId: string, startedAtUs: number): Transaction {
  return {
    id,
    clientId,
    startedAtUs,
    changes: [],
    ownRows: new OwnRows(),
    locks: [],
    savepoints: [],
    lockedChangeCount: 0,
  };
}
