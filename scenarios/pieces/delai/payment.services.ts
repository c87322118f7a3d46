/**
 * A till that pays through a bank, and tells its customer within a deadline what it believes.
 *
 * Giving up tells the bank nothing. With a deadline sent along, the bank can at least refrain from debiting
 * what nobody waits for any more, as far as the two clocks agree.
 */
import { type DurationUs, minutes, ms, seconds } from "../../../simulator/base/time.ts";
import type { Deadline } from "../../../simulator/resilience.ts";
import {
  type Context,
  numbered,
  type Outcome,
  operation,
  type Process,
  type Refusal,
  refuse,
} from "../../../simulator/scenario.ts";

/** `untilUs`: instant of the sender's clock after which the answer is of no use; null: not said. */
type DebitRequest = { readonly order: string; readonly untilUs: number | null };

export const pay = operation<null, string>("caisse", "payer");
const debit = operation<DebitRequest, string>("banque", "debiter");

/** What the way back takes, at most, on a good day. */
const WAY_BACK = ms(100);

/** Customers come at random, one after the other. */
export function* shop(ctx: Context): Process<void> {
  const arrivals = ctx.random;
  for (const i of numbered(ctx, "demandes", ctx.parameters.demandes as number)) {
    yield* ctx.sleep(arrivals.exponential(ctx.parameters.intervalle as DurationUs));
    yield* ctx.spawn("buy", `${i}`, buy);
  }
}

function* buy(ctx: Context): Process<void> {
  const name = `${ctx.subject}`;
  ctx.log.commandIssued(name, pay.id, null);
  const outcome = yield* ctx.call(pay, null, { timeoutUs: seconds(20) });
  if (outcome.kind === "replied") ctx.log.commandEnded(name, "ok", outcome.reply);
  else if (outcome.kind === "refused") ctx.log.commandEnded(name, "refused", outcome.reason);
  else ctx.log.commandEnded(name, "timed-out", "sans réponse");
}

export const payWithin = (deadline: Deadline, isTold: boolean) =>
  function* payOrder(ctx: Context): Process<string | Refusal> {
    const lengthUs = ctx.parameters.delai as number;
    const untilUs = isTold ? ctx.clockUs + lengthUs - WAY_BACK : null;
    const ended = yield* deadline.run(ctx, (ctx) => askBank(ctx, untilUs), "askBank");
    // « Too late » is taken for « no »: the bank may have debited, be debiting, or debit in a minute.
    if (ended.kind === "late") return refuse("paiement impossible, réessayez");
    return ended.value.kind === "replied" ? ended.value.reply : refuse("paiement refusé");
  };

function* askBank(ctx: Context, untilUs: number | null): Process<Outcome<string>> {
  const body = { order: `${ctx.subject}`, untilUs };
  return yield* ctx.call(debit, body, { timeoutUs: minutes(10) });
}

export function* debitAccount(
  ctx: Context,
  { order, untilUs }: DebitRequest,
): Process<string | Refusal> {
  yield* ctx.work(ctx.parameters.controle as DurationUs);
  // Its own clock: one that runs late lets through what is over.
  if (untilUs !== null && ctx.clockUs > untilUs) return refuse("demande périmée");
  ctx.records.set("debits", order, { order_id: order, status: "débité" });
  return "payé";
}
