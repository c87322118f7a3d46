/**
 * The former system: a ticket is a row that changes, and at the centre the last writing wins.
 *
 * Tickets are numbered in their store: two registers that do not hear each other give the same number. The
 * centre keeps the row whose `updated_at` is the greatest, as the clocks of the registers show it.
 */
import type { Context, Process } from "../../simulator/scenario.ts";
import { countOf, durationOf } from "../checkout/settings.ts";
import type { Register } from "./card-registers.ts";
import { heardBy } from "./heard.ts";
import {
  type AboutRegister,
  type ShelfMove,
  syncTickets,
  type TicketBatch,
  type TicketRow,
  tellShelf,
  type Verdict,
} from "./operations.ts";
import {
  applyEachEvent,
  dayOf,
  type Line,
  NEW_TICKET,
  type Sale,
  type TicketEvent,
} from "./tickets.ts";
import { isTimeToTell, type OpenTicket, type Till } from "./till.ts";
import { tellSent, tellWritten } from "./unsent.ts";

export function createFormerTill(register: Register): Till {
  /** The last number given; and what left the shelf, or came back. */
  function* tell(ctx: Context, moves: readonly ShelfMove[]): Process<void> {
    const { ticketNumber } = heardBy(ctx);
    for (const neighbour of register.neighbours) {
      yield* ctx.send(tellShelf(neighbour), { moves, clock: "", ticketNumber });
    }
  }

  function* write(ctx: Context, ticket: OpenTicket, event: TicketEvent): Process<void> {
    ticket.state = applyEachEvent(ticket.state, event);
    const { lines, total, isClosed } = ticket.state;
    yield* ctx.db.run(
      `UPDATE tickets SET lignes = $1, total_cents = $2, statut = $3, updated_at = $4,
       synced_at = NULL WHERE id = $5`,
      [JSON.stringify(lines), total, isClosed ? "CLOS" : "OUVERT", ctx.clockUs, ticket.id],
    );
    tellWritten(ticket.id, ctx);
    if (ticket.untold.length === 0 || !isTimeToTell(ticket, ctx.parameters)) return;
    yield* tell(ctx, ticket.untold.splice(0));
  }

  function* move(
    ctx: Context,
    ticket: OpenTicket,
    event: Extract<TicketEvent, { readonly codeEan: string }>,
  ): Process<boolean> {
    const taken = event.type === "ARTICLE_AJOUTE" ? 1 : -1;
    const shelf = yield* ctx.db.run(
      "UPDATE stock SET reste = reste - $1 WHERE ean = $2 AND (reste >= $1 OR $1 < 0)",
      [taken, event.codeEan],
    );
    if (shelf.rowCount === 0) return false;
    ticket.untold.push({ codeEan: event.codeEan, taken });
    yield* write(ctx, ticket, event);
    return true;
  }

  return {
    register,
    *open(ctx: Context, sale: Sale): Process<OpenTicket> {
      const heard = heardBy(ctx);
      heard.ticketNumber++;
      const id = `${register.store}-${heard.ticketNumber}`;
      yield* ctx.db.run(
        `INSERT INTO tickets (id, vente, lignes, total_cents, statut, updated_at)
         VALUES ($1, $2, '[]', 0, 'OUVERT', $3)`,
        [id, sale.name, ctx.clockUs],
      );
      tellWritten(id, ctx);
      yield* tell(ctx, []);
      return { sale, id, version: 0, state: NEW_TICKET, untold: [] };
    },
    add: (ctx: Context, ticket: OpenTicket, line: Line) =>
      move(ctx, ticket, { type: "ARTICLE_AJOUTE", ...line }),
    *takeOff(ctx: Context, ticket: OpenTicket, { codeEan }: Line): Process<void> {
      yield* move(ctx, ticket, { type: "ARTICLE_RETIRE", codeEan });
    },
    record: write,
    *unsent(ctx: Context): Process<readonly string[]> {
      const rows = yield* ctx.db.all("SELECT id FROM tickets WHERE synced_at IS NULL ORDER BY id");
      return rows.map(({ id }) => id as string);
    },
    sync: (ctx: Context) => syncOnce(ctx, register),
  };
}

/** Rows that changed since they were last sent; a row that changes meanwhile is sent again. */
function* syncOnce(ctx: Context, register: Register): Process<void> {
  const rows = yield* ctx.db.all(
    `SELECT id, vente, total_cents, statut, updated_at FROM tickets
     WHERE synced_at IS NULL ORDER BY updated_at LIMIT $1`,
    [countOf(ctx.parameters, "lot")],
  );
  if (rows.length === 0) return;
  const tickets = rows.map(
    (row): TicketRow => ({
      ...{ id: row.id as string, store: register.store, register: register.name },
      ...{ sale: row.vente as string, totalCents: row.total_cents as number },
      ...{ status: row.statut as string, updatedAt: row.updated_at as number },
    }),
  );
  const outcome = yield* ctx.call(
    syncTickets,
    { register: register.name, tickets },
    { timeoutUs: durationOf(ctx.parameters, "delai-synchro") },
  );
  if (outcome.kind !== "replied") return;
  for (const { id, updatedAt } of tickets) {
    const { rowCount } = yield* ctx.db.run(
      "UPDATE tickets SET synced_at = $1 WHERE id = $2 AND updated_at = $3",
      [ctx.clockUs, id, updatedAt],
    );
    if (rowCount === 1) tellSent([id], ctx);
  }
}

/** The centre: the greatest `updated_at` wins, whoever wrote it. The revenue is counted from the rows. */
export function* keepLastWriting(ctx: Context, { tickets }: TicketBatch): Process<null> {
  for (const { id, store, sale, totalCents, status, updatedAt } of tickets) {
    yield* ctx.db.run(
      `INSERT INTO tickets (id, magasin_id, vente, total_cents, statut, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (id) DO UPDATE SET vente = EXCLUDED.vente, total_cents = EXCLUDED.total_cents,
         statut = EXCLUDED.statut, updated_at = EXCLUDED.updated_at
       WHERE EXCLUDED.updated_at > tickets.updated_at`,
      [id, store, sale, totalCents, status, updatedAt],
    );
  }
  const [first] = tickets;
  if (first === undefined) return null;
  const sums = yield* ctx.db.one(
    `SELECT COALESCE(SUM(total_cents), 0) AS total, COUNT(*) AS count FROM tickets
     WHERE magasin_id = $1 AND statut = 'CLOS'`,
    [first.store],
  );
  const [total, count] = [Number(sums?.total ?? 0), Number(sums?.count ?? 0)];
  yield* ctx.db.run(
    `INSERT INTO chiffre_affaires (date, magasin_id, total_cents, tickets) VALUES ($1, $2, $3, $4)
     ON CONFLICT (date, magasin_id) DO UPDATE SET
       total_cents = EXCLUDED.total_cents, tickets = EXCLUDED.tickets`,
    [dayOf(ctx.clockUs), first.store, total, count],
  );
  return null;
}

/** Only the present state is kept: there is nothing to hold it against. */
export function* checkNothing(ctx: Context, { node }: AboutRegister): Process<Verdict> {
  yield* ctx.work(durationOf(ctx.parameters, "ecoute"));
  return { node, verdict: "invérifiable" };
}
