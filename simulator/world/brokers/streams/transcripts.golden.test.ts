import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { mismatchOf, type Transcript } from "./transcript-player.ts";

const folder = new URL("../../../testing/transcripts/redis/", import.meta.url);

const read = (file: string): Transcript[] =>
  readFileSync(new URL(file, folder), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Transcript);

describe("les cas nommés reçoivent les réponses de redis-server 7.0.15", () => {
  const cases = read("classic.jsonl");
  test("chaque règle RED-1 à RED-5 a son cas", () => {
    const rules = new Set(cases.map(({ name }) => name.slice(0, 5)));
    expect([...rules].filter((rule) => rule.startsWith("RED-")).sort()).toEqual(
      ["RED-1", "RED-2", "RED-3", "RED-4", "RED-5"],
    );
  });
  test.each(cases)("$name", (transcript) => expect(mismatchOf(transcript)).toBeNull());
});

describe("des programmes tirés au hasard reçoivent les réponses de redis-server 7.0.15", () => {
  const files = ["random-1.jsonl", "random-2.jsonl", "random-3.jsonl", "random-4.jsonl"];
  test.each(files)("60 programmes de %s", (file) => {
    const transcripts = read(file);
    expect(transcripts).toHaveLength(60);
    expect(transcripts.map(mismatchOfOne).filter((found) => found !== null)).toEqual([]);
  });
});

function mismatchOfOne(transcript: Transcript) {
  const mismatch = mismatchOf(transcript);
  return mismatch === null ? null : { schedule: transcript.name, ...mismatch };
}
