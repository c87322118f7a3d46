import { readFileSync } from "node:fs";
import initSqlJs from "sql.js";
import { describe, expect, test } from "vitest";
import { openSqlJs } from "./sql-engine.ts";
import { expected, replay, type Transcript } from "./transcript-player.ts";

const engine = openSqlJs(await initSqlJs());
const folder = new URL("../../testing/transcripts/postgresql/", import.meta.url);

function read(file: string): Transcript[] {
  const lines = readFileSync(new URL(file, folder), "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line) as Transcript);
}

/** Several replies are right where PostgreSQL itself varied. */
function expectAsPostgresql(transcript: Transcript) {
  const variants = [transcript, ...(transcript.alternatives ?? [])];
  const differences = variants.map((variant) => {
    const { out, final } = replay(engine, { ...transcript, ...variant });
    const wanted = expected(variant);
    return JSON.stringify({ out, final }) === JSON.stringify(wanted)
      ? undefined
      : { steps: variant.steps, got: { out, final }, wanted };
  });
  if (differences.includes(undefined)) return;
  const [difference] = differences;
  const told = (side: { out: readonly string[]; final: readonly string[] } | undefined) =>
    difference?.steps
      .map(([client, sql], step) => `${client} | ${sql} => ${side?.out[step]}`)
      .concat(side?.final ?? []);
  expect(told(difference?.got)).toEqual(told(difference?.wanted));
}

describe("les cas classiques se déroulent ligne à ligne comme sur PostgreSQL", () => {
  const transcripts = read("classic.jsonl");
  test("les 107 cas sont là", () => expect(transcripts).toHaveLength(107));
  test.each(transcripts)("$name", expectAsPostgresql);
});

describe("cent programmes tirés au hasard se déroulent comme sur PostgreSQL", () => {
  const transcripts = read("random.jsonl");
  test("les 100 programmes sont là", () => expect(transcripts).toHaveLength(100));
  test.each(transcripts)("$name", expectAsPostgresql);
});
