/**
 * Cuts a SQL text into words, strings, numbers, parameters and signs.
 *
 * Owns the lexical rules of PostgreSQL that matter here (comments, `''`, `""`, `$1`, `::`). Knows no
 * grammar: what a sequence of tokens means is decided in the `translate-*` files. A tokenizer is
 * enough, because every rewriting is local: a name, a tail clause, a parenthesis.
 */

import { RefusedSql } from "./refused-sql.ts";

export type TokenKind = "word" | "quoted" | "string" | "number" | "parameter" | "sign";

export interface Token {
  readonly kind: TokenKind;
  /** As written; what is joined again to make the translated text. */
  readonly text: string;
  /** Upper-case for an unquoted word, otherwise `text`: what keywords are compared with. */
  readonly upper: string;
  /** Number of parentheses open around this token; both parentheses of a pair are outside it. */
  readonly depth: number;
}

const SPACE = /\s+|--[^\n]*/y;
const WORD = /[\p{L}_][\p{L}\p{N}_$]*/uy;
const NUMBER = /\d+(\.\d+)?([eE][+-]?\d+)?|\.\d+/y;
const PARAMETER = /\$\d+/y;
const STRING = /'(?:[^']|'')*'/y;
const QUOTED = /"(?:[^"]|"")*"/y;
const SIGN = /::|->>|->|<=|>=|<>|!=|\|\||<<|>>|[-+*/%<>=(),.;&|~?:@#[\]!]/y;

const SCANNERS: readonly (readonly [TokenKind, RegExp])[] = [
  ["word", WORD],
  ["parameter", PARAMETER],
  ["number", NUMBER],
  ["string", STRING],
  ["quoted", QUOTED],
  ["sign", SIGN],
];

/** Throws `RefusedSql` (42601) on a character that begins nothing, an open string or parenthesis. */
export function tokenize(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  let depth = 0;
  for (let at = skipSpace(sql, 0); at < sql.length; ) {
    const [kind, text] = scanAt(sql, at);
    if (text === ")") depth -= 1;
    if (depth < 0) throw new RefusedSql("42601", "une parenthèse se ferme sans avoir été ouverte");
    tokens.push({ kind, text, upper: kind === "word" ? text.toUpperCase() : text, depth });
    if (text === "(") depth += 1;
    at = skipSpace(sql, at + text.length);
  }
  if (depth > 0) throw new RefusedSql("42601", "une parenthèse ouverte n’est jamais fermée");
  while (tokens.at(-1)?.text === ";") tokens.pop();
  return tokens;
}

function scanAt(sql: string, at: number): readonly [TokenKind, string] {
  for (const [kind, scanner] of SCANNERS) {
    scanner.lastIndex = at;
    const found = scanner.exec(sql);
    if (found) return [kind, found[0]];
  }
  throw new RefusedSql("42601", `texte SQL illisible à partir de « ${sql.slice(at, at + 20)} »`);
}

function skipSpace(sql: string, from: number): number {
  let at = from;
  for (;;) {
    SPACE.lastIndex = at;
    const space = SPACE.exec(sql);
    if (space) at += space[0].length;
    else if (sql.startsWith("/*", at)) at = endOfComment(sql, at);
    else return at;
  }
}

/** PostgreSQL's block comments nest. */
function endOfComment(sql: string, from: number): number {
  let level = 0;
  for (let at = from; at < sql.length; at += 1) {
    if (sql.startsWith("/*", at)) {
      level += 1;
      at += 1;
    } else if (sql.startsWith("*/", at)) {
      level -= 1;
      at += 1;
      if (level === 0) return at + 1;
    }
  }
  throw new RefusedSql("42601", "un commentaire /* n’est jamais fermé");
}

/** Joins tokens again. A space between any two is always legal SQL. */
export function join(tokens: readonly Token[]): string {
  return tokens.map((token) => token.text).join(" ");
}

/** A word that the translation adds: it is written as it is, whatever it contains. */
export function raw(text: string): Token {
  return { kind: "sign", text, upper: text, depth: 0 };
}

/** The name that a token designates, or undefined when it designates none. Names fold to lower case. */
export function nameOf(token: Token | undefined): string | undefined {
  if (token?.kind === "word") return token.text.toLowerCase();
  if (token?.kind === "quoted") return token.text.slice(1, -1).replaceAll('""', '"');
  return undefined;
}

/** Index of the parenthesis that closes the one at `open`. */
export function closingIndex(tokens: readonly Token[], open: number): number {
  const depth = tokens[open]?.depth;
  for (let at = open + 1; at < tokens.length; at += 1) {
    if (tokens[at]?.text === ")" && tokens[at]?.depth === depth) return at;
  }
  return tokens.length;
}

/** Index of the first token of depth `depth` whose upper-case text is one of `words`, or -1. */
export function indexOfWord(
  tokens: readonly Token[],
  words: readonly string[],
  options: { readonly from?: number; readonly depth?: number } = {},
): number {
  const depth = options.depth ?? 0;
  for (let at = options.from ?? 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token?.kind === "word" && token.depth === depth && words.includes(token.upper)) return at;
  }
  return -1;
}
