/**
 * The warehouse: hears of orders in the shared log and prepares them; keeps stock for the saga.
 *
 * What it has not heard of, it never prepares. What it hears twice, it prepares once.
 */
import type { Consumer } from "../../simulator/brokers.ts";
import { createKeyedSteps } from "../../simulator/coordination.ts";
import {
  type Context,
  doubt,
  type Process,
  type Refusal,
  refuse,
} from "../../simulator/scenario.ts";
import type { Kept } from "./operations.ts";
import { countOf, quantilesOf } from "./settings.ts";

export const preparingFrom = (consumer: Consumer) =>
  function* prepareOrders(ctx: Context): Process<void> {
    for (;;) {
      const records = yield* consumer.poll(ctx);
      for (const { key, value } of records) note(`${key}`, `${value}`, ctx);
      if (records.length > 0) yield* consumer.commit(ctx);
    }
  };

function note(order: string, told: string, ctx: Context): void {
  const known = ctx.records.get("preparations", order) as { readonly status: string } | undefined;
  // A cancelled order stays so, in whatever order its events come.
  if (known !== undefined && (told === "creee" || known.status === "annulée")) return;
  const status = told === "creee" ? "à préparer" : "annulée";
  ctx.subject = order;
  ctx.records.set("preparations", order, { order_id: order, status });
  ctx.subject = null;
}

/** Articles that are left to keep, over the whole warehouse. */
const shelfOf = (ctx: Context): { left: number } =>
  ctx.objects.durable("stock", () => ({ left: countOf(ctx.parameters, "stock") }));

export function* keepStockOnce(ctx: Context, { key }: Kept): Process<null | Refusal> {
  yield* ctx.work(ctx.random.latency(quantilesOf(ctx.parameters, "rendu-service")));
  if (ctx.objects.isDiskFull) return doubt("l’entrepôt ne peut rien écrire");
  const shelf = shelfOf(ctx);
  const done = ctx.objects.durable("clés", createKeyedSteps).execute(key, () => {
    if (shelf.left === 0) return "rupture de stock";
    shelf.left--;
    ctx.memory.set("stock", shelf.left);
    return null;
  });
  return done.kind === "done" ? null : refuse(done.reason);
}

export function* freeStockOnce(ctx: Context, { key }: Kept): Process<null | Refusal> {
  yield* ctx.work(ctx.random.latency(quantilesOf(ctx.parameters, "rendu-service")));
  if (ctx.objects.isDiskFull) return doubt("l’entrepôt ne peut rien écrire");
  const shelf = shelfOf(ctx);
  const steps = ctx.objects.durable("clés", createKeyedSteps);
  steps.undo(key, () => {
    shelf.left++;
    ctx.memory.set("stock", shelf.left);
  });
  return null;
}
