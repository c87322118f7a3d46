/**
 * Random programs of several clients on two tables, for the property tests.
 *
 * Owns the list of statements (those of the transcripts, plus some), and the player of a schedule:
 * statements of clients that still wait are skipped, costs last several steps, clients crash.
 */

import type { CommitRecord } from "./commit-log.ts";
import { createDatabase, type Database } from "./database.ts";
import { type ManualTime, manualTime } from "./manual-time.ts";
import type { Session, Statement } from "./session.ts";
import type { SqlEngine } from "./sql-engine.ts";

export const SCHEDULE_SCHEMA: readonly string[] = [
  "CREATE TABLE acct (id INT PRIMARY KEY, k INT UNIQUE, v INT NOT NULL)",
  "CREATE TABLE c (id INT PRIMARY KEY, a INT REFERENCES acct(id) ON DELETE CASCADE)",
  "CREATE TABLE job (q TEXT, n SERIAL, st TEXT NOT NULL DEFAULT 'new', PRIMARY KEY (q, n))",
  "CREATE TABLE d (id INT PRIMARY KEY, a INT REFERENCES acct(id))",
];
const FIRST_ROWS: readonly string[] = [
  "INSERT INTO acct VALUES (1,10,100),(2,20,200),(3,30,300),(4,40,400),(5,50,500)",
  "INSERT INTO c VALUES (1,1),(2,2)",
  "INSERT INTO job (q) VALUES ('x'),('x'),('y')",
  "INSERT INTO d VALUES (1,3)",
];

/** Short beside a step, so that deadlocks are found while the schedule runs. */
const DEADLOCK_TIMEOUT_US = 8_000;
const STEP_US = 1_000;
const SLEEP_US = 20_000;

/** `x`, `y` and `z` are drawn in 1…7. */
const STATEMENTS: readonly ((x: number, y: number, z: number) => string)[] = [
  () => "begin",
  () => "begin",
  () => "commit",
  () => "commit",
  () => "rollback",
  () => "savepoint s",
  () => "rollback to savepoint s",
  () => "release savepoint s",
  (x, y) => `update acct set v=v+${y} where id=${x} returning id,v`,
  (x, y) => `update acct set v=v+${y} where id>=${x} and v<${y * 100} returning id,v`,
  (x, y) => `update acct set v=v-100 where id=${x} and v>=${y * 100}`,
  (x, y) => `update acct set k=${y * 10} where id=${x}`,
  (x, y) => `update acct set id=${y} where id=${x}`,
  (x) => `delete from acct where id=${x}`,
  (x, y) => `delete from acct where id>=${x} and v>${y * 100} returning id`,
  (x, y, z) => `insert into acct values (${x},${y * 10},${z})`,
  (x, y, z) => `insert into acct values (${x},${y * 10},${z}) on conflict do nothing`,
  (x, y, z) =>
    `insert into acct values (${x},${y * 10},${z}) on conflict (id) do update set v=acct.v+excluded.v returning id,v`,
  (x, y, z) =>
    `insert into acct values (${x},${y * 10},${z}) on conflict (k) do update set v=excluded.v where acct.v<${z * 100}`,
  (x, y) =>
    `insert into acct select id+${x},k+${x * 10},v from acct where id<=${y} on conflict do nothing`,
  (x, y) => `update acct set v=v+(select count(*) from c where id>${y}) where id>=${x}`,
  (x) => `update acct set v=v+(select max(v) from acct) where id=${x}`,
  (x) => `update acct set v=(select sum(o.v) from acct o where o.id<=acct.id) where id>=${x}`,
  (x) => `update acct set v=v+1 where id=(select min(id) from acct where id>${x})`,
  () => "update acct set v=v+c.a from c where c.id=acct.id and acct.id>0",
  (x) => `select id,v from acct where id=${x} for share`,
  (x) => `select id from acct where id=${x} for key share`,
  (x, y) => `select id,v from acct where id>=${x} order by v limit ${y} for update`,
  (x) => `select id,v from acct where id>=${x} order by id limit 2 for no key update skip locked`,
  (x) => `select id from acct where id>=${x} order by id for update nowait`,
  (x) =>
    `update acct set v=0 where id=(select id from acct where v>${x} order by id limit 1 for update skip locked)`,
  (x, y) =>
    `delete from acct where id in (select id from acct where v>${x} order by id limit ${y} for update)`,
  (x, y) => `insert into c values (${x},${y})`,
  (x, y) => `insert into c values (${x},${y}) on conflict (id) do update set a=excluded.a`,
  (x, y) => `update c set a=${y} where id=${x}`,
  (x) => `delete from c where id=${x}`,
  (x, y) => `insert into d values (${x},${y}) on conflict do nothing`,
  (x) => `delete from d where id=${x}`,
  () => "insert into job (q) values ('x') returning n",
  (x) => `update job set st='run', n=n+${x} where q='x' and n=${x}`,
  (x) => `delete from job where (q,n) in (select q,n from job where n>=${x})`,
  () => "select count(*), sum(v) from acct",
  () => "select absent from acct",
];

export interface Step {
  readonly client: number;
  readonly statement: number;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  /** Steps that the cost of the statement lasts. */
  readonly cost: number;
  readonly event: "none" | "crash" | "sleep";
}

export const STATEMENT_COUNT = STATEMENTS.length;

export interface PlayedSchedule {
  readonly database: Database;
  readonly time: ManualTime;
  /** Digest of all tables after each commit, folded apart from the database. */
  readonly commits: readonly CommitRecord[];
  readonly answers: readonly string[];
}

export interface PlayOptions {
  readonly engine: SqlEngine;
  readonly steps: readonly Step[];
  /** Stops after so many steps: whoever is connected then stays so. */
  readonly stepsMax?: number;
  readonly afterStep?: (database: Database) => void;
}

/** Plays the schedule; every client is disconnected at its end, unless `stepsMax` cuts it. */
export function playSchedule({ engine, steps, stepsMax, afterStep }: PlayOptions): PlayedSchedule {
  const time = manualTime();
  const commits: CommitRecord[] = [];
  const answers: string[] = [];
  const database = createDatabase({
    name: "schedule",
    engine,
    schema: SCHEDULE_SCHEMA,
    rows: FIRST_ROWS,
    environment: time,
    deadlockTimeoutUs: DEADLOCK_TIMEOUT_US,
    onCommit: (record) => commits.push(record),
  });
  const sessions = new Map<number, Session>();
  const busy = new Set<number>();
  const played = stepsMax === undefined ? steps : steps.slice(0, stepsMax);
  for (const step of played) {
    time.advance(step.event === "sleep" ? SLEEP_US : STEP_US);
    if (step.event === "crash") {
      sessions.get(step.client)?.disconnect();
      sessions.delete(step.client);
      busy.delete(step.client);
    } else if (!busy.has(step.client)) {
      const session = sessions.get(step.client) ?? database.connect(`client-${step.client}`);
      sessions.set(step.client, session);
      start(step, session, {
        time,
        busy,
        answers,
        isCurrent: () => sessions.get(step.client) === session,
      });
    }
    afterStep?.(database);
  }
  if (stepsMax === undefined) for (const session of sessions.values()) session.disconnect();
  return { database, time, commits, answers };
}

function start(
  step: Step,
  session: Session,
  world: {
    readonly time: ManualTime;
    readonly busy: Set<number>;
    readonly answers: string[];
    readonly isCurrent: () => boolean;
  },
): void {
  const sql = STATEMENTS[step.statement]?.(step.x, step.y, step.z) ?? "begin";
  let statement: Statement | undefined;
  let isAnswered = false;
  const end = () => {
    if (!world.isCurrent()) return;
    world.busy.delete(step.client);
    statement?.finish();
  };
  const finish = () =>
    step.cost === 0 ? end() : void world.time.setTimer(step.cost * STEP_US, end);
  world.busy.add(step.client);
  statement = session.execute(
    { sql, ...(step.z === 7 ? { lockTimeoutUs: 5_000 } : {}) },
    {
      outcome: (outcome) => {
        world.answers.push(`${step.client} ${sql} ${JSON.stringify(outcome)}`);
        isAnswered = true;
        if (statement !== undefined) finish();
      },
    },
  );
  if (isAnswered) finish();
}
