/**
 * Plain values: what a message body, a row or a piece of memory may hold.
 *
 * Everything in the event log survives `structuredClone` and JSON; nothing here has behaviour.
 */

export type Value =
  | null
  | boolean
  | number
  | string
  | readonly Value[]
  | { readonly [field: string]: Value };

/** One SQL value, as a column holds it. */
export type SqlValue = null | number | string;

/** A row in column order. */
export type Row = readonly SqlValue[];

/** One row changed by a commit: what a WAL reader sees. */
export interface RowChange {
  readonly table: string;
  readonly op: "c" | "u" | "d";
  readonly before: Row | null;
  readonly after: Row | null;
}

/** Deep equality of plain values; field order does not count. */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!sameValue(a[i] as Value, b[i] as Value)) return false;
    return true;
  }
  const left = a as { readonly [field: string]: Value };
  const right = b as { readonly [field: string]: Value };
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  for (const key of keys) if (!sameValue(left[key], right[key])) return false;
  return true;
}
