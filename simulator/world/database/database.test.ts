import initSqlJs from "sql.js";
import { describe, expect, test } from "vitest";
import type { CommitRecord } from "./commit-log.ts";
import { createDatabase, type DatabaseOptions } from "./database.ts";
import { manualTime } from "./manual-time.ts";
import type { Outcome, WaitNotice } from "./outcome.ts";
import { createReplica } from "./replica.ts";
import type { Session } from "./session.ts";
import { openSqlJs } from "./sql-engine.ts";
import type { SqlParameter } from "./values.ts";

const engine = openSqlJs(await initSqlJs());
const SCHEMA = [
  "CREATE TABLE stock (sku TEXT PRIMARY KEY, left_count INT NOT NULL)",
  "CREATE TABLE hold (id SERIAL PRIMARY KEY, sku TEXT NOT NULL REFERENCES stock(sku), owner TEXT UNIQUE)",
];
const ROWS = ["INSERT INTO stock VALUES ('pull', 3), ('veste', 1)"];
const MINUS_ONE = "UPDATE stock SET left_count = left_count - 1 WHERE sku = $1";

function world(options: Partial<DatabaseOptions> = {}) {
  const time = manualTime();
  const database = createDatabase({
    name: "stock",
    engine,
    schema: SCHEMA,
    rows: ROWS,
    environment: time,
    ...options,
  });
  return { time, database, connect: (client: string) => database.connect(client) };
}

interface Asked {
  readonly answers: Outcome[];
  readonly waits: WaitNotice[];
  finish(): void;
}

/** Executes without finishing: the cost of the statement is elapsing. */
function start(
  session: Session,
  sql: string,
  params: readonly SqlParameter[] = [],
  lockTimeoutUs?: number,
): Asked {
  const answers: Outcome[] = [];
  const waits: WaitNotice[] = [];
  const statement = session.execute(
    { sql, params, ...(lockTimeoutUs === undefined ? {} : { lockTimeoutUs }) },
    { waiting: (notice) => waits.push(notice), outcome: (outcome) => answers.push(outcome) },
  );
  return { answers, waits, finish: () => statement.finish() };
}

function ask(session: Session, sql: string, params: readonly SqlParameter[] = []): Outcome {
  const { answers, finish } = start(session, sql, params);
  finish();
  return answers[0] as Outcome;
}

const left = (session: Session, sku = "pull") => {
  const outcome = ask(session, "SELECT left_count FROM stock WHERE sku = $1", [sku]);
  return outcome.kind === "rows" ? outcome.rows[0]?.[0] : undefined;
};

describe("une instruction dure", () => {
  test("une écriture isolée garde la ligne jusqu’à la fin de son coût : la suivante attend", () => {
    const { database, connect } = world();
    const first = start(connect("a"), MINUS_ONE, ["pull"]);
    const second = start(connect("b"), MINUS_ONE, ["pull"]);
    expect(first.answers).toEqual([{ kind: "command", tag: "UPDATE", rowCount: 1 }]);
    expect(second.answers).toEqual([]);
    expect(database.lsn).toBe(0);
    first.finish();
    expect(database.lsn).toBe(1);
    expect(second.answers).toHaveLength(1);
    second.finish();
    expect(database.readAll("stock")).toEqual([
      ["pull", 1],
      ["veste", 1],
    ]);
  });
  test("un COMMIT n’est visible qu’à la fin de son coût", () => {
    const { connect } = world();
    const [writer, reader] = [connect("a"), connect("b")];
    ask(writer, "BEGIN");
    ask(writer, MINUS_ONE, ["pull"]);
    const commit = start(writer, "COMMIT");
    expect(left(reader)).toBe(3);
    commit.finish();
    expect(left(reader)).toBe(2);
  });
  test("un client disparu pendant le coût n’a rien écrit et n’entend plus rien", () => {
    const { database, connect } = world();
    const writer = connect("a");
    const lost = start(writer, MINUS_ONE, ["pull"]);
    const waiting = start(connect("b"), MINUS_ONE, ["pull"]);
    writer.disconnect();
    lost.finish();
    expect(waiting.answers).toHaveLength(1);
    waiting.finish();
    expect(database.log.map(({ clientId }) => clientId)).toEqual(["b"]);
  });
  test("une session n’exécute qu’une instruction à la fois", () => {
    const session = world().connect("a");
    start(session, "BEGIN");
    expect(() => start(session, "COMMIT")).toThrow(
      "the previous statement of the session is finished",
    );
  });
});

describe("une instruction attend", () => {
  test("elle dit qui l’arrête et quelle ligne elle veut, en français", () => {
    const { database, connect } = world();
    const holder = connect("a");
    ask(holder, "BEGIN");
    ask(holder, "SELECT sku FROM stock WHERE sku = 'pull' FOR UPDATE");
    const second = start(connect("b"), MINUS_ONE, ["pull"]);
    const third = start(connect("c"), MINUS_ONE, ["pull"]);
    expect(second.waits).toEqual([
      {
        blockers: ["a"],
        ahead: [],
        awaited: {
          kind: "row",
          table: "stock",
          key: [{ column: "sku", value: "pull" }],
          text: "la ligne stock (sku «\u00a0pull\u00a0»), verrou NO KEY UPDATE",
        },
      },
    ]);
    expect(third.waits[0]).toMatchObject({ blockers: ["a"], ahead: ["b"] });
    expect(database.blockersOf("c")).toEqual(third.waits[0]);
    expect(database.locks()).toMatchObject([{ clientId: "a", strength: "UPDATE" }]);
    ask(holder, "ROLLBACK");
    expect(database.blockersOf("b")).toBeUndefined();
    expect(database.blockersOf("c")?.blockers).toEqual(["b"]);
  });
  test("l’insertion d’une clé en cours d’insertion attend la clé", () => {
    const { connect } = world();
    const [first, second] = [connect("a"), connect("b")];
    ask(first, "BEGIN");
    ask(first, "INSERT INTO hold (sku, owner) VALUES ('pull', 'c1')");
    const same = start(second, "INSERT INTO hold (sku, owner) VALUES ('pull', 'c1')");
    expect(same.waits[0]?.awaited.text).toBe("la clé hold (owner «\u00a0c1\u00a0»)");
    ask(first, "COMMIT");
    expect(same.answers[0]).toMatchObject({ kind: "error", code: "23505" });
  });
  test("le délai d’un verrou se compte depuis le début de l’attente, et rend 55P03", () => {
    const { time, connect } = world();
    const [holder, other] = [connect("a"), connect("b")];
    ask(holder, "BEGIN");
    ask(holder, MINUS_ONE, ["pull"]);
    ask(other, "BEGIN");
    const impatient = start(other, MINUS_ONE, ["pull"], 50_000);
    time.advance(49_999);
    expect(impatient.answers).toEqual([]);
    time.advance(1);
    expect(impatient.answers[0]).toMatchObject({ kind: "error", code: "55P03" });
    impatient.finish();
    expect(other.isAborted).toBe(true);
    expect(ask(other, "SELECT 1")).toMatchObject({ kind: "error", code: "25P02" });
    expect(ask(other, "COMMIT")).toEqual({ kind: "command", tag: "ROLLBACK", rowCount: 0 });
  });
  test("un interblocage sacrifie, au bout d’une seconde, la transaction qui attend depuis le plus longtemps", () => {
    const { time, connect } = world();
    const [first, second] = [connect("a"), connect("b")];
    for (const session of [first, second]) ask(session, "BEGIN");
    ask(first, MINUS_ONE, ["pull"]);
    ask(second, MINUS_ONE, ["veste"]);
    const [waiting, closing] = [
      start(first, MINUS_ONE, ["veste"]),
      start(second, MINUS_ONE, ["pull"]),
    ];
    time.advance(999_999);
    expect([...waiting.answers, ...closing.answers]).toEqual([]);
    time.advance(1);
    expect(waiting.answers[0]).toMatchObject({
      code: "40P01",
      message: expect.stringContaining("a → b → a"),
    });
    expect(closing.answers[0]).toMatchObject({ kind: "command", rowCount: 1 });
  });
  test("une clé étrangère de plusieurs colonnes attend son parent", () => {
    const { connect } = world({
      schema: [
        "CREATE TABLE p (a INT, b TEXT, n INT, PRIMARY KEY (a, b))",
        "CREATE TABLE c (id INT PRIMARY KEY, pa INT, pb TEXT, FOREIGN KEY (pa, pb) REFERENCES p)",
      ],
      rows: ["INSERT INTO p VALUES (1, 'x', 0)"],
    });
    const [first, second] = [connect("a"), connect("b")];
    ask(first, "BEGIN");
    ask(first, "DELETE FROM p WHERE a = 1");
    const child = start(second, "INSERT INTO c VALUES (1, 1, 'x')");
    expect(child.waits[0]?.awaited.text).toBe(
      "la ligne p (a 1, b «\u00a0x\u00a0»), verrou KEY SHARE",
    );
    ask(first, "COMMIT");
    expect(child.answers[0]).toMatchObject({ kind: "error", code: "23503" });
  });
});

describe("la saga telle que publiée", () => {
  const sagaWorld = () =>
    world({
      schema: [
        `CREATE TABLE sagas (
          id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
          status VARCHAR(50) NOT NULL DEFAULT 'STARTED',
          payload JSONB NOT NULL,
          updated_at TIMESTAMPTZ NOT NULL DEFAULT NOW()
        );`,
        `CREATE TABLE saga_steps (
          id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
          saga_id UUID NOT NULL REFERENCES sagas(id),
          step_name VARCHAR(100) NOT NULL, result JSONB
        );`,
      ],
      rows: [],
    });
  test("ON CONFLICT sans index unique échoue à chaque fois, même sans conflit, avec les mots de SQLite", () => {
    const { connect } = sagaWorld();
    const persist = `INSERT INTO saga_steps (saga_id, step_name, result) VALUES ($1, $2, $3)
       ON CONFLICT (saga_id, step_name) DO UPDATE SET result = EXCLUDED.result`;
    expect(ask(connect("a"), persist, ["s1", "RESERVE_STOCK", "{}"])).toMatchObject({
      kind: "error",
      code: "42P10",
      message: expect.stringMatching(
        /^ON CONFLICT clause does not match any PRIMARY KEY or UNIQUE constraint — /,
      ),
    });
  });
  test("la reprise prend, par SKIP LOCKED, les sagas arrêtées depuis plus de dix minutes", () => {
    const { time, connect } = sagaWorld();
    const [writer, other] = [connect("a"), connect("b")];
    for (const minute of [0, 1, 20]) {
      time.advance(minute * 60_000_000);
      ask(writer, "INSERT INTO sagas (payload) VALUES ($1::jsonb)", [`{"minute":${minute}}`]);
    }
    time.advance(1);
    const recover = `SELECT payload ->> 'minute' FROM sagas
      WHERE status IN ('STARTED', 'IN_PROGRESS') AND updated_at < NOW() - INTERVAL '10 minutes'
      ORDER BY id LIMIT 10 FOR UPDATE SKIP LOCKED`;
    ask(other, "BEGIN");
    ask(other, "SELECT id FROM sagas ORDER BY id LIMIT 1 FOR UPDATE");
    expect(ask(writer, recover)).toMatchObject({ rows: [[1]], columns: ["payload ->> 'minute'"] });
  });
});

describe("les valeurs", () => {
  test("now() est le début de la transaction, clock_timestamp() celui de l’instruction, en microsecondes", () => {
    const { time, connect } = world();
    const session = connect("a");
    time.advance(5_000_000_000);
    ask(session, "BEGIN");
    time.advance(7);
    expect(
      ask(session, "SELECT now(), clock_timestamp(), CURRENT_TIMESTAMP - INTERVAL '2 seconds'"),
    ).toMatchObject({
      rows: [[5_000_000_000, 5_000_000_007, 4_998_000_000]],
    });
  });
  test("les grands entiers, les booléens et NULL passent par les paramètres sans changer", () => {
    const { connect, database } = world({
      schema: ["CREATE TABLE t (id BIGINT PRIMARY KEY, ok BOOLEAN, note TEXT)"],
      rows: [],
    });
    ask(connect("a"), "INSERT INTO t VALUES ($1, $2, $3)", [1_700_000_000_000_000, true, null]);
    expect(database.readAll("t")).toEqual([[1_700_000_000_000_000, 1, null]]);
  });
  test("une insertion qui attend garde le numéro et l’identifiant qu’elle a tirés", () => {
    const { connect, database } = world({
      schema: [
        "CREATE TABLE t (n SERIAL PRIMARY KEY, u UUID DEFAULT gen_random_uuid(), k INT UNIQUE)",
      ],
      rows: [],
    });
    const [first, second, third] = [connect("a"), connect("b"), connect("c")];
    ask(first, "BEGIN");
    ask(first, "INSERT INTO t (k) VALUES (1)");
    const waiting = start(second, "INSERT INTO t (k) VALUES (1) RETURNING n, u");
    ask(third, "INSERT INTO t (k) VALUES (3)");
    ask(first, "ROLLBACK");
    expect(waiting.answers[0]).toMatchObject({
      rows: [[2, "00000000-0000-4000-8000-000000000002"]],
    });
    waiting.finish();
    expect(database.readAll("t").map(([n]) => n)).toEqual([2, 3]);
  });
  test("gen_random_uuid() sans tirage fourni dit comment faire", () => {
    const { nowUs, setTimer } = manualTime();
    const { connect } = world({ environment: { nowUs, setTimer } });
    expect(ask(connect("a"), "SELECT gen_random_uuid()")).toMatchObject({
      code: "0A000",
      message: expect.stringContaining("drawUuid"),
    });
  });
});

describe("le journal des validations", () => {
  test("porte les images avant et après, dans l’ordre, une fois la transaction validée", () => {
    const commits: CommitRecord[] = [];
    const { time, connect, database } = world({ onCommit: (record) => commits.push(record) });
    const session = connect("a");
    ask(session, "BEGIN");
    ask(session, MINUS_ONE, ["pull"]);
    ask(session, "INSERT INTO hold (sku, owner) VALUES ('pull', 'c1')");
    ask(session, "DELETE FROM stock WHERE sku = 'veste'");
    expect(commits).toEqual([]);
    time.advance(10);
    ask(session, "COMMIT");
    expect(commits).toEqual([
      {
        lsn: 1,
        txId: 1,
        clientId: "a",
        atUs: 10,
        ops: [
          { table: "stock", op: "u", before: ["pull", 3], after: ["pull", 2] },
          { table: "hold", op: "c", before: null, after: [1, "pull", "c1"] },
          { table: "stock", op: "d", before: ["veste", 1], after: null },
        ],
      },
    ]);
    expect(database.stateAt(0).get("stock")).toEqual([
      ["pull", 3],
      ["veste", 1],
    ]);
    expect(database.stateAt(1).get("stock")).toEqual([["pull", 2]]);
  });
  test("une transaction qui n’a rien changé n’y laisse rien", () => {
    const { connect, database } = world();
    const session = connect("a");
    ask(session, "BEGIN");
    ask(session, "SELECT sku FROM stock ORDER BY sku FOR UPDATE");
    ask(session, "COMMIT");
    expect(database.log).toEqual([]);
  });
  test("revenir à un LSN perd les validations suivantes et coupe tous les clients", () => {
    const { connect, database } = world();
    const [first, second] = [connect("a"), connect("b")];
    ask(first, MINUS_ONE, ["pull"]);
    ask(first, MINUS_ONE, ["pull"]);
    ask(second, "BEGIN");
    ask(second, MINUS_ONE, ["pull"]);
    const lost = database.rewindTo(1);
    expect(lost.map(({ lsn }) => lsn)).toEqual([2]);
    expect(database.readAll("stock")[0]).toEqual(["pull", 2]);
    expect(() => ask(second, "COMMIT")).toThrow("disconnected");
    const again = connect("b");
    ask(again, MINUS_ONE, ["pull"]);
    expect(database.log.map(({ lsn }) => lsn)).toEqual([1, 2]);
    database.verify();
  });
  test("une réplique suit le journal, se lit, et refuse d’écrire", () => {
    const { connect, database } = world();
    const replica = createReplica({ engine, schema: SCHEMA, rows: database.stateAt(0) });
    ask(connect("a"), MINUS_ONE, ["pull"]);
    const read = () => replica.query("SELECT left_count FROM stock WHERE sku = $1", ["pull"]);
    expect(read()).toMatchObject({ rows: [[3]] });
    for (const record of database.log) replica.apply(record);
    expect(read()).toMatchObject({ rows: [[2]] });
    expect(replica.query("DELETE FROM stock")).toMatchObject({ kind: "error", code: "25006" });
    expect(replica.query("SELECT absent FROM stock")).toMatchObject({
      kind: "error",
      code: "42703",
    });
    replica.close();
  });
});

describe("le chemin rapide", () => {
  test("une transaction seule ne quitte jamais SQLite et n’écrit aucun verrou", () => {
    const { connect, database } = world();
    const session = connect("a");
    ask(session, "BEGIN");
    for (let turn = 0; turn < 10; turn += 1) ask(session, MINUS_ONE, ["pull"]);
    expect(database.locks()).toEqual([]);
    ask(session, "COMMIT");
    expect(database.evictionCount).toBe(0);
  });
  test("les verrous d’une transaction seule apparaissent quand une seconde s’ouvre", () => {
    const { connect, database } = world();
    const [first, second] = [connect("a"), connect("b")];
    ask(first, "BEGIN");
    ask(first, MINUS_ONE, ["pull"]);
    ask(second, "BEGIN");
    ask(second, MINUS_ONE, ["veste"]);
    expect(database.locks().map(({ clientId, strength }) => [clientId, strength])).toEqual([
      ["a", "NO KEY UPDATE"],
      ["b", "NO KEY UPDATE"],
    ]);
  });
});

test("un numéro de séquence se colle à un texte comme un entier, sans « .0 »", () => {
  const { connect } = world({
    schema: [
      ...SCHEMA,
      "CREATE SEQUENCE parcel_number",
      "CREATE TABLE parcel (id TEXT PRIMARY KEY)",
    ],
  });
  const { answers } = start(
    connect("a"),
    "INSERT INTO parcel VALUES ('c' || nextval('parcel_number')) RETURNING id",
  );
  expect(answers).toMatchObject([{ kind: "rows", rows: [["c1"]] }]);
});
