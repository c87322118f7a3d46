/**
 * Random programs of two or three clients, by family: which tables, which statements.
 *
 * Owns the choice of what is asked and nothing of what is answered. Statements stay inside what both sides
 * define: rows are visited in key order, no clock, no chance, ORDER BY wherever several rows are locked.
 */
import { createRandom, type Random } from "../../simulator/base/random.ts";
import { CRASH } from "./stage.ts";

type Draw = (x: number, y: number, z: number) => string;

export interface Family {
  readonly name: string;
  readonly setup: readonly string[];
  readonly finalSql: readonly string[];
  /** Drawn uniformly: a statement written twice comes twice as often. `x`, `y`, `z` in 1…`reach`. */
  readonly statements: readonly Draw[];
  readonly reach: number;
}

export interface Program {
  readonly name: string;
  readonly family: Family;
  /** Asked in this order; one addressed to a client that still waits is skipped. */
  readonly asked: readonly (readonly [client: string, sql: string])[];
}

const ACCOUNTS = [
  "create table acct(id int primary key, k int unique, v int not null)",
  "create table c(id int primary key, a int references acct(id))",
  "insert into acct values (1,10,100),(2,20,200),(3,30,300),(4,40,400),(5,50,500)",
  "insert into c values (1,1),(2,2)",
];
const ACCOUNTS_FINAL = ["select id,k,v from acct order by id", "select id,a from c order by id"];

/** Read-then-write, `x = x - 1`, conditions that stop holding during the wait. PGS-1, PGS-7. */
const hot: Family = {
  name: "hot",
  setup: ACCOUNTS,
  finalSql: ACCOUNTS_FINAL,
  reach: 3,
  statements: [
    () => "savepoint s",
    () => "rollback to savepoint s",
    (x) => `update acct set v=v-1 where id=${x} returning v`,
    (x, y) => `update acct set v=v+${y} where id>=${x} and v<${y * 100} returning id,v`,
    (x, y) => `update acct set v=v-100 where id=${x} and v>=${y * 100}`,
    (x, y) => `update acct set v=v+${y} where id>0 and v>=${x * 100}`,
    (x, y) => `update acct set k=${y * 10} where id=${x}`,
    (x, y) => `update acct set id=${y + 2} where id=${x}`,
    (x) => `delete from acct where id=${x}`,
    (x, y) => `delete from acct where id>=${x} and v>${y * 100} returning id`,
    (x) => `select v from acct where id=${x}`,
    (x) => `select id,v from acct where id=${x} for update`,
    (x) => `select id,v from acct where id=${x} for share`,
    (x) => `select id from acct where id=${x} for key share`,
    (x, y) => `select id,v from acct where v>=${x * 100} order by id limit ${y} for update`,
    (x) => `select id from acct where id>=${x} order by id for no key update nowait`,
    (x) => `update acct set v=v+(select max(v) from acct) where id=${x}`,
    (x) => `update acct set v=v+1 where id=(select min(id) from acct where id>${x})`,
    (x, y) => `update acct set v=v+(select count(*) from c where id>${y}) where id>=${x}`,
    () => "select count(*), sum(v) from acct",
  ],
};

/** Inserts of the same keys, upserts, two unique indexes. PGS-2, PGS-3, PGS-4. */
const keys: Family = {
  name: "keys",
  setup: ACCOUNTS,
  finalSql: ACCOUNTS_FINAL,
  reach: 3,
  statements: [
    (x, y, z) => `insert into acct values (${x + 4},${y * 10 + 40},${z})`,
    (x, y, z) => `insert into acct values (${x + 4},${y * 10 + 40},${z})`,
    // NOT NULL is looked at before any wait for the key.
    (x, y) => `insert into acct values (${x + 4},${y * 10 + 40},null)`,
    (x, y, z) => `insert into acct values (${x + 4},${y * 10},${z}) on conflict do nothing`,
    (x, y, z) =>
      `insert into acct values (${x + 4},${y * 10 + 40},${z}) on conflict (id) do nothing returning id`,
    (x, y, z) =>
      `insert into acct values (${x + 2},${y * 10 + 40},${z}) on conflict (id) do update set v=acct.v+excluded.v returning id,v`,
    (x, y, z) =>
      `insert into acct values (${x + 4},${y * 10},${z}) on conflict (k) do update set v=excluded.v where acct.v<${z * 100}`,
    (x, y, z) =>
      `insert into acct values (${x + 4},${y * 10 + 40},1),(${z + 4},${x * 10 + 40},2) on conflict (id) do update set v=acct.v+excluded.v`,
    (x, y) =>
      `insert into acct select id+${x},k+${x * 10},v from acct where id=${y} on conflict do nothing`,
    (x, y, z) =>
      `insert into acct values (${x + 4},${y * 10},${z}) on conflict (v) do update set v=1`,
    (x, y) => `update acct set k=${y * 10 + 40} where id=${x + 3}`,
    (x, y) => `update acct set id=${y + 4} where id=${x}`,
    (x) => `update acct set v=v+1 where id=${x + 4}`,
    (x) => `delete from acct where id=${x + 3}`,
    (x) => `delete from acct where k=${x * 10 + 40} returning id`,
    (x) => `select id from acct where id=${x + 4} for update`,
    () => "select count(*), sum(v) from acct",
  ],
};

/** Jobs that several workers claim, sequences, crashes. PGS-5, PGS-6. */
const queue: Family = {
  name: "queue",
  setup: [
    "create table job(id serial primary key, st text not null default 'new', w int)",
    "insert into job(st) values ('new'),('new'),('new'),('new')",
  ],
  finalSql: ["select id,st,w from job order by id"],
  reach: 3,
  statements: [
    () => CRASH,
    () => "insert into job(st) values ('new') returning id",
    () => "insert into job(st) values ('new'),('new')",
    (x) => `select id from job where id>${x} and st='new' order by id`,
    () => "select id from job where st='new' order by id limit 1 for update skip locked",
    (x) => `select id from job where st='new' order by id limit ${x} for update skip locked`,
    (x) => `select id from job where st='new' order by id limit ${x} for update`,
    () => "select id from job where st='new' order by id for share skip locked",
    () => "select id from job where st='new' order by id limit 2 for no key update nowait",
    (x) =>
      `update job set st='run', w=${x} where id=(select id from job where st='new' order by id limit 1 for update skip locked) returning id`,
    (x) =>
      `update job set st='run', w=${x} where id=(select id from job where st='new' order by id limit 1) and st='new' returning id`,
    (x) =>
      `update job set st='run', w=${x} where id=(select id from job where st='new' order by id limit 1) returning id`,
    (x) => `update job set st='done' where id=${x} and st='run'`,
    () => "update job set st='new' where id>0 and st='run'",
    () => "delete from job where id>0 and st='done' returning id",
    (x) => `delete from job where id=${x}`,
  ],
};

/** Parents and children: foreign keys that wait, refuse, cascade. */
const kin: Family = {
  name: "kin",
  setup: [
    "create table p(id int primary key, n int not null)",
    "create table c(id int primary key, p int references p(id), m int not null default 0)",
    "create table d(id int primary key, p int not null references p(id) on delete cascade)",
    "insert into p values (1,0),(2,0),(3,0)",
    "insert into c values (1,1,0),(2,2,0)",
    "insert into d values (1,3),(2,3)",
  ],
  finalSql: [
    "select id,n from p order by id",
    "select id,p,m from c order by id",
    "select id,p from d order by id",
  ],
  reach: 3,
  statements: [
    () => "savepoint s",
    () => "rollback to savepoint s",
    (x, y) => `insert into c(id,p) values (${x + 2},${y})`,
    (x, y) => `insert into c(id,p) values (${x},${y}) on conflict (id) do update set p=excluded.p`,
    (x, y) => `insert into d values (${x + 1},${y}) on conflict do nothing`,
    (x, y) => `update c set p=${y} where id=${x}`,
    (x) => `update c set p=null where id=${x}`,
    (x) => `update c set m=m+1 where id=${x}`,
    (x) => `update p set n=n+1 where id=${x}`,
    () => "update p set n=n+1 where id>0 and n<2",
    (x, y) => `update p set id=${y + 3} where id=${x}`,
    (x) => `insert into p values (${x},9) on conflict (id) do update set n=p.n+1`,
    (x) => `insert into p values (${x + 2},9)`,
    (x) => `delete from p where id=${x}`,
    (x) => `delete from p where id=${x}`,
    (x) => `delete from c where id=${x}`,
    (x) => `delete from d where p=${x}`,
    (x) => `select n from p where id=${x} for key share`,
    (x) => `select n from p where id=${x} for update`,
  ],
};

export const families: readonly Family[] = [hot, keys, queue, kin];

const STEPS = 26;
/** Parts per million: transactions long enough for the others to meet them. */
const BEGINS = 600_000;
const ENDS = 100_000;
const COMMITS = 700_000;

/** The program of this number: the same one for ever. */
export function programOf(seed: number): Program {
  const family = families[seed % families.length] as Family;
  const name = `${family.name}-${seed}`;
  const random = createRandom(seed, `postgresql ${family.name}`);
  const clients = random.chance(400_000) ? ["a", "b"] : ["a", "b", "c"];
  const inTransaction = new Set<string>();
  const asked = Array.from({ length: STEPS }, () => {
    const client = clients[random.integerBelow(clients.length)] ?? "a";
    const sql = statementOf(family, random, inTransaction.has(client));
    if (sql === "begin") inTransaction.add(client);
    else if (sql === "commit" || sql === "rollback" || sql === CRASH) inTransaction.delete(client);
    return [client, sql] as const;
  });
  return { name, family, asked };
}

function statementOf(
  { statements, reach }: Family,
  random: Random,
  isInTransaction: boolean,
): string {
  if (!isInTransaction && random.chance(BEGINS)) return "begin";
  if (isInTransaction && random.chance(ENDS)) return random.chance(COMMITS) ? "commit" : "rollback";
  const draw = statements[random.integerBelow(statements.length)] as Draw;
  const upTo = () => random.between(1, reach);
  return draw(upTo(), upTo(), upTo());
}
