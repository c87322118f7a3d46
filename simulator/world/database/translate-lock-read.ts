/**
 * `SELECT … FOR UPDATE` and its three sisters, which SQLite does not have.
 *
 * Owns the recognition of the tail clause and the text that replaces the statement: the primary key
 * is selected first, LIMIT is taken off, and the rows are then locked one by one as they come. Refuses
 * whatever makes « the row » unclear: joins, groups, aggregates, DISTINCT, UNION, OFFSET.
 */

import { notSupported, RefusedSql } from "./refused-sql.ts";
import { aliasAfter, findSources, sqlTextOf } from "./sources.ts";
import { quoteName, type TableShape, type Tables } from "./table-shape.ts";
import { indexOfWord, nameOf, raw, type Token } from "./tokenizer.ts";
import { parameterCount } from "./translate-expression.ts";
import {
  KEY_SHARE,
  type LockRead,
  NO_KEY_UPDATE,
  SHARE,
  type SqlText,
  type Strength,
  UPDATE,
} from "./translated.ts";

interface LockTail {
  readonly at: number;
  readonly strength: Strength;
  readonly of: string | undefined;
  readonly onLocked: LockRead["onLocked"];
}

const SPELLINGS: readonly (readonly [spelling: string, strength: Strength])[] = [
  ["FOR NO KEY UPDATE", NO_KEY_UPDATE],
  ["FOR KEY SHARE", KEY_SHARE],
  ["FOR UPDATE", UPDATE],
  ["FOR SHARE", SHARE],
];

const FORBIDDEN = [
  "DISTINCT",
  "GROUP",
  "HAVING",
  "UNION",
  "INTERSECT",
  "EXCEPT",
  "JOIN",
  "OFFSET",
  "FETCH",
  "OVER",
];
const AGGREGATES = ["COUNT", "SUM", "MIN", "MAX", "AVG", "TOTAL", "STRING_AGG", "GROUP_CONCAT"];

/** The lock clause that ends these tokens, or undefined. Only depth 0 is looked at. */
export function findLockTail(tokens: readonly Token[]): LockTail | undefined {
  const at = indexOfWord(tokens, ["FOR"]);
  if (at < 0) return undefined;
  const tail = tokens.slice(at).map((token) => token.upper);
  const text = tail.join(" ");
  const found = SPELLINGS.find(([spelling]) => text.startsWith(spelling));
  if (!found) return undefined;
  let next = found[0].split(" ").length;
  let of: string | undefined;
  if (tail[next] === "OF") {
    of = nameOf(tokens[at + next + 1]);
    next += 2;
  }
  const rest = tail.slice(next).join(" ");
  if (rest !== "" && rest !== "NOWAIT" && rest !== "SKIP LOCKED") {
    throw notSupported(
      `« ${text} » : une seule clause de verrou est acceptée, à la fin : FOR UPDATE | NO KEY UPDATE | SHARE | KEY SHARE [OF table] [NOWAIT | SKIP LOCKED]`,
    );
  }
  const onLocked = rest === "NOWAIT" ? "refuse" : rest === "SKIP LOCKED" ? "skip" : "wait";
  return { at, strength: found[1], of, onLocked };
}

/** Translates a SELECT whose tail is `tail`. Throws `RefusedSql`. */
export function translateLockRead(
  tokens: readonly Token[],
  tail: LockTail,
  tables: Tables,
): LockRead {
  const bare = tokens.slice(0, tail.at);
  refuseUnclearRows(bare);
  const from = indexOfWord(bare, ["FROM"]);
  const table = nameOf(bare[from + 1]);
  const shape = table === undefined ? undefined : tables.get(table);
  if (from < 0 || table === undefined || shape === undefined) {
    throw new RefusedSql(
      "42P01",
      `FOR UPDATE demande une table connue après FROM, pas « ${table ?? "rien"} »`,
    );
  }
  const alias = aliasAfter(bare, from + 1) ?? table;
  if (tail.of !== undefined && tail.of !== alias) {
    throw new RefusedSql(
      "42P01",
      `FOR UPDATE OF ${tail.of} : la table du FROM s’appelle « ${alias} »`,
    );
  }
  const { limit, unlimited } = takeLimit(bare);
  const order = indexOfWord(unlimited, ["ORDER"]);
  const scanTokens = withKeyFirst(unlimited, alias, shape);
  const unordered = order < 0 ? unlimited : unlimited.slice(0, order);
  const total = parameterCount(tokens);
  return {
    kind: "lock-read",
    table,
    strength: tail.strength,
    onLocked: tail.onLocked,
    limit,
    isOrdered: order >= 0,
    scan: lockedText(scanTokens, tables),
    recheck: recheckText(withKeyFirst(unordered, alias, shape), shape, total, tables),
    keyLength: shape.primaryKey.length,
    parameterCount: total,
  };
}

function refuseUnclearRows(tokens: readonly Token[]): void {
  const forbidden = tokens[indexOfWord(tokens, FORBIDDEN)];
  const from = indexOfWord(tokens, ["FROM"]);
  const where = indexOfWord(tokens, ["WHERE", "ORDER", "LIMIT"]);
  const list = tokens.slice(from, where < 0 ? undefined : where);
  const aggregate = tokens
    .slice(0, from)
    .find(
      (token, at) =>
        AGGREGATES.includes(token.upper) && tokens[at + 1]?.text === "(" && token.depth === 0,
    );
  const isJoin = list.some((token) => token.text === "," && token.depth === 0);
  const culprit = forbidden?.upper ?? aggregate?.upper ?? (isJoin ? "plusieurs tables" : undefined);
  if (culprit !== undefined) {
    throw notSupported(
      `${culprit} avec FOR UPDATE : la ligne à verrouiller n’est pas claire ; verrouillez d’abord les lignes d’une seule table, puis lisez le reste`,
    );
  }
}

/** The locked table is read as it is now; the tables of sub-queries are sources. */
function lockedText(tokens: readonly Token[], tables: Tables): SqlText {
  const sources = findSources(tokens, tables).filter(({ at }) => tokens[at]?.depth !== 0);
  return sqlTextOf(tokens, sources);
}

function withKeyFirst(
  tokens: readonly Token[],
  alias: string,
  shape: TableShape,
): readonly Token[] {
  const key = shape.primaryKey.map(
    (column, rank) =>
      `${quoteName(alias)}.${quoteName(shape.columns[column] ?? "")} AS __k${rank},`,
  );
  return [...tokens.slice(0, 1), raw(key.join(" ")), ...tokens.slice(1)];
}

function recheckText(
  tokens: readonly Token[],
  shape: TableShape,
  total: number,
  tables: Tables,
): SqlText {
  const inner = lockedText(tokens, tables);
  const condition = shape.primaryKey
    .map((_, rank) => `__k${rank} IS ?${total + rank + 1}`)
    .join(" AND ");
  const wrap = (sql: string) => `SELECT * FROM (${sql}) WHERE ${condition}`;
  return {
    sql: wrap(inner.sql),
    startSql: wrap(inner.startSql),
    sources: inner.sources,
    parameterCount: total + shape.primaryKey.length,
  };
}

function takeLimit(tokens: readonly Token[]): {
  readonly limit: LockRead["limit"];
  readonly unlimited: readonly Token[];
} {
  const at = indexOfWord(tokens, ["LIMIT"]);
  if (at < 0) return { limit: { kind: "none" }, unlimited: tokens };
  const count = tokens[at + 1];
  const unlimited = tokens.slice(0, at);
  if (at + 2 === tokens.length && count?.kind === "number") {
    return { limit: { kind: "literal", count: Number(count.text) }, unlimited };
  }
  if (at + 2 === tokens.length && count?.kind === "parameter") {
    return { limit: { kind: "parameter", index: Number(count.text.slice(1)) - 1 }, unlimited };
  }
  throw notSupported("LIMIT avec FOR UPDATE : écrivez un nombre ou un paramètre ($1), en dernier");
}
