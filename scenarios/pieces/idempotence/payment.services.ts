/**
 * Clients that ask again until they know, and a bank that must debit once.
 *
 * A payment keeps its key whatever happens: that is what makes asking again safe. The bank's work is the same
 * with and without keys; only what stands around it changes.
 */
import { type DurationUs, seconds } from "../../../simulator/base/time.ts";
import type { Idempotency, KeyedRequest, Retry } from "../../../simulator/resilience.ts";
import {
  type Context,
  numbered,
  operation,
  type Process,
  type Refusal,
} from "../../../simulator/scenario.ts";

type Receipt = { readonly debit: number };

const pay = operation<KeyedRequest, Receipt>("banque", "payer");

const PRICE_CENTS = 4_200;

export const shopWith = (retry: Retry) =>
  function* shop(ctx: Context): Process<void> {
    const arrivals = ctx.random;
    for (const i of numbered(ctx, "demandes", ctx.parameters.demandes as number)) {
      yield* ctx.sleep(arrivals.exponential(ctx.parameters.intervalle as DurationUs));
      yield* ctx.spawn("payOnce", `${i}`, (ctx) => payOnce(ctx, retry));
    }
  };

function* payOnce(ctx: Context, retry: Retry): Process<void> {
  const name = `${ctx.subject}`;
  const request = { caller: "boutique", key: `paiement-${name}`, payload: PRICE_CENTS };
  ctx.log.commandIssued(name, pay.id, request);
  const timeoutUs = ctx.parameters.delai as DurationUs;
  const outcome = yield* retry.run(ctx, function* (ctx) {
    return yield* ctx.call(pay, request, { timeoutUs });
  });
  if (outcome.kind === "replied") ctx.log.commandEnded(name, "ok", `débit ${outcome.reply.debit}`);
  else if (outcome.kind === "refused") ctx.log.commandEnded(name, "refused", outcome.reason);
  else ctx.log.commandEnded(name, "timed-out", "sans réponse");
}

export const payThrough = (keys: Idempotency) =>
  function* payWithKey(ctx: Context, request: KeyedRequest): Process<Receipt | Refusal> {
    return (yield* keys.serve(ctx, request, debit)) as Receipt | Refusal;
  };

export function* payEachTime(ctx: Context): Process<Receipt> {
  return yield* debit(ctx);
}

function* debit(ctx: Context): Process<Receipt> {
  yield* ctx.work(ctx.parameters.controle as DurationUs);
  const row = yield* ctx.db.one(
    "INSERT INTO debits (paiement, montant) VALUES ($1, $2) RETURNING id",
    [ctx.subject, PRICE_CENTS],
  );
  return { debit: Number(row?.id) };
}

/** How long the client waits for certainty before it is called lost. */
export const CERTAIN_WITHIN = seconds(10);
