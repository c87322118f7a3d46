/**
 * Which tables a statement reads, and the same text reading their state at the statement's start.
 *
 * Owns the recognition of a source (a known table after FROM, JOIN or a comma of a FROM list) and the
 * name of the start view. Does not know when the start views are needed: see `start-views.ts`.
 */

import { notSupported } from "./refused-sql.ts";
import { quoteName, type Tables } from "./table-shape.ts";
import { join, nameOf, raw, type Token } from "./tokenizer.ts";
import { parameterCount, translateExpression } from "./translate-expression.ts";
import type { SqlText } from "./translated.ts";

export interface Source {
  readonly at: number;
  readonly table: string;
  /** The name by which the query designates it. */
  readonly alias: string;
  readonly isAliased: boolean;
}

const AFTER_TABLE = new Set([
  ...["WHERE", "ORDER", "GROUP", "HAVING", "LIMIT", "OFFSET", "UNION", "EXCEPT", "INTERSECT"],
  ...["JOIN", "LEFT", "RIGHT", "FULL", "INNER", "OUTER", "CROSS", "NATURAL", "ON", "USING"],
  ...["SET", "RETURNING", "FOR", "WINDOW", "VALUES", "SELECT", "DEFAULT", "OVERRIDING", "FETCH"],
]);
const ENDS_FROM = new Set([
  ...["WHERE", "GROUP", "ORDER", "HAVING", "LIMIT", "SET", "RETURNING", "UNION", "EXCEPT"],
  ...["INTERSECT", "SELECT", "WINDOW", "FOR"],
]);

export function startViewOf(table: string): string {
  return `temp.${quoteName(`start:${table}`)}`;
}

/** The alias written after the table named at `at`, if there is one. */
export function aliasAfter(tokens: readonly Token[], at: number): string | undefined {
  const next = tokens[at + 1];
  if (next?.upper === "AS") return nameOf(tokens[at + 2]);
  if (next?.kind === "word" && AFTER_TABLE.has(next.upper)) return undefined;
  return nameOf(next);
}

/** Every place where a known table is read. `DELETE FROM t` is not one: it is the target. */
export function findSources(tokens: readonly Token[], tables: Tables): readonly Source[] {
  const sources: Source[] = [];
  const inFrom: boolean[] = [];
  const hidden = commonTableNames(tokens);
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] as Token;
    const { depth } = token;
    if (token.text === "(") inFrom[depth + 1] = false;
    if (token.kind === "word" && ENDS_FROM.has(token.upper)) inFrom[depth] = false;
    if (!announcesTable(tokens, at, inFrom[depth] ?? false)) continue;
    inFrom[depth] = true;
    const table = nameOf(tokens[at + 1]);
    if (table === undefined || hidden.has(table)) continue;
    if (tokens[at + 2]?.text === ".") {
      throw notSupported(`« ${table}. » : les tables se nomment sans schéma ; retirez le préfixe`);
    }
    if (!tables.has(table)) continue;
    const alias = aliasAfter(tokens, at + 1);
    sources.push({ at: at + 1, table, alias: alias ?? table, isAliased: alias !== undefined });
  }
  return sources;
}

function announcesTable(tokens: readonly Token[], at: number, isInFrom: boolean): boolean {
  const token = tokens[at] as Token;
  if (token.text === ",") return isInFrom;
  if (token.upper === "JOIN") return true;
  if (token.kind !== "word" || token.upper !== "FROM") return false;
  // IS DISTINCT FROM compares; DELETE FROM names the target.
  const before = tokens[at - 1]?.upper;
  return before !== "DISTINCT" && before !== "DELETE";
}

function commonTableNames(tokens: readonly Token[]): ReadonlySet<string> {
  const names = new Set<string>();
  if (tokens[0]?.upper !== "WITH") return names;
  for (let at = 1; at < tokens.length; at += 1) {
    if (tokens[at]?.upper !== "AS" || tokens[at + 1]?.text !== "(" || tokens[at]?.depth !== 0)
      continue;
    const before = tokens[at - 1]?.text === ")" ? undefined : nameOf(tokens[at - 1]);
    if (before !== undefined) names.add(before);
  }
  return names;
}

/** Translates the statement in both readings. */
export function sqlTextOf(tokens: readonly Token[], sources: readonly Source[]): SqlText {
  const started = [...tokens];
  for (const { at, table, alias, isAliased } of sources) {
    const view = startViewOf(table);
    started[at] = raw(isAliased ? view : `${view} AS ${quoteName(alias)}`);
  }
  return {
    sql: join(translateExpression(tokens)),
    startSql: join(translateExpression(started)),
    sources: [...new Set(sources.map(({ table }) => table))],
    parameterCount: parameterCount(tokens),
  };
}
