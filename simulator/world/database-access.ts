/**
 * SQL as a handler sees it: `yield* ctx.db.run(…)`, a pool of connections, statements that cost time.
 *
 * A statement takes effect when it starts; its cost elapses before the reply, and an autocommit write
 * commits at the end of it. The database is a server of its own: when the node crashes, open
 * transactions are rolled back, but a single statement already sent is finished by the server.
 */
import { assert } from "../base/assert.ts";
import { latencyAt, type Quantiles } from "../base/random.ts";
import type { DurationUs } from "../base/time.ts";
import {
  PENDING,
  type Process,
  StoryError,
  type Task,
  Wait,
  type Waiter,
  type WaitKind,
} from "../kernel/process.ts";
import type { Row, RowChange, SqlValue } from "../vocabulary/values.ts";
import type { Context } from "./context.ts";
import { createDatabase, type Database } from "./database/database.ts";
import type { Outcome } from "./database/outcome.ts";
import type { Session, Statement } from "./database/session.ts";
import type { SqlEngine } from "./database/sql-engine.ts";
import type { Node } from "./node.ts";
import { stretched, type World } from "./world.ts";

export interface DatabaseDefinition {
  readonly id: string;
  readonly node: string;
  /** PostgreSQL text. */
  readonly schema: readonly string[];
  readonly rows: readonly string[];
  readonly poolSize: number;
  readonly read: Quantiles;
  readonly write: Quantiles;
}

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

/** A node's database with its pool of connections. */
export interface AttachedDatabase {
  readonly id: string;
  readonly database: Database;
  readonly definition: DatabaseDefinition;
  readonly idle: Session[];
  readonly waiting: ((session: Session) => void)[];
  opened: number;
  /** Connections ever opened: names are never reused. */
  connections: number;
  /** Connections inside a transaction: the node's crash disconnects them. */
  readonly transactions: Set<Session>;
}

export function attachDatabase(
  world: World,
  definition: DatabaseDefinition,
  engine: SqlEngine,
): { readonly close: () => void } {
  const { kernel } = world;
  const node = world.node(definition.node);
  assert(node.database === null, `one database a node: « ${node.id} »`);
  const database = createDatabase({
    name: definition.id,
    engine,
    schema: definition.schema,
    rows: definition.rows,
    environment: {
      nowUs: () => kernel.nowUs,
      setTimer(delayUs, fire) {
        const handle = kernel.schedule(delayUs as DurationUs, fire);
        return () => kernel.cancelTimer(handle);
      },
    },
    onCommit(record) {
      world.record("transaction-committed", node.id, {
        database: definition.id,
        transaction: transactionName(definition.id, record.txId),
        lsn: record.lsn,
        changes: record.ops as readonly RowChange[],
      });
    },
  });
  const attached: AttachedDatabase = {
    id: definition.id,
    database,
    definition,
    idle: [],
    waiting: [],
    opened: 0,
    connections: 0,
    transactions: new Set(),
  };
  node.database = attached;
  node.onCrash.push(() => loseConnections(world, node, attached));
  const changes: RowChange[] = [];
  for (const table of database.tables.keys()) {
    for (const after of database.readAll(table)) {
      changes.push({ table, op: "c", before: null, after: after as Row });
    }
  }
  if (changes.length > 0) {
    const transaction = transactionName(definition.id, 0);
    world.record("transaction-committed", node.id, {
      database: definition.id,
      transaction,
      lsn: 0,
      changes,
    });
  }
  return database;
}

const transactionName = (database: string, number: number): string => `${database}/t${number}`;

function loseConnections(world: World, node: Node, attached: AttachedDatabase): void {
  attached.waiting.length = 0;
  for (const session of [...attached.transactions]) {
    const transaction = transactionName(attached.id, session.transactionId ?? 0);
    const isOpen = session.isInTransaction || session.isAborted;
    attached.transactions.delete(session);
    attached.opened--;
    session.disconnect();
    if (isOpen) {
      world.record(
        "transaction-rolled-back",
        node.id,
        { database: attached.id, transaction, reason: "le client a disparu" },
        null,
      );
    }
  }
}

function acquire(node: Node, attached: AttachedDatabase, use: (session: Session) => void): void {
  const idle = attached.idle.pop();
  if (idle !== undefined) use(idle);
  else if (attached.opened < attached.definition.poolSize) {
    attached.opened++;
    attached.connections++;
    use(attached.database.connect(`${node.id}#${attached.connections}`));
  } else attached.waiting.push(use);
}

function giveBack(attached: AttachedDatabase, session: Session): void {
  const next = attached.waiting.shift();
  if (next !== undefined) next(session);
  else attached.idle.push(session);
}

type Shape = "write" | "one" | "all";

interface QueryState {
  readonly world: World;
  readonly node: Node;
  readonly sql: string;
  readonly params: readonly SqlValue[];
  readonly shape: Shape;
  /** The transaction's own connection, or null: one from the pool. */
  readonly session: Session | null;
  /** Stable name of the process, for the luck of this statement. */
  readonly luck: string;
  waiter: Waiter | null;
  /** The process that asked: what the statement does is done in its name. */
  owner: Task | null;
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

const databaseOf = (node: Node): AttachedDatabase => {
  assert(node.database !== null, `« ${node.id} » has a database`);
  return node.database;
};

/** Lets the world act in the name of the process that asked, then restores who was running. */
function inTheNameOf(state: QueryState, act: () => void): void {
  const { kernel } = state.world;
  const { running } = kernel;
  kernel.running = state.owner;
  try {
    act();
  } finally {
    kernel.running = running;
  }
}

function begin(state: QueryState, attached: AttachedDatabase, session: Session): void {
  if (state.waiter === null) {
    giveBack(attached, session);
    return;
  }
  const { world, node, sql, params } = state;
  state.owner = state.waiter.task;
  const statement = `${state.luck}/${world.ordinal(`sql/${state.luck}`)}`;
  inTheNameOf(state, () => {
    world.record("statement-started", node.id, {
      database: attached.id,
      statement,
      transaction: session.isInTransaction
        ? transactionName(attached.id, session.transactionId ?? 0)
        : null,
      sql,
      params,
    });
  });
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
        inTheNameOf(state, () => {
          world.record("statement-waiting", node.id, {
            database: attached.id,
            statement,
            blockers: notice.blockers,
            lock: notice.awaited.text,
          });
        });
      },
      outcome(outcome) {
        if (running === null) early = outcome;
        else elapse(state, attached, session, statement, outcome, running);
      },
    },
  );
  if (early !== null) elapse(state, attached, session, statement, early, running);
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
    inTheNameOf(state, () => {
      running?.finish();
      tell(state, attached, statement, outcome);
    });
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
  luck: string,
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
      luck,
      waiter: null,
      owner: null,
    };
    return new Wait(QUERY as unknown as WaitKind<never, T>, state);
  };
  return {
    run: (sql, params) => query("write", sql, params),
    one: (sql, params) => query("one", sql, params),
    all: (sql, params) => query("all", sql, params),
  };
}

const ACQUIRE: WaitKind<{ readonly node: Node; isWanted: boolean }, Session> = {
  arm(state, waiter) {
    const attached = databaseOf(state.node);
    let session: Session | null = null;
    let isArmed = false;
    acquire(state.node, attached, (acquired) => {
      if (!state.isWanted) giveBack(attached, acquired);
      else if (isArmed) waiter.wake(acquired);
      else session = acquired;
    });
    isArmed = true;
    return session ?? PENDING;
  },
  disarm(state) {
    state.isWanted = false;
  },
};

/**
 * BEGIN, `body`, COMMIT; ROLLBACK and the same error again when `body` throws. A crash runs none of
 * this: the server rolls back because its client is gone.
 */
export function* transaction<T>(
  world: World,
  node: Node,
  luck: string,
  ctx: Context,
  body: (ctx: Context) => Process<T>,
): Process<T> {
  const attached = databaseOf(node);
  const session = yield* new Wait<Session>(ACQUIRE as unknown as WaitKind<never, Session>, {
    node,
    isWanted: true,
  });
  attached.transactions.add(session);
  const statement = session.execute({ sql: "BEGIN" }, { outcome() {} });
  statement.finish();
  const name = transactionName(attached.id, session.transactionId ?? 0);
  world.record("transaction-begun", node.id, { database: attached.id, transaction: name });
  const inner: Context = Object.create(ctx, {
    db: { value: databaseAccess(world, node, luck, session) },
  }) as Context;
  try {
    const result = yield* body(inner);
    yield* conclude(world, node, luck, session, "COMMIT");
    return result;
  } catch (error) {
    yield* conclude(world, node, luck, session, "ROLLBACK");
    throw error;
  } finally {
    attached.transactions.delete(session);
    giveBack(attached, session);
  }
}

interface ConcludeState {
  readonly world: World;
  readonly node: Node;
  readonly luck: string;
  readonly session: Session;
  readonly how: "COMMIT" | "ROLLBACK";
  waiter: Waiter | null;
}

/** The server needs a write's time to make a transaction durable; forgetting one takes a read's. */
const CONCLUDE: WaitKind<ConcludeState, void> = {
  arm(state, waiter) {
    const { world, node, luck, session, how } = state;
    state.waiter = waiter;
    const attached = databaseOf(node);
    const { task } = waiter;
    const { definition } = attached;
    const transaction = transactionName(attached.id, session.transactionId ?? 0);
    // The COMMIT of a failed transaction is a rollback, and says so.
    const isCommit = how === "COMMIT" && !session.isAborted;
    const rank = world.draw(`cost/${luck}/${world.ordinal(`sql/${luck}`)}`);
    const costUs = latencyAt(rank, isCommit ? definition.write : definition.read);
    const running = session.execute({ sql: how }, { outcome() {} });
    world.kernel.schedule(stretched(costUs, node), () => {
      const before = world.kernel.running;
      world.kernel.running = task;
      running.finish();
      if (!isCommit) {
        world.record("transaction-rolled-back", node.id, {
          database: attached.id,
          transaction,
          reason: how === "COMMIT" ? "la transaction avait échoué" : "annulée par son client",
        });
      }
      world.kernel.running = before;
      state.waiter?.wake(undefined);
    });
    return PENDING;
  },
  disarm(state) {
    state.waiter = null;
  },
};

const conclude = (
  world: World,
  node: Node,
  luck: string,
  session: Session,
  how: "COMMIT" | "ROLLBACK",
): Wait<void> =>
  new Wait(CONCLUDE as unknown as WaitKind<never, void>, {
    ...{ world, node, luck, session, how, waiter: null },
  });
