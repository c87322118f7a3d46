/**
 * Which locks a change of one row asks for.
 *
 * Owns the rules confirmed on PostgreSQL: an update takes UPDATE when a *value* of a unique column
 * changes and NO KEY UPDATE otherwise; old keys are claimed too, so that an insert of the key of a row
 * being updated, even in another column, waits; a child takes KEY SHARE on its parent.
 */

import type { RowChange } from "./row-change.ts";
import type { TableShape, Tables, UniqueIndex } from "./table-shape.ts";
import { KEY_SHARE, NO_KEY_UPDATE, type Strength, UPDATE } from "./translated.ts";
import {
  pick,
  type Row,
  type RowKey,
  rowKeyOf,
  type SqlValue,
  sameOn,
  uniqueKeyOf,
} from "./values.ts";

export interface RowRequest {
  readonly kind: "row";
  readonly key: RowKey;
  readonly table: string;
  readonly primaryKey: readonly SqlValue[];
  readonly strength: Strength;
  /** Why the row is wanted: itself, or because a foreign key leads to it or comes from it. */
  readonly role: "target" | "parent" | "child";
}

interface KeyRequest {
  readonly kind: "check" | "claim";
  readonly key: string;
  readonly table: string;
  readonly columns: readonly number[];
  readonly values: readonly SqlValue[];
}

export interface ChildChange {
  readonly before: Row | null;
  readonly after: Row;
  readonly isOwn: boolean;
}

/** `stop`: the row meets a committed row with its key; what follows is the kept error. */
export type LockRequest = RowRequest | KeyRequest | { readonly kind: "stop" };

export function rowRequest(
  table: string,
  primaryKey: readonly SqlValue[],
  strength: Strength,
  role: RowRequest["role"] = "target",
): RowRequest {
  return { kind: "row", key: rowKeyOf(table, primaryKey), table, primaryKey, strength, role };
}

/** A key with a NULL is never a duplicate: it has no claim. */
export function keyRequest(
  kind: KeyRequest["kind"],
  shape: TableShape,
  index: UniqueIndex,
  row: Row,
): KeyRequest | undefined {
  const values = pick(row, index.columns);
  if (values.includes(null)) return undefined;
  const key = uniqueKeyOf(index.name, values);
  return { kind, key, table: shape.name, columns: index.columns, values };
}

/** Locks of a row that is updated. Checks come before claims, index after index. */
export function pushUpdateRequests(
  shape: TableShape,
  before: Row,
  after: Row,
  into: LockRequest[],
): void {
  const strength = sameOn(before, after, shape.keyColumns) ? NO_KEY_UPDATE : UPDATE;
  into.push(rowRequest(shape.name, pick(before, shape.primaryKey), strength));
  pushClaims(shape, before, into);
  if (strength === NO_KEY_UPDATE) return;
  for (const index of shape.uniqueIndexes) {
    if (sameOn(before, after, index.columns)) continue;
    const check = keyRequest("check", shape, index, after);
    if (check) into.push(check, { ...check, kind: "claim" });
  }
}

export function pushDeleteRequests(shape: TableShape, before: Row, into: LockRequest[]): void {
  into.push(rowRequest(shape.name, pick(before, shape.primaryKey), UPDATE));
  pushClaims(shape, before, into);
}

/**
 * KEY SHARE on each parent that the row newly designates; on all of them when the version before was
 * written by the transaction itself (`isOwn`): PostgreSQL then checks again, changed or not.
 */
export function pushParentRequests(
  shape: TableShape,
  { before, after, isOwn }: ChildChange,
  into: LockRequest[],
): void {
  for (const { columns, parent } of shape.foreignKeys) {
    if (before !== null && !isOwn && sameOn(before, after, columns)) continue;
    const primaryKey = pick(after, columns);
    if (!primaryKey.includes(null)) into.push(rowRequest(parent, primaryKey, KEY_SHARE, "parent"));
  }
}

/** The locks of a change already made by a transaction that was alone; `isOwn`: see above. */
export function requestsOfChange(
  tables: Tables,
  change: RowChange,
  isOwn: boolean,
): readonly LockRequest[] {
  const shape = tables.get(change.table) as TableShape;
  const requests: LockRequest[] = [];
  switch (change.op) {
    case "c":
      pushClaims(shape, change.after, requests);
      pushParentRequests(shape, { ...change, isOwn }, requests);
      break;
    case "u":
      pushUpdateRequests(shape, change.before, change.after, requests);
      pushParentRequests(shape, { ...change, isOwn }, requests);
      break;
    case "d":
      pushDeleteRequests(shape, change.before, requests);
      break;
  }
  return requests;
}

function pushClaims(shape: TableShape, row: Row, into: LockRequest[]): void {
  for (const index of shape.uniqueIndexes) {
    const claim = keyRequest("claim", shape, index, row);
    if (claim) into.push(claim);
  }
}
