/**
 * SQL transactions that last in simulated time: BEGIN, a body, COMMIT; ROLLBACK when the body throws.
 *
 * A crash runs none of this: the server rolls back because its client is gone, unless COMMIT was
 * already sent.
 */
import { latencyAt } from "../base/random.ts";
import { PENDING, type Process, Wait, type Waiter, type WaitKind } from "../kernel/process.ts";
import type { Context } from "./context.ts";
import type { Session } from "./database/session.ts";
import { nextStatement, type StatementNames } from "./database-access.ts";
import { acquire, databaseOf, giveBack, transactionName } from "./database-pool.ts";
import type { Node } from "./node.ts";
import { stretched, type World } from "./world.ts";

const ACQUIRE: WaitKind<{ readonly node: Node; isWanted: boolean }, Session> = {
  arm(state, waiter) {
    const attached = databaseOf(state.node);
    let session: Session | null = null;
    let isArmed = false;
    acquire(state.node, attached, (acquired) => {
      if (!state.isWanted) return giveBack(attached, acquired);
      // From now on the connection is lost with its client, even before BEGIN.
      attached.transactions.add(acquired);
      if (isArmed) waiter.wake(acquired);
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
  names: StatementNames,
  within: (session: Session) => Context,
  body: (ctx: Context) => Process<T>,
): Process<T> {
  const attached = databaseOf(node);
  const session = yield* new Wait<Session>(ACQUIRE as unknown as WaitKind<never, Session>, {
    node,
    isWanted: true,
  });
  const statement = session.execute({ sql: "BEGIN" }, { outcome() {} });
  statement.finish();
  const name = transactionName(attached.id, session.transactionId ?? 0);
  world.record("transaction-begun", node.id, { database: attached.id, transaction: name });
  try {
    const result = yield* body(within(session));
    yield* conclude(world, node, names, session, "COMMIT");
    return result;
  } catch (error) {
    yield* conclude(world, node, names, session, "ROLLBACK");
    throw error;
  } finally {
    attached.transactions.delete(session);
    giveBack(attached, session);
  }
}

interface ConcludeState {
  readonly world: World;
  readonly node: Node;
  readonly names: StatementNames;
  readonly session: Session;
  readonly how: "COMMIT" | "ROLLBACK";
  waiter: Waiter | null;
  /** Nobody will give its connection back: its client crashed after COMMIT was sent. */
  isOrphan: boolean;
  /** A COMMIT that was carried out. */
  isCommitted: boolean;
}

/** The server needs a write's time to make a transaction durable; forgetting one takes a read's. */
const CONCLUDE: WaitKind<ConcludeState, void> = {
  arm(state, waiter) {
    const { world, node, names, session, how } = state;
    state.waiter = waiter;
    const attached = databaseOf(node);
    const { task } = waiter;
    const { definition } = attached;
    const transaction = transactionName(attached.id, session.transactionId ?? 0);
    // The COMMIT of a failed transaction is a rollback, and says so.
    const isCommit = how === "COMMIT" && !session.isAborted;
    const rank = world.draw(`cost/${nextStatement(names)}`);
    const costUs = latencyAt(rank, isCommit ? definition.write : definition.read);
    const running = session.execute({ sql: how }, { outcome() {} });
    // A COMMIT already sent is carried out, even if its client dies before the answer.
    if (isCommit) attached.transactions.delete(session);
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
      state.isCommitted = isCommit;
      if (state.isOrphan && isCommit) giveBack(attached, session);
      state.waiter?.wake(undefined);
    });
    return PENDING;
  },
  disarm(state, reason) {
    state.waiter = null;
    state.isOrphan = reason === "crashed";
    // A paused client had not read the answer yet when it crashed.
    if (state.isOrphan && state.isCommitted) giveBack(databaseOf(state.node), state.session);
  },
};

const conclude = (
  world: World,
  node: Node,
  names: StatementNames,
  session: Session,
  how: "COMMIT" | "ROLLBACK",
): Wait<void> =>
  new Wait(CONCLUDE as unknown as WaitKind<never, void>, {
    ...{ world, node, names, session, how, waiter: null, isOrphan: false, isCommitted: false },
  });
