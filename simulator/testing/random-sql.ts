/**
 * Random statements of one session: constraints, ON CONFLICT, foreign keys, transaction control.
 *
 * Owns what is asked of two databases that must answer alike, errors included; judges nothing. Statements
 * meet their rows in key order (`id >= …`), so that « the first error » is the same one on both sides.
 */
import { createRandom, type Random } from "../base/random.ts";

export const SHOP_SETUP: readonly string[] = [
  `create table item(id int primary key, sku text not null unique, qty int not null default 1 check (qty >= 0),
     tag varchar(4), grp int, pos int, unique (grp, pos))`,
  "create table line(id serial primary key, item int not null references item(id), note text)",
  "create table part(id int primary key, item int references item(id) on delete cascade, up int references part(id))",
  "create table spot(a int, b text, n bigint not null default 0, primary key (a, b))",
  "create table visit(id int primary key, a int, b text, ok boolean not null default false, foreign key (a, b) references spot)",
  "create index spot_some on spot(n) where a > 1",
  "insert into item(id, sku, qty, grp, pos) values (1,'s1',3,1,1),(2,'s2',2,1,2),(3,'s3',0,null,1)",
  "insert into spot(a, b) values (1,'u'),(2,'v')",
];

export const SHOP_TABLES: readonly string[] = [
  "select id, sku, qty, tag, grp, pos from item order by id",
  "select id, item, note from line order by id",
  "select id, item, up from part order by id",
  "select a, b, n from spot order by a, b",
  "select id, a, b, ok from visit order by id",
];

/** `x`, `y`, `z` in 1…5; `n` is NULL one time in three, else in 1…3. */
interface Drawn {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly n: number | "null";
  readonly m: number | "null";
}
type Draw = (drawn: Drawn) => string;

const TARGETS = [
  ...["", "(id)", "(sku)", "(grp, pos)", "(pos, grp)", "(sku) where qty > 0", "(id)", "(sku)"],
  ...["(grp)", "(qty)", "(id, sku)", "(tag)", "(grp, pos, id)"],
];
const targetOf = (at: number): string => TARGETS[at % TARGETS.length] ?? "";

const CONSTRAINTS: readonly Draw[] = [
  ({ x, y, n, m }) => `insert into item(id, sku, grp, pos) values (${x},'s${y}',${n},${m})`,
  ({ x, y, n, m }) =>
    `insert into item(id, sku, grp, pos) values (${x + 3},'s${y + 3}',${n},${m}) returning id, sku, qty, tag`,
  ({ x, y }) => `insert into item(id, sku) values (${x},'s${y}'),(${y},'s${x}')`,
  ({ x }) => `insert into item(id) values (${x})`,
  ({ x, n }) => `insert into item(id, sku) values (${n},'t${x}')`,
  ({ x, y }) => `insert into item(id, sku, qty) values (${x + 3},'s${x + 3}',${y - 3})`,
  ({ x, y }) => `insert into item(id, sku, tag) values (${x + 5},'t${x}','${"abcde".slice(0, y)}')`,
  ({ x }) => `insert into item(id, sku) select id + ${x}, sku || '+' from item where id <= ${x}`,
  ({ x, y }) => `update item set qty = qty - ${y} where id = ${x} returning id, qty`,
  ({ x, y }) => `update item set qty = qty - ${y} where id >= ${x}`,
  ({ x, y }) =>
    `update item set tag = coalesce(tag, '') || '${"abcde".slice(0, y)}' where id = ${x} returning tag`,
  ({ x, y }) => `update item set sku = 's${y}' where id = ${x}`,
  ({ x, y }) => `update item set id = ${y} where id = ${x}`,
  ({ x, n, m }) => `update item set grp = ${n}, pos = ${m} where id = ${x} returning grp, pos`,
  ({ x }) => `update item set sku = null where id = ${x}`,
  ({ x }) => `delete from item where id = ${x}`,
  ({ x, y }) => `delete from item where id >= ${x} and qty < ${y} returning id`,
];

const KINSHIP: readonly Draw[] = [
  ({ x }) => `insert into line(item) values (${x}) returning id`,
  ({ x, y }) => `insert into line(item, note) values (${x},'a'),(${y},null)`,
  ({ n }) => `insert into line(item) values (${n})`,
  ({ x, n }) => `update line set item = ${n} where id = ${x}`,
  ({ x }) => `delete from line where id = ${x}`,
  ({ x, n, m }) => `insert into part values (${x},${n},${m})`,
  ({ x, n }) => `update part set up = ${n} where id = ${x}`,
  ({ x }) => `delete from part where id = ${x}`,
  ({ x, n }) => `insert into visit(id, a, b) values (${x},${n},'u')`,
  ({ x, n }) => `insert into visit(id, a, b, ok) values (${x},2,${n === "null" ? n : "'v'"},true)`,
  ({ x, y }) => `insert into spot values (${x},'u',${y})`,
  ({ x, y }) => `update spot set a = ${y} where a = ${x} and b = 'u'`,
  ({ x }) => `delete from spot where a = ${x}`,
  ({ x }) => `delete from visit where id = ${x} returning a, b, ok`,
];

const CONFLICTS: readonly Draw[] = [
  ({ x, y, n, m, z }) =>
    `insert into item(id, sku, grp, pos) values (${x},'s${y}',${n},${m}) on conflict ${targetOf(z * 5 + y + x)} do nothing`,
  ({ x, y, z }) =>
    `insert into item(id, sku, qty) values (${x},'s${y}',${z}) on conflict (id) do update set qty = item.qty + excluded.qty returning id, sku, qty`,
  ({ x, y, z }) =>
    `insert into item(id, sku, qty) values (${x},'s${y}',${z}) on conflict (sku) do update set qty = item.qty - excluded.qty where item.id < ${x}`,
  ({ x, y }) =>
    `insert into item(id, sku) values (${x},'s${y}') on conflict (id) do update set sku = excluded.sku`,
  ({ x, y }) =>
    `insert into item(id, sku) values (${x},'t${x}'),(${y},'t${y}') on conflict (id) do update set qty = item.qty + 1`,
  ({ x, y, z }) =>
    `insert into item(id, sku) values (${x},'s${y}') on conflict ${targetOf(y * 5 + z + x) || "(id)"} do update set qty = 9`,
  ({ x, y }) =>
    `insert into item(id, sku) values (${x},'s${y}'),(${y},'s${x}') on conflict do nothing returning id`,
  ({ x, y }) =>
    `insert into item(id, sku) select id + ${x}, 's' || ${y} from item where id > ${y} on conflict (sku) do nothing`,
  ({ x, n }) =>
    `insert into item(id, sku, grp, pos) values (${x + 5},'v${x}',${n},1) on conflict (grp, pos) do update set pos = null`,
  ({ x, y }) =>
    `insert into spot values (${x},'u',${y}) on conflict (b, a) do update set n = spot.n + 1 returning a, b, n`,
  ({ x, y }) => `insert into spot values (${x},'u',${y}) on conflict (n) where a > 1 do nothing`,
  ({ x, y }) =>
    `insert into line(item, note) values (${x},'k') on conflict (item) do update set note = '${y}'`,
  ({ x, y }) => `insert into line(id, item) values (${x + 9},${y}) on conflict (id) do nothing`,
];

const READS: readonly Draw[] = [
  ({ x }) => `select id, sku, qty from item where id >= ${x} order by id`,
  () => "select count(*), sum(qty), min(sku) from item",
  ({ x }) =>
    `select i.id, l.id from item i left join line l on l.item = i.id where i.id = ${x} order by l.id limit 1`,
  ({ x }) => `select id from item where id >= ${x} order by qty desc, id limit 2 for update`,
  ({ x }) => `select absent from item where id = ${x}`,
  ({ x }) => `update absente set n = ${x}`,
  ({ x }) => `insert into item(id, absent) values (${x},1)`,
  ({ x }) => `insert into item(id, sku) values (${x})`,
  ({ x }) => `insert into item(id) values (${x},'s')`,
  ({ x }) => `insert into item(id, sku) values ('un','s${x}')`,
  ({ x, y }) => `insert into item(id, sku, qty) values (${x},'s${y}','beaucoup')`,
];

const CONTROL: readonly string[] = [
  ...["begin", "begin", "begin", "commit", "commit", "commit", "rollback", "rollback"],
  ...[
    "savepoint s",
    "savepoint s",
    "rollback to savepoint s",
    "rollback to s",
    "release savepoint s",
  ],
  ...["savepoint t", "rollback to t"],
];

const FAMILIES = [CONSTRAINTS, CONSTRAINTS, KINSHIP, CONFLICTS, CONFLICTS, READS];

/** So many statements, the same ones for the same seed. */
export function randomStatements(seed: number, count: number): readonly string[] {
  const random = createRandom(seed, "single session");
  return Array.from({ length: count }, () => {
    if (random.chance(220_000)) return CONTROL[random.integerBelow(CONTROL.length)] ?? "begin";
    const family = FAMILIES[random.integerBelow(FAMILIES.length)] ?? CONSTRAINTS;
    return (family[random.integerBelow(family.length)] as Draw)(drawFrom(random));
  });
}

function drawFrom(random: Random): Drawn {
  const upToFive = () => random.between(1, 5);
  const orNull = () => (random.chance(330_000) ? "null" : random.between(1, 3));
  return { x: upToFive(), y: upToFive(), z: upToFive(), n: orNull(), m: orNull() };
}
