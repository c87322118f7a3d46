/**
 * SQL as a handler sees it: `yield* ctx.db.run(…)`, statements that cost time.
 *
 * A statement takes effect when it starts; its cost elapses before the reply, and an autocommit write
 * commits at the end of it. A process that stops waiting (crash, lost race) does not stop the server:
 * the statement is finished, and nobody reads the answer. Inside a transaction the crash of the client
 * ends both: the statement is interrupted, then the transaction rolled back.
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
import { type CommitFeed, commitFeed } from "./commit-feed.ts";
import type { Outcome } from "./database/outcome.ts";
import type { Session, Statement } from "./database/session.ts";
import {
  type AttachedDatabase,
  acquire,
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
  /** The commits themselves, for whoever follows the log instead of asking the tables. */
  readonly commits: () => CommitFeed;
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

interface QueryState {
  readonly world: World;
  readonly node: Node;
  readonly sql: string;
  readonly params: readonly SqlValue[];
  readonly shape: Shape;
  /** The transaction's own connection, or null: one from the pool. */
  readonly session: Session | null;
  readonly names: StatementNames;
  waiter: Waiter | null;
  /** The process that asked: what the statement does is done in its name. */
  owner: Task | null;
  /** Its connection was lost on the way: its end has been told. */
  isInterrupted: boolean;
}

const IS_WRITE = /^\s*(?:insert|update|delete)\b/i;

const QUERY: WaitKind<QueryState, unknown> = {
  arm(state, waiter) {
    state.waiter = waiter;
    const attached = databaseOf(state.node);
    if (state.session !== null) begin(state, attached, state.session);
    else acquire(state.node, attached, (session) => begin(state, attached, session));
    return PENDING;
  },
  disarm(state) {
    // The server does not know: it finishes the statement, and nobody reads the answer.
    state.waiter = null;
  },
};

/** The world acts in the name of the process that asked, until the answer is given back to `running`. */
function enterTheNameOf({ world, owner }: QueryState): Task | null {
  const { running } = world.kernel;
  world.kernel.running = owner;
  return running;
}

function begin(state: QueryState, attached: AttachedDatabase, session: Session): void {
  if (state.waiter === null) {
    giveBack(attached, session);
    return;
  }
  const { world, node, sql, params } = state;
  state.owner = state.waiter.task;
  const statement = nextStatement(state.names);
  const before = enterTheNameOf(state);
  world.record("statement-started", node.id, {
    database: attached.id,
    statement,
    transaction: session.isInTransaction
      ? transactionName(attached.id, session.transactionId ?? 0)
      : null,
    sql,
    params,
  });
  world.kernel.running = before;
  if (state.session !== null) {
    attached.interrupts.set(session, () => interrupt(state, attached, statement));
  }
  const isWrite = IS_WRITE.test(sql);
  if (isWrite && node.isDiskFull) {
    const error: Outcome = {
      kind: "error",
      code: "53100",
      message: "disk full — le disque est plein : aucune écriture n’est possible",
    };
    elapse(state, attached, session, statement, error, null);
    return;
  }
  let running: Statement | null = null;
  let early: Outcome | null = null;
  running = session.execute(
    { sql, params },
    {
      waiting(notice) {
        const outer = enterTheNameOf(state);
        world.record("statement-waiting", node.id, {
          database: attached.id,
          statement,
          blockers: notice.blockers,
          lock: notice.awaited.text,
        });
        world.kernel.running = outer;
      },
      outcome(outcome) {
        if (running === null) early = outcome;
        else elapse(state, attached, session, statement, outcome, running);
      },
    },
  );
  if (early !== null) elapse(state, attached, session, statement, early, running);
}

/** The server ends a statement whose client is gone, as PostgreSQL does when it closes a connection. */
function interrupt(state: QueryState, attached: AttachedDatabase, statement: string): void {
  const { kernel } = state.world;
  const { cause } = kernel;
  state.isInterrupted = true;
  if (state.session !== null) attached.interrupts.delete(state.session);
  const before = enterTheNameOf(state);
  tell(state, attached, statement, {
    kind: "error",
    code: "08006",
    message: "connection to client lost — le client a disparu",
  });
  kernel.running = before;
  // The rollback that comes next is the crash's doing, not the statement's.
  kernel.cause = cause;
}

function elapse(
  state: QueryState,
  attached: AttachedDatabase,
  session: Session,
  statement: string,
  outcome: Outcome,
  running: Statement | null,
): void {
  const { world, node } = state;
  const quantiles = IS_WRITE.test(state.sql) ? attached.definition.write : attached.definition.read;
  const costUs = stretched(latencyAt(world.draw(`cost/${statement}`), quantiles), node);
  world.kernel.schedule(costUs, () => {
    if (state.isInterrupted) return;
    if (state.session !== null) attached.interrupts.delete(session);
    const before = enterTheNameOf(state);
    running?.finish();
    tell(state, attached, statement, outcome);
    world.kernel.running = before;
    const { waiter } = state;
    // A connection that lost its client in the meantime is not given to somebody else.
    if (state.session === null) giveBack(attached, session);
    if (waiter === null) return;
    if (outcome.kind === "error") waiter.fail(new SqlError(outcome.code, outcome.message));
    else waiter.wake(shaped(state.shape, outcome));
  });
}

const ROWS_LOGGED_MAX = 20;

function tell(
  state: QueryState,
  attached: AttachedDatabase,
  statement: string,
  outcome: Outcome,
): void {
  const { world, node } = state;
  const database = attached.id;
  if (outcome.kind === "error") {
    const { code, message } = outcome;
    world.record("statement-failed", node.id, { database, statement, code, text: message });
    return;
  }
  const rows =
    outcome.kind === "rows" ? (outcome.rows.slice(0, ROWS_LOGGED_MAX) as readonly Row[]) : [];
  const columns = outcome.kind === "rows" ? outcome.columns : [];
  world.record("statement-finished", node.id, {
    database,
    statement,
    columns,
    rows,
    rowCount: outcome.rowCount,
  });
}

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

export function databaseAccess(
  world: World,
  node: Node,
  names: StatementNames,
  session: Session | null,
): DatabaseAccess {
  const query = <T>(shape: Shape, sql: string, params: readonly SqlValue[] = []): Wait<T> => {
    const state: QueryState = {
      world,
      node,
      sql,
      params,
      shape,
      session,
      names,
      waiter: null,
      owner: null,
      isInterrupted: false,
    };
    return new Wait(QUERY as unknown as WaitKind<never, T>, state);
  };
  return {
    run: (sql, params) => query("write", sql, params),
    one: (sql, params) => query("one", sql, params),
    all: (sql, params) => query("all", sql, params),
    commits: () => commitFeed(databaseOf(node)),
  };
}
