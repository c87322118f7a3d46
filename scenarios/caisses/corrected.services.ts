/**
 * The centre, corrected: an event has one place, and that place is what is counted.
 *
 * A batch is one transaction, which holds the registers of its store. What came before is recognised by (ticket,
 * version) and changes nothing; the revenue moves with the line that is new; a line takes its rank when all
 * that its clock has seen has its own; the head of the register’s chain is written down, out of its reach.
 */
import {
  type Anchor,
  compareVectors,
  sealNext,
  type VectorClock,
  verifyChain,
} from "../../simulator/coordination.ts";
import { type Context, doubt, type Process, type Refusal } from "../../simulator/scenario.ts";
import { durationOf } from "../checkout/settings.ts";
import { type AboutRegister, type EventBatch, giveJournalOf, type Verdict } from "./operations.ts";
import { dayOf, type JournalLine, sealedBody } from "./tickets.ts";

export function* appendOnce(ctx: Context, batch: EventBatch): Process<Refusal | null> {
  return yield* ctx.transaction(function* (ctx) {
    const registers = yield* ctx.db.all(
      `SELECT id, magasin_id, livres, tete, sceau FROM caisses
       WHERE magasin_id = (SELECT magasin_id FROM caisses WHERE id = $1) ORDER BY id FOR UPDATE`,
      [batch.register],
    );
    if (registers.length === 0) return doubt("caisse inconnue");
    const store = registers[0]?.magasin_id as string;
    const before = Object.fromEntries(registers.map(({ id, livres }) => [id, livres as number]));
    const ranked: Ranked = { ...before };
    for (const line of batch.lines) {
      if (yield* appendNew(ctx, line, store, ranked)) yield* project(ctx, line, store);
    }
    yield* anchor(ctx, batch, headIn(registers.find(({ id }) => id === batch.register)));
    yield* rankWhatIsReady(ctx, store, ranked);
    for (const [register, count] of Object.entries(ranked)) {
      if (count === before[register]) continue;
      yield* ctx.db.run("UPDATE caisses SET livres = $1 WHERE id = $2", [count, register]);
    }
    return null;
  });
}

/** How many lines of each register of the store have their rank. */
type Ranked = Record<string, number>;

/**
 * False when this line is already there: it came before, and its acknowledgement was lost. A line whose
 * causes all have their rank takes its own at once.
 */
function* appendNew(
  ctx: Context,
  line: JournalLine,
  store: string,
  ranked: Ranked,
): Process<boolean> {
  const isReady = mayBeRanked(JSON.parse(line.clock) as VectorClock, line.register, ranked);
  const { rowCount } = yield* ctx.db.run(
    `INSERT INTO central_events
       (id, ticket_id, version, type, payload, caisse_id, created_at, vector_clock, magasin_id, rang)
     VALUES (nextval('event_number'), $1, $2, $3, $4, $5, $6, $7, $8, ${isReady ? "nextval('event_rank')" : "NULL"})
     ON CONFLICT (ticket_id, version) DO NOTHING`,
    [
      ...[line.ticket, line.version, line.type, line.payload],
      ...[line.register, line.createdAt, line.clock, store],
    ],
  );
  const isNew = rowCount === 1;
  if (isNew && isReady) ranked[line.register] = (ranked[line.register] ?? 0) + 1;
  return isNew;
}

/** The store is looked up, never read in a name. */
function* project(ctx: Context, line: JournalLine, store: string): Process<void> {
  if (line.type !== "TICKET_CLOS") return;
  const { montantTotal } = JSON.parse(line.payload) as { readonly montantTotal: number };
  yield* ctx.db.run(
    `INSERT INTO chiffre_affaires (date, magasin_id, total_cents, tickets) VALUES ($1, $2, $3, 1)
     ON CONFLICT (date, magasin_id) DO UPDATE SET
       total_cents = chiffre_affaires.total_cents + EXCLUDED.total_cents,
       tickets = chiffre_affaires.tickets + 1`,
    [dayOf(line.createdAt), store, montantTotal],
  );
}

/**
 * The head of the chain moves with the batch that follows it, and with no other: after a cut, a new end does
 * not take the place of the one that was seen. An older batch that comes again does not move it back.
 */
function* anchor(
  ctx: Context,
  { register, lines }: EventBatch,
  head: Anchor | null,
): Process<void> {
  const last = lines.at(-1);
  if (last === undefined || !follows(lines, head)) return;
  yield* ctx.db.run("UPDATE caisses SET tete = $1, sceau = $2 WHERE id = $3 AND tete < $1", [
    ...[last.number, last.seal, register],
  ]);
}

const headIn = (row: Readonly<Record<string, unknown>> | null | undefined): Anchor | null =>
  row?.sceau == null ? null : { number: row.tete as number, seal: row.sceau as string };

/** The line after the head is sealed over it; or the head itself is in the batch, as it was. */
function follows(lines: readonly JournalLine[], head: Anchor | null): boolean {
  if (head === null) return true;
  const same = lines.find(({ number }) => number === head.number);
  if (same !== undefined) return same.seal === head.seal;
  const next = lines.find(({ number }) => number === head.number + 1);
  return next !== undefined && sealNext({ ...head, body: "" }, sealedBody(next)).seal === next.seal;
}

/** Lines that waited take their rank when all their causes have theirs, until none can. */
function* rankWhatIsReady(ctx: Context, store: string, ranked: Ranked): Process<void> {
  let left = yield* ctx.db.all(
    `SELECT id, caisse_id, vector_clock FROM central_events
     WHERE magasin_id = $1 AND rang IS NULL ORDER BY id`,
    [store],
  );
  let isMoving = true;
  while (isMoving) {
    isMoving = false;
    const later: (typeof left)[number][] = [];
    for (const row of left) {
      const register = row.caisse_id as string;
      if (!mayBeRanked(JSON.parse(row.vector_clock as string) as VectorClock, register, ranked)) {
        later.push(row);
        continue;
      }
      yield* ctx.db.run("UPDATE central_events SET rang = nextval('event_rank') WHERE id = $1", [
        row.id as number,
      ]);
      ranked[register] = (ranked[register] ?? 0) + 1;
      isMoving = true;
    }
    left = later;
  }
}

/** It is the register’s next event, and all else that it has seen is ranked. */
function mayBeRanked(clock: VectorClock, register: string, ranked: VectorClock): boolean {
  const past = { ...clock, [register]: (clock[register] ?? 0) - 1 };
  const isNext = past[register] === (ranked[register] ?? 0);
  const order = compareVectors(past, ranked);
  return isNext && (order === "before" || order === "equal");
}

/** Recomputes the chain of a register, and looks in it for the head written down here. */
export function* checkChain(ctx: Context, { node, usesHead }: AboutRegister): Process<Verdict> {
  const timeoutUs = durationOf(ctx.parameters, "delai-synchro");
  const outcome = yield* ctx.call(giveJournalOf(node), null, { timeoutUs });
  if (outcome.kind !== "replied") return { node, verdict: "injoignable" };
  const lines = outcome.reply;
  const noted = yield* ctx.db.one("SELECT tete, sceau FROM caisses WHERE noeud = $1", [node]);
  const sealed = lines.map((line) => ({
    ...{ number: line.number, body: sealedBody(line), seal: line.seal ?? "" },
  }));
  const known = usesHead ? headIn(noted) : null;
  const verdict = verifyChain(sealed, known).kind === "intact" ? "intact" : "rompu";
  ctx.memory.set(`contrôle ${node}`, verdict);
  return { node, verdict };
}
