/**
 * A billing service that watches the orders, and remembers how far it is: before its work, or after it.
 *
 * The token is all that it has when it comes back.
 */
import { type DurationUs, ms } from "../../../simulator/base/time.ts";
import type { Context, Process } from "../../../simulator/scenario.ts";
import {
  type ChangeEvent,
  type Documents,
  markAt,
  type ResumeToken,
} from "../../../simulator/stores.ts";

const ORDERS = "commandes";
const AT_ONCE = 5;

export type Saving = "before" | "after";

export const billingFrom = (documents: Documents, saving: Saving) =>
  function* billOrders(ctx: Context): Process<void> {
    const saved = ctx.objects.durable("jeton", (): Saved => ({ token: markAt(0) }));
    for (;;) {
      const start = { kind: "resumeAfter", token: saved.token } as const;
      const changes = yield* documents.watch(ctx, { collection: ORDERS, start, max: AT_ONCE });
      if (changes.kind === "events") {
        if (saving === "before") save(saved, changes.token, ctx);
        for (const event of changes.events) yield* bill(ctx, event);
        if (saving === "after") save(saved, changes.token, ctx);
      } else if (changes.kind === "silent") {
        yield* ctx.sleep(ms(500));
      } else {
        // Nobody can say what was missed: a real service would now read the whole collection.
        ctx.log.note("jeton sans valeur : repartir de maintenant");
        yield* startNow(ctx, documents, saved);
      }
    }
  };

interface Saved {
  token: ResumeToken;
}

function save(saved: Saved, token: ResumeToken, ctx: Context): void {
  if (saved.token.index === token.index && saved.token.ordinal === token.ordinal) return;
  saved.token = token;
  ctx.records.set("reprise", "jeton", [["entrée", token.index]]);
}

function* startNow(ctx: Context, documents: Documents, saved: Saved): Process<void> {
  const now = { collection: ORDERS, start: { kind: "now" }, max: AT_ONCE } as const;
  const changes = yield* documents.watch(ctx, now);
  if (changes.kind === "events") save(saved, changes.token, ctx);
}

function* bill(ctx: Context, { operationType, id }: ChangeEvent): Process<void> {
  if (operationType !== "insert" || id === null) return;
  ctx.subject = id;
  yield* ctx.work(ctx.parameters.facture as DurationUs);
  const before = ctx.records.get("factures", id) as { readonly fois: number } | undefined;
  ctx.records.set("factures", id, { commande: id, fois: (before?.fois ?? 0) + 1 });
  ctx.subject = null;
}
