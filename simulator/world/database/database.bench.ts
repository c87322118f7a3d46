/**
 * What transactions cost, as ratios that hold on any machine.
 *
 * Raw sql.js against this engine, same statements, same tables (1 000 rows, 5 columns, 3 indexes). Two
 * gates: an autocommit update ≤ 4 × raw, two transactions of 5 rows that alternate ≤ 3 × an autocommit.
 */

import { createDatabase, type Database } from "./database.ts";
import { manualTime } from "./manual-time.ts";
import type { Session } from "./session.ts";
import type { SqlEngine } from "./sql-engine.ts";
import type { SqlParameter } from "./values.ts";

export interface BenchFigure {
  readonly name: string;
  readonly value: number;
  readonly unit: "µs" | "×";
  /** The figure must not exceed it. */
  readonly limit?: number;
}

const SCHEMA = [
  "CREATE TABLE item (id INT PRIMARY KEY, code INT UNIQUE, status TEXT NOT NULL, amount INT NOT NULL, note TEXT)",
  "CREATE INDEX item_by_status ON item (status)",
  "CREATE INDEX item_by_amount ON item (amount)",
];
const ROW_COUNT = 1_000;
const FIRST_ROWS = [
  `INSERT INTO item VALUES ${Array.from({ length: ROW_COUNT }, (_, id) => `(${id}, ${id + 10_000}, 'new', 100, 'x')`).join(", ")}`,
];
const UPDATE_SQL = "UPDATE item SET amount = amount + 1 WHERE id = $1";

/** `nowMs` is the wall clock of the caller: the simulator itself has none. */
export function benchDatabase(engine: SqlEngine, nowMs: () => number): readonly BenchFigure[] {
  const timed = (count: number, body: (turn: number) => void) => bestUs(nowMs, count, body);
  const rawUs = benchRaw(engine, timed);
  const updateUs = benchAutocommit(engine, timed);
  const alternating = [1, 5, 20].map((rows) => ({
    rows,
    us: benchAlternating(engine, timed, rows),
  }));
  const five = alternating[1]?.us ?? 0;
  return [
    { name: "sql.js raw: BEGIN, update, COMMIT", value: rawUs, unit: "µs" },
    { name: "autocommit update", value: updateUs, unit: "µs" },
    { name: "autocommit insert", value: benchInsert(engine, timed), unit: "µs" },
    {
      name: "begin, select, update, commit, alone",
      value: benchTransaction(engine, timed),
      unit: "µs",
    },
    {
      name: "wait, wake, two transactions of 3 statements",
      value: benchWait(engine, timed),
      unit: "µs",
    },
    {
      name: "SELECT … LIMIT 1 FOR UPDATE SKIP LOCKED",
      value: benchQueue(engine, timed),
      unit: "µs",
    },
    ...alternating.map(
      ({ rows, us }) =>
        ({
          name: `alternating transactions, ${rows} rows, per statement`,
          value: us,
          unit: "µs",
        }) as const,
    ),
    { name: "autocommit update / raw", value: updateUs / rawUs, unit: "×", limit: 4 },
    { name: "alternating 5 rows / autocommit update", value: five / updateUs, unit: "×", limit: 3 },
  ];
}

type Timed = (count: number, body: (turn: number) => void) => number;

/** Best of five rounds: the noise of a shared machine only ever adds. */
function bestUs(nowMs: () => number, count: number, body: (turn: number) => void): number {
  let bestMs = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round += 1) {
    const startMs = nowMs();
    for (let turn = 0; turn < count; turn += 1) body(turn);
    bestMs = Math.min(bestMs, nowMs() - startMs);
  }
  return (bestMs * 1_000) / count;
}

function benchRaw(engine: SqlEngine, timed: Timed): number {
  const connection = engine.open();
  connection.execute(
    SCHEMA.map((sql) => `${sql};`)
      .join("\n")
      .replace(/note TEXT\)/, "note TEXT) STRICT, WITHOUT ROWID"),
  );
  connection.execute(FIRST_ROWS[0] ?? "");
  const [begin, update, commit] = ["BEGIN", UPDATE_SQL.replace("$1", "?1"), "COMMIT"].map((sql) =>
    connection.prepare(sql),
  );
  const us = timed(4_000, (turn) => {
    begin?.step();
    begin?.reset();
    update?.bind([turn % ROW_COUNT]);
    update?.step();
    update?.reset();
    commit?.step();
    commit?.reset();
  });
  connection.close();
  return us;
}

function benchAutocommit(engine: SqlEngine, timed: Timed): number {
  const database = open(engine);
  const session = database.connect("a");
  const us = timed(4_000, (turn) => run(session, UPDATE_SQL, [turn % ROW_COUNT]));
  database.close();
  return us;
}

function benchInsert(engine: SqlEngine, timed: Timed): number {
  const database = open(engine);
  const session = database.connect("a");
  let id = ROW_COUNT;
  const us = timed(2_000, () => {
    id += 1;
    run(session, "INSERT INTO item VALUES ($1, $2, 'new', 1, 'y')", [id, id + 10_000]);
  });
  database.close();
  return us;
}

function benchTransaction(engine: SqlEngine, timed: Timed): number {
  const database = open(engine);
  const session = database.connect("a");
  const us = timed(2_000, (turn) => {
    run(session, "BEGIN");
    run(session, "SELECT amount FROM item WHERE id = $1", [turn % ROW_COUNT]);
    run(session, UPDATE_SQL, [turn % ROW_COUNT]);
    run(session, "COMMIT");
  });
  database.close();
  return us;
}

/** The worst case: each statement evicts the other transaction, whose `rowCount` images come back. */
function benchAlternating(engine: SqlEngine, timed: Timed, rowCount: number): number {
  const database = open(engine);
  const sessions = ["a", "b"].map((client) => database.connect(client));
  for (const session of sessions) run(session, "BEGIN");
  for (let row = 0; row < rowCount; row += 1) {
    sessions.forEach((session, rank) => {
      run(session, UPDATE_SQL, [row * 2 + rank]);
    });
  }
  // A statement that changes nothing more, so that every turn re-applies the same number of images.
  const us = timed(1_000, (turn) => {
    run(sessions[turn % 2] as Session, "UPDATE item SET amount = 0 WHERE id = $1", [-1]);
  });
  database.close();
  return us;
}

function benchWait(engine: SqlEngine, timed: Timed): number {
  const database = open(engine);
  const [first, second] = ["a", "b"].map((client) => database.connect(client)) as [
    Session,
    Session,
  ];
  const us = timed(1_000, (turn) => {
    const id = turn % ROW_COUNT;
    run(first, "BEGIN");
    run(second, "BEGIN");
    run(first, UPDATE_SQL, [id]);
    const waiting = second.execute({ sql: UPDATE_SQL, params: [id] }, { outcome: () => {} });
    run(first, "COMMIT");
    waiting.finish();
    run(second, "COMMIT");
  });
  database.close();
  return us;
}

function benchQueue(engine: SqlEngine, timed: Timed): number {
  const database = open(engine);
  const session = database.connect("a");
  const us = timed(2_000, () =>
    run(session, "SELECT id FROM item ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED"),
  );
  database.close();
  return us;
}

function open(engine: SqlEngine): Database {
  const environment = manualTime();
  return createDatabase({ name: "bench", engine, schema: SCHEMA, rows: FIRST_ROWS, environment });
}

function run(session: Session, sql: string, params: readonly SqlParameter[] = []): void {
  session.execute({ sql, params }, { outcome: () => {} }).finish();
}
