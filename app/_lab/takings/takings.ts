/**
 * What sites have sold, at any step, beside what the centre knows of it: a line a site and a day.
 *
 * A fold of committed rows: a closed sale counts where it was written, for as long as its row is there. Each line
 * keeps the steps at which it changed, so that an instant of a long run costs a search a line. Knows no scenario.
 */
import { countUpTo } from "@/simulator/observation/columns.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { SaleTable, TakingsCard } from "@/simulator/vocabulary/followed.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import type { Row, RowChange, SqlValue } from "@/simulator/vocabulary/values.ts";

export interface Sum {
  readonly cents: number;
  readonly count: number;
}

export interface TakingsLine {
  readonly site: string;
  readonly day: string;
  readonly sold: Sum;
  /** Of what was sold: not acknowledged by the centre. */
  readonly waiting: Sum;
  /** null: the centre has no line of this name. */
  readonly known: Sum | null;
}

export interface TakingsTable {
  /** Reads at most so many events more; true while there are some left. */
  readonly extend: (eventsMax?: number) => boolean;
  /** By site, then by day; a line that nothing has written yet is left out. */
  readonly at: (index: number) => readonly TakingsLine[];
}

const NOTHING: Sum = { cents: 0, count: 0 };
const DAY_US = 86_400_000_000;

const plus = (sum: Sum, { cents, count }: Sum, times: 1 | -1): Sum => ({
  cents: sum.cents + times * cents,
  count: sum.count + times * count,
});

/** Places of columns in the rows of a table. */
type Places = Readonly<Record<string, number>>;

interface SaleReader {
  readonly at: Places;
  readonly table: SaleTable;
  readonly site: string;
}

interface Line {
  now: TakingsLine;
  readonly steps: number[];
  readonly states: TakingsLine[];
}

function amountOf({ at, table: { cents } }: SaleReader, row: Row): number {
  const found = row[at[cents.column] ?? -1];
  if (cents.field === null) return Number(found ?? 0);
  const body = JSON.parse(String(found)) as Readonly<Record<string, unknown>>;
  return Number(body[cents.field] ?? 0);
}

/** By « base/table »: who reads the sales of a register. */
function saleReaders(
  { databases }: ScenarioCard,
  { sales, site, sums }: TakingsCard,
): ReadonlyMap<string, SaleReader> {
  const readers = new Map<string, SaleReader>();
  const ofNode = new RegExp(site.node);
  for (const { id, node, tables } of databases) {
    const rank = ofNode.exec(node)?.[1];
    if (rank === undefined || id === sums.database) continue;
    for (const { name, columns } of tables) {
      const table = sales.find((known) => known.table === name);
      if (table === undefined) continue;
      const at = Object.fromEntries(columns.map((column, i) => [column.name, i]));
      const of = site.prefix + rank.padStart(site.digits, "0");
      readers.set(`${id}/${name}`, { at, table, site: of });
    }
  }
  return readers;
}

export function createTakingsTable(
  log: EventLog,
  card: ScenarioCard,
  takings: TakingsCard,
): TakingsTable {
  const { sums, day } = takings;
  const readers = saleReaders(card, takings);
  const columns =
    card.databases
      .find(({ id }) => id === sums.database)
      ?.tables.find(({ name }) => name === sums.table)?.columns ?? [];
  const sumAt = (name: string): number => columns.findIndex((column) => column.name === name);
  const [siteAt, dayAt, centsAt, countAt] = [sums.site, sums.day, sums.cents, sums.count].map(
    sumAt,
  ) as [number, number, number, number];
  const lines = new Map<string, Line>();
  let length = 0;

  const dayOf = (atUs: SqlValue | undefined): string =>
    `${day.prefix}${1 + Math.floor((Number(atUs) + day.beginsAtUs) / DAY_US)}`;

  function change(site: string, of: string, index: number, part: Partial<TakingsLine>): void {
    const key = `${site}/${of}`;
    let line = lines.get(key);
    if (line === undefined) {
      const now = { site, day: of, sold: NOTHING, waiting: NOTHING, known: null };
      line = { now, steps: [], states: [] };
      lines.set(key, line);
    }
    line.now = { ...line.now, ...part };
    // Several rows of one commit are one step.
    if (line.steps.at(-1) !== index) line.steps.push(index);
    line.states[line.steps.length - 1] = line.now;
  }

  function count(reader: SaleReader, row: Row | null, times: 1 | -1, index: number): void {
    const { at, table, site } = reader;
    if (row === null || row[at[table.state] ?? -1] !== table.closed) return;
    const sale: Sum = { cents: amountOf(reader, row), count: 1 };
    const of = dayOf(row[at[table.atUs] ?? -1]);
    const { sold, waiting } = lines.get(`${site}/${of}`)?.now ?? {
      sold: NOTHING,
      waiting: NOTHING,
    };
    const isWaiting = (row[at[table.sentAt] ?? -1] ?? null) === null;
    change(site, of, index, {
      sold: plus(sold, sale, times),
      ...(isWaiting ? { waiting: plus(waiting, sale, times) } : {}),
    });
  }

  function sumUp({ before, after }: RowChange, index: number): void {
    const row = after ?? before;
    if (row === null) return;
    const known =
      after === null ? null : { cents: Number(after[centsAt]), count: Number(after[countAt]) };
    change(String(row[siteAt]), String(row[dayAt]), index, { known });
  }

  function see(index: number): void {
    if (log.kind(index) !== "transaction-committed") return;
    const { database, changes } = log.eventOf("transaction-committed", index);
    for (const one of changes) {
      if (database === sums.database) {
        if (one.table === sums.table) sumUp(one, index);
        continue;
      }
      const reader = readers.get(`${database}/${one.table}`);
      if (reader === undefined) continue;
      count(reader, one.before, -1, index);
      count(reader, one.after, 1, index);
    }
  }

  return {
    extend(eventsMax = Number.POSITIVE_INFINITY) {
      const until = Math.min(log.length, length + eventsMax);
      for (; length < until; length++) see(length);
      return length < log.length;
    },
    at(index) {
      const found: TakingsLine[] = [];
      for (const { steps, states } of lines.values()) {
        const line = states[countUpTo(steps, steps.length, index) - 1];
        if (line !== undefined && (line.sold.count > 0 || line.known !== null)) found.push(line);
      }
      const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
      return found.sort((a, b) => byName(a.site, b.site) || byName(a.day, b.day));
    },
  };
}

/** All lines together. */
export function totalOf(lines: readonly TakingsLine[]): Omit<
  TakingsLine,
  "site" | "day" | "known"
> & {
  readonly known: Sum;
} {
  const all = { sold: NOTHING, waiting: NOTHING, known: NOTHING };
  for (const { sold, waiting, known } of lines) {
    all.sold = plus(all.sold, sold, 1);
    all.waiting = plus(all.waiting, waiting, 1);
    all.known = plus(all.known, known ?? NOTHING, 1);
  }
  return all;
}

/** The centre has more than was sold, or less than what it has acknowledged. */
export const isAstray = ({ sold, waiting, known }: TakingsLine): boolean => {
  const has = known?.cents ?? 0;
  return has > sold.cents || has < sold.cents - waiting.cents;
};
