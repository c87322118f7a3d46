/**
 * INSERT, UPDATE and DELETE: the target, the conflict clause, the sub-queries that lock.
 *
 * Owns what must be known of a write before running it. The text itself hardly changes: SQLite and
 * PostgreSQL agree on UPSERT, RETURNING and UPDATE … FROM. Refuses forms whose locks or result would
 * depend on a query plan.
 */

import { planDirectWrite } from "./direct-plan.ts";
import { notSupported, RefusedSql } from "./refused-sql.ts";
import { aliasAfter, findSources, type Source, sqlTextOf } from "./sources.ts";
import { quoteName, type TableShape, type Tables } from "./table-shape.ts";
import { closingIndex, indexOfWord, join, nameOf, raw, type Token } from "./tokenizer.ts";
import { parameterCount, translateExpression } from "./translate-expression.ts";
import { findLockTail, translateLockRead } from "./translate-lock-read.ts";
import type { ConflictClause, LockSubquery, WriteStatement } from "./translated.ts";

const REMEDY_OR = "employez ON CONFLICT … DO NOTHING ou DO UPDATE";

export function translateWrite(tokens: readonly Token[], tables: Tables): WriteStatement {
  const verb = tokens[0]?.upper as WriteStatement["verb"];
  if (tokens[1]?.upper === "OR") {
    throw notSupported(
      `${verb} OR ${tokens[2]?.upper ?? ""} n’est pas du PostgreSQL : ${REMEDY_OR}`,
    );
  }
  const targetAt = verb === "UPDATE" ? 1 : 2;
  const target = nameOf(tokens[targetAt]) ?? "";
  const total = parameterCount(tokens);
  const { outer, subqueries } = takeLockSubqueries(tokens, tables, total, verb);
  const sources = findSources(outer, tables);
  const text = sqlTextOf(outer, sources);
  const shape = tables.get(target);
  const conflict = verb === "INSERT" ? readConflict(outer, shape) : undefined;
  if (conflict !== undefined) refuseAmbiguousSelect(outer);
  const alias = verb === "INSERT" ? target : (aliasAfter(outer, targetAt) ?? target);
  const isPlain = sources.length === 0 && subqueries.length === 0 && shape !== undefined;
  return {
    kind: "write",
    verb,
    target,
    text: { ...text, parameterCount: total + subqueries.length },
    conflict,
    readsTargetPerRow: verb === "UPDATE" && readsTargetPerRow(outer, sources, target, alias),
    lockSubqueries: subqueries,
    duplicatesSql: verb === "UPDATE" ? duplicatesOf(outer, target, alias, tables) : undefined,
    direct: isPlain ? planDirectWrite(outer, shape) : undefined,
    parameterCount: total,
  };
}

/** Replaces each `(SELECT … FOR UPDATE …)` by a parameter that will hold what it found. */
function takeLockSubqueries(
  tokens: readonly Token[],
  tables: Tables,
  parameters: number,
  verb: string,
): { readonly outer: readonly Token[]; readonly subqueries: readonly LockSubquery[] } {
  const outer: Token[] = [];
  const subqueries: LockSubquery[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] as Token;
    outer.push(token);
    if (token.text !== "(" || tokens[at + 1]?.upper !== "SELECT") continue;
    const close = closingIndex(tokens, at);
    const inner = tokens
      .slice(at + 1, close)
      .map((each) => ({ ...each, depth: each.depth - token.depth - 1 }));
    const tail = findLockTail(inner);
    if (tail === undefined) continue;
    const before = tokens[at - 1]?.upper ?? "";
    if (verb === "INSERT" || ["EXISTS", "ANY", "ALL", "FROM", ",", "AS"].includes(before)) {
      throw notSupported(
        "une sous-requête FOR UPDATE n’est acceptée que dans « = (SELECT …) » ou « IN (SELECT …) » d’un UPDATE ou d’un DELETE : écrivez deux instructions",
      );
    }
    subqueries.push({
      read: translateLockRead(inner, tail, tables),
      place: before === "IN" ? "list" : "scalar",
    });
    const parameter = `$${parameters + subqueries.length}`;
    const depth = token.depth + 1;
    if (before === "IN") outer.push({ ...raw("SELECT value FROM json_each("), depth });
    outer.push({ kind: "parameter", text: parameter, upper: parameter, depth });
    if (before === "IN") outer.push({ ...raw(")"), depth });
    at = close - 1;
  }
  if (findLockTail(tokens) !== undefined) {
    throw notSupported(
      "INSERT … SELECT … FOR UPDATE n’est pas accepté : lisez et verrouillez d’abord",
    );
  }
  return { outer, subqueries };
}

function readConflict(
  tokens: readonly Token[],
  shape: TableShape | undefined,
): ConflictClause | undefined {
  const at = indexOfWord(tokens, ["CONFLICT"]);
  if (at < 0) return undefined;
  if (tokens[at + 1]?.upper === "ON") {
    throw notSupported(
      "ON CONFLICT ON CONSTRAINT n’est pas accepté : écrivez ON CONFLICT (colonnes)",
    );
  }
  const action = tokens[indexOfWord(tokens, ["DO"], { from: at }) + 1]?.upper;
  const hasArbiter = tokens[at + 1]?.text === "(";
  if (action === "UPDATE" && !hasArbiter) {
    throw new RefusedSql(
      "42601",
      "ON CONFLICT DO UPDATE : nommez les colonnes de la clé, ON CONFLICT (…) DO UPDATE",
    );
  }
  const arbiter = hasArbiter ? tokens.slice(at + 2, closingIndex(tokens, at + 1)) : [];
  return {
    action: action === "UPDATE" ? "update" : "nothing",
    arbiter:
      hasArbiter && shape !== undefined
        ? arbiterOf(
            shape,
            arbiter.flatMap((token) => nameOf(token) ?? []),
          )
        : undefined,
  };
}

/** Undefined: SQLite refuses the text (42P10) before any row is met. */
function arbiterOf(shape: TableShape, names: readonly string[]): number | undefined {
  const wanted = [...names].sort().join();
  const found = shape.uniqueIndexes.findIndex(
    ({ columns }) =>
      columns
        .map((column) => shape.columns[column])
        .sort()
        .join() === wanted,
  );
  return found < 0 ? undefined : found;
}

/** SQLite cannot tell `ON` of a join from `ON CONFLICT` after a SELECT without WHERE. */
function refuseAmbiguousSelect(tokens: readonly Token[]): void {
  const select = indexOfWord(tokens, ["SELECT"]);
  if (select < 0) return;
  if (indexOfWord(tokens, ["WHERE", "GROUP", "ORDER", "LIMIT"], { from: select }) < 0) {
    throw notSupported(
      "INSERT … SELECT … ON CONFLICT : ajoutez WHERE true à la fin du SELECT, sinon ON se lirait comme une jointure",
    );
  }
}

function readsTargetPerRow(
  tokens: readonly Token[],
  sources: readonly Source[],
  target: string,
  alias: string,
): boolean {
  const end = indexOfWord(tokens, ["FROM", "WHERE", "RETURNING"]);
  const last = end < 0 ? tokens.length : end;
  return sources.some((source) => {
    if (source.table !== target || source.alias === alias || source.at > last) return false;
    const open = openingOf(tokens, source.at);
    const inside = tokens.slice(open, closingIndex(tokens, open));
    return inside.some((token, at) => nameOf(token) === alias && inside[at + 1]?.text === ".");
  });
}

function openingOf(tokens: readonly Token[], at: number): number {
  const depth = tokens[at]?.depth ?? 0;
  for (let open = at; open >= 0; open -= 1) {
    if (tokens[open]?.text === "(" && tokens[open]?.depth === depth - 1) return open;
  }
  return 0;
}

function duplicatesOf(
  tokens: readonly Token[],
  target: string,
  alias: string,
  tables: Tables,
): string | undefined {
  const from = indexOfWord(tokens, ["FROM"]);
  const shape = tables.get(target);
  if (from < 0 || shape === undefined) return undefined;
  const returning = indexOfWord(tokens, ["RETURNING"]);
  const where = indexOfWord(tokens, ["WHERE"]);
  const end = returning < 0 ? tokens.length : returning;
  const list = join(translateExpression(tokens.slice(from + 1, where < 0 ? end : where)));
  const condition = where < 0 ? "1" : join(translateExpression(tokens.slice(where + 1, end)));
  const key = shape.primaryKey.map(
    (column) => `${quoteName(alias)}.${quoteName(shape.columns[column] ?? "")}`,
  );
  return (
    `SELECT 1 FROM main.${quoteName(target)} AS ${quoteName(alias)}, ${list} WHERE ${condition} ` +
    `GROUP BY ${key.join(", ")} HAVING count(*) > 1 LIMIT 1`
  );
}
