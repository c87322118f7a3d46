/**
 * The register that only adds lines to a journal: one transaction an event, a clock on each.
 *
 * What differs between the published design and the corrected one is given: the reducer, the first clock,
 * the seal. The clock and the seal follow from the last line written: an arrest cannot part them.
 */
import {
  mergeVectors,
  NOTHING_SEEN,
  sealNext,
  tickVector,
  type VectorClock,
} from "../../simulator/coordination.ts";
import type { Context, Process } from "../../simulator/scenario.ts";
import { countOf, durationOf } from "../checkout/settings.ts";
import type { Register } from "./card-registers.ts";
import { heardBy } from "./heard.ts";
import { syncEvents, tellShelf } from "./operations.ts";
import {
  type JournalLine,
  type Line,
  NEW_TICKET,
  type Reducer,
  type Sale,
  sealedBody,
  type TicketEvent,
} from "./tickets.ts";
import { isTimeToTell, type OpenTicket, type Till } from "./till.ts";
import { tellSent, tellWritten } from "./unsent.ts";

export interface JournalHabits {
  readonly apply: Reducer;
  /** The clock before the first event. */
  readonly firstClock: VectorClock;
  readonly seals: boolean;
}

const COLUMNS = `numero, ticket_id, version, type, payload, caisse_id, created_at, vector_clock, sceau`;

const lineOf = (row: Readonly<Record<string, unknown>>): JournalLine => ({
  number: row.numero as number,
  ticket: row.ticket_id as string,
  version: row.version as number,
  type: row.type as string,
  payload: row.payload as string,
  register: row.caisse_id as string,
  createdAt: row.created_at as number,
  clock: row.vector_clock as string,
  seal: row.sceau as string | null,
});

/** The last line of the journal, as far as what follows it depends on it. */
interface Head {
  isRead: boolean;
  /** 0: the journal is empty. */
  number: number;
  seal: string;
  clock: VectorClock;
  /** The same as the journal has it: what neighbours are told. */
  written: string;
}

/** Forgotten by an arrest: then it is read again on the disk. */
const headOf = (ctx: Context): Head =>
  ctx.objects.volatile("dernière ligne", () => ({
    ...{ isRead: false, number: 0, seal: "", clock: NOTHING_SEEN, written: "" },
  }));

function* readHead(ctx: Context, firstClock: VectorClock): Process<Head> {
  const row = yield* ctx.db.one(
    `SELECT ${COLUMNS} FROM ticket_events ORDER BY numero DESC LIMIT 1`,
  );
  if (row === null) return { isRead: true, number: 0, seal: "", clock: firstClock, written: "" };
  const { number, seal, clock } = lineOf(row);
  return {
    isRead: true,
    number,
    seal: seal ?? "",
    clock: JSON.parse(clock) as VectorClock,
    written: clock,
  };
}

export function createJournalTill(register: Register, habits: JournalHabits): Till {
  /** Writes the next line. The last one is read once, then known: this register alone writes here. */
  function* append(ctx: Context, ticket: OpenTicket, event: TicketEvent): Process<Head> {
    const known = headOf(ctx);
    const last = known.isRead ? known : yield* readHead(ctx, habits.firstClock);
    const clock = tickVector(mergeVectors(last.clock, heardBy(ctx).clock), register.name);
    const body = {
      ...{ ticket: ticket.id, version: ticket.version + 1, type: event.type },
      ...{ payload: JSON.stringify(event), register: register.name },
      ...{ createdAt: ctx.clockUs, clock: JSON.stringify(clock) },
    };
    const before = last.number === 0 ? null : { number: last.number, body: "", seal: last.seal };
    const number = last.number + 1;
    const seal = habits.seals ? sealNext(before, sealedBody(body)).seal : null;
    yield* ctx.db.run(
      `INSERT INTO ticket_events (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        ...[number, body.ticket, body.version, body.type, body.payload],
        ...[body.register, body.createdAt, body.clock, seal],
      ],
    );
    return { isRead: true, number, seal: seal ?? "", clock, written: body.clock };
  }

  /** What has been committed is the head from now on; the ticket moves on. */
  function advance(ticket: OpenTicket, event: TicketEvent, head: Head, ctx: Context): void {
    Object.assign(headOf(ctx), head);
    ticket.version++;
    ticket.state = habits.apply(ticket.state, event);
    ctx.memory.set("horloge", seenIn(head.clock));
    tellWritten(head.number, ctx);
  }

  function* record(ctx: Context, ticket: OpenTicket, event: TicketEvent): Process<void> {
    const head = yield* append(ctx, ticket, event);
    advance(ticket, event, head, ctx);
    if (ticket.untold.length > 0) yield* tellNeighbours(ctx, ticket, head);
  }

  /** What left the shelf and came back, with the clock of the line that says so. */
  function* tellNeighbours(ctx: Context, ticket: OpenTicket, head: Head): Process<void> {
    if (!isTimeToTell(ticket, ctx.parameters)) return;
    const moves = ticket.untold.splice(0);
    for (const neighbour of register.neighbours) {
      yield* ctx.send(tellShelf(neighbour), { moves, clock: head.written, ticketNumber: 0 });
    }
  }

  /** The shelf and the journal change together, or not at all. Then the neighbours hear of it. */
  function* move(ctx: Context, ticket: OpenTicket, event: MoveEvent): Process<boolean> {
    const taken = event.type === "ARTICLE_AJOUTE" ? 1 : -1;
    const head = yield* ctx.transaction(function* (ctx) {
      const shelf = yield* ctx.db.run(
        "UPDATE stock SET reste = reste - $1 WHERE ean = $2 AND (reste >= $1 OR $1 < 0)",
        [taken, event.codeEan],
      );
      return shelf.rowCount === 0 ? null : yield* append(ctx, ticket, event);
    });
    if (head === null) return false;
    advance(ticket, event, head, ctx);
    ticket.untold.push({ codeEan: event.codeEan, taken });
    yield* tellNeighbours(ctx, ticket, head);
    return true;
  }

  return {
    register,
    *open(ctx: Context, sale: Sale): Process<OpenTicket> {
      const ticket: OpenTicket = { sale, id: sale.name, version: 0, state: NEW_TICKET, untold: [] };
      yield* record(ctx, ticket, { type: "TICKET_OUVERT" });
      return ticket;
    },
    add: (ctx: Context, ticket: OpenTicket, line: Line) =>
      move(ctx, ticket, { type: "ARTICLE_AJOUTE", ...line }),
    *takeOff(ctx: Context, ticket: OpenTicket, { codeEan }: Line): Process<void> {
      yield* move(ctx, ticket, { type: "ARTICLE_RETIRE", codeEan });
    },
    record,
    *unsent(ctx: Context): Process<readonly number[]> {
      const rows = yield* ctx.db.all(
        "SELECT numero FROM ticket_events WHERE synced_at IS NULL ORDER BY numero",
      );
      return rows.map(({ numero }) => numero as number);
    },
    sync: (ctx: Context) => syncOnce(ctx, register),
  };
}

/** What the page shows of a clock: entries that have moved, each by the end of its name. */
const seenIn = (clock: VectorClock) =>
  Object.entries(clock).flatMap(([name, count]) =>
    count > 0 ? [[name.slice(name.lastIndexOf("_") + 1), count] as const] : [],
  );

type MoveEvent = Extract<TicketEvent, { readonly codeEan: string }>;

/** One batch, the oldest lines first. Silence means: again, the same ones. */
function* syncOnce(ctx: Context, register: Register): Process<void> {
  const rows = yield* ctx.db.all(
    `SELECT ${COLUMNS} FROM ticket_events WHERE synced_at IS NULL ORDER BY numero LIMIT $1`,
    [countOf(ctx.parameters, "lot")],
  );
  if (rows.length === 0) return;
  const lines = rows.map(lineOf);
  const outcome = yield* ctx.call(
    syncEvents,
    { register: register.name, lines },
    { timeoutUs: durationOf(ctx.parameters, "delai-synchro") },
  );
  if (outcome.kind !== "replied") return;
  yield* ctx.db.run("UPDATE ticket_events SET synced_at = $1 WHERE numero >= $2 AND numero <= $3", [
    ctx.clockUs,
    lines[0]?.number ?? 0,
    lines.at(-1)?.number ?? 0,
  ]);
  tellSent(
    lines.map(({ number }) => number),
    ctx,
  );
}

/** The whole journal, as it reads on this disk. */
export function* giveJournal(ctx: Context): Process<readonly JournalLine[]> {
  const rows = yield* ctx.db.all(`SELECT ${COLUMNS} FROM ticket_events ORDER BY numero`);
  return rows.map(lineOf);
}
