/**
 * Creates the tables of a database, from PostgreSQL text, and reads back what they are.
 */

import type { Draws } from "./draws.ts";
import { notSupported } from "./refused-sql.ts";
import type { SqlConnection } from "./sql-engine.ts";
import { readTables, type Tables } from "./table-shape.ts";
import { join, tokenize } from "./tokenizer.ts";
import { translateExpression } from "./translate-expression.ts";
import { translateSchema } from "./translate-schema.ts";

/** Throws `RefusedSql` or SQLite's error: a schema is written by an author, who must mend it. */
export function buildSchema(
  connection: SqlConnection,
  schema: readonly string[],
  draws: Draws,
): Tables {
  // LIKE distinguishes capitals in PostgreSQL.
  connection.execute("PRAGMA case_sensitive_like=ON; PRAGMA recursive_triggers=ON");
  for (const text of schema) {
    const { sql, sequences } = translateSchema(text);
    for (const sequence of sequences) draws.declare(sequence);
    if (sql !== "") connection.execute(sql);
  }
  return readTables(connection);
}

/** Runs the INSERTs that give a database its first rows. */
export function insertFirstRows(connection: SqlConnection, rows: readonly string[]): void {
  for (const text of rows) {
    const tokens = tokenize(text);
    if (tokens[0]?.upper !== "INSERT") {
      throw notSupported("les premières lignes d’une base s’écrivent avec INSERT INTO … VALUES …");
    }
    connection.execute(join(translateExpression(tokens)));
  }
}
