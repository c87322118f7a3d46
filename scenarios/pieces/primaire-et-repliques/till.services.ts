/**
 * A till that writes its sales, looks for each of them again later, and a shop window that reads a replica.
 *
 * « Confirmed » means what the variant makes it mean: by the primary alone, or by a majority.
 */
import { type DurationUs, ms, seconds } from "../../../simulator/base/time.ts";
import { type Context, numbered, type Process } from "../../../simulator/scenario.ts";
import type { Change, ReplicaSetClient } from "../../../simulator/stores.ts";
import { CHECKED_AFTER_US } from "./claim-cards.ts";

const TOTAL = { collection: "caisse", id: "total" } as const;
const PATIENCE = seconds(2);

const changesOf = (sale: string, total: number): readonly Change[] => [
  { kind: "insert", collection: "ventes", id: sale, document: { total } },
  { kind: "put", ...TOTAL, document: total },
];

export const sellInto = (database: ReplicaSetClient) =>
  function* sell(ctx: Context): Process<void> {
    for (const i of numbered(ctx, "demandes", ctx.parameters.demandes as number)) {
      yield* ctx.sleep(ctx.random.exponential(ctx.parameters.intervalle as DurationUs));
      const sale = `${i}`;
      ctx.subject = sale;
      ctx.log.commandIssued(sale, "écrire", i);
      const options = { wtimeoutUs: PATIENCE, transaction: sale };
      const written = yield* database.write(ctx, changesOf(sale, i), options);
      if (written.kind === "confirmed") {
        ctx.log.commandEnded(sale, "ok", `${i}`);
        ctx.memory.set("confirmees", i);
        yield* ctx.spawn("checkLater", sale, (own) => checkLater(own, database));
      } else if (written.kind === "no-primary")
        ctx.log.commandEnded(sale, "refused", "pas de primaire");
      // Neither yes nor no: it may be there, it may come back, it may be undone.
      else ctx.log.commandEnded(sale, "timed-out", "peut-être écrite");
    }
  };

function* checkLater(ctx: Context, database: ReplicaSetClient): Process<void> {
  yield* ctx.sleep(CHECKED_AFTER_US);
  const place = { collection: "ventes", id: `${ctx.subject}` };
  const found = yield* database.read(ctx, place);
  const isThere = found.kind === "found" && found.document !== null;
  ctx.log.note(isThere ? "retrouvée" : "introuvable");
}

/** Reads the total on one replica, which follows as it can. */
export const displayFrom = (database: ReplicaSetClient, replica: string) =>
  function* display(ctx: Context): Process<void> {
    const readings = ctx.parameters.demandes as number;
    for (const i of numbered(ctx, "affichages", readings)) {
      yield* ctx.sleep(ms(500));
      const name = `affichage-${i}`;
      ctx.log.commandIssued(name, "lire", null);
      const found = yield* database.read(ctx, TOTAL, { from: replica });
      if (found.kind !== "found") {
        ctx.log.commandEnded(name, "timed-out", "réplique muette");
        continue;
      }
      ctx.memory.set("affichees", Number(found.document ?? 0));
      ctx.log.commandEnded(name, "ok", `${found.document ?? 0}`);
    }
  };
