/**
 * Values that a statement draws once and for all: sequences, identifiers, the simulated clock.
 *
 * Sequences live in JavaScript because PostgreSQL never takes a drawn value back: a failed insert, a
 * rolled-back transaction leave a gap. What a statement drew is remembered, so that running it again
 * after a wait draws the same values and not the next ones.
 */

import { DatabaseError } from "./errors.ts";
import type { SqlConnection } from "./sql-engine.ts";
import type { SqlValue } from "./values.ts";

/** The part of a running statement that is kept between its attempts. */
export interface DrawnValues {
  readonly transactionUs: number;
  readonly statementUs: number;
  /** In order; undefined while nothing was drawn. */
  drawn: SqlValue[] | undefined;
}

export interface DrawOptions {
  readonly nowUs: () => number;
  /** Gives `gen_random_uuid()` its values; without it the function is refused. */
  readonly drawUuid: (() => string) | undefined;
}

export class Draws {
  readonly #sequences = new Map<string, number>();
  readonly #options: DrawOptions;
  #current: DrawnValues | undefined;
  #drawnCount = 0;

  constructor(connection: SqlConnection, options: DrawOptions) {
    this.#options = options;
    connection.define("nextval", 1, (name) => this.next(String(name)));
    connection.define("gen_random_uuid", 0, () => this.#once(() => this.#uuid()));
    connection.define(
      "simulated_transaction_us",
      0,
      () => this.#current?.transactionUs ?? options.nowUs(),
    );
    connection.define(
      "simulated_statement_us",
      0,
      () => this.#current?.statementUs ?? options.nowUs(),
    );
  }

  declare(sequence: string): void {
    this.#sequences.set(sequence, 0);
  }

  /** Begins an attempt: the values drawn by earlier attempts of the same statement come back first. */
  replayFor(statement: DrawnValues | undefined): void {
    this.#current = statement;
    this.#drawnCount = 0;
  }

  /** The next value of a sequence, for the statement being attempted. */
  next(sequence: string): SqlValue {
    return this.#once(() => this.#next(sequence));
  }

  #once(draw: () => SqlValue): SqlValue {
    const current = this.#current;
    if (current === undefined) return draw();
    const rank = this.#drawnCount;
    this.#drawnCount += 1;
    const known = current.drawn?.[rank];
    if (known !== undefined) return known;
    const value = draw();
    if (current.drawn === undefined) current.drawn = [value];
    else current.drawn.push(value);
    return value;
  }

  #next(name: string): number {
    const last = this.#sequences.get(name.toLowerCase());
    if (last === undefined) {
      throw new DatabaseError(
        "42P01",
        `la séquence « ${name} » n’existe pas : créez-la par CREATE SEQUENCE`,
      );
    }
    this.#sequences.set(name.toLowerCase(), last + 1);
    return last + 1;
  }

  #uuid(): string {
    if (this.#options.drawUuid === undefined) {
      throw new DatabaseError(
        "0A000",
        "gen_random_uuid() demande un tirage : donnez « drawUuid » à la base, ou passez l’identifiant en paramètre",
      );
    }
    return this.#options.drawUuid();
  }
}
