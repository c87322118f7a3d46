import fc from "fast-check";
import initSqlJs from "sql.js";
import { describe, expect, test } from "vitest";
import { createDatabase, type Database } from "./database.ts";
import { manualTime } from "./manual-time.ts";
import type { Outcome } from "./outcome.ts";
import type { Session } from "./session.ts";
import { openSqlJs } from "./sql-engine.ts";
import { translateStatement } from "./translate-statement.ts";
import type { SqlParameter } from "./values.ts";

const engine = openSqlJs(await initSqlJs());

const SCHEMA = [
  "CREATE TABLE owner (id INT PRIMARY KEY, name TEXT UNIQUE)",
  `CREATE TABLE item (
     id SERIAL PRIMARY KEY, code VARCHAR(4) UNIQUE, owner INT REFERENCES owner(id),
     n INT DEFAULT 7, weight REAL, note TEXT DEFAULT 'vide', CHECK (n < 100))`,
  "CREATE TABLE parcel (id TEXT PRIMARY KEY, state TEXT NOT NULL DEFAULT 'new')",
  "CREATE SEQUENCE parcel_number",
];
const ROWS = [
  "INSERT INTO owner VALUES (1, 'a'), (2, 'b')",
  "INSERT INTO item (code, owner, n) VALUES ('x', 1, 1), ('y', 2, 2)",
];

/** What follows a table's name tells the two apart: an alias means the same and gives no plan. */
type Written = (alias: (table: string) => string) => string;

const STATEMENTS: readonly { readonly text: Written; readonly count: number }[] = [
  { text: (t) => `INSERT INTO ${t("item")} (code, n) VALUES ($1, $2)`, count: 2 },
  { text: (t) => `INSERT INTO ${t("item")} (id, weight, note) VALUES ($1, $2, $3)`, count: 3 },
  {
    text: (t) => `INSERT INTO ${t("item")} (code, owner) VALUES ($1, $2) RETURNING id, note`,
    count: 2,
  },
  {
    text: (t) => `INSERT INTO ${t("item")} (code, n) VALUES ($1, $2) ON CONFLICT (code) DO NOTHING`,
    count: 2,
  },
  {
    text: (t) =>
      `INSERT INTO ${t("item")} (code, n) VALUES ($1, $2) ON CONFLICT (code) DO UPDATE SET n = excluded.n, note = $3 WHERE item.n < 50`,
    count: 3,
  },
  {
    text: (t) => `INSERT INTO ${t("item")} (code) VALUES ($1) ON CONFLICT (n) DO NOTHING`,
    count: 1,
  },
  {
    text: (t) =>
      `INSERT INTO ${t("parcel")} (id) VALUES ('c' || nextval('parcel_number')) RETURNING id`,
    count: 0,
  },
  {
    text: (t) =>
      `INSERT INTO ${t("parcel")} (id) VALUES ('c' || nextval('parcel_number')) ON CONFLICT (state) DO NOTHING`,
    count: 0,
  },
  {
    text: (t) =>
      `INSERT INTO ${t("parcel")} VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING state`,
    count: 2,
  },
  { text: (t) => `INSERT INTO ${t("owner")} VALUES ($1, $2)`, count: 2 },
  { text: (t) => `UPDATE ${t("item")} SET n = n + $1 WHERE id = $2`, count: 2 },
  { text: (t) => `UPDATE ${t("item")} SET note = $1 WHERE id >= $2 AND id <= $3`, count: 3 },
  { text: (t) => `UPDATE ${t("item")} SET code = $1 WHERE id >= $2 AND id <= 4`, count: 2 },
  {
    text: (t) =>
      `UPDATE ${t("item")} SET n = n - 1, weight = $1 WHERE id = $2 AND n > 0 RETURNING n, weight`,
    count: 2,
  },
  { text: (t) => `UPDATE ${t("item")} SET code = $1, note = upper($3) WHERE id = $2`, count: 3 },
  { text: (t) => `UPDATE ${t("item")} SET owner = $1 WHERE id = $2`, count: 2 },
  { text: (t) => `DELETE FROM ${t("item")} WHERE id = $1 AND n < 5`, count: 1 },
  { text: (t) => `DELETE FROM ${t("parcel")} WHERE id = $1 RETURNING *`, count: 1 },
  { text: () => "BEGIN", count: 0 },
  { text: () => "COMMIT", count: 0 },
  { text: () => "ROLLBACK", count: 0 },
];

const values = fc.oneof(
  fc.integer({ min: 1, max: 4 }),
  fc.constantFrom<SqlParameter>("x", "y", "z", "c1", "long texte", "é\u{1f4e6}", "\u0000", ""),
  fc.constantFrom<SqlParameter>(null, true, -0, 1.5, 99, 2 ** 40, Number.MAX_SAFE_INTEGER, 2 ** 53),
);

const programs = fc.array(
  fc.record({
    client: fc.integer({ min: 0, max: 2 }),
    statement: fc.nat({ max: STATEMENTS.length - 1 }),
    params: fc.tuple(values, values, values),
  }),
  { minLength: 5, maxLength: 40 },
);

interface Played {
  readonly database: Database;
  readonly answers: readonly string[];
}

function play(
  steps: typeof programs extends fc.Arbitrary<infer T> ? T : never,
  alias: (table: string) => string,
): Played {
  const time = manualTime();
  const database = createDatabase({
    ...{ name: "d", engine, schema: SCHEMA, rows: ROWS, environment: time },
    deadlockTimeoutUs: 2_500,
  });
  const sessions = [0, 1, 2].map((client) => database.connect(`client-${client}`));
  const answers: string[] = [];
  const busy = new Set<Session>();
  for (const { client, statement, params } of steps) {
    time.advance(1_000);
    const session = sessions[client] as Session;
    const written = STATEMENTS[statement];
    if (written === undefined || busy.has(session)) continue;
    busy.add(session);
    const finish = (): void => {
      busy.delete(session);
      running?.finish();
    };
    let answered: Outcome | undefined;
    let running: ReturnType<Session["execute"]> | undefined;
    running = session.execute(
      { sql: written.text(alias), params: params.slice(0, written.count) },
      {
        outcome(outcome) {
          // -0 has no other spelling in SQL than 0: Object.is tells them apart, JSON does not.
          answers.push(`${client} ${statement} ${JSON.stringify(outcome)}`);
          answered = outcome;
          if (running !== undefined) finish();
        },
      },
    );
    if (answered !== undefined) finish();
    database.verify();
  }
  return { database, answers };
}

const alone = (table: string): string => table;
const aliased = (table: string): string => `${table} AS ${table}`;

describe("une écriture dont le texte dit les images, et la même vue par ses déclencheurs", () => {
  test("les deux donnent les mêmes réponses, le même journal et les mêmes tables", () => {
    fc.assert(
      fc.property(programs, (steps) => {
        const [direct, captured] = [play(steps, alone), play(steps, aliased)];
        expect(direct.answers).toEqual(captured.answers);
        expect(direct.database.log).toStrictEqual(captured.database.log);
        direct.database.close();
        captured.database.close();
      }),
      { numRuns: 120, seed: 20_270 },
    );
  });

  test("la comparaison porte bien sur deux chemins : un alias n’a jamais de plan, son absence en donne un", () => {
    const { database } = play([], alone);
    for (const { text } of STATEMENTS) {
      const plain = translateStatement(text(alone), database.tables);
      const other = translateStatement(text(aliased), database.tables);
      if (plain.kind !== "write" || other.kind !== "write") continue;
      expect(plain.direct, text(alone)).toBeDefined();
      expect(other.direct, text(aliased)).toBeUndefined();
    }
    database.close();
  });
});
