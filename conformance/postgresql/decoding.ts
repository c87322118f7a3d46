/**
 * What PostgreSQL's logical decoding says of a commit log, against the log of the simulated databases.
 *
 * A server with « wal_level = logical » and a slot of the plugin `test_decoding`, which prints what change data
 * capture receives: commits in the order of the log, each with its rows before and after. With `--write` the
 * programs and what was decoded become golden transcripts.
 */
import {
  DECODED_SCHEMA,
  type DecodedChange,
  type DecodedLog,
  type DecodedProgram,
  decodedSteps,
  playDecoded,
} from "../../simulator/testing/decoded-log.ts";
import { sqlite } from "../../simulator/testing/small-world.ts";
import type { Row } from "../../simulator/world/database/values.ts";
import type { Oracle } from "../shared/oracle.ts";
import { transcriptPath, writeTranscripts } from "../shared/transcript-file.ts";
import { connect, startPostgresql } from "./postgresql-server.ts";

const PROGRAMS = 500;
const GOLDEN = 60;
const SLOT = "conformance";

type Client = ReturnType<typeof connect>;

export const decodingOracle: Oracle = {
  id: "postgresql-journal",
  title: "PostgreSQL, décodage du journal",
  needs: {
    debian: "postgresql",
    programs: ["initdb", "postgres"],
    folders: ["/usr/lib/postgresql/*/bin"],
  },
  async run({ programs, report, isWriting, schedules, seed }) {
    const server = await startPostgresql(programs, { wal_level: "logical" });
    const admin = connect(server.port);
    const golden: DecodedProgram[] = [];
    try {
      await admin.connect();
      await admin.query(`select pg_create_logical_replication_slot('${SLOT}', 'test_decoding')`);
      for (let count = 0; count < (schedules ?? PROGRAMS); count += 1) {
        const steps = decodedSteps(seed + count);
        const decoded = await playReal(admin, server.port, steps);
        const model = playDecoded(sqlite, steps).decoded;
        report.compared(decoded.length);
        for (let step = 0; step < Math.max(decoded.length, model.length); step++) {
          const [server, ours] = [decoded[step] ?? null, model[step] ?? null];
          if (JSON.stringify(server) === JSON.stringify(ours)) continue;
          const command = JSON.stringify(steps);
          report.differs({
            schedule: `journal-${seed + count}`,
            step,
            command,
            server,
            model: ours,
          });
          break;
        }
        if (golden.length < GOLDEN)
          golden.push({ name: `journal-${seed + count}`, steps, decoded });
      }
      if (isWriting && report.differences.length === 0) {
        const path = transcriptPath("postgresql", "decoding.jsonl");
        report.says(`${writeTranscripts(path, golden, { atLeast: GOLDEN })} programmes gardés`);
      }
    } finally {
      await admin.end();
      await server.stop();
    }
  },
};

/** Plays the steps on tables made anew, each session on a connection of its own. */
async function playReal(
  admin: Client,
  port: number,
  steps: ReturnType<typeof decodedSteps>,
): Promise<DecodedLog> {
  await admin.query("drop table if exists commandes, boite");
  for (const sql of DECODED_SCHEMA) await admin.query(sql);
  await admin.query("alter table commandes replica identity full");
  await admin.query("alter table boite replica identity full");
  await take(admin);
  const clients = new Map<string, Client>();
  for (const [name, sql] of steps) {
    const client = clients.get(name) ?? connect(port);
    if (!clients.has(name)) await client.connect();
    clients.set(name, client);
    // A refused statement is part of the program: what it leaves in the log is what counts.
    await client.query(sql).catch(() => undefined);
  }
  for (const client of clients.values()) await client.end();
  return read(await take(admin));
}

/** What the slot has not given yet; it is confirmed by being taken. */
async function take(admin: Client): Promise<readonly string[]> {
  const { rows } = await admin.query<{ data: string }>(
    `select data from pg_logical_slot_get_changes('${SLOT}', null, null, 'include-xids', '0', 'skip-empty-xacts', '1')`,
  );
  return rows.map(({ data }) => data);
}

function read(lines: readonly string[]): DecodedLog {
  const commits: DecodedChange[][] = [];
  for (const line of lines) {
    if (line === "BEGIN") commits.push([]);
    else if (line !== "COMMIT") commits.at(-1)?.push(changeIn(line));
  }
  return commits;
}

const LINE = /^table public\.(\w+): (INSERT|UPDATE|DELETE): (.*)$/;

function changeIn(line: string): DecodedChange {
  const [, table = "", op, rest = ""] = LINE.exec(line) ?? [];
  if (op === "INSERT") return ["c", table, null, rowIn(rest)];
  if (op === "DELETE") return ["d", table, rowIn(rest), null];
  const [, before = "", after = ""] = /^old-key: (.*) new-tuple: (.*)$/.exec(rest) ?? [];
  return ["u", table, rowIn(before), rowIn(after)];
}

const VALUE = /\w+\[[a-z ]+\]:('(?:[^']|'')*'|\S+)/g;

const rowIn = (text: string): Row =>
  [...text.matchAll(VALUE)].map(([, value = ""]) => {
    if (value === "null") return null;
    return value.startsWith("'") ? value.slice(1, -1).replaceAll("''", "'") : Number(value);
  });
