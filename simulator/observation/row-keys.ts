/**
 * Identity of a row: its primary key as a JSON array, read from the database cards.
 *
 * A table that no card describes falls back on its whole row, so that two rows never merge; its
 * updates then look like a deletion and an insertion.
 */
import type { DatabaseCard } from "../vocabulary/card.ts";
import type { Row } from "../vocabulary/values.ts";

export interface RowKeys {
  /** `["1042","RESERVE_STOCK"]` */
  readonly keyOf: (database: string, table: string, row: Row) => string;
}

export function createRowKeys(databases: readonly DatabaseCard[]): RowKeys {
  const positions = new Map<string, readonly number[]>();
  for (const database of databases) {
    for (const table of database.tables) {
      const columns = table.columns.map((column) => column.name);
      const key = table.key.map((name) => columns.indexOf(name));
      if (key.length > 0 && key.every((position) => position >= 0))
        positions.set(`${database.id}/${table.name}`, key);
    }
  }
  return {
    keyOf(database, table, row) {
      const key = positions.get(`${database}/${table}`);
      return JSON.stringify(key === undefined ? row : key.map((at) => row[at] ?? null));
    },
  };
}
