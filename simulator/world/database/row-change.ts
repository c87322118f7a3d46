/**
 * Row images: what a statement did, row by row, with the values before and after.
 *
 * Owns the only form in which effects exist outside SQLite: a statement runs once and its images are
 * kept. They are applied again when a transaction comes back to the connection, written to the log at
 * commit, followed by replicas, undone backwards. Replaying the *statement* instead would see rows
 * committed since, and count or choose differently.
 */

import type { TableShape } from "./table-shape.ts";
import { pick, type Row, type RowKey, rowKeyOf } from "./values.ts";

/** `c` created, `u` updated, `d` deleted: the letters of a change-data-capture feed. */
export type RowChange =
  | { readonly op: "c"; readonly table: string; readonly before: null; readonly after: Row }
  | { readonly op: "u"; readonly table: string; readonly before: Row; readonly after: Row }
  | { readonly op: "d"; readonly table: string; readonly before: Row; readonly after: null };

export function keyOfRow(shape: TableShape, row: Row): RowKey {
  return rowKeyOf(shape.name, pick(row, shape.primaryKey));
}

/** The change that undoes `change`. */
export function inverseOf(change: RowChange): RowChange {
  const { table } = change;
  switch (change.op) {
    case "c":
      return { op: "d", table, before: change.after, after: null };
    case "u":
      return { op: "u", table, before: change.after, after: change.before };
    case "d":
      return { op: "c", table, before: null, after: change.before };
  }
}
