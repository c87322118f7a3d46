/** Queries to begin with, made from the card: nothing here knows a scenario. */
import type { TableSpec } from "./catalogue.ts";

export interface ExampleQuery {
  readonly title: string;
  readonly sql: string;
}

/** Everything that the bases know of each business key: one line a key, one count a table. */
function acrossBases(specs: readonly TableSpec[]): ExampleQuery | null {
  const about = specs.filter((spec) => spec.subjectAt >= 0);
  const [first, ...others] = about;
  if (first === undefined || others.length === 0) return null;
  const key = (spec: TableSpec): string => spec.columns[spec.subjectAt]?.name ?? "";
  const state = first.columns.find((column) => column.name === "status")?.name;
  const counts = others.map(
    (spec, i) =>
      `       (SELECT count(*) FROM ${spec.id} AS t${i + 1} WHERE t${i + 1}.${key(spec)} = s.${key(first)}) AS ${spec.name}`,
  );
  const head = `SELECT s.${key(first)}${state === undefined ? "" : `, s.${state}`}`;
  return {
    title: "Ce que chaque base sait",
    sql: `${[head, ...counts].join(",\n")}\nFROM   ${first.id} AS s\nORDER BY s.${key(first)};`,
  };
}

const countRows = (specs: readonly TableSpec[]): ExampleQuery => ({
  title: "Compter les lignes",
  sql: `${specs
    .map((spec, i) =>
      i === 0
        ? `SELECT '${spec.id}' AS nom, count(*) AS lignes FROM ${spec.id}`
        : `UNION ALL SELECT '${spec.id}', count(*) FROM ${spec.id}`,
    )
    .join("\n")};`,
});

export const readTable = (spec: TableSpec): ExampleQuery => ({
  title: `Lire ${spec.id}`,
  sql: `SELECT *\nFROM   ${spec.id};`,
});

/** `chosen`: the table shown whole, if any. */
export function exampleQueries(
  specs: readonly TableSpec[],
  chosen: TableSpec | null,
): readonly ExampleQuery[] {
  const first = chosen ?? specs[0];
  return [
    acrossBases(specs),
    countRows(specs),
    first === undefined ? null : readTable(first),
  ].filter((query): query is ExampleQuery => query !== null);
}
