/**
 * Values, rows and the names by which rows and unique keys are known.
 *
 * Owns the spelling of a row's identity (`table`, primary key) as one string, so that locks, the log
 * and candidates can all be found in a `Map`. Knows nothing of SQL.
 */

import type { Row, SqlValue } from "../../vocabulary/values.ts";

// Booleans are 0 or 1, instants are whole microseconds: everything survives in the event log.
export type { Row, SqlValue };

/** What a caller may give for `$1`: a boolean becomes 0 or 1. */
export type SqlParameter = SqlValue | boolean;

/** `table` and primary key in one string; unique in a database. */
export type RowKey = string;

/** A unique index and the values of its columns in one string. */
export type UniqueKey = string;

export function rowKeyOf(table: string, primaryKey: readonly SqlValue[]): RowKey {
  return `${table}\u0001${spell(primaryKey)}`;
}

export function uniqueKeyOf(indexName: string, values: readonly SqlValue[]): UniqueKey {
  return `${indexName}\u0002${spell(values)}`;
}

/** Columns are typed, so 1 and "1" never meet in the same place of a key. */
export function spell(values: readonly SqlValue[]): string {
  if (values.length === 1) return String(values[0]);
  return values.map((value) => `${String(value).length}:${value}`).join("");
}

export function pick(row: Row, columns: readonly number[]): SqlValue[] {
  return columns.map((column) => row[column] ?? null);
}

/** SQL's `IS NOT DISTINCT FROM` on the given columns. */
export function sameOn(left: Row, right: Row, columns: readonly number[]): boolean {
  for (const column of columns) {
    if (left[column] !== right[column]) return false;
  }
  return true;
}

/** A value as a French reader expects to see it beside a column's name. */
export function displayValue(value: SqlValue): string {
  if (value === null) return "NULL";
  return typeof value === "string" ? `« ${value} »` : String(value);
}
