import { describe, expect, test } from "vitest";
import { perform, readPublished, type Told } from "../../testing/published-isolation.ts";
import { sqlite } from "../../testing/small-world.ts";
import { createDatabase } from "./database.ts";
import { manualTime } from "./manual-time.ts";
import type { Session } from "./session.ts";
import { eventOf, type TranscriptEvent } from "./transcript-player.ts";

/** The model, answering like a transcript. */
function performerOn(setup: readonly string[]) {
  const time = manualTime();
  const database = createDatabase({
    name: "publication",
    engine: sqlite,
    schema: setup.filter((sql) => sql.startsWith("create")),
    rows: setup.filter((sql) => sql.startsWith("insert")),
    environment: time,
  });
  const sessions = new Map<string, Session>();
  let told: [string, TranscriptEvent][] = [];
  return (client: string, sql: string): Told => {
    told = [];
    time.advance(1_000);
    const session = sessions.get(client) ?? database.connect(client);
    sessions.set(client, session);
    let isAnswered = false;
    const statement = session.execute(
      { sql },
      {
        outcome: (outcome) => {
          told.push([client, eventOf(outcome)]);
          if (isAnswered) statement.finish();
          isAnswered = true;
        },
      },
    );
    if (isAnswered) statement.finish();
    isAnswered = true;
    return session.isWaiting ? [...told, [client, { wait: [] }]] : told;
  };
}

const published = readPublished();

/**
 * Wrong here, right in PostgreSQL: a parent whose key changes and comes back, in one transaction, is
 * the same parent; the waiting child is refused instead (`wait-queue.ts` follows the first change only).
 */
const KNOWN_WRONG = new Set(["s2b s2ukey s1b s1i… s2ukey2 s2c s1i s1c s2s=back s1s=child"]);

/** Which rule an essay is about, where it is about one. */
const RULES: readonly (readonly [start: string, rule: string])[] = [
  ["skip-locked", "PGS-5: "],
  ["nowait", "PGS-5: "],
  ["insert-conflict-do-update-3", "PGS-4: "],
  ["insert-conflict", "PGS-2: "],
  ["eval-plan-qual", "PGS-1: "],
];
const rulesOf = (spec: string) => RULES.find(([start]) => spec.startsWith(start))?.[1] ?? "";

describe("ce que PostgreSQL publie de ses essais d’isolation", () => {
  test("PGS-5: les vingt ordres de SKIP LOCKED sont là, parmi 169 ordres de 23 essais", () => {
    expect(published.find(({ spec }) => spec === "skip-locked")?.permutations).toHaveLength(20);
    expect(published).toHaveLength(23);
    expect(published.flatMap(({ permutations }) => permutations)).toHaveLength(169);
  });
  for (const spec of published) {
    describe(`${spec.spec} : ${spec.title}`, () => {
      for (const permutation of spec.permutations) {
        const verify = KNOWN_WRONG.has(permutation) ? test.fails : test;
        verify(`${rulesOf(spec.spec)}${permutation}`, async () => {
          expect(await perform(spec, permutation, performerOn(spec.setup))).toBe(permutation);
        });
      }
    });
  }
});
