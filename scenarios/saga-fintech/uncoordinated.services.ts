/**
 * Without coordination: three requests leave together and nobody remembers anything.
 *
 * It is quick, it is short, and it works as long as nothing fails: what succeeded stays done when
 * its neighbour fails, and a crash leaves no trace of what was under way.
 */
import {
  type Context,
  type Outcome,
  type Process,
  type Refusal,
  refuse,
} from "../../simulator/scenario.ts";
import { chargeCustomer, type OrderRequest, reserve, ship } from "./operations.ts";
import { durationOf } from "./settings.ts";

type Answer = Outcome<unknown>;

export function* orderInParallel(
  ctx: Context,
  order: OrderRequest,
): Process<{ readonly status: string } | Refusal> {
  const { orderId, sku, quantity, amountCents } = order;
  const answers: Answer[] = [];
  const stock = yield* ctx.spawn("askInParallel", orderId, function* askInParallel(ctx) {
    const timeoutUs = durationOf(ctx.parameters, "delai-stock");
    answers.push(yield* ctx.call(reserve, { orderId, sku, quantity, key: null }, { timeoutUs }));
  });
  const money = yield* ctx.spawn("askInParallel", orderId, function* askInParallel(ctx) {
    const timeoutUs = durationOf(ctx.parameters, "delai-paiement");
    const key = `order-${orderId}`;
    answers.push(yield* ctx.call(chargeCustomer, { orderId, amountCents, key }, { timeoutUs }));
  });
  const parcel = yield* ctx.spawn("askInParallel", orderId, function* askInParallel(ctx) {
    const timeoutUs = durationOf(ctx.parameters, "delai-livraison");
    answers.push(yield* ctx.call(ship, { orderId, key: null }, { timeoutUs }));
  });
  yield* ctx.join(stock);
  yield* ctx.join(money);
  yield* ctx.join(parcel);
  // One « no » among three: the other two have already happened, and nothing undoes them.
  const isComplete = answers.every((answer) => answer.kind === "replied");
  return isComplete ? { status: "COMPLETED" } : refuse("une des trois demandes a échoué");
}
