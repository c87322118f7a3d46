/**
 * Starts a real server on a free loopback port, in a temporary folder, and leaves nothing behind.
 *
 * Owns the life of the process: ready, stopped, killed as by a power cut, started again on the same
 * folder. Refuses to know which server it is: arguments and readiness are given by the oracle.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Account } from "./programs.ts";

/** Where one server lives: its folder survives `kill`, not `stop`. */
export interface Place {
  readonly folder: string;
  /** Free on 127.0.0.1 when it was chosen. */
  readonly port: number;
}

export interface ServerStart {
  readonly program: string;
  readonly args: (place: Place) => readonly string[];
  readonly env?: (place: Place) => Readonly<Record<string, string>>;
  /** Whom it runs as; null: as ourselves. The folder is given to that account. */
  readonly account?: Account | null;
  /** Called before the first start: create a data directory, write a configuration file. */
  readonly prepare?: (place: Place) => Promise<void> | void;
  /** Polled until true. An error means « not yet ». */
  readonly isReady: (place: Place) => Promise<boolean>;
  readonly readyTimeoutMs: number;
  /** Asks it to end; SIGTERM unless said. */
  readonly stopSignal?: NodeJS.Signals;
  /** After it has ended: what it left elsewhere (a daemon of its own). */
  readonly cleanUp?: (place: Place) => Promise<void> | void;
}

export interface RunningServer extends Place {
  /** Everything that it wrote on its outputs so far. */
  readonly output: () => string;
  /** Ends it and removes its folder. */
  readonly stop: () => Promise<void>;
  /** As a power cut does: SIGKILL to the whole process group; the folder stays. */
  readonly kill: () => Promise<void>;
  /** After `kill`: the same program on the same folder and port. */
  readonly startAgain: () => Promise<void>;
}

const alive = new Set<ChildProcess>();
const folders = new Set<string>();

/** Ctrl-C, a failed assertion: no server outlives the command. */
process.once("exit", () => {
  for (const child of alive) signalGroup(child, "SIGKILL");
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

/** @throws when it ends or stays silent before it is ready, with what it said. */
export async function startServer(start: ServerStart): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), "contretemps-"));
  folders.add(folder);
  if (start.account) chownSync(folder, start.account.uid, start.account.gid);
  const place = { folder, port: await freePort() };
  await start.prepare?.(place);
  let run = launch(start, place);
  await untilReady(start, place, run);
  return {
    ...place,
    output: () => run.output,
    async stop() {
      await end(run, start.stopSignal ?? "SIGTERM");
      await start.cleanUp?.(place);
      rmSync(folder, { recursive: true, force: true });
      folders.delete(folder);
    },
    kill: () => end(run, "SIGKILL"),
    async startAgain() {
      run = launch(start, place);
      await untilReady(start, place, run);
    },
  };
}

interface Launch {
  readonly child: ChildProcess;
  output: string;
  readonly ended: Promise<void>;
}

function launch(start: ServerStart, place: Place): Launch {
  const child = spawn(start.program, [...start.args(place)], {
    cwd: place.folder,
    env: { ...process.env, ...start.env?.(place) },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own: what it starts ends with it.
    detached: true,
    ...(start.account ?? {}),
  });
  alive.add(child);
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => {
      alive.delete(child);
      resolve();
    });
  });
  const run: Launch = { child, output: "", ended };
  const hear = (data: unknown): void => {
    run.output += String(data);
  };
  child.stdout?.on("data", hear);
  child.stderr?.on("data", hear);
  child.once("error", hear);
  return run;
}

async function untilReady(start: ServerStart, place: Place, run: Launch): Promise<void> {
  const deadline = Date.now() + start.readyTimeoutMs;
  while (Date.now() < deadline && alive.has(run.child)) {
    if (await start.isReady(place).catch(() => false)) return;
    await pause(50);
  }
  await end(run, "SIGKILL");
  throw new Error(`${start.program} n’est pas prêt :\n${run.output}`);
}

async function end(run: Launch, signal: NodeJS.Signals): Promise<void> {
  if (!alive.has(run.child)) return;
  signalGroup(run.child, signal);
  const late = pause(15_000, "late", { ref: false });
  if ((await Promise.race([run.ended, late])) === "late") {
    signalGroup(run.child, "SIGKILL");
    await run.ended;
  }
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It ended in the meantime.
  }
}
