/**
 * One query over the rows of one instant: builds disposable databases, runs, counts, forgets.
 *
 * Owns the limits that hold inside SQLite (rows shown, rows counted, size of a cell); the limit in
 * time belongs to the client, which kills the worker. Knows neither workers nor the run.
 */
import type { SqlJsStatic, Statement } from "sql.js";
import type { SqlAnswer, SqlCell, SqlTable } from "./sql-protocol.ts";

export const ROWS_SHOWN_MAX = 500;
export const ROWS_COUNTED_MAX = 2_000_000;
export const COLUMNS_SHOWN_MAX = 60;
export const CELL_TEXT_MAX = 2_000;
export const SQL_TEXT_MAX = 20_000;

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const DECLARED = { integer: "INTEGER", cents: "INTEGER", instant: "INTEGER", boolean: "INTEGER" };
const declared = (type: string): string =>
  (DECLARED as Readonly<Record<string, string | undefined>>)[type] ?? "TEXT";

type Database = InstanceType<SqlJsStatic["Database"]>;

function build(db: Database, tables: readonly SqlTable[]): void {
  const schemas = new Set(tables.map((table) => table.schema));
  for (const schema of schemas) db.run(`ATTACH ':memory:' AS ${quoted(schema)}`);
  for (const table of tables) {
    const name = `${quoted(table.schema)}.${quoted(table.name)}`;
    const columns = table.columns.map(
      (column) => `${quoted(column.name)} ${declared(column.type)}`,
    );
    const key = table.key.length > 0 ? [`PRIMARY KEY (${table.key.map(quoted).join(", ")})`] : [];
    db.run(`CREATE TABLE ${name} (${[...columns, ...key].join(", ")})`);
    if (table.rows.length === 0) continue;
    const insert = db.prepare(
      `INSERT OR IGNORE INTO ${name} VALUES (${table.columns.map(() => "?").join(", ")})`,
    );
    for (const row of table.rows) insert.run([...row]);
    insert.free();
  }
  db.run("PRAGMA query_only = ON");
}

function shownCell(value: unknown): SqlCell {
  if (value instanceof Uint8Array) return `‹${value.length} octets›`;
  if (typeof value === "string" && value.length > CELL_TEXT_MAX) {
    return `${value.slice(0, CELL_TEXT_MAX)}…`;
  }
  return value as SqlCell;
}

interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SqlCell[])[];
  readonly rowCount: number;
  readonly isCounted: boolean;
}

function read(statement: Statement, isLate: () => boolean): Rows {
  const columns = statement.getColumnNames().slice(0, COLUMNS_SHOWN_MAX);
  const rows: SqlCell[][] = [];
  let rowCount = 0;
  let isCounted = true;
  while (statement.step()) {
    if (rowCount < ROWS_SHOWN_MAX) {
      rows.push(statement.get().slice(0, COLUMNS_SHOWN_MAX).map(shownCell));
    }
    rowCount++;
    if (rowCount >= ROWS_COUNTED_MAX || (rowCount % 4_096 === 0 && isLate())) {
      isCounted = false;
      break;
    }
  }
  return { columns, rows, rowCount, isCounted };
}

/** `isLate`: asked now and then; true ends the counting of rows, never the query's own work. */
export function runSql(
  sqlJs: SqlJsStatic,
  tables: readonly SqlTable[],
  sql: string,
  isLate: () => boolean,
): SqlAnswer {
  if (sql.length > SQL_TEXT_MAX) {
    return { kind: "error", words: "query too long" };
  }
  const db = new sqlJs.Database();
  try {
    build(db, tables);
    let last: Rows = { columns: [], rows: [], rowCount: 0, isCounted: true };
    for (const statement of db.iterateStatements(sql)) {
      // A statement before this one may have tried to lift it.
      db.run("PRAGMA query_only = ON");
      const rows = read(statement, isLate);
      if (rows.columns.length > 0) last = rows;
      if (!rows.isCounted) break;
    }
    return { kind: "rows", ...last };
  } catch (error) {
    return { kind: "error", words: error instanceof Error ? error.message : String(error) };
  } finally {
    db.close();
  }
}
