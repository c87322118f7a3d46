/**
 * Creates the tables of a database, from PostgreSQL text, and reads back what they are.
 */

import type { Draws } from "./draws.ts";
import { notSupported } from "./refused-sql.ts";
import type { SqlConnection } from "./sql-engine.ts";
import { readTables, type Tables } from "./table-shape.ts";
import { join, tokenize } from "./tokenizer.ts";
import { translateExpression } from "./translate-expression.ts";
import { type TranslatedSchema, translateSchema } from "./translate-schema.ts";

interface KnownSchema {
  readonly translated: readonly TranslatedSchema[];
  tables: Tables | undefined;
}

/** Schemas already translated and read back: the runs of one scenario all have the same. */
const KNOWN = new Map<string, KnownSchema>();
const KNOWN_MAX = 100;

/** Throws `RefusedSql` or SQLite's error: a schema is written by an author, who must mend it. */
export function buildSchema(
  connection: SqlConnection,
  schema: readonly string[],
  draws: Draws,
): Tables {
  const known = knownSchema(schema);
  // LIKE distinguishes capitals in PostgreSQL.
  connection.execute("PRAGMA case_sensitive_like=ON; PRAGMA recursive_triggers=ON");
  for (const { sql, sequences } of known.translated) {
    for (const sequence of sequences) draws.declare(sequence);
    if (sql !== "") connection.execute(sql);
  }
  known.tables ??= readTables(connection);
  return known.tables;
}

function knownSchema(schema: readonly string[]): KnownSchema {
  const text = schema.join(";\n");
  const found = KNOWN.get(text);
  if (found !== undefined) return found;
  if (KNOWN.size >= KNOWN_MAX) KNOWN.clear();
  const known: KnownSchema = { translated: schema.map(translateSchema), tables: undefined };
  KNOWN.set(text, known);
  return known;
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
