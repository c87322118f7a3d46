/**
 * PostgreSQL's small words inside any statement, put in SQLite's.
 *
 * Owns: `$1` → `?1`, `now()` and its family → the simulated clock, `INTERVAL '10 minutes'` → whole
 * microseconds, `::type`. Instants are integers of microseconds, so `now() - INTERVAL '10 minutes'`
 * is a plain subtraction. Refuses the machine's clock, chance, and casts that change a value silently.
 */

import { notSupported, RefusedSql } from "./refused-sql.ts";
import { closingIndex, join, nameOf, raw, type Token } from "./tokenizer.ts";

/** PostgreSQL's `now()` is the beginning of the *transaction*: two calls in one transaction agree. */
const CLOCKS: ReadonlyMap<string, string> = new Map([
  ["NOW", "simulated_transaction_us"],
  ["TRANSACTION_TIMESTAMP", "simulated_transaction_us"],
  ["STATEMENT_TIMESTAMP", "simulated_statement_us"],
  ["CLOCK_TIMESTAMP", "simulated_statement_us"],
]);

const FORBIDDEN_FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ...["RANDOM", "RANDOMBLOB", "GEN_RANDOM_BYTES"].map(
    (name) => [name, "tirez la valeur dans le scénario et passez-la en paramètre ($1)"] as const,
  ),
  ...["DATE", "TIME", "DATETIME", "JULIANDAY", "UNIXEPOCH", "STRFTIME", "TIMEDIFF"].map(
    (name) => [name, "employez now(), qui rend l’instant simulé en microsecondes"] as const,
  ),
  ...["LAST_INSERT_ROWID", "CHANGES", "TOTAL_CHANGES", "LOAD_EXTENSION", "SQLITE_VERSION"].map(
    (name) => [name, "cette fonction n’existe pas dans PostgreSQL"] as const,
  ),
  ...["CURRVAL", "LASTVAL", "SETVAL"].map(
    (name) => [name, "employez RETURNING pour connaître la valeur tirée par la séquence"] as const,
  ),
]);

const INTERVAL_UNIT_US: ReadonlyMap<string, number> = new Map([
  ["microsecond", 1],
  ["millisecond", 1_000],
  ["second", 1_000_000],
  ["sec", 1_000_000],
  ["minute", 60_000_000],
  ["min", 60_000_000],
  ["hour", 3_600_000_000],
  ["day", 86_400_000_000],
]);

/** Casts that leave a value as it is stored here; the others are refused. */
const FREE_CASTS = new Set(["TEXT", "VARCHAR", "UUID", "JSON", "JSONB"]);

/** Translates the tokens of one expression or one whole statement. */
export function translateExpression(tokens: readonly Token[]): readonly Token[] {
  const translated: Token[] = [];
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at] as Token;
    const next = tokens[at + 1];
    if (token.kind === "parameter") {
      translated.push({ ...token, text: `?${token.text.slice(1)}` });
      at += 1;
    } else if (token.text === "::") {
      at += castLength(tokens, at);
    } else if (token.kind === "word" && token.upper === "INTERVAL" && next?.kind === "string") {
      translated.push({ ...raw(String(intervalUs(next.text))), depth: token.depth });
      at += 2;
    } else if (token.kind === "word" || token.kind === "quoted") {
      at += translateWord(tokens, at, translated);
    } else {
      refuseSign(token);
      translated.push(token);
      at += 1;
    }
  }
  return translated;
}

/** Returns how many tokens were consumed. */
function translateWord(tokens: readonly Token[], at: number, translated: Token[]): number {
  const token = tokens[at] as Token;
  const isCall = tokens[at + 1]?.text === "(" && tokens[at - 1]?.text !== ".";
  const clock = CLOCKS.get(token.upper);
  if (isCall && clock !== undefined) {
    translated.push({ ...raw(`CAST(${clock}() AS INTEGER)`), depth: token.depth });
    return 3;
  }
  if (isCall && token.upper === "NEXTVAL") {
    // Functions of JavaScript return doubles: without the cast 'r' || nextval(…) would be 'r1.0'.
    const close = closingIndex(tokens, at + 1);
    const call = join(tokens.slice(at, close + 1));
    translated.push({ ...raw(`CAST(${call} AS INTEGER)`), depth: token.depth });
    return close + 1 - at;
  }
  if (token.upper === "CURRENT_TIMESTAMP") {
    translated.push({ ...raw("CAST(simulated_transaction_us() AS INTEGER)"), depth: token.depth });
    return 1;
  }
  if (token.upper === "CURRENT_DATE" || token.upper === "CURRENT_TIME") {
    throw notSupported(
      `${token.upper} : l’horloge de la machine est interdite ; employez now(), l’instant simulé en microsecondes`,
    );
  }
  const remedy = isCall ? FORBIDDEN_FUNCTIONS.get(nameOf(token)?.toUpperCase() ?? "") : undefined;
  if (remedy !== undefined) throw notSupported(`${token.text}() n’est pas accepté : ${remedy}`);
  if (token.upper === "COLLATE") {
    throw notSupported("COLLATE n’est pas accepté : les textes se comparent octet par octet");
  }
  translated.push(token);
  return 1;
}

function refuseSign(token: Token): void {
  if (token.text === "?" || token.text === "@" || token.text === "#" || token.text === ":") {
    throw new RefusedSql(
      "42601",
      `« ${token.text} » n’est pas accepté : un paramètre s’écrit $1, $2…`,
    );
  }
  if (token.text === ";") {
    throw new RefusedSql("42601", "une seule instruction par appel : séparez-les");
  }
}

function castLength(tokens: readonly Token[], at: number): number {
  const type = tokens[at + 1];
  if (type?.kind !== "word" || !FREE_CASTS.has(type.upper)) {
    throw notSupported(
      `::${type?.text ?? ""} n’est pas accepté : écrivez CAST(… AS ${type?.text.toUpperCase() ?? "type"})`,
    );
  }
  return 2;
}

/** '1 hour 30 minutes' → microseconds. Months and years have no fixed length: refused. */
function intervalUs(literal: string): number {
  const words = literal.slice(1, -1).trim().split(/\s+/);
  let totalUs = 0;
  for (let at = 0; at < words.length; at += 2) {
    const count = Number(words[at]);
    const unit = INTERVAL_UNIT_US.get((words[at + 1] ?? "").toLowerCase().replace(/s$/, ""));
    if (!Number.isFinite(count) || unit === undefined) {
      throw notSupported(
        `INTERVAL ${literal} n’est pas accepté : écrivez un nombre et une unité, de microseconds à days`,
      );
    }
    totalUs += Math.round(count * unit);
  }
  return totalUs;
}

/** Highest `$n` of the text, hence the number of parameters it expects. */
export function parameterCount(tokens: readonly Token[]): number {
  let highest = 0;
  for (const token of tokens) {
    if (token.kind === "parameter") highest = Math.max(highest, Number(token.text.slice(1)));
  }
  return highest;
}
