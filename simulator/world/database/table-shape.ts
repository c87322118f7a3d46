/**
 * What the engine knows of a table: columns, primary key, unique indexes, foreign keys.
 *
 * Read from SQLite itself once the schema exists, so that there is one truth about it. Refuses what
 * the lock rules cannot follow: partial or computed unique indexes, foreign keys to something else
 * than a primary key, collations that would make two different texts the same key.
 */

import { notSupported } from "./refused-sql.ts";
import type { SqlConnection } from "./sql-engine.ts";
import type { SqlValue } from "./values.ts";

export interface UniqueIndex {
  readonly name: string;
  /** Positions in `TableShape.columns`. */
  readonly columns: readonly number[];
}

export interface ForeignKey {
  readonly columns: readonly number[];
  readonly parent: string;
}

export interface TableShape {
  readonly name: string;
  readonly columns: readonly string[];
  /** INTEGER, REAL or TEXT: what a STRICT column holds, beside NULL. */
  readonly types: readonly string[];
  /** SQLite's text of each DEFAULT; null without one. */
  readonly defaults: readonly (string | null)[];
  readonly primaryKey: readonly number[];
  /** Primary key first, then in order of creation: the order in which PostgreSQL checks them. */
  readonly uniqueIndexes: readonly UniqueIndex[];
  /** Every column of some unique index: changing one of their values takes the strongest lock. */
  readonly keyColumns: readonly number[];
  readonly foreignKeys: readonly ForeignKey[];
  /** Foreign keys of other tables that lead here. */
  readonly children: readonly { readonly table: string; readonly columns: readonly number[] }[];
}

export type Tables = ReadonlyMap<string, TableShape>;

/** Reads the tables of `main`, in order of creation. */
export function readTables(connection: SqlConnection): Tables {
  const names = query(
    connection,
    "SELECT name FROM main.sqlite_schema WHERE type = 'table' ORDER BY rowid",
  ).map(([name]) => String(name).toLowerCase());
  const shapes = names.map((name) => readTable(connection, name));
  const tables = new Map<string, TableShape>();
  for (const shape of shapes) {
    const children = shapes.flatMap((other) =>
      other.foreignKeys
        .filter((key) => key.parent === shape.name)
        .map((key) => ({ table: other.name, columns: key.columns })),
    );
    tables.set(shape.name, { ...shape, children });
  }
  for (const shape of shapes) checkForeignKeys(shape, tables);
  return tables;
}

interface ReadTable extends TableShape {
  readonly foreignKeys: readonly ListedForeignKey[];
}

function readTable(connection: SqlConnection, name: string): ReadTable {
  const described = query(
    connection,
    `SELECT name, pk, type, dflt_value FROM pragma_table_info(${text(name)}) ORDER BY cid`,
  );
  const columns = described.map(([column]) => String(column));
  const primaryKey = described
    .map(([, rank], column) => ({ rank: Number(rank), column }))
    .filter(({ rank }) => rank > 0)
    .sort((left, right) => left.rank - right.rank)
    .map(({ column }) => column);
  const uniqueIndexes = readUniqueIndexes(connection, name);
  return {
    name,
    columns,
    types: described.map(([, , type]) => String(type).toUpperCase()),
    defaults: described.map(([, , , value]) => (value === null ? null : String(value))),
    primaryKey,
    uniqueIndexes,
    keyColumns: [...new Set(uniqueIndexes.flatMap((index) => index.columns))],
    foreignKeys: readForeignKeys(connection, name, columns),
    children: [],
  };
}

function readUniqueIndexes(connection: SqlConnection, table: string): UniqueIndex[] {
  const listed = query(
    connection,
    `SELECT name, partial FROM pragma_index_list(${text(table)})
     WHERE "unique" = 1 ORDER BY origin <> 'pk', seq DESC`,
  );
  return listed.map(([name, partial]) => {
    const index = String(name);
    if (partial === 1) {
      throw notSupported(
        `l’index unique « ${index} » est partiel (WHERE) : seuls les index uniques complets sont suivis ; ` +
          "mettez la condition dans les colonnes de la clé",
      );
    }
    const parts = query(
      connection,
      `SELECT cid, coll FROM pragma_index_xinfo(${text(index)}) WHERE key = 1 ORDER BY seqno`,
    );
    if (parts.some(([column]) => Number(column) < 0)) {
      throw notSupported(
        `l’index unique « ${index} » porte sur une expression : ajoutez une colonne qui contient sa valeur`,
      );
    }
    if (parts.some(([, collation]) => collation !== "BINARY")) {
      throw notSupported(
        `l’index unique « ${index} » a un COLLATE : seul l’ordre binaire est suivi ; retirez-le`,
      );
    }
    return { name: index, columns: parts.map(([column]) => Number(column)) };
  });
}

interface ListedForeignKey extends ForeignKey {
  /** Columns named in REFERENCES t (…); null when they are left out. */
  readonly to: readonly SqlValue[];
}

function readForeignKeys(
  connection: SqlConnection,
  table: string,
  columns: readonly string[],
): ListedForeignKey[] {
  const keys = new Map<number, { parent: string; columns: number[]; to: SqlValue[] }>();
  const listed = query(
    connection,
    `SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(${text(table)}) ORDER BY id DESC, seq`,
  );
  for (const [id, parent, from, to] of listed) {
    const key = keys.get(Number(id)) ?? {
      parent: String(parent).toLowerCase(),
      columns: [],
      to: [],
    };
    key.columns.push(columns.indexOf(String(from)));
    key.to.push(to ?? null);
    keys.set(Number(id), key);
  }
  return [...keys.values()];
}

/** A lock on the parent's row is named by its primary key: the reference must lead there. */
function checkForeignKeys(shape: ReadTable, tables: Tables): void {
  for (const { parent, to } of shape.foreignKeys) {
    const target = tables.get(parent);
    const expected = target?.primaryKey.map((column) => target.columns[column]);
    const isImplicit = to.every((column) => column === null);
    if (target === undefined || (!isImplicit && expected?.join() !== to.join())) {
      throw notSupported(
        `la clé étrangère de « ${shape.name} » vers « ${parent} » doit désigner sa clé primaire ` +
          `(${expected?.join(", ") ?? "table inconnue"})`,
      );
    }
  }
}

function query(connection: SqlConnection, sql: string): SqlValue[][] {
  const statement = connection.prepare(sql);
  const rows: SqlValue[][] = [];
  while (statement.step()) rows.push(statement.row());
  statement.free();
  return rows;
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
