/**
 * A node's database and its pool of connections.
 *
 * The database is a server of its own: when the node crashes, its open transactions are rolled back
 * because their client is gone, and what it had already been sent, it finishes.
 */
import { assert } from "../base/assert.ts";
import type { Quantiles, Random } from "../base/random.ts";
import type { DurationUs } from "../base/time.ts";
import { createSignal, type Signal } from "../kernel/signal.ts";
import type { Row, RowChange } from "../vocabulary/values.ts";
import { createDatabase, type Database } from "./database/database.ts";
import type { Session } from "./database/session.ts";
import type { SqlEngine } from "./database/sql-engine.ts";
import type { Node } from "./node.ts";
import type { World } from "./world.ts";

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
  /** Ends, in the log, the statement that a connection inside a transaction is carrying out. */
  readonly interrupts: Map<Session, () => void>;
  /** Wakes those who follow the commit log. */
  readonly moved: Signal<null>;
}

export function attachDatabase(
  world: World,
  definition: DatabaseDefinition,
  engine: SqlEngine,
): { readonly close: () => void } {
  const { kernel } = world;
  const node = world.node(definition.node);
  assert(node.database === null, `one database a node: « ${node.id} »`);
  const luck = world.random(`uuid/${definition.id}`);
  const moved = createSignal<null>(kernel);
  const database = createDatabase({
    name: definition.id,
    engine,
    schema: definition.schema,
    rows: definition.rows,
    environment: {
      nowUs: () => kernel.nowUs,
      drawUuid: () => drawUuid(luck),
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
      moved.wakeAll(null);
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
    interrupts: new Map(),
    moved,
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

/** A version 4 UUID of this database's own luck. */
function drawUuid(luck: Random): string {
  const hex = (): string => luck.word().toString(16).padStart(8, "0");
  const [a, b, c, d] = [hex(), hex(), hex(), hex()] as const;
  const variant = "89ab"[luck.integerBelow(4)];
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-${variant}${c.slice(1, 4)}-${c.slice(4)}${d}`;
}

export const transactionName = (database: string, number: number): string =>
  `${database}/t${number}`;

function loseConnections(world: World, node: Node, attached: AttachedDatabase): void {
  attached.waiting.length = 0;
  for (const session of [...attached.transactions]) {
    const transaction = transactionName(attached.id, session.transactionId ?? 0);
    const isOpen = session.isInTransaction || session.isAborted;
    attached.transactions.delete(session);
    attached.opened--;
    // Nothing of a transaction happens after its end.
    attached.interrupts.get(session)?.();
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

/** Gives a connection now, or when one is free: first come, first served. */
export function acquire(
  node: Node,
  attached: AttachedDatabase,
  use: (session: Session) => void,
): void {
  const idle = attached.idle.pop();
  if (idle !== undefined) use(idle);
  else if (attached.opened < attached.definition.poolSize) {
    attached.opened++;
    attached.connections++;
    use(attached.database.connect(`${node.id}#${attached.connections}`));
  } else attached.waiting.push(use);
}

export function giveBack(attached: AttachedDatabase, session: Session): void {
  const next = attached.waiting.shift();
  if (next !== undefined) next(session);
  else attached.idle.push(session);
}

export const databaseOf = (node: Node): AttachedDatabase => {
  assert(node.database !== null, "the node has a database", node.id);
  return node.database;
};
