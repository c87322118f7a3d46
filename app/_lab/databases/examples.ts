/** Queries to begin with, made from the card: nothing here knows a scenario. */
import { sqlName, type TableSpec } from "./catalogue.ts";

export interface ExampleQuery {
  readonly title: string;
  readonly sql: string;
}

const nameOf = (spec: TableSpec): string => spec.columns[spec.subjectAt]?.name ?? "";
const hasColumn = (spec: TableSpec, name: string): boolean =>
  spec.columns.some((column) => column.name === name);

/** Joined at most so many: the query must be read at a glance. */
const JOINS_MAX = 3;

/** The same business key across the bases: one table of each, joined on it. */
function acrossBases(specs: readonly TableSpec[]): ExampleQuery | null {
  const about = specs.filter((spec) => spec.subjectAt >= 0);
  const first = about[0];
  if (first === undefined) return null;
  const others = about
    .filter(
      (spec, i) =>
        spec.schema !== first.schema && about.findIndex((s) => s.schema === spec.schema) === i,
    )
    .slice(0, JOINS_MAX);
  if (others.length === 0) return null;
  const alias = (i: number): string => String.fromCharCode(98 + i);
  const state = (spec: TableSpec): string =>
    hasColumn(spec, "status") ? "status" : (spec.columns[0]?.name ?? nameOf(spec));
  const columns = [
    `a.${nameOf(first)}`,
    ...(hasColumn(first, "status") ? ["a.status"] : []),
    ...others.map((spec, i) => `${alias(i)}.${state(spec)} AS ${spec.name}`),
  ];
  const joins = others.map((spec, i) =>
    nameOf(spec) === nameOf(first)
      ? `LEFT JOIN ${sqlName(spec)} AS ${alias(i)} USING (${nameOf(first)})`
      : `LEFT JOIN ${sqlName(spec)} AS ${alias(i)} ON ${alias(i)}.${nameOf(spec)} = a.${nameOf(first)}`,
  );
  return {
    title: "Ce que chaque base sait",
    sql: [
      `SELECT ${columns.join(", ")}`,
      `FROM ${sqlName(first)} AS a`,
      ...joins,
      `ORDER BY a.${nameOf(first)};`,
    ].join("\n"),
  };
}

const countRows = (specs: readonly TableSpec[]): ExampleQuery => ({
  title: "Compter les lignes",
  sql: `${specs
    .map((spec, i) =>
      i === 0
        ? `SELECT '${spec.id}' AS nom, count(*) AS lignes FROM ${sqlName(spec)}`
        : `UNION ALL SELECT '${spec.id}', count(*) FROM ${sqlName(spec)}`,
    )
    .join("\n")};`,
});

export const readTable = (spec: TableSpec): ExampleQuery => ({
  title: `Lire ${spec.id}`,
  sql: `SELECT *\nFROM   ${sqlName(spec)};`,
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
