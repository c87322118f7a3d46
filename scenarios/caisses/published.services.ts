/**
 * The centre as published: each event is appended as it comes, then the revenue grows by what it says.
 *
 * Same structure and same decisions as the text, in our own words. An event that comes again is appended
 * again and counted again (10); nothing reads the clocks (11); the store is what stands before the first
 * « _ » of the register’s name (12); nothing seals the journal (14).
 */
import type { Context, Process } from "../../simulator/scenario.ts";
import { durationOf } from "../checkout/settings.ts";
import { type AboutRegister, type EventBatch, giveJournalOf, type Verdict } from "./operations.ts";
import { dayOf, type JournalLine } from "./tickets.ts";

export function* appendAsItComes(ctx: Context, { lines }: EventBatch): Process<null> {
  for (const line of lines) {
    yield* append(ctx, line);
    yield* project(ctx, line);
  }
  // « Pas de résolution de conflits nécessaire : les événements sont des faits immuables. »
  return null;
}

function* append(ctx: Context, line: JournalLine): Process<void> {
  yield* ctx.db.run(
    `INSERT INTO central_events
       (id, ticket_id, version, type, payload, caisse_id, created_at, vector_clock, rang)
     VALUES (nextval('event_number'), $1, $2, $3, $4, $5, $6, $7, nextval('event_rank'))`,
    [
      ...[line.ticket, line.version, line.type, line.payload],
      ...[line.register, line.createdAt, line.clock],
    ],
  );
}

function* project(ctx: Context, line: JournalLine): Process<void> {
  if (line.type !== "TICKET_CLOS") return;
  const { montantTotal } = JSON.parse(line.payload) as { readonly montantTotal: number };
  const store = line.register.split("_")[0] as string;
  yield* ctx.db.run(
    `INSERT INTO chiffre_affaires (date, magasin_id, total_cents, tickets) VALUES ($1, $2, $3, 1)
     ON CONFLICT (date, magasin_id) DO UPDATE SET
       total_cents = chiffre_affaires.total_cents + EXCLUDED.total_cents,
       tickets = chiffre_affaires.tickets + 1`,
    [dayOf(line.createdAt), store, montantTotal],
  );
}

/** All that a table « en ajout seul » lets one check: versions follow each other in each ticket. */
export function* checkVersions(ctx: Context, { node }: AboutRegister): Process<Verdict> {
  const timeoutUs = durationOf(ctx.parameters, "delai-synchro");
  const outcome = yield* ctx.call(giveJournalOf(node), null, { timeoutUs });
  if (outcome.kind !== "replied") return { node, verdict: "injoignable" };
  const versions = new Map<string, number>();
  let verdict = "intact";
  for (const { ticket, version } of outcome.reply) {
    if (version !== (versions.get(ticket) ?? 0) + 1) verdict = "rompu";
    versions.set(ticket, version);
  }
  ctx.memory.set(`contrôle ${node}`, verdict);
  return { node, verdict };
}
