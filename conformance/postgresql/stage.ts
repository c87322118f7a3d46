/**
 * Several clients of one real PostgreSQL, driven statement by statement.
 *
 * Owns the question « has everything been said? »: after each statement the stage waits until every client
 * has been answered or is blocked, blocked meaning that `pg_blocking_pids` names somebody in three polls
 * running. Who dies in a deadlock depends on when each wait began, so the stage also watches the clock: the
 * model takes no time between two statements, a loaded machine does. Speaks in the events of the golden
 * transcripts; knows no model.
 */
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import type { TranscriptEvent } from "../../simulator/world/database/transcript-player.ts";
import type { SqlValue } from "../../simulator/world/database/values.ts";
import { connect, DEADLOCK_TIMEOUT_MS } from "./postgresql-server.ts";

export type Told = readonly (readonly [client: string, event: TranscriptEvent])[];

interface Actor {
  readonly client: pg.Client;
  readonly pid: number;
  /** Undefined: nothing asked. Null: asked, not answered. */
  reply: TranscriptEvent | null | undefined;
}

/** A step that kills the server process of its client. */
export const CRASH = "--crash";
/** A step after which every wait begun before it has made its deadlock check, for the model too. */
export const SLEEP = "--sleep 600";
/** Polls, with nothing new between them, after which a blocked client is said to wait. */
const POLLS = 3;
const SOON_MS = 2;
/** After a victim, every remaining waiter has made its own check once this has passed. */
const PAUSE_AFTER_DEADLOCK_MS = DEADLOCK_TIMEOUT_MS + 60;
const ANSWER_TIMEOUT_MS = 10_000;
/** A wait older than this may make its check before the next statement closes a circle. */
const AGE_MAX_MS = DEADLOCK_TIMEOUT_MS / 2;
/** A circle must be closed that long before the first check, or the last waiter may see it first. */
const MARGIN_MS = 60;
/** Between the beginnings of two waits, so that their checks come in that order. */
const APART_MS = 10;

export class Stage {
  readonly #port: number;
  readonly #monitor: pg.Client;
  readonly #actors = new Map<string, Actor>();
  readonly #idle: Actor[] = [];
  /** When all waits of that time had made their check, on the clock of `performance`. */
  #checkedAtMs = 0;
  /** Age of the oldest wait without a check when the step began, and when it began. */
  #step = { ageMs: 0, startMs: 0 };
  /** The machine was too slow for the victim of a deadlock to be certain. */
  isLate = false;

  private constructor(port: number, monitor: pg.Client) {
    this.#port = port;
    this.#monitor = monitor;
  }

  static async open(port: number): Promise<Stage> {
    const monitor = connect(port);
    await monitor.connect();
    return new Stage(port, monitor);
  }

  async version(): Promise<string> {
    const { rows } = await this.#monitor.query("show server_version");
    return String(rows[0]?.server_version);
  }

  /** Empties the database, then creates and fills the tables. Every client is gone before. */
  async reset(setup: readonly string[]): Promise<void> {
    await this.end();
    this.isLate = false;
    await this.#monitor.query("drop schema public cascade; create schema public");
    for (const sql of setup) await this.#monitor.query(sql);
  }

  /** Rows as the monitor, which sees what is committed, reads them. */
  async read(sql: string): Promise<readonly (readonly SqlValue[])[]> {
    const { rows } = await this.#monitor.query<SqlValue[]>({ text: sql, rowMode: "array" });
    return rows;
  }

  isWaiting(name: string): boolean {
    return this.#actors.get(name)?.reply === null;
  }

  waiting(): readonly string[] {
    return [...this.#actors.keys()].filter((name) => this.isWaiting(name));
  }

  /** Whether the schedule should sleep (`SLEEP`) before its next step: a wait grows old. */
  async mustSleep(): Promise<boolean> {
    return (await this.#oldestAgeMs()) > AGE_MAX_MS;
  }

  /** Age of the oldest wait that has not made its check, ms; 0 when there is none. */
  async #oldestAgeMs(): Promise<number> {
    if (this.#pending() === 0) return 0;
    const { rows } = await this.#monitor.query<{ ms: number }>(
      "select (extract(epoch from clock_timestamp() - waitstart) * 1000)::float8 as ms from pg_locks where not granted and waitstart is not null",
    );
    const sinceCheckMs = performance.now() - this.#checkedAtMs;
    return Math.max(0, ...rows.map(({ ms }) => ms).filter((ms) => ms < sinceCheckMs));
  }

  /** Everything that became known once each client was answered or blocked, by client. */
  async step(name: string, sql: string): Promise<Told> {
    this.#step = { ageMs: await this.#oldestAgeMs(), startMs: performance.now() };
    if (sql === SLEEP) {
      await pause(PAUSE_AFTER_DEADLOCK_MS);
      await this.#settle();
      this.#checkedAtMs = performance.now();
      return this.#known(name);
    }
    if (sql === CRASH) {
      const actor = this.#actors.get(name);
      this.#actors.delete(name);
      if (actor !== undefined) await this.#terminate([actor]);
      await this.#settle();
      return this.#known(name);
    }
    const actor = this.#actors.get(name) ?? (await this.#enter(name));
    actor.reply = null;
    const answered = ask(actor.client, sql).then((reply) => {
      actor.reply = reply;
    });
    // Most statements answer at once: nobody need be asked who waits.
    await Promise.race([answered, pause(SOON_MS)]);
    await this.#settle();
    if (this.isWaiting(name)) await pause(APART_MS);
    return this.#known(name);
  }

  /** Rolls back whatever is left open. The connections are kept for the next program. */
  async end(): Promise<void> {
    const actors = [...this.#actors.values()];
    this.#actors.clear();
    const isFree = ({ reply }: Actor): boolean => reply !== null;
    await this.#terminate(actors.filter((actor) => !isFree(actor)));
    for (const actor of actors.filter(isFree)) {
      await actor.client.query("rollback");
      this.#idle.push(actor);
    }
  }

  async close(): Promise<void> {
    await this.end();
    await this.#terminate(this.#idle);
    await this.#monitor.end();
  }

  async #enter(name: string): Promise<Actor> {
    const kept = this.#idle.pop();
    if (kept !== undefined) {
      const again = { ...kept, reply: undefined };
      this.#actors.set(name, again);
      return again;
    }
    const client = connect(this.#port);
    await client.connect();
    const { rows } = await client.query("select pg_backend_pid() as pid");
    const actor: Actor = { client, pid: Number(rows[0]?.pid), reply: undefined };
    this.#actors.set(name, actor);
    return actor;
  }

  async #terminate(actors: readonly Actor[]): Promise<void> {
    if (actors.length === 0) return;
    const pids = actors.map(({ pid }) => pid);
    await this.#monitor.query("select pg_terminate_backend(p) from unnest($1::int[]) p", [pids]);
    await Promise.all(actors.map(({ client }) => client.end().catch(() => {})));
    // A backend rolls back and frees its locks after its client has gone.
    for (;;) {
      const left = await this.#monitor.query(
        "select 1 from pg_stat_activity where pid = any($1::int[])",
        [pids],
      );
      if (left.rows.length === 0) return;
      await pause(1);
    }
  }

  async #settle(): Promise<void> {
    const deadline = Date.now() + ANSWER_TIMEOUT_MS;
    const victims = new Set(this.#victims());
    let polls = 0;
    let before = "";
    while (Date.now() < deadline) {
      const waiting = [...this.#actors.values()].filter(({ reply }) => reply === null);
      if (waiting.length > 0) {
        const state = await this.#blockers(waiting);
        const isCircle = hasCycle(state);
        if (isCircle) this.#watchCircle();
        const isBlocked = state.every(([, by]) => by.length > 0) && !isCircle;
        const told = JSON.stringify(state);
        polls = isBlocked && told === before && this.#pending() === waiting.length ? polls + 1 : 0;
        before = told;
        if (polls < POLLS) {
          await pause(1);
          continue;
        }
      }
      if (this.#victims().every((victim) => victims.has(victim))) return;
      for (const victim of this.#victims()) victims.add(victim);
      await pause(PAUSE_AFTER_DEADLOCK_MS);
      this.#checkedAtMs = performance.now();
      polls = 0;
    }
    throw new Error("PostgreSQL ni ne répond, ni n’attend");
  }

  /** A circle was seen for the first time in this step: was it there well before the first check? */
  #watchCircle(): void {
    const { ageMs, startMs } = this.#step;
    const ageNowMs = ageMs + performance.now() - startMs;
    if (ageMs > 0 && ageNowMs > DEADLOCK_TIMEOUT_MS - MARGIN_MS) this.isLate = true;
    this.#step = { ageMs: 0, startMs };
  }

  async #blockers(waiting: readonly Actor[]): Promise<readonly (readonly [number, number[]])[]> {
    const { rows } = await this.#monitor.query<{ pid: number; by: number[] }>(
      "select p as pid, pg_blocking_pids(p) as by from unnest($1::int[]) p order by p",
      [waiting.map(({ pid }) => pid)],
    );
    return rows.map(({ pid, by }) => [pid, by.toSorted((left, right) => left - right)] as const);
  }

  #pending(): number {
    return [...this.#actors.values()].filter(({ reply }) => reply === null).length;
  }

  #victims(): readonly string[] {
    return [...this.#actors].flatMap(([name, { reply }]) =>
      reply && "err" in reply && reply.err === "40P01" ? [name] : [],
    );
  }

  /** As the transcripts tell it: a client that waited before and still waits has nothing new to tell. */
  #known(name: string): Told {
    const told: [string, TranscriptEvent][] = [];
    for (const [client, actor] of this.#actors) {
      if (actor.reply) {
        told.push([client, actor.reply]);
        actor.reply = undefined;
      } else if (actor.reply === null && client === name) told.push([client, { wait: [] }]);
    }
    return told.toSorted(([left], [right]) => (left < right ? -1 : 1));
  }
}

async function ask(client: pg.Client, sql: string): Promise<TranscriptEvent> {
  try {
    const result = await client.query<SqlValue[]>({ text: sql, rowMode: "array" });
    const { command, rowCount, rows, fields } = result;
    if (fields.length > 0) return { n: rowCount ?? 0, ...(rows.length > 0 ? { rows } : {}) };
    if (["INSERT", "UPDATE", "DELETE"].includes(command)) return { n: rowCount ?? 0 };
    return { ok: command };
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code !== undefined) return { err: error.code };
    return { err: String(error) };
  }
}

/** Somebody waits for somebody who waits for the first: the deadlock check will say so in a moment. */
function hasCycle(state: readonly (readonly [number, readonly number[]])[]): boolean {
  const by = new Map(state);
  const reaches = (from: number, to: number, seen: Set<number>): boolean =>
    (by.get(from) ?? []).some((next) => {
      if (next === to) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return reaches(next, to, seen);
    });
  return state.some(([pid]) => reaches(pid, pid, new Set()));
}
