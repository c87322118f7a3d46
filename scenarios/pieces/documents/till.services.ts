/**
 * A till that inserts orders, and waits until somebody confirms them: a majority, or the primary alone.
 */
import { type DurationUs, seconds } from "../../../simulator/base/time.ts";
import { type Context, numbered, type Process } from "../../../simulator/scenario.ts";
import type { Documents } from "../../../simulator/stores.ts";

export const ordersInto = (documents: Documents) =>
  function* order(ctx: Context): Process<void> {
    for (const i of numbered(ctx, "demandes", ctx.parameters.demandes as number)) {
      yield* ctx.sleep(ctx.random.exponential(ctx.parameters.intervalle as DurationUs));
      const name = `${i}`;
      ctx.subject = name;
      ctx.log.commandIssued(name, "écrire", i);
      const all = [{ id: name, document: { numero: i } }];
      const written = yield* documents.insert(ctx, "commandes", all, { wtimeoutUs: seconds(2) });
      if (written.kind === "confirmed") ctx.log.commandEnded(name, "ok", "confirmée");
      else if (written.kind === "no-primary")
        ctx.log.commandEnded(name, "refused", "pas de primaire");
      else ctx.log.commandEnded(name, "timed-out", "peut-être écrite");
    }
  };
