import initSqlJs from "sql.js";
import { describe, expect, test } from "vitest";
import { createDatabase } from "./database.ts";
import { manualTime } from "./manual-time.ts";
import type { Outcome } from "./outcome.ts";
import { openSqlJs } from "./sql-engine.ts";
import type { SqlParameter } from "./values.ts";

const engine = openSqlJs(await initSqlJs());

/** The messages have French spaces, which would be invisible here. */
const plain = (message: string) => message.replace(/[\u00a0\u202f]/g, " ");

function refusalOf(body: () => unknown): string {
  try {
    body();
  } catch (refusal) {
    return plain((refusal as Error).message);
  }
  return "";
}

function create(schema: readonly string[], rows: readonly string[] = []) {
  return createDatabase({ name: "refus", engine, schema, rows, environment: manualTime() });
}

const database = create(
  [
    "CREATE TABLE acct (id INT PRIMARY KEY, k INT UNIQUE, v INT NOT NULL, s VARCHAR(3), j JSONB, b BOOLEAN)",
    "CREATE TABLE d (id INT PRIMARY KEY, a INT REFERENCES acct(id))",
  ],
  [
    "INSERT INTO acct (id, k, v) VALUES (1,10,100),(2,20,200),(3,30,300)",
    "INSERT INTO d VALUES (1,1),(2,1)",
  ],
);

function ask(sql: string, params: readonly SqlParameter[] = []): Outcome {
  const session = database.connect("lecteur");
  let answer: Outcome | undefined;
  session.execute({ sql, params }, { outcome: (outcome) => (answer = outcome) }).finish();
  session.disconnect();
  if (answer === undefined) throw new Error("une réponse était attendue");
  return answer.kind === "error" ? { ...answer, message: plain(answer.message) } : answer;
}

describe("un schéma dont les verrous ne pourraient être suivis est refusé, avec son remède", () => {
  test.each([
    ["CREATE TABLE t (a INT)", "la table « t » n’a pas de PRIMARY KEY"],
    ["CREATE TABLE t (a MONEY PRIMARY KEY)", "le type « MONEY » de la colonne « t.a »"],
    ["CREATE TABLE t (a NUMERIC(10,2) PRIMARY KEY)", "les montants en centimes"],
    ["CREATE TABLE t (a INT PRIMARY KEY, b INT REFERENCES t DEFERRABLE)", "contraintes différées"],
    [
      "CREATE TABLE t (a INT PRIMARY KEY, b INT GENERATED ALWAYS AS (a) STORED)",
      "colonnes calculées",
    ],
    ['CREATE TABLE t (a TEXT COLLATE "C" PRIMARY KEY)', "COLLATE n’est pas accepté"],
    ["CREATE TABLE t (a INT PRIMARY KEY) PARTITION BY RANGE (a)", "PARTITION"],
    ["CREATE TRIGGER x BEFORE INSERT ON t BEGIN SELECT 1; END", "CREATE TRIGGER"],
    ["CREATE VIEW x AS SELECT 1", "CREATE VIEW"],
    ["CREATE TYPE x AS ENUM ('a')", "CREATE TYPE"],
    ["CREATE TABLE t (a INT PRIMARY KEY, b INT DEFAULT random())", "random() n’est pas accepté"],
  ])("%s", (sql, message) => {
    expect(refusalOf(() => create([sql]))).toContain(message);
  });
  test("index unique partiel, ou sur une expression", () => {
    const table = "CREATE TABLE t (a INT PRIMARY KEY, b TEXT)";
    expect(() => create([table, "CREATE UNIQUE INDEX i ON t (b) WHERE a > 0"])).toThrow(
      "est partiel",
    );
    expect(() => create([table, "CREATE UNIQUE INDEX i ON t (lower(b))"])).toThrow(
      "une expression",
    );
    expect(() => create([table, "CREATE INDEX i ON t (b) WHERE a > 0"])).not.toThrow();
  });
  test("clé étrangère vers autre chose qu’une clé primaire", () => {
    const parent = "CREATE TABLE p (a INT PRIMARY KEY, k INT UNIQUE)";
    expect(() =>
      create([parent, "CREATE TABLE c (id INT PRIMARY KEY, k INT REFERENCES p(k))"]),
    ).toThrow("doit désigner sa clé primaire");
    expect(() => create(["CREATE TABLE c (id INT PRIMARY KEY, k INT REFERENCES p(k))"])).toThrow(
      "table inconnue",
    );
  });
  test("les premières lignes s’écrivent avec INSERT", () => {
    expect(() => create(["CREATE TABLE t (a INT PRIMARY KEY)"], ["DELETE FROM t"])).toThrow(
      "INSERT INTO",
    );
  });
});

describe("une instruction hors du modèle répond une erreur qui dit quoi écrire", () => {
  test.each<[string, string, string]>([
    ["CREATE TABLE x (a INT PRIMARY KEY)", "0A000", "le schéma est fixé au départ"],
    ["DROP TABLE acct", "0A000", "le schéma est fixé au départ"],
    ["TRUNCATE acct", "0A000", "le schéma est fixé au départ"],
    ["REPLACE INTO acct VALUES (1,1,1)", "0A000", "ON CONFLICT"],
    [
      "INSERT OR IGNORE INTO acct VALUES (1,1,1)",
      "0A000",
      "INSERT OR IGNORE n’est pas du PostgreSQL",
    ],
    ["UPDATE OR ABORT acct SET v=1", "0A000", "UPDATE OR ABORT"],
    ["WITH x AS (SELECT 1) UPDATE acct SET v=1", "0A000", "deux instructions"],
    ["WITH x AS (DELETE FROM acct RETURNING id) SELECT id FROM x", "0A000", "deux instructions"],
    ["WITH x AS (SELECT 1) SELECT id FROM acct FOR UPDATE", "0A000", "une seule table"],
    ["UPDATE acct SET v=d.id FROM d WHERE d.a=acct.id", "0A000", "plusieurs lignes pour la même"],
    ["SELECT id FROM acct", "0A000", "plusieurs lignes sans ORDER BY"],
    ["SELECT id FROM acct FOR UPDATE", "0A000", "plusieurs lignes sans ORDER BY"],
    ["SELECT random()", "0A000", "passez-la en paramètre"],
    ['SELECT "random"()', "0A000", "passez-la en paramètre"],
    ["SELECT datetime('now')", "0A000", "employez now()"],
    ["SELECT current_date", "0A000", "l’horloge de la machine"],
    ["SELECT lastval()", "0A000", "RETURNING"],
    ["SELECT gen_random_bytes(4)", "0A000", "passez-la en paramètre"],
    ["BEGIN ISOLATION LEVEL SERIALIZABLE", "0A000", "seul READ COMMITTED"],
    ["START TRANSACTION ISOLATION LEVEL REPEATABLE READ", "0A000", "seul READ COMMITTED"],
    ["BEGIN READ ONLY", "0A000", "écrivez simplement BEGIN"],
    ["SET lock_timeout = 1", "0A000", "lockTimeoutUs"],
    ["PRAGMA foreign_keys=OFF", "0A000", "« PRAGMA » n’est pas accepté"],
    ["ATTACH 'x' AS y", "0A000", "« ATTACH » n’est pas accepté"],
    ["COMMIT PREPARED 'x'", "0A000", "n’est pas accepté"],
    [
      "INSERT INTO acct SELECT id, k, v, s, j, b FROM acct ON CONFLICT DO NOTHING",
      "0A000",
      "WHERE true",
    ],
    [
      "INSERT INTO acct (id,v) VALUES (1,1) ON CONFLICT ON CONSTRAINT x DO NOTHING",
      "0A000",
      "ON CONFLICT (colonnes)",
    ],
    [
      "INSERT INTO acct (id,v) VALUES (1,1) ON CONFLICT DO UPDATE SET v=1",
      "42601",
      "nommez les colonnes",
    ],
    ["SELECT DISTINCT id FROM acct FOR UPDATE", "0A000", "DISTINCT avec FOR UPDATE"],
    ["SELECT count(*) FROM acct FOR UPDATE", "0A000", "COUNT avec FOR UPDATE"],
    ["SELECT id FROM acct GROUP BY id FOR UPDATE", "0A000", "GROUP avec FOR UPDATE"],
    ["SELECT acct.id FROM acct, d FOR UPDATE", "0A000", "plusieurs tables avec FOR UPDATE"],
    ["SELECT acct.id FROM acct JOIN d ON true FOR SHARE", "0A000", "JOIN avec FOR UPDATE"],
    ["SELECT id FROM acct LIMIT 1 OFFSET 1 FOR UPDATE", "0A000", "OFFSET avec FOR UPDATE"],
    ["SELECT id FROM acct LIMIT 1+1 FOR UPDATE", "0A000", "écrivez un nombre ou un paramètre"],
    ["SELECT id FROM acct FOR UPDATE OF d", "42P01", "la table du FROM s’appelle « acct »"],
    ["SELECT id FROM acct FOR UPDATE NOWAIT FOR SHARE", "0A000", "une seule clause de verrou"],
    ["SELECT (SELECT id FROM acct LIMIT 1 FOR UPDATE)", "0A000", "deux instructions"],
    [
      "INSERT INTO d VALUES (9, (SELECT id FROM acct LIMIT 1 FOR UPDATE))",
      "0A000",
      "deux instructions",
    ],
    ["SELECT id FROM public.acct", "0A000", "sans schéma"],
    ["SELECT 1; SELECT 2", "42601", "une seule instruction"],
    ["SELECT ?", "42601", "un paramètre s’écrit $1"],
    ["SELECT '5'::int", "0A000", "CAST(… AS INT)"],
    ["SELECT now() - INTERVAL '1 month'", "0A000", "un nombre et une unité"],
    ["", "42601", "texte SQL vide"],
    ["SAVEPOINT s", "25P01", "commencez par BEGIN"],
    ["SELECT $1", "08P01", "0 paramètre(s) donné(s), 1 attendu(s)"],
  ])("%s", (sql, code, message) => {
    expect(ask(sql)).toMatchObject({
      kind: "error",
      code,
      message: expect.stringContaining(message),
    });
  });
});

describe("une erreur de SQLite garde ses mots, suivis du remède, sous le code de PostgreSQL", () => {
  test.each<[string, string, string]>([
    ["INSERT INTO acct (id,v) VALUES (1,1)", "23505", "UNIQUE constraint failed: acct.id — "],
    ["INSERT INTO d VALUES (9,99)", "23503", "FOREIGN KEY constraint failed — "],
    ["DELETE FROM acct WHERE id=1", "23503", "FOREIGN KEY constraint failed — "],
    ["INSERT INTO acct (id) VALUES (9)", "23502", "NOT NULL constraint failed: acct.v — "],
    ["INSERT INTO acct (id,v,b) VALUES (9,1,7)", "23514", "CHECK constraint failed: "],
    ["INSERT INTO acct (id,v,s) VALUES (9,1,'trop')", "22001", "3 caractères au plus"],
    ["INSERT INTO acct (id,v,j) VALUES (9,1,'{')", "22P02", "JSON valide"],
    [
      "INSERT INTO acct (id,v) VALUES (9,'x')",
      "22P02",
      "cannot store TEXT value in INTEGER column",
    ],
    [
      "INSERT INTO acct (id,v) VALUES (9,1) ON CONFLICT (v, s) DO NOTHING",
      "42P10",
      "ON CONFLICT clause does not match any PRIMARY KEY or UNIQUE constraint — ",
    ],
    ["SELECT id FROM absente", "42P01", "no such table: absente — "],
    ["SELECT absente FROM acct", "42703", "no such column: absente — "],
    ["SELECT absente(1)", "42883", "no such function: absente — "],
    ["SELEC 1", "0A000", "« SELEC » n’est pas accepté"],
    ["SELECT FROM WHERE", "42601", "syntax error — "],
    ["SELECT nextval('absente')", "42P01", "la séquence « absente » n’existe pas"],
  ])("%s", (sql, code, message) => {
    expect(ask(sql)).toMatchObject({
      kind: "error",
      code,
      message: expect.stringContaining(message),
    });
  });
  test("une sous-requête scalaire qui verrouille plusieurs lignes", () => {
    const sql = "UPDATE acct SET v=0 WHERE id=(SELECT id FROM acct ORDER BY id FOR UPDATE)";
    expect(ask(sql)).toMatchObject({ kind: "error", code: "21000" });
  });
});
