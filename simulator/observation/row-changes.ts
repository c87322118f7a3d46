/**
 * Rows changed by an event, read by column name: how claims and machines look at a commit.
 *
 * Owns the passage from rows in column order to named fields, from the database cards alone.
 */
import { assert } from "../base/assert.ts";
import type { DatabaseCard } from "../vocabulary/card.ts";
import type { SimEvent } from "../vocabulary/events.ts";
import type { Row, SqlValue } from "../vocabulary/values.ts";

export type NamedRow = Readonly<Record<string, SqlValue>>;

export interface NamedChange {
  /** "c" created, "u" updated, "d" deleted. */
  readonly op: "c" | "u" | "d";
  readonly before: NamedRow | null;
  readonly after: NamedRow | null;
}

/** Changes of one table made by this event; none when it is not a commit of that database. */
export type RowReader = (
  event: SimEvent,
  database: string,
  table: string,
) => readonly NamedChange[];

const NONE: readonly NamedChange[] = [];

/** @throws InvariantBroken (when read) if no card describes the table. */
export function createRowReader(databases: readonly DatabaseCard[]): RowReader {
  const columnsOf = new Map<string, readonly string[]>();
  for (const database of databases)
    for (const table of database.tables)
      columnsOf.set(
        `${database.id}.${table.name}`,
        table.columns.map((column) => column.name),
      );

  const named = (columns: readonly string[], row: Row | null): NamedRow | null =>
    row === null ? null : Object.fromEntries(columns.map((name, i) => [name, row[i] ?? null]));

  return (event, database, table) => {
    if (event.kind !== "transaction-committed" || event.database !== database) return NONE;
    const columns = columnsOf.get(`${database}.${table}`);
    assert(columns !== undefined, `a card describes ${database}.${table}`);
    const changes: NamedChange[] = [];
    for (const { table: name, op, before, after } of event.changes)
      if (name === table)
        changes.push({ op, before: named(columns, before), after: named(columns, after) });
    return changes;
  };
}
