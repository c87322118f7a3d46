/**
 * The SQL statements of one run, executed again on bare sql.js: no simulator, no locks, no log.
 *
 * What a run cannot do faster. Statements and parameters are read from the event log; a transaction's
 * statements are executed together at the place of its end. Same tables, same pragmas, statements kept
 * prepared, every row read.
 */
import type { EventLog } from "../vocabulary/log.ts";
import type { SqlValue } from "../vocabulary/values.ts";
import type { SqlConnection, SqlEngine, SqlStatement } from "../world/database/sql-engine.ts";
import { translateSchema } from "../world/database/translate-schema.ts";
import type { DatabaseDefinition } from "../world/database-pool.ts";

interface Step {
  readonly database: string;
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

/** What was executed, in order, in SQLite's words. */
export function statementsOf(log: EventLog): readonly Step[] {
  const steps: Step[] = [];
  const open = new Map<string, Step[]>();
  for (let index = 0; index < log.length; index++) {
    const event = log.event(index);
    if (event.kind === "statement-started") {
      const { database, transaction, params } = event;
      const step = { database, sql: inSqlite(event.sql), params };
      if (transaction === null) steps.push(step);
      else open.get(transaction)?.push(step);
    } else if (event.kind === "transaction-begun") {
      open.set(event.transaction, []);
    } else if (event.kind === "transaction-committed" || event.kind === "transaction-rolled-back") {
      const { database, transaction } = event;
      const body = open.get(transaction);
      if (body === undefined) continue;
      open.delete(transaction);
      const control = (sql: string): Step => ({ database, sql, params: [] });
      const end = event.kind === "transaction-committed" ? "COMMIT" : "ROLLBACK";
      steps.push(control("BEGIN"), ...body, control(end));
    }
  }
  return steps;
}

const inSqlite = (sql: string): string =>
  sql.replace(/\$(\d+)/g, "?$1").replace(/\s+FOR UPDATE(?:\s+SKIP LOCKED)?/gi, "");

/** A function that executes them all on fresh databases, and says how many it executed. */
export function rawReplay(
  engine: SqlEngine,
  definitions: readonly DatabaseDefinition[],
  steps: readonly Step[],
): () => number {
  return () => {
    const databases = new Map(definitions.map((each) => [each.id, openRaw(engine, each)]));
    let rowCount = 0;
    for (const { database, sql, params } of steps) {
      rowCount += (databases.get(database) as RawDatabase).run(sql, params);
    }
    for (const { connection } of databases.values()) connection.close();
    return rowCount;
  };
}

interface RawDatabase {
  readonly connection: SqlConnection;
  readonly run: (sql: string, params: readonly SqlValue[]) => number;
}

function openRaw(engine: SqlEngine, { schema, rows }: DatabaseDefinition): RawDatabase {
  const connection = engine.open();
  const prepared = new Map<string, SqlStatement>();
  let sequence = 0;
  connection.define("nextval", 1, () => ++sequence);
  connection.execute("PRAGMA foreign_keys=ON");
  for (const sql of schema.map(translateSchema)) if (sql.sql !== "") connection.execute(sql.sql);
  for (const sql of rows) connection.execute(sql);
  return {
    connection,
    run(sql, params) {
      let statement = prepared.get(sql);
      if (statement === undefined) {
        statement = connection.prepare(sql);
        prepared.set(sql, statement);
      }
      if (params.length > 0) statement.bind(params);
      let count = 0;
      while (statement.step()) {
        statement.row();
        count++;
      }
      statement.reset();
      return count;
    },
  };
}
