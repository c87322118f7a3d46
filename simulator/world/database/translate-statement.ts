/**
 * One PostgreSQL statement, as a scenario writes it, put in the form that the engine executes.
 *
 * Owns the choice between transaction control, read, locking read and write, and the refusals that
 * concern a whole statement. Texts are translated once: the database keeps the results by text.
 */

import { notSupported, RefusedSql } from "./refused-sql.ts";
import { findSources, sqlTextOf } from "./sources.ts";
import type { Tables } from "./table-shape.ts";
import { indexOfWord, nameOf, type Token, tokenize } from "./tokenizer.ts";
import { findLockTail, translateLockRead } from "./translate-lock-read.ts";
import { translateWrite } from "./translate-write.ts";
import type { ControlStatement, ReadStatement, TranslatedStatement } from "./translated.ts";

const SCHEMA_VERBS = new Set(["CREATE", "ALTER", "DROP", "TRUNCATE", "COMMENT", "GRANT", "REVOKE"]);
const FILLERS = new Set(["WORK", "TRANSACTION"]);

/** Throws `RefusedSql`; SQLite's own errors come later, when the text is prepared. */
export function translateStatement(sql: string, tables: Tables): TranslatedStatement {
  const tokens = tokenize(sql);
  const verb = tokens[0]?.upper ?? "";
  switch (verb) {
    case "SELECT":
    case "VALUES":
      return translateRead(tokens, tables);
    case "WITH":
      refuseWriteUnderWith(tokens);
      return translateRead(tokens, tables);
    case "INSERT":
    case "UPDATE":
    case "DELETE":
      return translateWrite(tokens, tables);
    case "BEGIN":
    case "START":
      return translateBegin(tokens);
    case "COMMIT":
    case "END":
    case "ROLLBACK":
    case "ABORT":
    case "SAVEPOINT":
    case "RELEASE":
      return translateEnd(tokens);
    default:
      throw refusalOf(verb);
  }
}

function refusalOf(verb: string): RefusedSql {
  if (verb === "") return new RefusedSql("42601", "texte SQL vide");
  if (SCHEMA_VERBS.has(verb)) {
    return notSupported(
      `${verb} après la création de la base : le schéma est fixé au départ ; écrivez-le dans « schema »`,
    );
  }
  if (verb === "REPLACE") {
    return notSupported(
      "REPLACE n’est pas du PostgreSQL : employez INSERT … ON CONFLICT … DO UPDATE",
    );
  }
  if (verb === "SET") {
    return notSupported(
      "SET n’est pas accepté : le délai d’attente d’un verrou se donne par lockTimeoutUs",
    );
  }
  return notSupported(
    `« ${verb} » n’est pas accepté : SELECT, INSERT, UPDATE, DELETE, BEGIN, COMMIT, ROLLBACK, SAVEPOINT et RELEASE le sont`,
  );
}

function translateRead(tokens: readonly Token[], tables: Tables): TranslatedStatement {
  const tail = findLockTail(tokens);
  if (tail !== undefined) {
    if (tokens[0]?.upper === "WITH") {
      throw notSupported(
        "WITH … FOR UPDATE n’est pas accepté : verrouillez les lignes d’une seule table",
      );
    }
    return translateLockRead(tokens, tail, tables);
  }
  refuseHiddenLock(tokens);
  const read: ReadStatement = {
    kind: "read",
    text: sqlTextOf(tokens, findSources(tokens, tables)),
    isOrdered: indexOfWord(tokens, ["ORDER"]) >= 0,
  };
  return read;
}

function refuseHiddenLock(tokens: readonly Token[]): void {
  const at = tokens.findIndex(
    (token, index) =>
      token.upper === "FOR" &&
      ["UPDATE", "SHARE", "NO", "KEY"].includes(tokens[index + 1]?.upper ?? ""),
  );
  if (at >= 0) {
    throw notSupported(
      "une sous-requête d’un SELECT ne peut pas verrouiller : écrivez deux instructions",
    );
  }
}

function refuseWriteUnderWith(tokens: readonly Token[]): void {
  const isWrite = tokens.some(
    (token, at) =>
      ["INSERT", "UPDATE", "DELETE"].includes(token.upper) &&
      (token.depth === 0 || tokens[at - 1]?.text === "(") &&
      tokens[at - 1]?.upper !== "FOR" &&
      tokens[at - 1]?.upper !== "KEY",
  );
  if (isWrite) {
    throw notSupported(
      "WITH autour ou à l’intérieur d’une écriture n’est pas accepté : écrivez deux instructions",
    );
  }
}

function translateBegin(tokens: readonly Token[]): ControlStatement {
  const words = tokens.map((token) => token.upper).join(" ");
  if (words.includes("REPEATABLE READ") || words.includes("SERIALIZABLE")) {
    throw notSupported(
      "seul READ COMMITTED, le niveau par défaut de PostgreSQL, est reproduit : retirez ISOLATION LEVEL",
    );
  }
  const isPlain =
    /^(BEGIN|START)( WORK| TRANSACTION)?( ISOLATION LEVEL READ (COMMITTED|UNCOMMITTED))?( ,? ?READ WRITE)?$/;
  if (!isPlain.test(words)) throw notSupported(`« ${words} » : écrivez simplement BEGIN`);
  return { kind: "begin" };
}

function translateEnd(tokens: readonly Token[]): ControlStatement {
  const verb = tokens[0]?.upper;
  const rest = tokens.slice(1).filter((token) => !FILLERS.has(token.upper));
  if (verb === "SAVEPOINT" && rest.length === 1) return { kind: "savepoint", name: saved(rest[0]) };
  if (verb === "RELEASE") {
    return { kind: "release", name: saved(rest[0]?.upper === "SAVEPOINT" ? rest[1] : rest[0]) };
  }
  if (verb === "ROLLBACK" && rest[0]?.upper === "TO") {
    return { kind: "rollback-to", name: saved(rest[1]?.upper === "SAVEPOINT" ? rest[2] : rest[1]) };
  }
  if (rest.length > 0) {
    throw notSupported(`« ${tokens.map((token) => token.upper).join(" ")} » n’est pas accepté`);
  }
  return { kind: verb === "COMMIT" || verb === "END" ? "commit" : "rollback" };
}

function saved(token: Token | undefined): string {
  const name = nameOf(token);
  if (name === undefined) throw new RefusedSql("42601", "le nom du point de sauvegarde manque");
  return name;
}
