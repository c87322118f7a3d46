/**
 * Finds the program of a real server on this machine, or says which package to install.
 *
 * Installs nothing: whoever runs the comparison decides what goes on the machine. Knows where Debian
 * puts servers that are not on the PATH (`/usr/lib/postgresql/15/bin`), and nothing of what they do.
 */
import { spawn } from "node:child_process";
import { accessSync, constants, readdirSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/** What an oracle needs to run. */
export interface Needs {
  /** Debian package that brings the programs: `redis-server`. */
  readonly debian: string;
  /** Names of the programs, all needed: `["initdb", "postgres"]`. */
  readonly programs: readonly string[];
  /**
   * Folders searched before the PATH. A `*` stands for one folder name, the greatest version first:
   * `/usr/lib/postgresql/` + `*` + `/bin`.
   */
  readonly folders?: readonly string[];
}

/** Path of each program by its name, or the names that were found nowhere. */
export type Found =
  | { readonly kind: "found"; readonly programs: Readonly<Record<string, string>> }
  | { readonly kind: "missing"; readonly names: readonly string[] };

export function findPrograms(needs: Needs): Found {
  const onPath = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const folders = [
    ...(needs.folders ?? []).flatMap(expandStar),
    ...onPath,
    "/usr/sbin",
    "/usr/local/sbin",
    "/sbin",
  ];
  const programs: Record<string, string> = {};
  for (const name of needs.programs) {
    const path = folders.map((folder) => join(folder, name)).find(isExecutable);
    if (path !== undefined) programs[name] = path;
  }
  const names = needs.programs.filter((name) => !(name in programs));
  return names.length === 0 ? { kind: "found", programs } : { kind: "missing", names };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function expandStar(pattern: string): readonly string[] {
  const [before, after] = pattern.split("*");
  if (before === undefined || after === undefined) return [pattern];
  try {
    const versions = readdirSync(before);
    versions.sort((a, b) => b.localeCompare(a, "en", { numeric: true }));
    return versions.map((version) => `${before}${version}${after}`);
  } catch {
    return [];
  }
}

/** User and group numbers of an account. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The account that a server should run under: some refuse to be root. null when we are not root (the
 * server then runs as ourselves) or when no such account exists.
 */
export function accountFor(names: readonly string[]): Account | null {
  if (process.getuid?.() !== 0) return null;
  const lines = readFileSync("/etc/passwd", "utf8").split("\n");
  for (const name of names) {
    const fields = lines.map((line) => line.split(":")).find(([who]) => who === name);
    if (fields !== undefined) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  return null;
}

export interface ProgramRun {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly account?: Account | null;
  /** Killed after that long. */
  readonly timeoutMs: number;
}

/** Output of a program that ended by itself with code 0. @throws with its output otherwise. */
export function runProgram(program: string, run: ProgramRun): Promise<string> {
  const { args, env, cwd, account, timeoutMs } = run;
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], {
      cwd: cwd ?? "/",
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: timeoutMs,
      ...(account ?? {}),
    });
    let output = "";
    child.stdout.on("data", (data) => {
      output += String(data);
    });
    child.stderr.on("data", (data) => {
      output += String(data);
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${program} ${args.join(" ")} : code ${code}\n${output}`));
    });
  });
}
