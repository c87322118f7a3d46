/**
 * Programs of several sessions whose commits are decoded from the log, by PostgreSQL and by the model.
 *
 * Each session has rows of its own, so that nobody waits and the only question is what the log says: which
 * commits, in which order, with which rows. Owns the programs, and the playing on the model.
 */
import { createRandom, type Random } from "../base/random.ts";
import { createDatabase } from "../world/database/database.ts";
import { manualTime } from "../world/database/manual-time.ts";
import type { RowChange } from "../world/database/row-change.ts";
import type { Session } from "../world/database/session.ts";
import type { SqlEngine } from "../world/database/sql-engine.ts";
import type { Row } from "../world/database/values.ts";

export const DECODED_SCHEMA: readonly string[] = [
  "CREATE TABLE commandes (id INT PRIMARY KEY, etat TEXT NOT NULL)",
  "CREATE TABLE boite (id BIGSERIAL PRIMARY KEY, agregat TEXT NOT NULL, charge TEXT)",
];

/** One row of one commit, as the log says it. */
export type DecodedChange = readonly [
  op: RowChange["op"],
  table: string,
  before: Row | null,
  after: Row | null,
];
/** Commits in the order of the log; those that changed nothing are left out. */
export type DecodedLog = readonly (readonly DecodedChange[])[];
export type DecodedStep = readonly [session: string, sql: string];

export interface DecodedProgram {
  readonly name: string;
  readonly steps: readonly DecodedStep[];
  /** What PostgreSQL's `test_decoding` said. */
  readonly decoded: DecodedLog;
}

const SESSIONS = ["a", "b", "c"] as const;

export function decodedSteps(seed: number): readonly DecodedStep[] {
  const random = createRandom(seed, "journal décodé");
  const isOpen = new Map<string, boolean>();
  const steps: DecodedStep[] = [];
  for (let i = 0; i < 30; i++) {
    const rank = random.integerBelow(SESSIONS.length);
    const session = SESSIONS[rank] as string;
    const sql = isOpen.get(session) ? inside(random, rank) : outside(random, rank);
    if (sql === "begin") isOpen.set(session, true);
    if (sql === "commit" || sql === "rollback") isOpen.set(session, false);
    steps.push([session, sql]);
  }
  for (const session of SESSIONS) if (isOpen.get(session)) steps.push([session, "commit"]);
  return steps;
}

const outside = (random: Random, rank: number): string =>
  random.integerBelow(2) === 0 ? "begin" : change(random, rank);

function inside(random: Random, rank: number): string {
  switch (random.integerBelow(8)) {
    case 0:
    case 1:
      return "commit";
    case 2:
      return random.integerBelow(2) === 0 ? "rollback" : "savepoint s";
    case 3:
      return random.integerBelow(3) === 0 ? "rollback to savepoint s" : change(random, rank);
    default:
      return change(random, rank);
  }
}

/** A write among the rows of one session: keys 10·rank + 1…8. */
function change(random: Random, rank: number): string {
  const key = 10 * rank + 1 + random.integerBelow(4);
  const own = `id between ${10 * rank + 1} and ${10 * rank + 8}`;
  const value = `e${random.integerBelow(100)}`;
  switch (random.integerBelow(9)) {
    case 0:
    case 1:
      return `insert into boite (agregat, charge) values ('${rank}', '${value}')`;
    case 2:
      return `delete from boite where agregat = '${rank}'`;
    case 3:
      return `insert into commandes values (${key}, '${value}')`;
    case 4:
      return `insert into commandes values (${key}, '${value}') on conflict (id) do update set etat = excluded.etat`;
    case 5:
      return `insert into commandes values (${key}, '${value}') on conflict do nothing`;
    case 6:
      return `update commandes set id = id + 4 where id = ${key}`;
    case 7:
      return `update commandes set etat = '${value}' where ${own}`;
    default:
      return `delete from commandes where id = ${key}`;
  }
}

/** What the model's log says of these steps, and the log itself. */
export function playDecoded(engine: SqlEngine, steps: readonly DecodedStep[]) {
  const time = manualTime();
  const database = createDatabase({
    ...{ name: "journal", engine, schema: DECODED_SCHEMA, rows: [], environment: time },
  });
  const sessions = new Map<string, Session>();
  for (const [name, sql] of steps) {
    const session = sessions.get(name) ?? database.connect(name);
    sessions.set(name, session);
    time.advance(1_000);
    session.execute({ sql }, { outcome() {} }).finish();
  }
  const log = [...database.log];
  const tables = database.tables;
  database.close();
  const decoded = log
    .map(({ ops }) =>
      ops.map(({ op, table, before, after }) => [op, table, before, after] as const),
    )
    .filter((changes) => changes.length > 0);
  return { log, tables, decoded };
}
