import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { sqlite } from "../../testing/small-world.ts";
import { expected, replay, type Transcript } from "./transcript-player.ts";

const file = new URL("../../testing/transcripts/postgresql/programs.jsonl", import.meta.url);
const transcripts = readFileSync(file, "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line) as Transcript);

/** What a family of programs is about (`conformance/postgresql/families.ts`). */
const RULES: ReadonlyMap<string, string> = new Map([
  ["hot", "PGS-1, PGS-7: quelques lignes très disputées"],
  ["keys", "PGS-2, PGS-3, PGS-4: insertions des mêmes clés"],
  ["queue", "PGS-5, PGS-6: une file de tâches, des numéros, des pannes"],
  ["kin", "clés étrangères : parents et enfants"],
]);

describe("des programmes de deux ou trois clients se déroulent comme sur PostgreSQL 15.18", () => {
  test("cent programmes sont là, au moins vingt par famille, avec cent attentes et dix interblocages", () => {
    expect(transcripts.length).toBeGreaterThanOrEqual(100);
    for (const family of RULES.keys()) {
      const own = transcripts.filter(({ name }) => name.startsWith(`${family}-`));
      expect(own.length, family).toBeGreaterThanOrEqual(20);
    }
    const told = JSON.stringify(transcripts);
    expect(told.split('"wait"').length).toBeGreaterThan(100);
    expect(told.split('"40P01"').length).toBeGreaterThan(10);
  });
  for (const [family, title] of RULES) {
    test.each(transcripts.filter(({ name }) => name.startsWith(`${family}-`)))(
      `${title} — $name`,
      (transcript) => {
        const { out, final } = replay(sqlite, transcript);
        expect({ out, final }).toEqual(expected(transcript));
      },
    );
  }
});
