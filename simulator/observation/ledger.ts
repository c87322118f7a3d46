/**
 * What the books of a finished run say of one subject: how many rows of it still stand, and where its
 * state machine ended. The numbers of a study's tables, each with the step that produced it.
 *
 * Folds committed rows and records; the card names the books (`BookCard`) and the machine.
 */
import type { BookCard, MachineCard, ScenarioCard } from "../vocabulary/card.ts";
import type { EventLog } from "../vocabulary/log.ts";
import type { Row, Value } from "../vocabulary/values.ts";
import type { Counted, StateSeen, SubjectLedger } from "./counted.ts";
import { createMachineTable } from "./machines.ts";
import { createRowKeys } from "./row-keys.ts";

interface Entry {
  readonly subject: string;
  readonly stands: boolean;
}

type Fields = Readonly<Record<string, Value>>;

const entryOf = (book: BookCard, fields: Fields | null, about: string | null): Entry => ({
  subject: String(fields?.[book.subject] ?? about ?? ""),
  stands:
    fields !== null &&
    (book.status === null || !book.undone.includes(String(fields[book.status] ?? ""))),
});

export function ledgerOf(card: ScenarioCard, log: EventLog, subject: string): SubjectLedger {
  const keys = createRowKeys(card.databases);
  const entries = new Map<BookCard, Map<string, Entry>>();
  const counted: Record<string, Counted> = {};
  const books = card.books ?? [];

  function write(book: BookCard, key: string, entry: Entry, index: number): void {
    const known = entries.get(book) ?? new Map<string, Entry>();
    entries.set(book, known);
    // A row that goes away says no more whose it was.
    known.set(
      key,
      entry.subject === "" ? { ...entry, subject: known.get(key)?.subject ?? "" } : entry,
    );
    let count = 0;
    for (const one of known.values()) if (one.subject === subject && one.stands) count++;
    if ((counted[book.id]?.count ?? 0) !== count) counted[book.id] = { count, index };
  }

  const named = (database: string, table: string, row: Row | null): Fields | null => {
    const columns = card.databases
      .find(({ id }) => id === database)
      ?.tables.find(({ name }) => name === table)?.columns;
    if (row === null || columns === undefined) return null;
    return Object.fromEntries(columns.map(({ name }, i) => [name, row[i] ?? null]));
  };

  for (let i = 0; i < log.length; i++) {
    if (log.kind(i) === "record-changed") {
      const event = log.eventOf("record-changed", i);
      for (const book of books) {
        if (!("store" in book.of) || book.of.store !== event.store) continue;
        const fields = event.after as Fields | null;
        write(book, event.key, entryOf(book, fields, event.subject), i);
      }
      continue;
    }
    if (log.kind(i) !== "transaction-committed") continue;
    const event = log.eventOf("transaction-committed", i);
    for (const { table, before, after } of event.changes) {
      for (const book of books) {
        if (!("table" in book.of)) continue;
        if (book.of.database !== event.database || book.of.table !== table) continue;
        const row = after ?? before ?? [];
        const key = keys.keyOf(event.database, table, row);
        const owner = entryOf(book, named(event.database, table, row), event.subject);
        write(book, key, { ...owner, stands: after !== null && owner.stands }, i);
      }
    }
  }
  return { subject, books: counted, machine: lastStateOf(card, log, subject) };
}

function lastStateOf(card: ScenarioCard, log: EventLog, subject: string): StateSeen | null {
  const table = createMachineTable(log, card);
  table.extend();
  const first = card.machines[0]?.id;
  const last = table
    .about(subject)
    .filter(({ machine }) => machine === first)
    .at(-1)
    ?.changes.at(-1);
  return last === undefined || last.state === null
    ? null
    : { state: last.state, index: last.index };
}

/** How the machines of a long run ended, and how long compensations took. */
export interface MachineTally {
  readonly count: number;
  readonly completed: number;
  readonly compensated: number;
  readonly stuck: number;
  /** Mean time from the first compensating state to the compensated one, µs; null when none. */
  readonly compensationUs: number | null;
}

/** Of the card's first machine, by the signs of its states. */
export function machineTally(card: ScenarioCard, log: EventLog): MachineTally {
  const machine = card.machines[0] as MachineCard;
  const table = createMachineTable(log, card);
  table.extend();
  const signOf = (state: string | null) => machine.states.find(({ id }) => id === state)?.sign;
  const tally = { count: 0, completed: 0, compensated: 0, total: 0, measured: 0 };
  for (const { changes } of table.instances(machine.id)) {
    const last = changes.at(-1);
    const end = signOf(last?.state ?? null);
    tally.count++;
    if (end === "saga-done") tally.completed++;
    if (end !== "saga-undone") continue;
    tally.compensated++;
    const undo = changes.find(({ state }) => signOf(state) === "saga-undo");
    if (undo === undefined || last === undefined) continue;
    tally.total += last.atUs - undo.atUs;
    tally.measured++;
  }
  return {
    count: tally.count,
    completed: tally.completed,
    compensated: tally.compensated,
    stuck: tally.count - tally.completed - tally.compensated,
    compensationUs: tally.measured === 0 ? null : Math.round(tally.total / tally.measured),
  };
}
