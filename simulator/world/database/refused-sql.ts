/**
 * The exception for a SQL text that this engine does not accept.
 *
 * Owns the pair (SQLSTATE, French message with its remedy). It becomes an ordinary error outcome of
 * the statement, or stops the creation of a database: a schema is written by an author, not by chance.
 */

export class RefusedSql extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "RefusedSql";
    this.code = code;
  }
}

/** « feature not supported »: correct SQL, but outside what the model reproduces faithfully. */
export function notSupported(message: string): RefusedSql {
  return new RefusedSql("0A000", message);
}
