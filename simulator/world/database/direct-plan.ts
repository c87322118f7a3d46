/**
 * Recognises, in the text of a write, what its row images will be.
 *
 * A scenario mostly inserts one row, or changes rows by their primary keys. Where each column's value
 * comes from is then written in the text: a parameter, a literal, what was there before; RETURNING gives
 * the rest. Such a statement needs no trigger, which would make SQLite four times slower. Anything
 * doubtful (rows told otherwise than by their keys, aliases, OR, sub-queries, cascades) gives no plan, and triggers tell.
 */

import { quoteName, type TableShape } from "./table-shape.ts";
import { closingIndex, indexOfWord, join, nameOf, type Token, tokenize } from "./tokenizer.ts";
import { parameterCount, translateExpression } from "./translate-expression.ts";
import type { DirectWrite, DrawnParameter, SetColumn, ValueOrigin } from "./translated.ts";
import type { SqlValue } from "./values.ts";

/** Undefined: no plan. `tokens` reads no table and holds no locking sub-query. */
export function planDirectWrite(
  tokens: readonly Token[],
  shape: TableShape,
): DirectWrite | undefined {
  const plan = new Plan(shape, tokens);
  const isUnderstood =
    tokens[0]?.upper === "INSERT"
      ? planInsert(plan, tokens)
      : tokens[0]?.upper === "UPDATE"
        ? planUpdate(plan, tokens)
        : planDelete(plan, tokens);
  return isUnderstood ? plan.finished() : undefined;
}

/** The plan being made: every origin is asked here, so that typed parameters are all known. */
class Plan {
  readonly shape: TableShape;
  /** The text without RETURNING; an INSERT that draws is written again. */
  body: string;
  drawn: DrawnParameter | undefined;
  readonly #asked: readonly Token[];
  readonly returned: number[] = [];
  readonly typed: { readonly index: number; readonly type: string }[] = [];
  key: readonly ValueOrigin[] = [];
  range: DirectWrite["range"];
  inserted: ValueOrigin[] = [];
  set: SetColumn[] = [];

  constructor(shape: TableShape, tokens: readonly Token[]) {
    const returning = indexOfWord(tokens, ["RETURNING"]);
    const end = returning < 0 ? tokens.length : returning;
    this.shape = shape;
    this.body = sqlOf(tokens.slice(0, end));
    this.#asked = tokens.slice(end + 1);
  }

  columnOf(token: Token | undefined): number {
    const name = nameOf(token)?.toLowerCase();
    return this.shape.columns.findIndex((column) => column.toLowerCase() === name);
  }

  /** Where the value that `expression` gives to `column` comes from. */
  origin(column: number, expression: readonly Token[]): ValueOrigin {
    return this.evident(column, expression) ?? this.fromSqlite(column);
  }

  /** Undefined when the value cannot be told without SQLite. */
  evident(column: number, expression: readonly Token[]): ValueOrigin | undefined {
    const [token] = expression;
    if (token === undefined || expression.length !== 1) return undefined;
    const type = this.shape.types[column] ?? "";
    if (token.kind === "parameter") {
      const index = Number(token.text.slice(1)) - 1;
      this.typed.push({ index, type });
      return { kind: "parameter", index };
    }
    const value = literalOf(token, type);
    return value === undefined ? undefined : { kind: "literal", value };
  }

  fromSqlite(column: number): ValueOrigin {
    const known = this.returned.indexOf(column);
    const rank = known < 0 ? this.returned.push(column) - 1 : known;
    return { kind: "returned", rank };
  }

  finished(): DirectWrite {
    const { body, drawn, typed, key, range, inserted, set } = this;
    const own = this.returned.map((column) => quoteName(this.shape.columns[column] ?? ""));
    const list = this.#asked.length === 0 ? own : [...own, sqlOf(this.#asked)];
    const sql = list.length === 0 ? body : `${body} RETURNING ${list.join(", ")}`;
    return { sql, returnedCount: own.length, drawn, typed, key, range, inserted, set };
  }
}

const sqlOf = (tokens: readonly Token[]): string => join(translateExpression(tokens));

/** INSERT INTO t [(…)] VALUES (…) [ON CONFLICT …] [RETURNING …] */
function planInsert(plan: Plan, tokens: readonly Token[]): boolean {
  const { shape } = plan;
  let at = 3;
  let listed = shape.columns.map((_, column) => column);
  if (tokens[at]?.text === "(") {
    const close = closingIndex(tokens, at);
    listed = splitAt(tokens.slice(at + 1, close), ",").map((part) => plan.columnOf(part[0]));
    at = close + 1;
  }
  if (tokens[at]?.upper !== "VALUES" || listed.includes(-1)) return false;
  const close = closingIndex(tokens, at + 1);
  const values = splitAt(tokens.slice(at + 2, close), ",");
  if (values.length !== listed.length || new Set(listed).size !== listed.length) return false;
  const written = shape.columns.map((_, column) => {
    const rank = listed.indexOf(column);
    return rank < 0 ? defaultOf(shape, column) : (values[rank] as readonly Token[]);
  });
  const conflict = tokens.slice(close + 1);
  const draw = findDraw(shape, written, conflict);
  const index = parameterCount(tokens);
  plan.inserted = written.map((expression, column) =>
    column === draw?.column ? { kind: "parameter", index } : plan.origin(column, expression),
  );
  if (draw !== undefined) {
    plan.drawn = draw.drawn;
    // The column of a SERIAL is not always in the list: it is from now on.
    const columns = listed.includes(draw.column) ? listed : [...listed, draw.column];
    const names = columns.map((column) => quoteName(shape.columns[column] ?? ""));
    const given = columns.map((column) =>
      column === draw.column ? `?${index + 1}` : sqlOf(written[column] as readonly Token[]),
    );
    const returning = indexOfWord(conflict, ["RETURNING"]);
    const tail = sqlOf(returning < 0 ? conflict : conflict.slice(0, returning));
    plan.body = `${sqlOf(tokens.slice(0, 3))} (${names.join(", ")}) VALUES (${given.join(", ")}) ${tail}`;
  }
  return planConflict(plan, conflict);
}

interface Draw {
  readonly column: number;
  readonly drawn: DrawnParameter;
}

/** The only value drawn by the row, when it is that of a sequence, alone or after a text. */
function findDraw(
  shape: TableShape,
  written: readonly (readonly Token[])[],
  rest: readonly Token[],
): Draw | undefined {
  const drawing = [...written, rest].filter((tokens) =>
    tokens.some(({ upper }) => upper === "NEXTVAL" || upper === "GEN_RANDOM_UUID"),
  );
  const column = written.indexOf(drawing[0] as readonly Token[]);
  if (drawing.length !== 1 || column < 0) return undefined;
  const tokens = written[column] as readonly Token[];
  const type = shape.types[column];
  const call = tokens.slice(-4);
  const [name, open, sequence, close] = call;
  if (name?.upper !== "NEXTVAL" || open?.text !== "(" || close?.text !== ")") return undefined;
  if (sequence?.kind !== "string") return undefined;
  const drawn = { sequence: textOf(sequence), prefix: null };
  if (tokens.length === 4) return type === "INTEGER" ? { column, drawn } : undefined;
  const [prefix, sign] = tokens;
  const isJoined = tokens.length === 6 && prefix?.kind === "string" && sign?.text === "||";
  if (!isJoined || type !== "TEXT" || SURROGATE.test(prefix.text)) return undefined;
  return { column, drawn: { ...drawn, prefix: textOf(prefix) } };
}

function planConflict(plan: Plan, tokens: readonly Token[]): boolean {
  const [first] = tokens;
  if (first === undefined || first.upper === "RETURNING") return true;
  if (first.upper !== "ON") return false;
  const action = indexOfWord(tokens, ["DO"]);
  const target = tokens.slice(2, action);
  const isTargetPlain = target.length === 0 || closingIndex(target, 0) === target.length - 1;
  if (action < 0 || !isTargetPlain || indexOfWord(tokens, ["CONFLICT"], { from: 2 }) >= 0)
    return false;
  if (tokens[action + 1]?.upper === "NOTHING") return true;
  return tokens[action + 2]?.upper === "SET" && planSet(plan, tokens, action + 3);
}

/** UPDATE t SET … WHERE primary key = … [AND …] [RETURNING …], or a range of keys. */
function planUpdate(plan: Plan, tokens: readonly Token[]): boolean {
  if (tokens[2]?.upper !== "SET" || indexOfWord(tokens, ["FROM"]) >= 0) return false;
  return planSet(plan, tokens, 3) && (planKey(plan, tokens) || planRange(plan, tokens));
}

/** UPDATE t SET … WHERE key >= … AND key <= …: a key of one whole number, values that SQLite need not tell. */
function planRange(plan: Plan, tokens: readonly Token[]): boolean {
  const { primaryKey, types } = plan.shape;
  const [column] = primaryKey;
  const where = indexOfWord(tokens, ["WHERE"]);
  if (where < 0 || column === undefined || primaryKey.length > 1) return false;
  if (types[column] !== "INTEGER" || indexOfWord(tokens, ["RETURNING"]) >= 0) return false;
  if (plan.set.some(({ origin: { kind } }) => kind !== "parameter" && kind !== "literal")) {
    return false;
  }
  const condition = tokens.slice(where + 1);
  if (indexOfWord(condition, ["OR", "BETWEEN", "CASE"]) >= 0) return false;
  const [first = [], second = [], ...others] = splitAt(condition, "AND");
  const bound = (part: readonly Token[], sign: string): ValueOrigin | undefined =>
    part.length === 3 && plan.columnOf(part[0]) === column && part[1]?.text === sign
      ? plan.evident(column, part.slice(2))
      : undefined;
  const [from, to] = [bound(first, ">="), bound(second, "<=")];
  if (from === undefined || to === undefined || others.length > 0) return false;
  plan.range = { from, to };
  return true;
}

/** A deleted parent may take its children with it: that is told by triggers. */
function planDelete(plan: Plan, tokens: readonly Token[]): boolean {
  return plan.shape.children.length === 0 && tokens[3]?.upper === "WHERE" && planKey(plan, tokens);
}

function planSet(plan: Plan, tokens: readonly Token[], from: number): boolean {
  const end = indexOfWord(tokens, ["WHERE", "RETURNING"], { from });
  const parts = splitAt(tokens.slice(from, end < 0 ? tokens.length : end), ",");
  for (const [name, sign, ...expression] of parts) {
    const column = plan.columnOf(name);
    const isKnown = plan.set.some((each) => each.column === column);
    if (column < 0 || sign?.text !== "=" || isKnown) return false;
    // A row whose key changes is another row for its children and for those who wait.
    if (plan.shape.primaryKey.includes(column)) return false;
    const origin =
      excludedOrigin(plan, expression, column) ??
      sumOrigin(plan, expression, column) ??
      plan.origin(column, expression);
    plan.set.push({ column, origin });
  }
  return plan.set.length > 0;
}

/** `excluded.c`: what the insert would have put there, when that is evident and of the same type. */
function excludedOrigin(
  plan: Plan,
  [name, dot, source, ...rest]: readonly Token[],
  column: number,
): ValueOrigin | undefined {
  if (nameOf(name) !== "excluded" || dot?.text !== "." || rest.length > 0) return undefined;
  const from = plan.columnOf(source);
  const origin = plan.inserted[from];
  if (origin === undefined || origin.kind === "returned") return undefined;
  return plan.shape.types[from] === plan.shape.types[column] ? origin : undefined;
}

/** `c + $1`, `c - 5` in an UPDATE, in whole numbers. */
function sumOrigin(
  plan: Plan,
  [name, sign, ...expression]: readonly Token[],
  column: number,
): ValueOrigin | undefined {
  const from = plan.columnOf(name);
  const isSum = sign?.text === "+" || sign?.text === "-";
  if (from < 0 || !isSum || plan.inserted.length > 0) return undefined;
  if (plan.shape.types[from] !== "INTEGER" || plan.shape.types[column] !== "INTEGER")
    return undefined;
  const operand = plan.evident(column, expression);
  if (operand === undefined) return undefined;
  return { kind: "sum", column: from, sign: sign.text === "+" ? 1 : -1, operand };
}

/** Every column of the primary key is equal to something evident, whatever else is asked. */
function planKey(plan: Plan, tokens: readonly Token[]): boolean {
  const where = indexOfWord(tokens, ["WHERE"]);
  const returning = indexOfWord(tokens, ["RETURNING"]);
  if (where < 0) return false;
  const condition = tokens.slice(where + 1, returning < 0 ? tokens.length : returning);
  // In these, what stands between two ANDs is no condition of its own.
  if (indexOfWord(condition, ["OR", "BETWEEN", "CASE"]) >= 0) return false;
  const equalities = splitAt(condition, "AND").filter(
    (part) => part.length === 3 && part[1]?.text === "=",
  );
  const origins = plan.shape.primaryKey.map((column) => {
    const found = equalities.find(([name]) => plan.columnOf(name) === column);
    return found === undefined ? undefined : plan.evident(column, found.slice(2));
  });
  plan.key = origins.flatMap((origin) => origin ?? []);
  return plan.key.length === plan.shape.primaryKey.length;
}

/** The parts of a list, at its own depth. */
function splitAt(tokens: readonly Token[], separator: string): Token[][] {
  const depth = tokens[0]?.depth;
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token.upper === separator && token.depth === depth) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

function defaultOf(shape: TableShape, column: number): readonly Token[] {
  const tokens = tokenize(shape.defaults[column] ?? "NULL");
  const isWrapped = tokens[0]?.text === "(" && closingIndex(tokens, 0) === tokens.length - 1;
  return isWrapped ? tokens.slice(1, -1) : tokens;
}

/** The value of a literal in a column of this type; undefined for anything else. */
function literalOf(token: Token, type: string): SqlValue | undefined {
  const { kind, text, upper } = token;
  if (kind === "word" && upper === "NULL") return null;
  if (kind === "string" && type === "TEXT" && !SURROGATE.test(text)) return textOf(token);
  if (kind !== "number" || !/^\d{1,15}$/.test(text)) return undefined;
  return type === "INTEGER" || type === "REAL" ? Number(text) : undefined;
}

const textOf = ({ text }: Token): string => text.slice(1, -1).replaceAll("''", "'");

const SURROGATE = /[\ud800-\udfff]/;

/** True when a column of this type gives back exactly this value. */
export function isPlain(value: SqlValue, type: string): boolean {
  if (value === null) return true;
  if (typeof value === "string") return type === "TEXT" && !SURROGATE.test(value);
  return type === "INTEGER"
    ? Number.isSafeInteger(value)
    : type === "REAL" && Number.isFinite(value);
}
