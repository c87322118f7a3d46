/**
 * The few calls that the database engine needs from SQLite, and nothing else.
 *
 * Owns the frontier with the WebAssembly library: everything above it speaks of `SqlConnection` and
 * `SqlStatement`. Knows neither transactions, nor locks, nor PostgreSQL. `sql.js` is described by its
 * shape, because its published types need the DOM, which does not exist in the simulator.
 */

import { notSupported } from "./refused-sql.ts";
import type { SqlValue } from "./values.ts";

/** Opens empty databases, each one a world of its own. */
export interface SqlEngine {
  open(): SqlConnection;
}

export interface SqlConnection {
  /** Runs one or several statements whose rows nobody wants. Throws SQLite's message. */
  execute(sql: string): void;
  prepare(sql: string): SqlStatement;
  /** Makes a JavaScript function callable from SQL, with so many arguments. */
  define(
    name: string,
    argumentCount: number | "any",
    body: (...values: SqlValue[]) => SqlValue | boolean,
  ): void;
  /** Rows changed by the last INSERT, UPDATE or DELETE (rows ignored by a trigger do not count). */
  changes(): number;
  close(): void;
}

export interface SqlStatement {
  bind(values: readonly SqlValue[]): void;
  /** Moves to the next row; false when there is none left. */
  step(): boolean;
  row(): SqlValue[];
  columns(): readonly string[];
  /** Must follow the last `step`: an open cursor forbids ROLLBACK. */
  reset(): void;
  free(): void;
}

/** The part of a `sql.js` statement that is used here. */
interface SqlJsStatement {
  bind(values: SqlValue[]): boolean;
  step(): boolean;
  get(): unknown[];
  getColumnNames(): string[];
  reset(): void;
  free(): boolean;
}

/** The part of a `sql.js` database that is used here. */
interface SqlJsDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): SqlJsStatement;
  create_function(name: string, body: (...values: never[]) => unknown): unknown;
  getRowsModified(): number;
  close(): void;
}

/** What `initSqlJs()` gives: only its constructor matters. */
export interface SqlJsModule {
  readonly Database: new () => SqlJsDatabase;
}

/**
 * Measured (sql.js 1.16, Node 22, 1 000 rows, 3 indexes), an autocommit update costs 21 µs with
 * SQLite's defaults and 1.6 µs with these five; 5.5 without the exclusive lock and 2.6 without the
 * journal in memory, because the file system that Emscripten imitates is then asked at every statement
 * (a Chromium worker pays 106 µs). `synchronous` and `temp_store` cost nothing to set; pages of 1 KiB
 * halve the memory of a small database.
 */
const SPEED_PRAGMAS = `
  PRAGMA page_size=1024;
  PRAGMA journal_mode=MEMORY;
  PRAGMA synchronous=OFF;
  PRAGMA locking_mode=EXCLUSIVE;
  PRAGMA temp_store=MEMORY;
`;

/** Functions that would make two runs differ: they answer an error in every database. */
const UNREPEATABLE: readonly (readonly [name: string, argumentCount: number])[] = [
  ["random", 0],
  ["randomblob", 1],
  ["current_timestamp", 0],
  ["current_date", 0],
  ["current_time", 0],
];

/** Adapts the module that `initSqlJs()` returns. */
export function openSqlJs(module: SqlJsModule): SqlEngine {
  return { open: () => openConnection(new module.Database()) };
}

function openConnection(database: SqlJsDatabase): SqlConnection {
  const thrown: ThrownInside = { error: undefined };
  /** Functions that no text has named yet: each costs the compilation of a small module. */
  const unnamed = new Map<string, { readonly name: string; readonly create: () => void }>();
  const define: SqlConnection["define"] = (name, argumentCount, body) => {
    unnamed.set(`${name}/${argumentCount}`, {
      name,
      create: () => create(name, argumentCount, body),
    });
  };
  const create: SqlConnection["define"] = (name, argumentCount, body) => {
    const exact = (...values: SqlValue[]) => {
      try {
        return body(...values);
      } catch (error) {
        thrown.error = error;
        throw error;
      }
    };
    // SQLite chooses a function by its number of arguments, which sql.js reads in `length`.
    const length = argumentCount === "any" ? -1 : argumentCount;
    Object.defineProperty(exact, "length", { value: length });
    database.create_function(name, exact as (...values: never[]) => unknown);
  };
  const createNamedIn = (sql: string): void => {
    if (unnamed.size === 0) return;
    const text = sql.toLowerCase();
    for (const [key, { name, create: createIt }] of unnamed) {
      if (!text.includes(name)) continue;
      createIt();
      unnamed.delete(key);
    }
  };
  database.exec(SPEED_PRAGMAS);
  for (const [name, argumentCount] of UNREPEATABLE) {
    define(name, argumentCount, () => {
      throw notSupported(
        `${name}() : le hasard et l’horloge de la machine sont interdits dans une base simulée`,
      );
    });
  }
  return {
    execute: (sql) => {
      createNamedIn(sql);
      withOwnErrors(thrown, () => database.exec(sql));
    },
    prepare: (sql) => {
      createNamedIn(sql);
      return new AdaptedStatement(database.prepare(sql), thrown);
    },
    define,
    changes: () => database.getRowsModified(),
    close: () => database.close(),
  };
}

/** What a JavaScript function threw while SQLite was calling it: SQLite only keeps its message. */
interface ThrownInside {
  error: unknown;
}

function withOwnErrors<T>(thrown: ThrownInside, call: () => T): T {
  thrown.error = undefined;
  try {
    return call();
  } catch (error) {
    throw thrown.error ?? error;
  }
}

class AdaptedStatement implements SqlStatement {
  readonly #statement: SqlJsStatement;
  readonly #thrown: ThrownInside;

  constructor(statement: SqlJsStatement, thrown: ThrownInside) {
    this.#statement = statement;
    this.#thrown = thrown;
  }

  bind(values: readonly SqlValue[]): void {
    this.#statement.bind(values as SqlValue[]);
  }

  step(): boolean {
    this.#thrown.error = undefined;
    try {
      return this.#statement.step();
    } catch (error) {
      throw this.#thrown.error ?? error;
    }
  }

  row(): SqlValue[] {
    return this.#statement.get() as SqlValue[];
  }

  columns(): readonly string[] {
    return this.#statement.getColumnNames();
  }

  reset(): void {
    this.#statement.reset();
  }

  free(): void {
    this.#statement.free();
  }
}
