/**
 * A PostgreSQL of our own, on loopback, that visits rows in the order of their keys.
 *
 * Owns `initdb` and the settings that make two runs comparable: index scans only, so that the order in
 * which rows are met and locked is that of the primary key, and a short deadlock check. PostgreSQL refuses
 * to be root: under root it runs as `postgres` or `nobody`.
 */
import pg from "pg";
import { accountFor, runProgram } from "../shared/programs.ts";
import { type RunningServer, startServer } from "../shared/server.ts";

/** How long a statement waits before it looks for a deadlock; the model is given the same. */
export const DEADLOCK_TIMEOUT_MS = 400;

const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  deadlock_timeout: `${DEADLOCK_TIMEOUT_MS}ms`,
  // Nothing here outlives the command: the disk is not what is compared.
  fsync: "off",
  autovacuum: "off",
  // A forbidden scan costs ten thousand million: worth compiling, thinks PostgreSQL, for 100 ms.
  jit: "off",
  enable_seqscan: "off",
  enable_bitmapscan: "off",
  enable_hashjoin: "off",
  enable_mergejoin: "off",
};

/** @throws when it does not start, with what it said. */
export function startPostgresql(
  programs: Readonly<Record<string, string>>,
  /** Besides ours: `{ wal_level: "logical" }`. */
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningServer> {
  const account = accountFor(["postgres", "nobody"]);
  const program = (name: string): string => programs[name] ?? name;
  return startServer({
    program: program("postgres"),
    account,
    args: ({ folder, port }) => [
      ...["-D", `${folder}/data`, "-k", folder, "-p", String(port)],
      ...Object.entries({ ...SETTINGS, ...settings }).flatMap(([name, value]) => [
        "-c",
        `${name}=${value}`,
      ]),
    ],
    async prepare({ folder }) {
      const args = ["-D", `${folder}/data`, "-U", "postgres", "-A", "trust", "--locale=C"];
      await runProgram(program("initdb"), {
        args: [...args, "-E", "UTF8", "--no-sync"],
        cwd: folder,
        account,
        timeoutMs: 60_000,
      });
    },
    async isReady({ port }) {
      const client = connect(port);
      await client.connect();
      await client.end();
      return true;
    },
    readyTimeoutMs: 20_000,
    // SIGINT is PostgreSQL's « fast » shutdown: it does not wait for its clients.
    stopSignal: "SIGINT",
  });
}

/** A client not yet connected, that gives whole numbers as numbers. */
export function connect(port: number): pg.Client {
  const client = new pg.Client({ host: "127.0.0.1", port, user: "postgres", database: "postgres" });
  // A backend that the schedule kills, or the end of the server: nothing to be told.
  client.on("error", () => {});
  return client;
}

const INT8 = 20;
pg.types.setTypeParser(INT8, Number);
// The model keeps booleans as 0 and 1.
const BOOL = 16;
pg.types.setTypeParser(BOOL, (text) => (text === "t" ? 1 : 0));
