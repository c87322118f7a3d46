/**
 * PostgreSQL's CREATE statements, put in SQLite's.
 *
 * Owns the type table (UUID, VARCHAR(n), TIMESTAMPTZ, JSONB, SERIAL…) and the shape every table gets:
 * STRICT (so that a column holds one type) and WITHOUT ROWID (so that rows are known, and visited, by
 * their primary key). Refuses tables without a primary key, and objects whose locks could not be told.
 */

import { notSupported, RefusedSql } from "./refused-sql.ts";
import { closingIndex, join, nameOf, type Token, tokenize } from "./tokenizer.ts";
import { translateExpression } from "./translate-expression.ts";

export interface TranslatedSchema {
  readonly sql: string;
  /** Sequences created with it (SERIAL, IDENTITY, CREATE SEQUENCE). */
  readonly sequences: readonly string[];
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ...["INT", "INTEGER", "SMALLINT", "BIGINT", "INT2", "INT4", "INT8"].map(
    (t) => [t, "INTEGER"] as const,
  ),
  ...["BOOLEAN", "BOOL", "TIMESTAMPTZ", "TIMESTAMP"].map((t) => [t, "INTEGER"] as const),
  ...["SERIAL", "BIGSERIAL", "SMALLSERIAL"].map((t) => [t, "INTEGER"] as const),
  ...["TEXT", "UUID", "VARCHAR", "CHARACTER", "CHAR", "JSON", "JSONB", "DATE"].map(
    (t) => [t, "TEXT"] as const,
  ),
  ...["REAL", "DOUBLE", "FLOAT", "FLOAT4", "FLOAT8"].map((t) => [t, "REAL"] as const),
]);

const SERIALS = new Set(["SERIAL", "BIGSERIAL", "SMALLSERIAL"]);
/** Words that belong to a type written in several words. */
const TYPE_TAILS = new Set(["PRECISION", "VARYING", "WITH", "WITHOUT", "TIME", "ZONE"]);
const COLUMN_CONSTRAINTS = new Set([
  ...[
    "CONSTRAINT",
    "NOT",
    "NULL",
    "DEFAULT",
    "GENERATED",
    "UNIQUE",
    "PRIMARY",
    "CHECK",
    "REFERENCES",
  ],
]);
const TABLE_CONSTRAINTS = new Set([
  "CONSTRAINT",
  "PRIMARY",
  "UNIQUE",
  "CHECK",
  "FOREIGN",
  "EXCLUDE",
]);

/** Throws `RefusedSql` with the remedy. */
export function translateSchema(sql: string): TranslatedSchema {
  const tokens = tokenize(sql);
  const words = tokens.map((token) => token.upper);
  refuseEverywhere(tokens);
  if (words[0] === "CREATE" && words[1] === "TABLE") return translateTable(tokens);
  if (words[0] === "CREATE" && words[1] === "SEQUENCE" && tokens.length === 3) {
    return { sql: "", sequences: [nameOf(tokens[2]) ?? ""] };
  }
  if (words[0] === "CREATE" && (words[1] === "INDEX" || words[2] === "INDEX")) {
    return { sql: join(translateExpression(tokens)), sequences: [] };
  }
  throw notSupported(
    `le schéma n’accepte que CREATE TABLE, CREATE [UNIQUE] INDEX et CREATE SEQUENCE, pas « ${words.slice(0, 2).join(" ")} »`,
  );
}

function refuseEverywhere(tokens: readonly Token[]): void {
  for (const token of tokens) {
    if (token.kind !== "word") continue;
    if (token.upper === "DEFERRABLE" || token.upper === "DEFERRED") {
      throw notSupported(
        "les contraintes différées (DEFERRABLE) ne sont pas suivies : retirez ce mot",
      );
    }
    if (token.upper === "EXCLUDE" && token.depth === 1) {
      throw notSupported("EXCLUDE n’est pas accepté : employez UNIQUE");
    }
  }
}

function translateTable(tokens: readonly Token[]): TranslatedSchema {
  const open = tokens.findIndex((token) => token.text === "(");
  const name = nameOf(tokens[open - 1]);
  if (open < 0 || name === undefined)
    throw new RefusedSql("42601", "CREATE TABLE sans liste de colonnes");
  const close = closingIndex(tokens, open);
  if (close !== tokens.length - 1) {
    throw notSupported(
      `« ${join(tokens.slice(close + 1))} » après la liste des colonnes de « ${name} » n’est pas accepté : retirez-le`,
    );
  }
  const sequences: string[] = [];
  const parts = splitByComma(tokens.slice(open + 1, close)).map((part) =>
    TABLE_CONSTRAINTS.has(part[0]?.upper ?? "")
      ? join(translateExpression(part))
      : translateColumn(name, part, sequences),
  );
  const hasPrimaryKey = tokens.some(
    (token, at) =>
      token.depth === 1 && token.upper === "PRIMARY" && tokens[at + 1]?.upper === "KEY",
  );
  if (!hasPrimaryKey) {
    throw notSupported(
      `la table « ${name} » n’a pas de PRIMARY KEY : chaque ligne doit avoir un nom pour être verrouillée et suivie ; ajoutez-en une`,
    );
  }
  const head = join(tokens.slice(0, open));
  return { sql: `${head} (${parts.join(", ")}) STRICT, WITHOUT ROWID`, sequences };
}

function translateColumn(table: string, part: readonly Token[], sequences: string[]): string {
  const column = nameOf(part[0]);
  const type = part[1];
  const known = type?.kind === "word" ? TYPES.get(type.upper) : undefined;
  if (column === undefined || type === undefined || known === undefined) {
    throw notSupported(
      `le type « ${type?.text ?? "absent"} » de la colonne « ${table}.${column ?? part[0]?.text ?? ""} » n’est pas accepté : ` +
        "employez INT, BIGINT, BOOLEAN, TIMESTAMPTZ, TEXT, VARCHAR(n), UUID, JSONB, DATE, REAL ou SERIAL (les montants en centimes, dans un INT)",
    );
  }
  const { length, next } = readTypeTail(part);
  const quoted = part[0]?.text ?? column;
  const clauses = translateColumnClauses(part.slice(next), () =>
    declareSequence(table, column, sequences),
  );
  if (SERIALS.has(type.upper)) {
    clauses.push("NOT NULL", `DEFAULT (nextval('${declareSequence(table, column, sequences)}'))`);
  }
  if (type.upper === "BOOLEAN" || type.upper === "BOOL")
    clauses.push(`CHECK (${quoted} IN (0, 1))`);
  if (length !== undefined) {
    clauses.push(
      `CONSTRAINT "${column} : ${length} caractères au plus" CHECK (length(${quoted}) <= ${length})`,
    );
  }
  if (type.upper === "JSON" || type.upper === "JSONB") {
    clauses.push(`CONSTRAINT "${column} : JSON valide" CHECK (json_valid(${quoted}))`);
  }
  return [quoted, known, ...clauses].join(" ");
}

/** Skips `(n)` and the other words of the type. */
function readTypeTail(part: readonly Token[]): { length: string | undefined; next: number } {
  let next = 2;
  let length: string | undefined;
  for (;;) {
    const token = part[next];
    if (token?.text === "(") {
      length = part[next + 1]?.text;
      next = closingIndex(part, next) + 1;
    } else if (token !== undefined && TYPE_TAILS.has(token.upper)) {
      next += 1;
    } else {
      return { length, next };
    }
  }
}

/** DEFAULT takes parentheses in SQLite as soon as it is more than a literal; IDENTITY is a DEFAULT. */
function translateColumnClauses(part: readonly Token[], sequence: () => string): string[] {
  const clauses: string[] = [];
  for (let at = 0; at < part.length; ) {
    const token = part[at] as Token;
    let end = at + 1;
    while (end < part.length && !startsConstraint(part, at, end)) end += 1;
    const clause = part.slice(at, end);
    if (token.upper === "DEFAULT") {
      clauses.push(`DEFAULT (${join(translateExpression(clause.slice(1)))})`);
    } else if (token.upper === "GENERATED") {
      if (!clause.some(({ upper }) => upper === "IDENTITY")) {
        throw notSupported(
          "les colonnes calculées (GENERATED … STORED) ne sont pas acceptées : écrivez la valeur",
        );
      }
      clauses.push(`NOT NULL DEFAULT (nextval('${sequence()}'))`);
    } else {
      clauses.push(join(translateExpression(clause)));
    }
    at = end;
  }
  return clauses;
}

function startsConstraint(part: readonly Token[], from: number, at: number): boolean {
  const token = part[at] as Token;
  if (token.depth !== part[from]?.depth || token.kind !== "word") return false;
  if (!COLUMN_CONSTRAINTS.has(token.upper)) return false;
  const before = part[at - 1]?.upper;
  // NOT NULL, GENERATED … DEFAULT AS, SET NULL, SET DEFAULT, CONSTRAINT name CHECK are one clause.
  if (before === "NOT" || before === "SET" || before === "BY" || before === "DEFAULT") return false;
  return part[from]?.upper !== "CONSTRAINT" || at > from + 2;
}

function declareSequence(table: string, column: string, sequences: string[]): string {
  const name = `${table}_${column}_seq`;
  if (!sequences.includes(name)) sequences.push(name);
  return name;
}

function splitByComma(tokens: readonly Token[]): Token[][] {
  const depth = tokens[0]?.depth ?? 0;
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token.text === "," && token.depth === depth) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}
