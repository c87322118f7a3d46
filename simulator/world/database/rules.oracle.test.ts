import { describe, expect, test } from "vitest";
import { sqlite } from "../../testing/small-world.ts";
import { expected, replay, type Transcript } from "./transcript-player.ts";

/** One step a line: `client | sql => what became known`, as PostgreSQL 15.18 answered it. */
type Line = readonly [
  client: string,
  sql: string,
  ...told: (readonly [string, Transcript["out"][number][number][1]])[],
];

const ok = (client: string, tag: string) => [client, { ok: tag }] as const;
const count = (client: string, n: number) => [client, { n }] as const;
const rows = (client: string, ...found: (readonly (number | string | null)[])[]) =>
  [client, { n: found.length, rows: found }] as const;
const error = (client: string, code: string) => [client, { err: code }] as const;
const waits = (client: string) => [client, { wait: [] }] as const;

const SETUP = [
  "create table acct(id int primary key, k int unique, v int not null)",
  "create table kid(id int primary key, acct int references acct(id), m int not null)",
  "create table job(id serial primary key, st text not null default 'new')",
  "insert into acct values (1,10,100),(4,40,400),(5,50,500)",
  "insert into kid values (1,5,0)",
  "insert into job(st) values ('new'),('new')",
];
const FINAL = ["select id, k, v from acct order by id", "select id, st from job order by id"];
const ACCT = [
  [1, 10, 100],
  [4, 40, 400],
  [5, 50, 500],
];
const JOB = [
  [1, "new"],
  [2, "new"],
];

function playsAs(lines: readonly Line[], acct: Transcript["final"][number], job = JOB): void {
  const transcript = {
    setup: { postgresql: SETUP },
    steps: lines.map(([client, sql]) => [client, sql] as const),
    out: lines.map(([, , ...told]) => told),
    final: [acct, job],
    finalSql: FINAL,
  };
  const { out, final } = replay(sqlite, transcript);
  expect({ out, final }).toEqual(expected(transcript));
}

describe("les règles de PostgreSQL, une par une", () => {
  test("PGS-1: x = x - 1 ne perd rien, lire puis écrire perd une mise à jour", () => {
    const begins: Line[] = [
      ["a", "begin", ok("a", "BEGIN")],
      ["b", "begin", ok("b", "BEGIN")],
    ];
    playsAs(
      [
        ...begins,
        ["a", "update acct set v = v - 1 where id = 1", count("a", 1)],
        ["b", "update acct set v = v - 1 where id = 1", waits("b")],
        ["a", "commit", ok("a", "COMMIT"), count("b", 1)],
        ["b", "commit", ok("b", "COMMIT")],
      ],
      ACCT.with(0, [1, 10, 98]),
    );
    playsAs(
      [
        ...begins,
        ["a", "select v from acct where id = 1", rows("a", [100])],
        ["b", "select v from acct where id = 1", rows("b", [100])],
        ["a", "update acct set v = 99 where id = 1", count("a", 1)],
        ["b", "update acct set v = 99 where id = 1", waits("b")],
        ["a", "commit", ok("a", "COMMIT"), count("b", 1)],
        ["b", "commit", ok("b", "COMMIT")],
      ],
      ACCT.with(0, [1, 10, 99]),
    );
  });

  test("PGS-2: une seconde insertion de la même clé attend : 23505 si la première valide, réussite si elle renonce", () => {
    const insert = (client: string, ...told: Line[2][]): Line => [
      client,
      "insert into acct values (7,70,700)",
      ...told,
    ];
    playsAs(
      [
        ["a", "begin", ok("a", "BEGIN")],
        insert("a", count("a", 1)),
        insert("b", waits("b")),
        ["a", "commit", ok("a", "COMMIT"), error("b", "23505")],
      ],
      [...ACCT, [7, 70, 700]],
    );
    playsAs(
      [
        ["a", "begin", ok("a", "BEGIN")],
        insert("a", count("a", 1)),
        insert("b", waits("b")),
        ["a", "rollback", ok("a", "ROLLBACK"), count("b", 1)],
      ],
      [...ACCT, [7, 70, 700]],
    );
  });

  test("PGS-4: DO UPDATE modifie une ligne validée après le début de l’instruction", () => {
    playsAs(
      [
        ["a", "begin", ok("a", "BEGIN")],
        ["a", "insert into acct values (7,70,700)", count("a", 1)],
        [
          "b",
          "insert into acct values (7,71,1) on conflict (id) do update set v = acct.v + 1 returning v",
          waits("b"),
        ],
        ["a", "commit", ok("a", "COMMIT"), rows("b", [701])],
      ],
      [...ACCT, [7, 70, 701]],
    );
  });

  test("PGS-5: SKIP LOCKED ne saute pas ses propres verrous, et une panne rend la ligne", () => {
    const claim = "select id from job where st = 'new' order by id limit 1 for update skip locked";
    playsAs(
      [
        ["a", "begin", ok("a", "BEGIN")],
        ["a", claim, rows("a", [1])],
        ["a", claim, rows("a", [1])],
        ["b", claim, rows("b", [2])],
        ["a", "--crash"],
        ["b", claim, rows("b", [1])],
      ],
      ACCT,
    );
  });

  test("PGS-6: un numéro tiré n’est pas rendu, et « id > dernier vu » perd la ligne validée en retard", () => {
    const insert = "insert into job(st) values ('late') returning id";
    playsAs(
      [
        ["a", "begin", ok("a", "BEGIN")],
        ["a", insert, rows("a", [3])],
        ["b", insert, rows("b", [4])],
        ["c", "select id from job where id > 2 order by id", rows("c", [4])],
        ["a", "commit", ok("a", "COMMIT")],
        ["c", "select id from job where id > 4 order by id", count("c", 0)],
        ["b", "begin", ok("b", "BEGIN")],
        ["b", insert, rows("b", [5])],
        ["b", "rollback", ok("b", "ROLLBACK")],
        ["b", insert, rows("b", [6])],
      ],
      ACCT,
      [...JOB, [3, "late"], [4, "late"], [6, "late"]],
    );
  });

  test("PGS-7: après une erreur tout est refusé (25P02) jusqu’à ROLLBACK, et COMMIT répond ROLLBACK", () => {
    playsAs(
      [
        ["a", "begin", ok("a", "BEGIN")],
        ["a", "insert into acct values (1,11,1)", error("a", "23505")],
        ["a", "select v from acct where id = 1", error("a", "25P02")],
        ["a", "commit", ok("a", "ROLLBACK")],
        ["a", "select v from acct where id = 1", rows("a", [100])],
      ],
      ACCT,
    );
  });

  test("PGS-7: deux transactions qui s’attendent : l’une est sacrifiée (40P01), l’autre finit", () => {
    playsAs(
      [
        ["a", "begin", ok("a", "BEGIN")],
        ["b", "begin", ok("b", "BEGIN")],
        ["a", "update acct set v = 0 where id = 1", count("a", 1)],
        ["b", "update acct set v = 0 where id = 4", count("b", 1)],
        ["a", "update acct set v = 0 where id = 4", waits("a")],
        ["b", "update acct set v = 0 where id = 1", error("a", "40P01"), count("b", 1)],
        ["b", "commit", ok("b", "COMMIT")],
      ],
      [
        [1, 10, 0],
        [4, 40, 0],
        [5, 50, 500],
      ],
    );
  });

  test("une ligne modifiée deux fois par la même transaction verrouille à nouveau son parent", () => {
    const twice: Line[] = [
      ["b", "begin", ok("b", "BEGIN")],
      ["b", "update kid set m = m + 1 where id = 1", count("b", 1)],
      // Once: nobody holds the parent, who asks to change its key is told at once that it has a child.
      ["a", "update acct set id = 6 where id = 5", error("a", "23503")],
      ["b", "update kid set m = m + 1 where id = 1", count("b", 1)],
      ["a", "update acct set id = 6 where id = 5", waits("a")],
      ["b", "commit", error("a", "23503"), ok("b", "COMMIT")],
    ];
    playsAs(twice, ACCT);
  });

  test("PGS-7: qui partage déjà la ligne ne se range pas derrière ceux qui l’attendent : une seule victime", () => {
    playsAs(
      [
        ["a", "begin", ok("a", "BEGIN")],
        ["b", "begin", ok("b", "BEGIN")],
        ["c", "begin", ok("c", "BEGIN")],
        ["a", "select id from acct where id = 1 for share", rows("a", [1])],
        ["c", "select id from acct where id = 1 for share", rows("c", [1])],
        ["a", "update acct set v = 0 where id = 4", count("a", 1)],
        ["b", "select v from acct where id = 1 for update", waits("b")],
        ["c", "update acct set v = 1 where id = 4", waits("c")],
        ["a", "update acct set v = 0 where id = 1", count("a", 1), error("c", "40P01")],
        ["a", "commit", ok("a", "COMMIT"), rows("b", [0])],
        ["b", "commit", ok("b", "COMMIT")],
      ],
      [
        [1, 10, 0],
        [4, 40, 0],
        [5, 50, 500],
      ],
    );
  });
});

describe("écart connu, trouvé par les programmes aléatoires", () => {
  test.fails("INSERT de plusieurs lignes, DO NOTHING : une ligne déjà écartée avant l’attente n’est pas réexaminée après", () => {
    playsAs(
      [
        ["b", "begin", ok("b", "BEGIN")],
        ["b", "update acct set v = 0 where id = 5", count("b", 1)],
        ["a", "insert into acct values (4,41,1),(5,51,1) on conflict do nothing", waits("a")],
        ["b", "delete from acct where id = 4", count("b", 1)],
        ["b", "commit", count("a", 0), ok("b", "COMMIT")],
      ],
      [
        [1, 10, 100],
        [5, 50, 0],
      ],
    );
  });
});

describe("SQLite seul n’est pas PostgreSQL", () => {
  test("SQL-1: ni verrou de ligne, ni clé étrangère vérifiée, ni type tenu : un modèle est nécessaire", () => {
    const raw = sqlite.open();
    raw.execute("CREATE TABLE p (id INT PRIMARY KEY); CREATE TABLE c (p INT REFERENCES p(id))");
    raw.execute("INSERT INTO c VALUES (99); INSERT INTO c VALUES ('texte')");
    expect(() => raw.execute("SELECT p FROM c FOR UPDATE SKIP LOCKED")).toThrow("syntax error");
    raw.execute("BEGIN");
    expect(() => raw.execute("BEGIN")).toThrow("within a transaction");
    raw.close();
    playsAs(
      [
        ["a", "insert into acct values (8,80,'texte')", error("a", "22P02")],
        ["a", "select id from job where id = 1 for update skip locked", rows("a", [1])],
      ],
      ACCT,
    );
  });
});
