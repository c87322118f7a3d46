/**
 * The vector clock that a row just written bears, as « [3, 1] »: its writer and the writers it is linked
 * to, in the order of the lanes. An ellipsis stands for entries of anybody else. Pure.
 *
 * The card says which column is a clock; who bears which name in it is read in the log.
 */
import type { ScenarioCard, TableCard } from "@/simulator/vocabulary/card.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import type { Row } from "@/simulator/vocabulary/values.ts";

interface ClockTable {
  readonly clockAt: number;
  readonly writerAt: number;
}

/** By « base.table ». */
type ClockTables = ReadonlyMap<string, ClockTable>;

const clockTable = ({ clock, columns }: TableCard): ClockTable | null => {
  if (clock === undefined) return null;
  const at = (name: string): number => columns.findIndex((column) => column.name === name);
  return { clockAt: at(clock.column), writerAt: at(clock.writer) };
};

const tablesOf = new WeakMap<ScenarioCard, ClockTables>();

export function clockTables(card: ScenarioCard): ClockTables {
  let known = tablesOf.get(card);
  if (known === undefined) {
    known = new Map(
      card.databases.flatMap(({ id, tables }) =>
        tables.flatMap((table) => {
          const found = clockTable(table);
          return found === null ? [] : [[`${id}.${table.name}`, found] as const];
        }),
      ),
    );
    tablesOf.set(card, known);
  }
  return known;
}

interface Names {
  length: number;
  /** Name in clocks, by node: the node where the first row of that name was written. */
  readonly byNode: Map<string, string>;
  readonly nodeOf: Map<string, string>;
}

const namesOf = new WeakMap<EventLog, Names>();

/** The first to write a row in one’s name is oneself: copies come later, elsewhere. */
function readNames(log: EventLog, tables: ClockTables): Names {
  const names = namesOf.get(log) ?? { length: 0, byNode: new Map(), nodeOf: new Map() };
  namesOf.set(log, names);
  for (; names.length < log.length; names.length++) {
    if (log.kind(names.length) !== "transaction-committed") continue;
    const { database, node, changes } = log.eventOf("transaction-committed", names.length);
    for (const { table, after } of changes) {
      const clock = tables.get(`${database}.${table}`);
      const name = clock === undefined ? undefined : after?.[clock.writerAt];
      if (typeof name !== "string" || names.nodeOf.has(name)) continue;
      names.nodeOf.set(name, node);
      names.byNode.set(node, name);
    }
  }
  return names;
}

/** The writer and those it speaks with, in the order of the lanes. */
function family(card: ScenarioCard, names: Names, writer: string): readonly string[] {
  const near = new Set([writer]);
  for (const { a, b } of card.links) {
    if (a === writer) near.add(b);
    if (b === writer) near.add(a);
  }
  return card.nodes.flatMap(({ id }) => {
    const name = near.has(id) ? names.byNode.get(id) : undefined;
    return name === undefined ? [] : [name];
  });
}

function clockOf(row: Row, { clockAt }: ClockTable): Readonly<Record<string, number>> | null {
  try {
    const read: unknown = JSON.parse(String(row[clockAt]));
    return typeof read === "object" && read !== null ? (read as Record<string, number>) : null;
  } catch {
    return null; // Not a clock, whatever the column is called.
  }
}

/** Empty when the event wrote no row with a clock, or several. */
export function clockWord(log: EventLog, index: number, card: ScenarioCard): string {
  const tables = clockTables(card);
  if (tables.size === 0 || log.kind(index) !== "transaction-committed") return "";
  const { database, changes } = log.eventOf("transaction-committed", index);
  const written = changes.flatMap(({ table, op, after }) => {
    const clock = tables.get(`${database}.${table}`);
    return clock === undefined || op !== "c" || after === null ? [] : [{ clock, after }];
  });
  const [only] = written;
  if (only === undefined || written.length > 1) return "";
  const entries = clockOf(only.after, only.clock);
  const names = readNames(log, tables);
  const writer = names.nodeOf.get(String(only.after[only.clock.writerAt]));
  if (entries === null || writer === undefined) return "";
  const shown = family(card, names, writer);
  const counts = shown.map((name) => String(entries[name] ?? 0));
  const others = Object.entries(entries).some(([name, n]) => n > 0 && !shown.includes(name));
  return `[${[...counts, ...(others ? ["…"] : [])].join(", ")}]`;
}
