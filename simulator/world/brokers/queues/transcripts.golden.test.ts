import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { playSchedule, type Transcript } from "./transcript-player.ts";

const folder = new URL("../../../testing/transcripts/rabbitmq/", import.meta.url);

const read = (file: string): readonly Transcript[] =>
  readFileSync(new URL(file, folder), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Transcript);

/** Step by step, so that a difference shows the command that caused it. */
function expectAsRabbitMq(transcript: Transcript): void {
  const told = (steps: Transcript["steps"]) =>
    transcript.commands.map((command, i) => [JSON.stringify(command), steps[i]]);
  const own = playSchedule(transcript).map(({ lines, ready }) => [lines, ready] as const);
  expect(told(own)).toEqual(told(transcript.steps));
}

describe("des programmes tirés au hasard se déroulent commande par commande comme sur RabbitMQ 3.10.8", () => {
  const transcripts = read("random.jsonl");
  test("ils sont au moins 150", () => expect(transcripts.length).toBeGreaterThanOrEqual(150));
  test.each(transcripts)("$name", expectAsRabbitMq);
});

describe("RMQ-6: des messages qui meurent et meurent encore portent le même x-death que sur RabbitMQ", () => {
  const transcripts = read("deaths.jsonl");
  test("ils sont au moins 50", () => expect(transcripts.length).toBeGreaterThanOrEqual(50));
  test.each(transcripts)("$name", expectAsRabbitMq);
});

describe("RMQ-3, RMQ-7: des messages remis en file repartent dans l’ordre de RabbitMQ, file classique ou à quorum", () => {
  const transcripts = read("returns.jsonl");
  test("ils sont au moins 50", () => expect(transcripts.length).toBeGreaterThanOrEqual(50));
  test.each(transcripts)("$name", expectAsRabbitMq);
});

describe("RMQ-5: après une coupure de courant, il reste ce qui restait sur le vrai RabbitMQ", () => {
  const transcripts = read("crash.jsonl");
  test("ils sont au moins 8", () => expect(transcripts.length).toBeGreaterThanOrEqual(8));
  test.each(transcripts)("$name", expectAsRabbitMq);
});
