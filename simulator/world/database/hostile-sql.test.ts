import fc from "fast-check";
import initSqlJs from "sql.js";
import { expect, test } from "vitest";
import { createReplica } from "./replica.ts";
import { openSqlJs } from "./sql-engine.ts";

const engine = openSqlJs(await initSqlJs());

const words = fc.constantFrom(
  ..."SELECT FROM WHERE t id v ( ) , . ; * = ' \" $1 $99 :: text FOR UPDATE SHARE OF NOWAIT SKIP LOCKED LIMIT ORDER BY".split(
    " ",
  ),
  ..."WITH AS INSERT INTO VALUES DELETE SET ON CONFLICT DO NOTHING UNION JOIN now ( ) INTERVAL '1 day' -- /* */ IN".split(
    " ",
  ),
);

test("quel que soit le texte, un lecteur reçoit une réponse ou une erreur, jamais une exception", () => {
  const replica = createReplica({
    engine,
    schema: ["CREATE TABLE t (id INT PRIMARY KEY, v TEXT)"],
    rows: new Map([["t", [[1, "a"]]]]),
  });
  const texts = fc.oneof(
    fc.string(),
    fc.array(words, { maxLength: 25 }).map((each) => each.join(" ")),
  );
  fc.assert(
    fc.property(texts, (sql) => {
      const outcome = replica.query(sql, []);
      expect(["rows", "error"]).toContain(outcome.kind);
      if (outcome.kind === "error")
        expect(outcome.message).not.toMatch(/undefined|not a function|Cannot read/);
    }),
    { numRuns: 3_000, seed: 3 },
  );
  expect(replica.query("SELECT v FROM t")).toMatchObject({ rows: [["a"]] });
  replica.close();
});
