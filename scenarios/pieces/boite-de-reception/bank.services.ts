/**
 * The bank credits a transfer, through its inbox: what was credited before is only acknowledged.
 */
import type { DurationUs } from "../../../simulator/base/time.ts";
import type { Inbox } from "../../../simulator/coordination.ts";
import type { Context, Process } from "../../../simulator/scenario.ts";
import type { Transfer } from "./mail.services.ts";

export const creditingThrough = (inbox: Inbox) =>
  function* credit(ctx: Context, transfer: Transfer): Process<string> {
    const done = yield* inbox.receive(ctx, transfer.id, function* (ctx) {
      yield* ctx.work(ctx.parameters.traitement as DurationUs);
      yield* ctx.db.run("INSERT INTO credits (virement) VALUES ($1)", [transfer.id]);
    });
    return done === "applied" ? "crédité" : "déjà connu";
  };
