/**
 * What the books of a finished run say: counted rows, states, lengths. The numbers of a study's tables.
 *
 * Folds committed rows of the log; the names of tables and states are those of the card.
 */
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import type { Row, Value } from "@/simulator/vocabulary/values.ts";

type Fields = { readonly [field: string]: Value };

/** A number with the step that produced it (−1: nothing happened). */
export interface Counted {
  readonly count: number;
  readonly index: number;
}

export interface StateSeen {
  readonly state: string;
  readonly index: number;
}

export interface OrderLedger {
  readonly subject: string;
  /** Debits that still stand at the provider. */
  readonly debits: Counted;
  readonly reservations: Counted;
  readonly parcels: Counted;
  readonly saga: StateSeen | null;
}

const NONE: Counted = { count: 0, index: -1 };
/** States of rows that no longer count. */
const UNDONE = /^(?:cancelled|released|refunded|refused|rembours)/i;

interface Books {
  readonly columns: ReadonlyMap<string, readonly string[]>;
  readonly rows: Map<string, { readonly subject: string; readonly status: string }>;
}

function columnsOf(card: ScenarioCard): Map<string, readonly string[]> {
  return new Map(
    card.databases.flatMap((database) =>
      database.tables.map((table) => [
        `${database.id}/${table.name}`,
        table.columns.map((column) => column.name),
      ]),
    ),
  );
}

const fieldOf = (columns: readonly string[], row: Row, name: string): string => {
  const at = columns.indexOf(name);
  return at < 0 ? "" : String(row[at] ?? "");
};

/** The ledger of one order, from the whole log. */
export function ledgerOf(card: ScenarioCard, log: EventLog, subject: string): OrderLedger {
  const books: Books = { columns: columnsOf(card), rows: new Map() };
  const tallies: Record<string, Counted> = {};
  let saga: StateSeen | null = null;
  const tally = (name: string, index: number): void => {
    let count = 0;
    for (const [key, row] of books.rows) {
      if (key.startsWith(`${name}/`) && row.subject === subject && !UNDONE.test(row.status))
        count++;
    }
    if (tallies[name]?.count !== count) tallies[name] = { count, index };
  };
  for (let i = 0; i < log.length; i++) {
    if (log.kind(i) === "record-changed") {
      const event = log.eventOf("record-changed", i);
      const record = (event.after ?? {}) as Fields;
      books.rows.set(`${event.store}/${event.key}`, {
        subject: String(record.order_id ?? event.subject ?? ""),
        status: event.after === null ? "cancelled" : String(record.status ?? ""),
      });
      tally(event.store, i);
      continue;
    }
    if (log.kind(i) !== "transaction-committed") continue;
    const event = log.eventOf("transaction-committed", i);
    for (const change of event.changes) {
      const columns = books.columns.get(`${event.database}/${change.table}`) ?? [];
      const row = change.after ?? change.before ?? [];
      const owner = fieldOf(columns, row, "order_id");
      const status = change.after === null ? "cancelled" : fieldOf(columns, row, "status");
      books.rows.set(`${change.table}/${fieldOf(columns, row, "id")}`, { subject: owner, status });
      tally(change.table, i);
      if (change.table === "sagas" && owner === subject) saga = { state: status, index: i };
    }
  }
  return {
    subject,
    debits: tallies.debits ?? NONE,
    reservations: tallies.reservations ?? NONE,
    parcels: tallies.shipments ?? NONE,
    saga,
  };
}

/** How the sagas of a long run ended, and how long compensations took. */
export interface Campaign {
  readonly orders: number;
  readonly completed: number;
  readonly compensated: number;
  readonly stuck: number;
  /** Mean time from « compense » to « compensée », microseconds; null when none. */
  readonly compensationUs: number | null;
}

export function campaignOf(card: ScenarioCard, log: EventLog): Campaign {
  const columns = columnsOf(card).get("sagas/sagas") ?? [];
  const states = new Map<string, string>();
  const began = new Map<string, number>();
  let total = 0;
  let measured = 0;
  for (let i = 0; i < log.length; i++) {
    if (log.kind(i) !== "transaction-committed") continue;
    const event = log.eventOf("transaction-committed", i);
    for (const change of event.changes) {
      if (change.table !== "sagas" || change.after === null) continue;
      const id = fieldOf(columns, change.after, "id");
      const status = fieldOf(columns, change.after, "status");
      if (status === states.get(id)) continue;
      states.set(id, status);
      if (status === "COMPENSATING") began.set(id, event.atUs);
      const from = began.get(id);
      if (status === "COMPENSATED" && from !== undefined) {
        total += event.atUs - from;
        measured++;
      }
    }
  }
  const ended = (status: string): number => [...states.values()].filter((s) => s === status).length;
  const completed = ended("COMPLETED");
  const compensated = ended("COMPENSATED");
  return {
    orders: states.size,
    completed,
    compensated,
    stuck: states.size - completed - compensated,
    compensationUs: measured === 0 ? null : Math.round(total / measured),
  };
}
