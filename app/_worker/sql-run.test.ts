import initSqlJs, { type SqlJsStatic } from "sql.js";
import { beforeAll, describe, expect, test } from "vitest";
import { cards } from "@/scenarios/cards.ts";
import { tableSpecs } from "../_lab/databases/catalogue.ts";
import { exampleQueries } from "../_lab/databases/examples.ts";
import type { SqlTable } from "./sql-protocol.ts";
import { ROWS_SHOWN_MAX, runSql } from "./sql-run.ts";

let sqlJs: SqlJsStatic;
beforeAll(async () => {
  sqlJs = await initSqlJs();
});

const tables: readonly SqlTable[] = [
  {
    schema: "sagas",
    name: "sagas",
    columns: [
      { name: "id", type: "text" },
      { name: "order_id", type: "text" },
      { name: "status", type: "text" },
    ],
    key: ["id"],
    rows: [
      ["s1", "1041", "COMPLETED"],
      ["s2", "1042", "IN_PROGRESS"],
    ],
  },
  {
    schema: "payments",
    name: "payments",
    columns: [
      { name: "id", type: "text" },
      { name: "order_id", type: "text" },
      { name: "amount_cents", type: "cents" },
    ],
    key: ["id"],
    rows: [["p1", "1042", 8990]],
  },
  {
    schema: "shipping",
    name: "shipments",
    columns: [{ name: "id", type: "text" }],
    key: [],
    rows: [],
  },
];

const never = (): boolean => false;
const run = (sql: string) => runSql(sqlJs, tables, sql, never);

describe("la console SQL", () => {
  test("une jointure traverse deux bases par leur nom", () => {
    const answer = run(
      "SELECT p.order_id, p.amount_cents / 100.0 AS debit, s.status FROM payments.payments p JOIN sagas.sagas s ON s.order_id = p.order_id",
    );
    expect(answer).toEqual({
      kind: "rows",
      columns: ["order_id", "debit", "status"],
      rows: [["1042", 89.9, "IN_PROGRESS"]],
      rowCount: 1,
      isCounted: true,
    });
  });

  test("une table sans ligne se lit et ne rend rien", () => {
    expect(run("SELECT * FROM shipping.shipments")).toMatchObject({ rows: [], rowCount: 0 });
  });

  test("un million de lignes : cinq cents montrées, toutes comptées", () => {
    const answer = run(
      "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 1000000) SELECT n FROM c",
    );
    expect(answer).toMatchObject({ kind: "rows", rowCount: 1_000_000, isCounted: true });
    expect(answer.kind === "rows" && answer.rows.length).toBe(ROWS_SHOWN_MAX);
  });

  test("des lignes sans fin : le compte s’arrête quand l’heure est passée", () => {
    const answer = runSql(
      sqlJs,
      tables,
      "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n FROM c",
      () => true,
    );
    expect(answer).toMatchObject({ kind: "rows", isCounted: false });
  });

  test.each([
    "DELETE FROM sagas.sagas",
    "CREATE TABLE t(a)",
    "UPDATE payments.payments SET id = 1",
    "PRAGMA query_only = OFF; DELETE FROM payments.payments",
  ])("écrire est refusé avec les mots de SQLite : %s", (sql) => {
    expect(run(sql)).toMatchObject({ kind: "error", words: expect.stringContaining("readonly") });
  });

  test("une faute de frappe rend les mots de SQLite", () => {
    expect(run("SELECT orderid FROM payments.payments")).toEqual({
      kind: "error",
      words: "no such column: orderid",
    });
    expect(run("SELEC 1")).toMatchObject({
      kind: "error",
      words: expect.stringContaining("syntax"),
    });
  });

  test("un texte énorme est coupé, un texte trop long n’est pas exécuté", () => {
    const answer = run("SELECT printf('%.*c', 5000, 'x') AS x");
    expect(answer.kind === "rows" && String(answer.rows[0]?.[0]).length).toBe(2_001);
    expect(run(`SELECT 1 -- ${"x".repeat(30_000)}`)).toMatchObject({ kind: "error" });
  });

  test("plusieurs instructions : la dernière qui rend des lignes est montrée", () => {
    expect(run("SELECT 1 AS a; SELECT 2 AS b;")).toMatchObject({ columns: ["b"], rows: [[2]] });
    expect(run("-- rien")).toMatchObject({ kind: "rows", columns: [] });
  });
});

test.each(cards.map((card) => [card.id, card] as const))(
  "requêtes d’exemple, %s : SQLite les accepte telles quelles",
  (_id, card) => {
    const specs = tableSpecs(card);
    const empty: readonly SqlTable[] = specs.map(({ schema, name, columns, key }) => ({
      ...{ schema, name, rows: [] },
      columns: columns.map((column) => ({ name: column.name, type: column.type })),
      key: key.map((position) => columns[position]?.name ?? ""),
    }));
    for (const { sql } of specs.flatMap((spec) => exampleQueries(specs, spec))) {
      expect(
        runSql(sqlJs, empty, sql, () => false),
        sql,
      ).toMatchObject({ kind: "rows" });
    }
  },
);
