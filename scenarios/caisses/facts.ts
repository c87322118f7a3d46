/**
 * What the log says that happened in the shops and at the centre: rows committed, never what a process believes.
 *
 * The claims and the figures are judged on these facts. A reader keeps the journal of each ticket in order to
 * add it up itself.
 */
import type { VectorClock } from "../../simulator/coordination.ts";
import type { EventKind, SimEvent } from "../../simulator/vocabulary/events.ts";
import type { Parameters } from "../../simulator/vocabulary/parameters.ts";
import type { Row, RowChange } from "../../simulator/vocabulary/values.ts";
import { databaseOf } from "./card-names.ts";
import { type Register, registersOf } from "./card-registers.ts";
import { applyEachEvent, NEW_TICKET, type TicketEvent, type TicketState } from "./tickets.ts";

export type Fact =
  /** A register closed a ticket. `due`: what its lines add up to, cents. */
  | {
      readonly kind: "closed";
      readonly sale: string;
      readonly register: Register;
      readonly totalCents: number;
      readonly dueCents: number;
      readonly articles: readonly string[];
    }
  /** The centre has this closed ticket. `isAgain`: it had it already. */
  | {
      readonly kind: "arrived";
      readonly sale: string;
      readonly store: string;
      readonly totalCents: number;
      readonly isAgain: boolean;
    }
  /** The centre had this ticket, and has another in its place. */
  | { readonly kind: "overwritten"; readonly sale: string }
  | {
      readonly kind: "projected";
      readonly day: string;
      readonly store: string;
      readonly totalCents: number;
      readonly tickets: number;
    }
  /** A line has its place in the log of the centre. */
  | { readonly kind: "ranked"; readonly register: string; readonly clock: VectorClock }
  /** An event as a register wrote it, and its size, bytes. */
  | { readonly kind: "written"; readonly bytes: number }
  /** A line that was written has been changed. */
  | { readonly kind: "touched"; readonly node: string }
  | { readonly kind: "verdict"; readonly node: string; readonly verdict: string };

export const FACT_KINDS: readonly EventKind[] = ["transaction-committed", "message-sent"];

export interface FactReader {
  readonly read: (event: SimEvent) => readonly Fact[];
}

const NONE: readonly Fact[] = [];

interface Book {
  state: TicketState;
}

export function createFactReader(parameters: Parameters): FactReader {
  const registers = registersOf(parameters);
  const byDatabase = new Map(registers.map((register) => [databaseOf(register.id), register]));
  const byName = new Map(registers.map((register) => [register.name, register]));
  const tickets = new Map<string, Book>();
  /** Sales whose closing the centre has. */
  const known = new Set<string>();

  function journalRow(register: Register, { op, before, after }: RowChange): readonly Fact[] {
    if (op !== "c" || after === null) {
      const isSame = after !== null && before !== null && after[4] === before[4];
      return isSame ? NONE : [{ kind: "touched", node: register.id }];
    }
    const sale = after[1] as string;
    const event = JSON.parse(after[4] as string) as TicketEvent;
    const book = tickets.get(sale) ?? { state: NEW_TICKET };
    book.state = applyEachEvent(book.state, event);
    tickets.set(sale, book);
    const written: Fact = { kind: "written", bytes: bytesOf(after) };
    if (event.type !== "TICKET_CLOS") return [written];
    tickets.delete(sale);
    return [written, closed(register, sale, event.montantTotal, book.state.total, book.state)];
  }

  const closed = (
    register: Register,
    sale: string,
    totalCents: number,
    dueCents: number,
    { lines }: TicketState,
  ): Fact => ({
    ...{ kind: "closed", register, sale, totalCents, dueCents },
    articles: lines.map(({ codeEan }) => codeEan),
  });

  /** The former system closes its row, then nothing changes it but the mark of its sending. */
  function ticketRow(register: Register, { before, after }: RowChange): readonly Fact[] {
    if (after === null && before?.[4] === "CLOS") return [{ kind: "touched", node: register.id }];
    if (after?.[4] !== "CLOS") return NONE;
    const total = after[3] as number;
    if (before?.[4] === "CLOS") {
      return before[3] === total ? NONE : [{ kind: "touched", node: register.id }];
    }
    const lines = JSON.parse(after[2] as string) as TicketState["lines"];
    const state = { lines, total, isClosed: true };
    return [closed(register, after[1] as string, total, total, state)];
  }

  function centralEvent({ before, after }: RowChange): readonly Fact[] {
    if (after === null) return NONE;
    const facts: Fact[] = [];
    const register = after[5] as string;
    if (before === null && after[3] === "TICKET_CLOS") {
      const sale = after[1] as string;
      const { montantTotal } = JSON.parse(after[4] as string) as { readonly montantTotal: number };
      facts.push({
        ...{ kind: "arrived", sale, store: byName.get(register)?.store ?? "" },
        ...{ totalCents: montantTotal, isAgain: known.has(sale) },
      });
      known.add(sale);
    }
    if (after[8] !== null && (before === null || before[8] === null)) {
      facts.push({
        ...{ kind: "ranked", register, clock: JSON.parse(after[7] as string) as VectorClock },
      });
    }
    return facts;
  }

  function centralTicket({ before, after }: RowChange): readonly Fact[] {
    const facts: Fact[] = [];
    if (before !== null && before[2] !== after?.[2]) {
      facts.push({ kind: "overwritten", sale: before[2] as string });
    }
    if (after?.[4] === "CLOS") {
      const sale = after[2] as string;
      facts.push({
        ...{ kind: "arrived", sale, store: after[1] as string, totalCents: after[3] as number },
        isAgain: known.has(sale),
      });
      known.add(sale);
    }
    return facts;
  }

  function row(database: string, change: RowChange): readonly Fact[] {
    const register = byDatabase.get(database);
    switch (change.table) {
      case "ticket_events":
        return register === undefined ? NONE : journalRow(register, change);
      case "tickets":
        return register === undefined ? centralTicket(change) : ticketRow(register, change);
      case "central_events":
        return centralEvent(change);
      case "chiffre_affaires":
        return change.after === null ? NONE : [projected(change.after)];
      default:
        return NONE;
    }
  }

  return {
    read(event) {
      if (event.kind === "transaction-committed") {
        const facts = ranksInOrder(event.changes).flatMap((change) => row(event.database, change));
        return facts.length === 0 ? NONE : facts;
      }
      if (event.kind !== "message-sent" || event.operation !== "controler") return NONE;
      if (event.role !== "reply" || event.status !== "ok") return NONE;
      const { node, verdict } = event.body as { readonly node: string; readonly verdict: string };
      return [{ kind: "verdict", node, verdict }];
    },
  };
}

const projected = (after: Row): Fact => ({
  ...{ kind: "projected", day: after[0] as string, store: after[1] as string },
  ...{ totalCents: after[2] as number, tickets: after[3] as number },
});

/** Lines that are ranked by one commit are told in the order of their ranks. */
function ranksInOrder(changes: readonly RowChange[]): readonly RowChange[] {
  if (!changes.some(({ table, op }) => table === "central_events" && op === "u")) return changes;
  const rankOf = ({ table, after }: RowChange): number =>
    table === "central_events" ? ((after?.[8] as number | null | undefined) ?? -1) : -1;
  return [...changes].sort((a, b) => rankOf(a) - rankOf(b));
}

/** Characters of what travels; these texts are plain ASCII. */
const bytesOf = (row: Row): number =>
  [1, 3, 4, 5, 7, 8].reduce((sum, at) => sum + String(row[at] ?? "").length, 0) + 2 * 8;
