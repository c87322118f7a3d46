/**
 * The real PostgreSQL against the transactions of the simulated databases.
 *
 * Two- and three-client random programs, statement by statement, waits included. With `--write` the
 * programs that wait most, and that PostgreSQL answers in the same way three times running, become golden
 * transcripts.
 */
import type { Oracle } from "../shared/oracle.ts";
import { transcriptPath, writeTranscripts } from "../shared/transcript-file.ts";
import { compare, type Played, playReal } from "./compare.ts";
import { families, programOf } from "./families.ts";
import { startPostgresql } from "./postgresql-server.ts";
import { playPublished } from "./published.ts";
import { Stage } from "./stage.ts";

const SCHEDULES = 800;
const GOLDEN = 100;
/** A golden transcript is what PostgreSQL answered this many times. */
const EQUAL_RUNS = 3;

export const postgresqlOracle: Oracle = {
  id: "postgresql",
  title: "PostgreSQL",
  needs: {
    debian: "postgresql",
    programs: ["initdb", "postgres"],
    folders: ["/usr/lib/postgresql/*/bin"],
  },
  async run({ programs, report, isWriting, schedules, seed }) {
    const server = await startPostgresql(programs);
    const stage = await Stage.open(server.port);
    try {
      report.says(`PostgreSQL ${await stage.version()}`);
      const published = await playPublished(stage, report);
      report.says(`${published} essais d’isolation publiés, rejoués ici`);
      const alike: Played[] = [];
      const seen = { waits: 0, deadlocks: 0, varying: 0, tooSlow: 0 };
      for (let count = 0; count < (schedules ?? SCHEDULES); count += 1) {
        const verdict = await compare(stage, programOf(seed + count), report);
        if (verdict.kind === "too-slow") seen.tooSlow += 1;
        if (verdict.kind === "differs" || verdict.kind === "too-slow") continue;
        seen.waits += waitsOf(verdict.transcript);
        seen.deadlocks += eventsOf(verdict.transcript, '"40P01"');
        if (verdict.kind === "varies") seen.varying += 1;
        else alike.push(verdict.transcript);
      }
      report.says(
        `${seen.waits} attentes, ${seen.deadlocks} interblocages, ${seen.varying} programmes où PostgreSQL lui-même varie`,
      );
      report.says(`${seen.tooSlow} programmes laissés de côté : la machine était trop lente.`);
      if (isWriting && report.differences.length === 0) await write(stage, alike);
    } finally {
      await stage.close();
      await server.stop();
    }
  },
};

/** As many programs of each family, those that wait most first. */
async function write(stage: Stage, alike: readonly Played[]): Promise<void> {
  const lines: Played[] = [];
  for (const family of families) {
    const own = alike
      .filter(({ name }) => name.startsWith(`${family.name}-`))
      .toSorted((left, right) => waitsOf(right) - waitsOf(left));
    let kept = 0;
    for (const played of own) {
      if (kept >= GOLDEN / families.length) break;
      if (!(await isStable(stage, played))) continue;
      lines.push(played);
      kept += 1;
    }
  }
  // Taken from the families in turn, so that what does not fit any more is missed equally by all.
  const perFamily = GOLDEN / families.length;
  const inTurn = lines.toSorted(
    (left, right) => (lines.indexOf(left) % perFamily) - (lines.indexOf(right) % perFamily),
  );
  const path = transcriptPath("postgresql", "programs.jsonl");
  writeTranscripts(path, inTurn, { atLeast: GOLDEN });
}

async function isStable(stage: Stage, played: Played): Promise<boolean> {
  const program = programOf(Number(played.name.split("-").at(-1)));
  for (let run = 1; run < EQUAL_RUNS; run += 1) {
    const again = await playReal(stage, program);
    if (shape(again) !== shape(played)) return false;
  }
  return true;
}

/** Whom a waiter waits for may be told differently; that it waits may not. */
const shape = (played: Played): string =>
  JSON.stringify([played.steps, played.out, played.final]).replaceAll(
    /"wait":\[[^\]]*\]/g,
    '"wait":[]',
  );

const waitsOf = (played: Played): number => eventsOf(played, '"wait"');

const eventsOf = ({ out }: Played, mark: string): number =>
  JSON.stringify(out).split(mark).length - 1;
