/**
 * Payment: asks the provider for money, and writes down what it was told.
 *
 * Between the provider's « yes » and the row in our base there is an instant that no transaction
 * covers: the corrected version writes its intention first and asks again with the same key.
 */
import {
  type Context,
  doubt,
  type Process,
  type Refusal,
  refuse,
} from "../../simulator/scenario.ts";
import { type ChargeRequest, capture, giveBack } from "./operations.ts";
import { durationOf } from "./settings.ts";

type Paid = { readonly paymentId: string };

/** As published: ask the provider, then write. */
export function* charge(ctx: Context, request: ChargeRequest): Process<Paid | Refusal> {
  const outcome = yield* ctx.call(capture, request, {
    timeoutUs: durationOf(ctx.parameters, "delai-prestataire"),
  });
  if (outcome.kind === "refused") return refuse(outcome.reason);
  if (outcome.kind === "timed-out") return refuse("le prestataire ne répond pas");
  const { providerRef } = outcome.reply;
  yield* ctx.db.run(
    `INSERT INTO payments (id, order_id, amount_cents, status, provider_ref)
     VALUES ($1, $2, $3, 'DEBITED', $4) ON CONFLICT (id) DO NOTHING`,
    [`p-${request.orderId}`, request.orderId, request.amountCents, providerRef],
  );
  return { paymentId: `p-${request.orderId}` };
}

/** As published: one attempt; whoever asked deals with a refusal. */
export function* refund(ctx: Context, { paymentId }: Paid): Process<null | Refusal> {
  const row = yield* ctx.db.one("SELECT provider_ref FROM payments WHERE id = $1", [paymentId]);
  if (row === null) return refuse("paiement inconnu");
  const outcome = yield* ctx.call(
    giveBack,
    { providerRef: row.provider_ref as string, key: `refund-${paymentId}` },
    { timeoutUs: durationOf(ctx.parameters, "delai-restitution") },
  );
  if (outcome.kind !== "replied") return refuse("remboursement refusé");
  yield* ctx.db.run("UPDATE payments SET status = 'REFUNDED' WHERE id = $1", [paymentId]);
  return null;
}

/** Corrected: the intention is a row before the money moves; a repeated request completes it. */
export function* chargeOnce(ctx: Context, request: ChargeRequest): Process<Paid | Refusal> {
  const paymentId = `p-${request.orderId}`;
  yield* ctx.db.run(
    `INSERT INTO payments (id, order_id, amount_cents, status, provider_ref)
     VALUES ($1, $2, $3, 'PENDING', NULL) ON CONFLICT (id) DO NOTHING`,
    [paymentId, request.orderId, request.amountCents],
  );
  const row = yield* ctx.db.one("SELECT status FROM payments WHERE id = $1", [paymentId]);
  if (row?.status === "DEBITED") return { paymentId };
  if (row?.status !== "PENDING") return refuse("paiement clos");
  const outcome = yield* ctx.call(capture, request, {
    timeoutUs: durationOf(ctx.parameters, "delai-prestataire"),
  });
  if (outcome.kind === "refused" && outcome.how === "refused") {
    yield* ctx.db.run("UPDATE payments SET status = 'REFUSED' WHERE id = $1", [paymentId]);
    return refuse(outcome.reason);
  }
  // No answer is not a « no », and neither is a closed door: an earlier request with this key may
  // still go through. The intention stays PENDING, and the caller asks again.
  if (outcome.kind !== "replied") return doubt("le prestataire n’a pas tranché");
  yield* ctx.db.run("UPDATE payments SET status = 'DEBITED', provider_ref = $2 WHERE id = $1", [
    paymentId,
    outcome.reply.providerRef,
  ]);
  return { paymentId };
}

/** Corrected: refunding twice refunds once; an unanswered refund is asked for again. */
export function* refundOnce(ctx: Context, { paymentId }: Paid): Process<null | Refusal> {
  const row = yield* ctx.db.one("SELECT status, provider_ref FROM payments WHERE id = $1", [
    paymentId,
  ]);
  if (row === null || row.status === "REFUNDED" || row.status === "REFUSED") return null;
  if (row.status === "PENDING") return refuse("débit en suspens");
  const outcome = yield* ctx.call(
    giveBack,
    { providerRef: row.provider_ref as string, key: `refund-${paymentId}` },
    { timeoutUs: durationOf(ctx.parameters, "delai-restitution") },
  );
  if (outcome.kind !== "replied") return refuse("remboursement à retenter");
  yield* ctx.db.run("UPDATE payments SET status = 'REFUNDED' WHERE id = $1", [paymentId]);
  return null;
}
