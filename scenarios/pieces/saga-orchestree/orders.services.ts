/**
 * The shop asks, the orchestrator conducts: stock, payment, delivery, and the way back.
 */
import { type DurationUs, ms, seconds } from "../../../simulator/base/time.ts";
import type { Orchestrator, SagaStep, StepRequest } from "../../../simulator/coordination.ts";
import { type Context, numbered, operation, type Process } from "../../../simulator/scenario.ts";
import { type Asked, asked } from "./asked.ts";

type Order = { readonly order: string };

const place = operation<Order, string>("orchestrateur", "commander");

/** Customers come at random, and each insists until somebody answers. */
export function* placeOrders(ctx: Context): Process<void> {
  for (const i of numbered(ctx, "demandes", ctx.parameters.demandes as number)) {
    yield* ctx.sleep(ctx.random.exponential(ctx.parameters.intervalle as DurationUs));
    yield* ctx.spawn("placeOrder", `${i}`, placeOrder);
  }
}

function* placeOrder(ctx: Context): Process<void> {
  const order = `${ctx.subject}`;
  ctx.log.commandIssued(order, place.id, { order });
  const outcome = yield* ctx.call(place, { order }, { timeoutUs: seconds(3) });
  if (outcome.kind === "replied") ctx.log.commandEnded(order, "ok", outcome.reply);
  else if (outcome.kind === "refused") ctx.log.commandEnded(order, "refused", outcome.reason);
  else ctx.log.commandEnded(order, "timed-out", "sans réponse");
}

/** « en cours » is an honest answer: what is on disk will end. */
export const orderingBy = (orchestrator: Orchestrator<null>) =>
  function* conduct(ctx: Context, { order }: Order): Process<string> {
    return yield* orchestrator.run(ctx, order, null);
  };

const stepAt = (
  name: string,
): Pick<SagaStep<null>, "name" | "execute"> & Required<Pick<SagaStep<null>, "compensate">> => ({
  name,
  *execute(ctx: Context, request: StepRequest<null>) {
    const act = operation<Asked, null>(name, "faire");
    return yield* ctx.call(act, asked(request), { timeoutUs: ms(300) });
  },
  *compensate(ctx: Context, request: StepRequest<null>) {
    const undo = operation<Asked, null>(name, "defaire");
    return yield* ctx.call(undo, asked(request), { timeoutUs: ms(300) });
  },
});

/** A parcel that has left does not come back: delivery is the pivot. */
export const steps: readonly SagaStep<null>[] = [
  { ...stepAt("stock"), kind: "compensable" },
  { ...stepAt("paiement"), kind: "compensable" },
  { ...stepAt("livraison"), kind: "pivot", compensate: null },
];
