/**
 * Somebody with a SQL console at a register: three statements that « en ajout seul » does not prevent.
 *
 * None of them seals anything again. Which check notices which one is what the centre's services show.
 */
import { seconds } from "../../simulator/base/time.ts";
import type { Context, Process } from "../../simulator/scenario.ts";

/** A line changed: the amount of the first closed ticket is halved. */
export function* touchUp(ctx: Context): Process<string> {
  const row = yield* ctx.db.one(
    "SELECT numero, payload FROM ticket_events WHERE type = 'TICKET_CLOS' ORDER BY numero LIMIT 1",
  );
  if (row === null) return "rien à retoucher";
  const { montantTotal } = JSON.parse(row.payload as string) as { montantTotal: number };
  yield* ctx.db.run("UPDATE ticket_events SET payload = $1 WHERE numero = $2", [
    JSON.stringify({ type: "TICKET_CLOS", montantTotal: Math.floor(montantTotal / 2) }),
    row.numero as number,
  ]);
  return "retouché";
}

/** A line taken out of the middle: the first article ever scanned. */
export function* erase(ctx: Context): Process<string> {
  const row = yield* ctx.db.one(
    "SELECT numero FROM ticket_events WHERE type = 'ARTICLE_AJOUTE' ORDER BY numero LIMIT 1",
  );
  if (row === null) return "rien à effacer";
  yield* ctx.db.run("DELETE FROM ticket_events WHERE numero = $1", [row.numero as number]);
  return "effacé";
}

const ALONE_US = seconds(5);
const GLANCES_MAX = 60;

/** The end of the journal, one whole ticket, once nobody has been served for a while. */
export function* cutTail(ctx: Context): Process<string> {
  for (let glance = 0; glance < GLANCES_MAX; glance++) {
    const last = yield* ctx.db.one(
      "SELECT ticket_id, type, created_at FROM ticket_events ORDER BY numero DESC LIMIT 1",
    );
    if (last === null) return "rien à couper";
    const isAlone = ctx.clockUs - (last.created_at as number) >= ALONE_US;
    if (last.type === "TICKET_CLOS" && isAlone) {
      yield* ctx.db.run("DELETE FROM ticket_events WHERE ticket_id = $1", [
        last.ticket_id as string,
      ]);
      return "coupé";
    }
    yield* ctx.sleep(seconds(1));
  }
  return "jamais seul";
}

/** In the former system a row is made to be changed. */
export function* touchUpRow(ctx: Context): Process<string> {
  yield* ctx.db.run(
    `UPDATE tickets SET total_cents = total_cents / 2
     WHERE id = (SELECT id FROM tickets WHERE statut = 'CLOS' ORDER BY id LIMIT 1)`,
  );
  return "retouché";
}

/** A whole ticket goes: its row is all that there is of it. */
export function* eraseRow(ctx: Context): Process<string> {
  yield* ctx.db.run(
    `DELETE FROM tickets
     WHERE id = (SELECT id FROM tickets WHERE statut = 'CLOS' ORDER BY id LIMIT 1)`,
  );
  return "effacé";
}

export function* cutLastRow(ctx: Context): Process<string> {
  yield* ctx.db.run(
    `DELETE FROM tickets WHERE id =
       (SELECT id FROM tickets WHERE statut = 'CLOS' ORDER BY updated_at DESC, id LIMIT 1)`,
  );
  return "coupé";
}
