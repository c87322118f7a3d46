/**
 * `npm run conformance`: holds the models against the real servers that this machine has.
 *
 *     npm run conformance                     every oracle whose server is installed
 *     npm run conformance -- redis            that one
 *     npm run conformance -- --write          and writes the golden transcripts
 *     npm run conformance -- --schedules=50 --seed=7
 *
 * Exit code 1 on a difference or a server that would not start, 64 on a word it does not know. A missing
 * server is not a failure: it is said, with the package that brings it.
 */
import { oracles } from "./oracles.ts";
import type { Oracle } from "./shared/oracle.ts";
import { findPrograms } from "./shared/programs.ts";
import { createReport } from "./shared/report.ts";

interface Asked {
  readonly ids: readonly string[];
  readonly isWriting: boolean;
  readonly schedules: number | null;
  readonly seed: number;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function readArguments(words: readonly string[]): Asked | string {
  const numberOf = (name: string): number | null => {
    const text = words.find((word) => word.startsWith(`--${name}=`))?.split("=")[1];
    return text === undefined ? null : Number(text);
  };
  const schedules = numberOf("schedules");
  const seed = numberOf("seed") ?? 1;
  const ids = words.filter((word) => !word.startsWith("--"));
  const unknown = words.filter(
    (word) =>
      word !== "--write" &&
      !/^--(?:schedules|seed)=\d{1,9}$/.test(word) &&
      !oracles.some(({ id }) => id === word),
  );
  if (unknown.length > 0) {
    const known = oracles.map(({ id }) => id).join(", ");
    return `« ${unknown.join(" ")} » : inconnu. Oracles : ${known}. Options : --write, --schedules=N, --seed=N.`;
  }
  return { ids, isWriting: words.includes("--write"), schedules, seed };
}

/** True when everything was the same, or nothing could be compared. */
async function consult(oracle: Oracle, asked: Asked): Promise<boolean> {
  const found = findPrograms(oracle.needs);
  if (found.kind === "missing") {
    const names = found.names.join(", ");
    say(`${oracle.title} : pas de ${names} ici. Installez ${oracle.needs.debian} (Debian).`);
    return true;
  }
  const report = createReport(oracle.title);
  const startMs = Date.now();
  try {
    await oracle.run({ ...asked, programs: found.programs, report });
  } catch (error) {
    say(`${oracle.title} : ${error instanceof Error ? (error.stack ?? error.message) : error}`);
    return false;
  }
  for (const line of report.lines()) say(line);
  say(`  ${((Date.now() - startMs) / 1_000).toFixed(1).replace(".", ",")} s`);
  return report.differences.length === 0;
}

const asked = readArguments(process.argv.slice(2));
if (typeof asked === "string") {
  process.stderr.write(`${asked}\n`);
  process.exit(64);
}
let isSame = true;
for (const oracle of oracles) {
  if (asked.ids.length > 0 && !asked.ids.includes(oracle.id)) continue;
  isSame = (await consult(oracle, asked)) && isSame;
}
process.exit(isSame ? 0 : 1);
