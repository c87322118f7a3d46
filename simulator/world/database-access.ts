/**
 * SQL as a handler sees it: `yield* ctx.db.run(…)`, statements that cost time.
 *
 * A statement takes effect when it starts; its cost elapses before the reply, and an autocommit write
 * commits at the end of it. A process that stops waiting (crash, lost race) does not stop the server:
 * the statement is finished, and nobody reads the answer.
 */
import { latencyAt } from "../base/random.ts";
import {
  PENDING,
  StoryError,
  type Task,
  Wait,
  type Waiter,
  type WaitKind,
} from "../kernel/process.ts";
import type { Row, SqlValue } from "../vocabulary/values.ts";
import type { Outcome, StatementListener, WaitNotice } from "./database/outcome.ts";
import type { Session, Statement } from "./database/session.ts";
import {
  type AttachedDatabase,
  acquireNow,
  databaseOf,
  giveBack,
  transactionName,
} from "./database-pool.ts";
import type { Node } from "./node.ts";
import { stretched, type World } from "./world.ts";

/** A row by column name. */
export type NamedRow = Readonly<Record<string, SqlValue>>;

export interface WriteResult {
  readonly rowCount: number;
}

/** Each method throws an `SqlError` into the handler, as a driver does. */
export interface DatabaseAccess {
  readonly run: (sql: string, params?: readonly SqlValue[]) => Wait<WriteResult>;
  readonly one: (sql: string, params?: readonly SqlValue[]) => Wait<NamedRow | null>;
  readonly all: (sql: string, params?: readonly SqlValue[]) => Wait<readonly NamedRow[]>;
}

/** The database said no. `code` is the SQLSTATE, the message begins with the engine's own words. */
export class SqlError extends StoryError {
  override readonly name = "SqlError";
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Names statements after the process that asks: stable across runs, for their luck. */
export interface StatementNames {
  readonly luck: string;
  /** How many statements and ends of transactions it has asked for. */
  count: number;
}

export const nextStatement = (names: StatementNames): string => `${names.luck}/${++names.count}`;

type Shape = "write" | "one" | "all";

const IS_WRITE = /^\s*(?:insert|update|delete)\b/i;

/**
 * A statement on its way: sent to the server, perhaps waiting for a lock, answered, its cost elapsing.
 *
 * The server does not know whether somebody still waits for it: it acts in the name of the process that
 * asked until the answer is given back.
 */
class Query implements StatementListener {
  readonly #world: World;
  readonly #node: Node;
  readonly #sql: string;
  readonly #params: readonly SqlValue[];
  readonly #shape: Shape;
  /** The transaction's own connection, or null: one from the pool. */
  readonly #own: Session | null;
  readonly #names: StatementNames;
  readonly #isWrite: boolean;
  #waiter: Waiter | null = null;
  #owner: Task | null = null;
  /** Set when a connection is there. */
  #attached: AttachedDatabase | null = null;
  #session: Session | null = null;
  #statement = "";
  #running: Statement | null = null;
  #outcome: Outcome | null = null;

  constructor(
    { world, node, names, session }: AccessParts,
    shape: Shape,
    { sql, params }: { readonly sql: string; readonly params: readonly SqlValue[] },
  ) {
    this.#world = world;
    this.#node = node;
    this.#names = names;
    this.#own = session;
    this.#shape = shape;
    this.#sql = sql;
    this.#params = params;
    this.#isWrite = IS_WRITE.test(sql);
  }

  arm(waiter: Waiter): void {
    this.#waiter = waiter;
    const attached = databaseOf(this.#node);
    const now = this.#own ?? acquireNow(this.#node, attached);
    if (now !== null) this.#begin(attached, now);
    else attached.waiting.push((session) => this.#begin(attached, session));
  }

  /** The statement is finished all the same, and nobody reads the answer. */
  disarm(): void {
    this.#waiter = null;
  }

  waiting(notice: WaitNotice): void {
    const before = this.#enterItsName();
    this.#world.record("statement-waiting", this.#node.id, {
      database: databaseOf(this.#node).id,
      statement: this.#statement,
      blockers: notice.blockers,
      lock: notice.awaited.text,
    });
    this.#world.kernel.running = before;
  }

  outcome(outcome: Outcome): void {
    this.#outcome = outcome;
    // Answered while it is being executed: `#begin` goes on.
    if (this.#running !== null) this.#elapse(outcome);
  }

  /** The process that asked becomes the one that acts; the answer is the one that acted. */
  #enterItsName(): Task | null {
    const { kernel } = this.#world;
    const { running } = kernel;
    kernel.running = this.#owner;
    return running;
  }

  #begin(attached: AttachedDatabase, session: Session): void {
    if (this.#waiter === null) return giveBack(attached, session);
    this.#attached = attached;
    this.#session = session;
    this.#owner = this.#waiter.task;
    this.#statement = nextStatement(this.#names);
    const { kernel } = this.#world;
    const before = this.#enterItsName();
    this.#world.record("statement-started", this.#node.id, {
      database: attached.id,
      statement: this.#statement,
      transaction: session.isInTransaction
        ? transactionName(attached.id, session.transactionId ?? 0)
        : null,
      sql: this.#sql,
      params: this.#params,
    });
    kernel.running = before;
    if (this.#isWrite && this.#node.isDiskFull) return this.#elapse(DISK_FULL);
    const running = session.execute({ sql: this.#sql, params: this.#params }, this);
    this.#running = running;
    if (this.#outcome !== null) this.#elapse(this.#outcome);
  }

  #elapse(outcome: Outcome): void {
    const { definition } = this.#attached as AttachedDatabase;
    const rank = this.#world.draw(`cost/${this.#statement}`);
    const costUs = latencyAt(rank, this.#isWrite ? definition.write : definition.read);
    this.#outcome = outcome;
    this.#world.kernel.schedule(stretched(costUs, this.#node), FINISH, this);
  }

  /** The cost has elapsed. */
  finish(): void {
    const outcome = this.#outcome as Outcome;
    const attached = this.#attached as AttachedDatabase;
    const before = this.#enterItsName();
    this.#running?.finish();
    this.#tell(attached.id, outcome);
    this.#world.kernel.running = before;
    const waiter = this.#waiter;
    // A connection that lost its client in the meantime is not given to somebody else.
    if (this.#own === null) giveBack(attached, this.#session as Session);
    if (waiter === null) return;
    if (outcome.kind === "error") waiter.fail(new SqlError(outcome.code, outcome.message));
    else waiter.wake(shaped(this.#shape, outcome));
  }

  #tell(database: string, outcome: Outcome): void {
    const statement = this.#statement;
    if (outcome.kind === "error") {
      const { code, message } = outcome;
      const failure = { database, statement, code, text: message };
      this.#world.record("statement-failed", this.#node.id, failure);
      return;
    }
    const { rowCount } = outcome;
    const columns = outcome.kind === "rows" ? outcome.columns : NOTHING;
    const rows = outcome.kind === "rows" ? loggedRows(outcome.rows) : NOTHING;
    const success = { database, statement, columns, rows, rowCount };
    this.#world.record("statement-finished", this.#node.id, success);
  }
}

const FINISH = (query: unknown): void => (query as Query).finish();

const DISK_FULL: Outcome = {
  kind: "error",
  code: "53100",
  message: "disk full — le disque est plein : aucune écriture n’est possible",
};

const QUERY: WaitKind<Query, unknown> = {
  arm(query, waiter) {
    query.arm(waiter);
    return PENDING;
  },
  disarm(query) {
    query.disarm();
  },
};

const ROWS_LOGGED_MAX = 20;
const NOTHING: readonly never[] = [];

const loggedRows = (rows: readonly Row[]): readonly Row[] =>
  rows.length > ROWS_LOGGED_MAX ? rows.slice(0, ROWS_LOGGED_MAX) : rows;

function shaped(shape: Shape, outcome: Exclude<Outcome, { kind: "error" }>): unknown {
  if (shape === "write") return { rowCount: outcome.rowCount };
  const named =
    outcome.kind === "rows" ? outcome.rows.map((row) => byName(outcome.columns, row as Row)) : [];
  return shape === "all" ? named : (named[0] ?? null);
}

function byName(columns: readonly string[], row: Row): NamedRow {
  const named: Record<string, SqlValue> = {};
  for (let i = 0; i < columns.length; i++) named[columns[i] as string] = row[i] as SqlValue;
  return named;
}

interface AccessParts {
  readonly world: World;
  readonly node: Node;
  readonly names: StatementNames;
  readonly session: Session | null;
}

export function databaseAccess(
  world: World,
  node: Node,
  names: StatementNames,
  session: Session | null,
): DatabaseAccess {
  const parts: AccessParts = { world, node, names, session };
  const query = <T>(shape: Shape, sql: string, params: readonly SqlValue[] = []): Wait<T> =>
    new Wait(QUERY as unknown as WaitKind<never, T>, new Query(parts, shape, { sql, params }));
  return {
    run: (sql, params) => query("write", sql, params),
    one: (sql, params) => query("one", sql, params),
    all: (sql, params) => query("all", sql, params),
  };
}
