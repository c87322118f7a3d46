/**
 * Errors of the simulated database: SQLSTATE and a message for the reader.
 *
 * Owns the table from SQLite's words to PostgreSQL's codes. SQLite's own text is kept first, because
 * it names the table and column; the French remedy follows. These are *values* of the simulated world,
 * delivered as outcomes; a broken invariant of ours is an assertion instead.
 */

import { InvariantBroken } from "../../base/assert.ts";
import { RefusedSql } from "./refused-sql.ts";

export class DatabaseError extends Error {
  /** SQLSTATE, five characters. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "DatabaseError";
    this.code = code;
  }
}

/** First match wins. */
const FROM_SQLITE: readonly (readonly [pattern: RegExp, code: string, remedy: string])[] = [
  [/^UNIQUE constraint failed/, "23505", "une ligne a déjà cette clé"],
  [
    /^FOREIGN KEY constraint failed/,
    "23503",
    "la ligne désignée n’existe pas, ou d’autres lignes désignent celle-ci",
  ],
  [/^NOT NULL constraint failed/, "23502", "cette colonne exige une valeur"],
  [/caractères au plus$/, "22001", "le texte est plus long que la colonne"],
  [/JSON valide$|^malformed JSON/, "22P02", "le texte n’est pas du JSON"],
  [/^CHECK constraint failed/, "23514", "la valeur est hors de ce que la table accepte"],
  [
    /^ON CONFLICT clause does not match/,
    "42P10",
    "ON CONFLICT (…) doit désigner exactement les colonnes d’une clé primaire ou d’un index unique : ajoutez UNIQUE (…) à la table",
  ],
  [/^no such table/, "42P01", "cette table n’est pas dans le schéma"],
  [/^no such column|has no column named/, "42703", "cette colonne n’est pas dans la table"],
  [/^ambiguous column name/, "42702", "préfixez la colonne par le nom de sa table"],
  [/^no such function|^wrong number of arguments/, "42883", "cette fonction n’existe pas ici"],
  [/^cannot store/, "22P02", "la valeur n’est pas du type de la colonne"],
  [/^integer overflow/, "22003", "le nombre est trop grand"],
  [/^datatype mismatch/, "42804", "la valeur n’est pas du type attendu"],
  [
    /syntax error|incomplete input|values for|columns but|sub-select returns/,
    "42601",
    "relisez le texte SQL",
  ],
];

/** Turns whatever SQLite, a trigger or the translation threw into an error of the simulated world. */
export function databaseErrorOf(thrown: unknown): DatabaseError {
  if (thrown instanceof InvariantBroken) throw thrown;
  if (thrown instanceof DatabaseError) return thrown;
  if (thrown instanceof RefusedSql) return new DatabaseError(thrown.code, thrown.message);
  const words = thrown instanceof Error ? thrown.message : String(thrown);
  const found = FROM_SQLITE.find(([pattern]) => pattern.test(words));
  if (found === undefined) return new DatabaseError("XX000", words);
  return new DatabaseError(found[1], `${words} — ${found[2]}`);
}
