/**
 * Payments: the service of the last phase, and Stripe behind it, whose ledger is the truth about money.
 *
 * The intention is a row before the money moves; the key makes a second request a mere question.
 */
import { createKeyedSteps } from "../../simulator/coordination.ts";
import {
  type Context,
  doubt,
  type Process,
  type Refusal,
  refuse,
} from "../../simulator/scenario.ts";
import { type Charge, capture } from "./operations.ts";
import { countOf, durationOf, quantilesOf } from "./settings.ts";

export function* debitOnce(ctx: Context, charge: Charge): Process<null | Refusal> {
  yield* ctx.work(ctx.random.latency(quantilesOf(ctx.parameters, "rendu-service")));
  yield* ctx.db.run(
    `INSERT INTO payments (id, order_id, amount_cents, status) VALUES ($1, $2, $3, 'PENDING')
     ON CONFLICT (id) DO NOTHING`,
    [charge.key, charge.order, charge.totalCents],
  );
  const row = yield* ctx.db.one("SELECT status FROM payments WHERE id = $1", [charge.key]);
  if (row?.status === "DEBITED") return null;
  if (row?.status === "REFUSED") return refuse("carte refusée");
  const timeoutUs = durationOf(ctx.parameters, "delai-stripe");
  const outcome = yield* ctx.call(capture, charge, { timeoutUs });
  const isNo = outcome.kind === "refused" && outcome.how === "refused";
  if (outcome.kind !== "replied" && !isNo) return doubt("Stripe n’a pas tranché");
  yield* ctx.db.run("UPDATE payments SET status = $1 WHERE id = $2", [
    isNo ? "REFUSED" : "DEBITED",
    charge.key,
  ]);
  return isNo ? refuse("carte refusée") : null;
}

/** Stripe honours keys: the same one is debited once, and gets the first answer again. */
export function* captureMoney(
  ctx: Context,
  { order, key, totalCents }: Charge,
): Process<null | Refusal> {
  yield* ctx.work(ctx.random.latency(quantilesOf(ctx.parameters, "duree-stripe")));
  if (ctx.objects.isDiskFull) return doubt("Stripe ne peut rien écrire");
  const isRefused = ctx.random.chance(countOf(ctx.parameters, "refus-carte"));
  const done = ctx.objects.durable("clés", createKeyedSteps).execute(key, () => {
    const status = isRefused ? "refusé" : "débité";
    ctx.records.set("debits", order, { order_id: order, amount_cents: totalCents, status });
    return isRefused ? "carte refusée" : null;
  });
  return done.kind === "done" ? null : refuse(done.reason);
}
