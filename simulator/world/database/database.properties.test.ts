import fc from "fast-check";
import initSqlJs from "sql.js";
import { describe, expect, test } from "vitest";
import { playSchedule, SCHEDULE_SCHEMA, STATEMENT_COUNT, type Step } from "./random-schedule.ts";
import { createReplica } from "./replica.ts";
import { openSqlJs } from "./sql-engine.ts";
import type { TableRows } from "./table-state.ts";

const engine = openSqlJs(await initSqlJs());
const small = fc.integer({ min: 1, max: 7 });

const schedules = fc.integer({ min: 3, max: 6 }).chain((clients) =>
  fc.array(
    fc.record<Step>({
      client: fc.integer({ min: 1, max: clients }),
      statement: fc.integer({ min: 0, max: STATEMENT_COUNT - 1 }),
      x: small,
      y: small,
      z: small,
      cost: fc.constantFrom(0, 0, 0, 2, 5),
      event: fc.constantFrom(
        ...Array(18).fill("none" as const),
        "crash" as const,
        "sleep" as const,
      ),
    }),
    { minLength: 20, maxLength: 60 },
  ),
);

const digest = (rows: TableRows) => JSON.stringify([...rows]);

describe("des programmes de trois à six clients tirés au hasard", () => {
  test("à chaque pas, SQLite montre le repli du journal plus une transaction au plus, et chaque ligne changée est verrouillée", () => {
    fc.assert(
      fc.property(schedules, (steps) => {
        const { database } = playSchedule({ engine, steps, afterStep: (each) => each.verify() });
        database.verify();
        expect(database.locks()).toEqual([]);
        database.close();
      }),
      { numRuns: 150, seed: 20_260 },
    );
  });

  test("à la fin les tables sont le repli du journal", () => {
    fc.assert(
      fc.property(schedules, (steps) => {
        const { database } = playSchedule({ engine, steps });
        const state = database.stateAt(database.lsn);
        for (const table of database.tables.keys()) {
          expect(state.get(table)).toEqual(database.readAll(table));
        }
        database.close();
      }),
      { numRuns: 100, seed: 20_261 },
    );
  });

  test("deux fois le même programme donne deux fois le même journal et les mêmes réponses", () => {
    fc.assert(
      fc.property(schedules, (steps) => {
        const [first, second] = [playSchedule({ engine, steps }), playSchedule({ engine, steps })];
        expect(second.database.log).toEqual(first.database.log);
        expect(second.answers).toEqual(first.answers);
        expect(first.commits).toEqual(first.database.log);
        first.database.close();
        second.database.close();
      }),
      { numRuns: 50, seed: 20_262 },
    );
  });

  test("une copie SQL, le repli et un retour en arrière donnent le même état à tout LSN", () => {
    fc.assert(
      fc.property(schedules, fc.array(fc.nat(), { maxLength: 5 }), (steps, jumps) => {
        const { database } = playSchedule({ engine, steps });
        const digests = [...Array(database.lsn + 1).keys()].map((lsn) =>
          digest(database.stateAt(lsn)),
        );
        const replica = createReplica({
          engine,
          schema: SCHEDULE_SCHEMA,
          rows: database.stateAt(0),
        });
        const log = [...database.log];
        for (const jump of jumps) {
          const lsn = jump % digests.length;
          expect(digest(database.stateAt(lsn))).toBe(digests[lsn]);
          replica.moveTo(lsn, log);
          for (const [table, rows] of database.stateAt(lsn)) {
            const [first = "id", second = first] = database.tables.get(table)?.columns ?? [];
            const outcome = replica.query(`SELECT * FROM ${table} ORDER BY ${first}, ${second}`);
            expect(outcome).toMatchObject({ kind: "rows", rows });
          }
        }
        replica.close();
        const lsn = (jumps[0] ?? 0) % digests.length;
        const lost = database.rewindTo(lsn);
        expect(lost).toEqual(log.slice(lsn));
        for (const [table, rows] of database.stateAt(lsn))
          expect(database.readAll(table)).toEqual(rows);
        expect(digest(database.stateAt(lsn))).toBe(digests[lsn]);
        database.verify();
        database.close();
      }),
      { numRuns: 60, seed: 20_263 },
    );
  });

  test("clés étrangères : aucun enfant n’est orphelin, à aucun LSN", () => {
    fc.assert(
      fc.property(schedules, (steps) => {
        const { database } = playSchedule({ engine, steps });
        for (let lsn = 0; lsn <= database.lsn; lsn += 1) {
          const state = database.stateAt(lsn);
          const parents = new Set(state.get("acct")?.map(([id]) => id));
          for (const table of ["c", "d"]) {
            for (const [, parent] of state.get(table) ?? []) {
              expect(parent === null || parents.has(parent ?? null)).toBe(true);
            }
          }
        }
        database.close();
      }),
      { numRuns: 60, seed: 20_264 },
    );
  });
});

describe("une panne à chaque instant d’un même programme", () => {
  test("les tables sont le repli des validations qui l’ont précédée, et rien d’autre n’en reste", () => {
    const [steps = []] = fc.sample(schedules, { numRuns: 1, seed: 7 });
    for (let stepsMax = 0; stepsMax <= steps.length; stepsMax += 1) {
      const { database, commits } = playSchedule({ engine, steps, stepsMax });
      const before = commits.length;
      database.rewindTo(database.lsn);
      expect(database.lsn).toBe(before);
      expect(database.locks()).toEqual([]);
      const state = database.stateAt(before);
      for (const table of database.tables.keys()) {
        expect(database.readAll(table)).toEqual(state.get(table));
      }
      database.verify();
      database.close();
    }
  });
});
