/**
 * Replays a transcript recorded on a real PostgreSQL (`simulator/testing/transcripts/postgresql`).
 *
 * Owns the reading of a transcript line and the comparison: after each step, everything that became
 * known must be what PostgreSQL answered. Used by the tests only.
 */

import type { CommitRecord } from "./commit-log.ts";
import { createDatabase, type Database } from "./database.ts";
import { type ManualTime, manualTime } from "./manual-time.ts";
import type { Outcome } from "./outcome.ts";
import type { Session, Statement } from "./session.ts";
import type { SqlEngine } from "./sql-engine.ts";
import type { SqlValue } from "./values.ts";

export type TranscriptEvent =
  | { readonly ok: string }
  | { readonly n: number; readonly rows?: readonly (readonly SqlValue[])[] }
  | { readonly err: string }
  | { readonly wait: readonly string[] };

export interface Transcript {
  readonly name: string;
  readonly setup?: { readonly postgresql: readonly string[] };
  readonly steps: readonly (readonly [client: string, sql: string])[];
  readonly out: readonly (readonly (readonly [client: string, event: TranscriptEvent])[])[];
  readonly final: readonly (readonly (readonly SqlValue[])[])[];
  readonly finalSql?: readonly string[];
  readonly racy?: boolean;
  readonly alternatives?: readonly Pick<Transcript, "steps" | "out" | "final">[];
}

/** The schema shared by all lines of `random.jsonl` (see the README beside it). */
export const RANDOM_SETUP: readonly string[] = [
  "create table acct(id int primary key, k int unique, v int not null)",
  "create table c(id int primary key, a int references acct(id))",
  "insert into acct values (1,10,100),(2,20,200),(3,30,300),(4,40,400),(5,50,500)",
  "insert into c values (1,1),(2,2)",
];
const RANDOM_FINAL = ["select id,k,v from acct order by id", "select id,a from c order by id"];

const DEADLOCK_TIMEOUT_US = 400_000;
/** The driver paused this long after a step with 40P01: every remaining waiter has made its check. */
const PAUSE_AFTER_DEADLOCK_US = 460_000;
const STEP_US = 1_000;

export interface Replay {
  /** What became known after each step, in the form of the transcript. */
  readonly out: readonly string[];
  readonly final: readonly string[];
  readonly log: readonly CommitRecord[];
  readonly lockCount: number;
}

/** What the transcript expects, in the form that `replay` gives. */
export function expected(transcript: Pick<Transcript, "steps" | "out" | "final">) {
  const sorts = changesPrimaryKey(transcript.steps);
  return {
    out: transcript.out.map((events) => events.map((event) => spell(event, sorts)).join(" ")),
    final: transcript.final.map((rows) => JSON.stringify(rows)),
  };
}

export function replay(
  engine: SqlEngine,
  transcript: Pick<Transcript, "steps" | "out" | "setup" | "finalSql">,
): Replay {
  const setup = transcript.setup?.postgresql ?? RANDOM_SETUP;
  const time = manualTime();
  const database = createDatabase({
    name: "transcript",
    engine,
    schema: setup.filter((sql) => /^create/i.test(sql)),
    rows: setup.filter((sql) => /^insert/i.test(sql)),
    environment: time,
    deadlockTimeoutUs: DEADLOCK_TIMEOUT_US,
  });
  const player = new Player(database, time, changesPrimaryKey(transcript.steps));
  const out = transcript.steps.map(([client, sql], step) => {
    const hasDeadlock = transcript.out[step]?.some(
      ([, event]) => "err" in event && event.err === "40P01",
    );
    return player.step(client, sql, hasDeadlock ?? false);
  });
  player.end();
  const final = (transcript.finalSql ?? RANDOM_FINAL).map((sql) =>
    JSON.stringify(player.read(sql)),
  );
  const replayed = { out, final, log: [...database.log], lockCount: database.locks().length };
  database.close();
  return replayed;
}

class Player {
  readonly #database: Database;
  readonly #time: ManualTime;
  readonly #sorts: boolean;
  readonly #sessions = new Map<string, Session>();
  #events: (readonly [string, TranscriptEvent])[] = [];

  constructor(database: Database, time: ManualTime, sorts: boolean) {
    this.#database = database;
    this.#time = time;
    this.#sorts = sorts;
  }

  step(client: string, sql: string, hasDeadlock: boolean): string {
    this.#events = [];
    this.#time.advance(STEP_US);
    if (sql === "--crash") {
      this.#sessions.get(client)?.disconnect();
      this.#sessions.delete(client);
    } else if (sql.startsWith("--sleep")) {
      this.#time.advance(Number(sql.split(" ")[1]) * 1_000);
    } else {
      this.#execute(client, sql);
    }
    if (hasDeadlock) this.#time.advance(DEADLOCK_TIMEOUT_US + PAUSE_AFTER_DEADLOCK_US);
    return this.#known(client);
  }

  read(sql: string): readonly (readonly SqlValue[])[] {
    let rows: readonly (readonly SqlValue[])[] = [];
    const reader = this.#database.connect("reader");
    reader.execute(
      { sql },
      {
        outcome: (outcome) => {
          if (outcome.kind === "rows") rows = outcome.rows;
        },
      },
    );
    reader.disconnect();
    return rows;
  }

  end(): void {
    for (const session of this.#sessions.values()) session.disconnect();
    this.#sessions.clear();
  }

  #execute(client: string, sql: string): void {
    const session = this.#sessions.get(client) ?? this.#database.connect(client);
    this.#sessions.set(client, session);
    // Only in a variant that PostgreSQL played in another order: the comparison will tell.
    if (session.isWaiting) return;
    let statement: Statement | undefined;
    let isAnswered = false;
    statement = session.execute(
      { sql },
      {
        outcome: (outcome) => {
          this.#events.push([client, eventOf(outcome)]);
          isAnswered = true;
          statement?.finish();
        },
      },
    );
    if (isAnswered) statement.finish();
  }

  /** A client that waited before and still waits has nothing new to tell. */
  #known(client: string): string {
    const waits = this.#sessions.get(client)?.isWaiting ?? false;
    const told = waits ? [...this.#events, [client, { wait: [] }] as const] : this.#events;
    return told
      .toSorted(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
      .map((event) => spell(event, this.#sorts))
      .join(" ");
  }
}

export function eventOf(outcome: Outcome): TranscriptEvent {
  switch (outcome.kind) {
    case "error":
      return { err: outcome.code };
    case "rows":
      return { n: outcome.rowCount, ...(outcome.rows.length > 0 ? { rows: outcome.rows } : {}) };
    case "command":
      return ["INSERT", "UPDATE", "DELETE"].includes(outcome.tag)
        ? { n: outcome.rowCount }
        : { ok: outcome.tag };
  }
}

/** Of a wait only the fact is compared; RETURNING is a set when a primary key changes. */
function spell([client, event]: readonly [string, TranscriptEvent], sorts: boolean): string {
  if ("wait" in event) return `${client}:wait`;
  if ("rows" in event && event.rows && sorts) {
    const rows = event.rows.map((row) => JSON.stringify(row)).sort();
    return `${client}:${JSON.stringify({ n: event.n, rows })}`;
  }
  return `${client}:${JSON.stringify(event)}`;
}

function changesPrimaryKey(steps: Transcript["steps"]): boolean {
  return steps.some(([, sql]) => /set id\s*=/i.test(sql));
}
