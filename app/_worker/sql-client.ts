/**
 * The page's side of the SQL console: asks, waits two seconds at most, kills what does not answer.
 *
 * A killed worker is replaced at the next question. Owns no text: outcomes are put into French by
 * the view.
 */
import type { SqlAnswer, SqlMessage, SqlRequest, SqlTable } from "./sql-protocol.ts";

/** Time given to a query once SQLite is loaded. */
export const SQL_MS_MAX = 2_000;
/** Time given to SQLite to load. */
const LOAD_MS_MAX = 20_000;

export type SqlOutcome =
  | (Extract<SqlAnswer, { kind: "rows" }> & { readonly tookMs: number })
  | Extract<SqlAnswer, { kind: "error" }>
  /** Killed after `SQL_MS_MAX`. */
  | { readonly kind: "too-long" }
  /** The worker died: out of memory, most of the time. */
  | { readonly kind: "died" }
  | { readonly kind: "unsupported" }
  /** A newer question was asked, or the view was left. */
  | { readonly kind: "dropped" };

/** What the client needs of a worker; tests give their own. */
export interface SqlPort {
  readonly post: (request: SqlRequest) => void;
  readonly terminate: () => void;
}

export interface SqlPortListener {
  readonly onMessage: (message: SqlMessage) => void;
  readonly onDeath: () => void;
}

export type SpawnSql = (listener: SqlPortListener) => SqlPort;

export interface SqlConsole {
  readonly run: (sql: string, tables: readonly SqlTable[]) => Promise<SqlOutcome>;
  readonly dispose: () => void;
}

export const spawnSql: SpawnSql = (listener) => {
  const worker = new Worker(new URL("./sql.worker.ts", import.meta.url), { type: "module" });
  worker.onmessage = (event: MessageEvent<SqlMessage>) => listener.onMessage(event.data);
  worker.onerror = (event) => {
    event.preventDefault();
    listener.onDeath();
  };
  worker.onmessageerror = () => listener.onDeath();
  return {
    post: (request) => worker.postMessage(request),
    terminate: () => worker.terminate(),
  };
};

interface Pending {
  readonly number: number;
  readonly settle: (outcome: SqlOutcome) => void;
  timer: ReturnType<typeof setTimeout>;
}

export function createSqlConsole(spawn: SpawnSql = spawnSql): SqlConsole {
  let port: SqlPort | null = null;
  let isReady = false;
  let number = 0;
  let pending: Pending | null = null;

  const kill = (): void => {
    port?.terminate();
    port = null;
    isReady = false;
  };

  const settle = (outcome: SqlOutcome): void => {
    if (pending === null) return;
    clearTimeout(pending.timer);
    const { settle: answer } = pending;
    pending = null;
    answer(outcome);
  };

  const killAfter = (delayMs: number, outcome: SqlOutcome): ReturnType<typeof setTimeout> =>
    setTimeout(() => {
      kill();
      settle(outcome);
    }, delayMs);

  const open = (): SqlPort => {
    const own: SqlPort = spawn({
      onMessage(message) {
        if (port !== own) return;
        if (message.kind === "ready") {
          isReady = true;
          if (pending === null) return;
          clearTimeout(pending.timer);
          pending.timer = killAfter(SQL_MS_MAX, { kind: "too-long" });
        } else if (message.kind === "unsupported") {
          kill();
          settle({ kind: "unsupported" });
        } else if (message.number === pending?.number) {
          const { answer, tookMs } = message;
          settle(answer.kind === "rows" ? { ...answer, tookMs } : answer);
        }
      },
      onDeath() {
        if (port !== own) return;
        kill();
        settle({ kind: "died" });
      },
    });
    return own;
  };

  return {
    run(sql, tables) {
      if (pending !== null) {
        // The former query may be endless: its worker goes with it.
        kill();
        settle({ kind: "dropped" });
      }
      number++;
      const asked = number;
      port ??= open();
      const own = port;
      return new Promise((resolve) => {
        const timer = isReady
          ? killAfter(SQL_MS_MAX, { kind: "too-long" })
          : killAfter(LOAD_MS_MAX, { kind: "died" });
        pending = { number: asked, settle: resolve, timer };
        own.post({ number: asked, sql, tables });
      });
    },
    dispose() {
      kill();
      settle({ kind: "dropped" });
    },
  };
}
