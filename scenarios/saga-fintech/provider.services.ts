/**
 * The payment provider: not ours. Its ledger is the truth about money.
 *
 * It honours idempotency keys (a parameter turns that off): the same key is debited once and gets
 * the first answer again, « no » included, even when two requests overlap.
 */
import { type Context, type Process, type Refusal, refuse } from "../../simulator/scenario.ts";
import type { ChargeRequest } from "./operations.ts";
import { countOf, quantilesOf } from "./settings.ts";

type Debit = {
  readonly order_id: string;
  readonly amount_cents: number;
  readonly status: string;
  readonly key: string;
};

export function* captureMoney(
  ctx: Context,
  { orderId, amountCents, key }: ChargeRequest,
): Process<{ readonly providerRef: string } | Refusal> {
  const isHonoured = ctx.parameters["cle-idempotence"] === "honoree";
  yield* ctx.work(ctx.random.latency(quantilesOf(ctx.parameters, "duree-debit")));
  // Checked after the work, at the very instant of the debit: two requests that overlap meet here.
  let providerRef = `pi-${key}`;
  const known = ctx.records.get("debits", providerRef) as Debit | undefined;
  if (known !== undefined && isHonoured) {
    return known.status === "refusé" ? refuse("carte refusée") : { providerRef };
  }
  if (known !== undefined) providerRef = `pi-${key}-${ctx.nowUs}`;
  const isRefused = ctx.random.chance(countOf(ctx.parameters, "refus-carte"));
  const status = isRefused ? "refusé" : "débité";
  const debit: Debit = { order_id: orderId, amount_cents: amountCents, status, key };
  ctx.records.set("debits", providerRef, debit);
  return isRefused ? refuse("carte refusée") : { providerRef };
}

export function* giveMoneyBack(
  ctx: Context,
  { providerRef }: { readonly providerRef: string; readonly key: string },
): Process<null | Refusal> {
  yield* ctx.work(ctx.random.latency(quantilesOf(ctx.parameters, "duree-remboursement")));
  if (ctx.random.chance(countOf(ctx.parameters, "echec-remboursement"))) {
    return refuse("restitution refusée");
  }
  const debit = ctx.records.get("debits", providerRef) as Debit | undefined;
  if (debit === undefined) return refuse("débit inconnu");
  if (debit.status === "remboursé") return null;
  ctx.records.set("debits", providerRef, { ...debit, status: "remboursé" });
  return null;
}
