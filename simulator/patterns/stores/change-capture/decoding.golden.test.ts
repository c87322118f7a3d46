/**
 * What PostgreSQL 15.18 decoded from its log (`npm run conformance -- postgresql-journal --write`), against the
 * commit log of the simulated databases and the events that a connector makes of it.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  type DecodedChange,
  type DecodedLog,
  type DecodedProgram,
  playDecoded,
} from "../../../testing/decoded-log.ts";
import { sqlite } from "../../../testing/small-world.ts";
import { eventsOf, type Relation } from "./change-event.ts";

const file = new URL(
  "../../../testing/transcripts/postgresql/decoding.jsonl",
  import.meta.url,
);
const programs = readFileSync(file, "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line) as DecodedProgram);

test(`DBZ-3, DBZ-6: ${programs.length} programs of three sessions: our log says what PostgreSQL decodes, commit by commit, row by row`, () => {
  let deletedAtOnce = 0;
  for (const { name, steps, decoded } of programs) {
    expect(playDecoded(sqlite, steps).decoded, name).toEqual(decoded);
    for (const commit of decoded) if (hasDeletedAtOnce(commit)) deletedAtOnce++;
  }
  expect(deletedAtOnce).toBeGreaterThan(10);
});

/** A row inserted and deleted by the same commit: only a reader of the log ever sees it. */
const hasDeletedAtOnce = (commit: DecodedLog[number]): boolean =>
  commit.some(
    ([op, table, , after]) =>
      op === "c" &&
      commit.some(([other, of, before]) => other === "d" && of === table && before?.[0] === after?.[0]),
  );

test("DBZ-7: the events of a connector are what PostgreSQL decoded, a changed key in two", () => {
  for (const { name, steps, decoded } of programs) {
    const { log, tables } = playDecoded(sqlite, steps);
    const relations = new Map(
      [...tables.values()].map(({ name: table, columns, primaryKey }): [string, Relation] => [
        table,
        { table, columns, key: primaryKey.map((column) => columns[column] as string) },
      ]),
    );
    const speaker = { prefix: "p", database: "d", relations, clockUs: 0 };
    const told = log.flatMap((commit) =>
      eventsOf(commit, speaker).map(({ table, envelope: { op, before, after } }) => [
        ...[op, table, before && Object.values(before), after && Object.values(after)],
      ]),
    );
    const expected = decoded.flat().flatMap((change): readonly DecodedChange[] => {
      const [op, table, before, after] = change;
      const isMoved = op === "u" && before?.[0] !== after?.[0];
      if (!isMoved) return [change];
      return [
        ["d", table, before, null],
        ["c", table, null, after],
      ];
    });
    expect(told, name).toEqual(expected);
  }
});
