/**
 * Behind the till: two packers share one table of parcels, and a relay announces the new ones.
 *
 * The table is the queue. Who takes a parcel holds its row until COMMIT, or until it dies.
 */

import { type DurationUs, ms, seconds } from "../../../simulator/base/time.ts";
import { type Context, operation, type Process } from "../../../simulator/scenario.ts";

export const ship = operation<number, string>("quai", "charger");
export const announce = operation<number, string>("quai", "annoncer");

type Claim = (ctx: Context) => Process<number | null>;

/** Takes parcels one after the other; the packer's name is its own. */
export const packer = (name: string, claim: Claim) =>
  function* pack(ctx: Context): Process<void> {
    ctx.subject = name;
    for (;;) {
      const parcel = yield* ctx.transaction(function* (ctx) {
        const taken = yield* claim(ctx);
        if (taken === null) return null;
        yield* ctx.work(ctx.parameters.preparation as DurationUs);
        yield* ctx.db.run("UPDATE colis SET etat = 'pret', par = $2 WHERE id = $1", [taken, name]);
        return taken;
      });
      if (parcel === null) yield* ctx.sleep(ms(100));
      else yield* ctx.call(ship, parcel, { timeoutUs: seconds(1) });
    }
  };

/** The row that somebody else holds is skipped: the next one is as good. */
export function* claimSkippingLocked(ctx: Context): Process<number | null> {
  const row = yield* ctx.db.one(
    "SELECT id FROM colis WHERE etat = 'nouveau' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED",
  );
  return row === null ? null : Number(row.id);
}

/** A plain reading locks nothing: the other packer reads the same parcel. */
export function* claimByReading(ctx: Context): Process<number | null> {
  const row = yield* ctx.db.one("SELECT id FROM colis WHERE etat = 'nouveau' ORDER BY id LIMIT 1");
  return row === null ? null : Number(row.id);
}

/** Announces whatever bears no mark, and marks it: the order of COMMIT does not matter. */
export function* announceUnmarked(ctx: Context): Process<void> {
  for (;;) {
    const row = yield* ctx.db.one("SELECT id FROM colis WHERE NOT annonce ORDER BY id LIMIT 1");
    if (row === null) yield* ctx.sleep(ms(100));
    else {
      yield* ctx.call(announce, Number(row.id), { timeoutUs: seconds(1) });
      yield* ctx.db.run("UPDATE colis SET annonce = TRUE WHERE id = $1", [row.id ?? null]);
    }
  }
}

/** « id > last seen »: a parcel numbered before, and validated after, is never seen. */
export function* announceAfterLast(ctx: Context): Process<void> {
  let last = 0;
  for (;;) {
    const row = yield* ctx.db.one("SELECT id FROM colis WHERE id > $1 ORDER BY id LIMIT 1", [last]);
    if (row === null) yield* ctx.sleep(ms(100));
    else {
      last = Number(row.id);
      yield* ctx.call(announce, last, { timeoutUs: seconds(1) });
    }
  }
}

/** The quay counts how often each parcel came. */
export function* load(ctx: Context, parcel: number): Process<string> {
  yield* ctx.work(ms(2));
  const before = ctx.records.get("quai", `${parcel}`) === undefined ? 0 : 1;
  ctx.records.set("quai", `${parcel}`, { colis: parcel, fois: before + 1 });
  return "chargé";
}

export function* noteAnnounced(ctx: Context, parcel: number): Process<string> {
  yield* ctx.work(ms(2));
  ctx.records.set("annonces", `${parcel}`, { colis: parcel });
  return "noté";
}
