/**
 * The extracted orders: the order and its event are rows of one transaction, a relay sends the event.
 *
 * First the payment is still asked of the monolith, before the order is written. Then a saga leads all of it:
 * the order, the stock, the debit, the confirmation; it is written down before each act.
 */
import type { Orchestrator, Outbox, SagaStep } from "../../simulator/coordination.ts";
import {
  type Context,
  doubt,
  type Outcome,
  type Process,
  type Refusal,
  refuse,
  StoryError,
  TIMED_OUT,
} from "../../simulator/scenario.ts";
import {
  type Charge,
  debit,
  type Kept,
  type Order,
  payInMonolith,
  release,
  reserve,
  type Taken,
} from "./operations.ts";
import { durationOf, quantilesOf } from "./settings.ts";
import { writeInvoice } from "./worker-life.ts";

const compute = (ctx: Context) =>
  ctx.work(ctx.random.latency(quantilesOf(ctx.parameters, "rendu-service")));

/** Both rows or neither. */
function* writeOrder(ctx: Context, outbox: Outbox, order: Order, status: string): Process<void> {
  yield* ctx.transaction(function* (ctx) {
    const first = yield* ctx.db.run(
      `INSERT INTO orders (id, status, total_cents) VALUES ($1, $2, $3)
       ON CONFLICT (id) DO NOTHING`,
      [order.order, status, order.totalCents],
    );
    if (first.rowCount === 0) return;
    yield* ctx.db.run("INSERT INTO order_items VALUES ($1, $2, $3)", [
      order.order,
      order.sku,
      order.quantity,
    ]);
    yield* tell(ctx, outbox, order.order, "creee");
  });
}

const tell = (ctx: Context, outbox: Outbox, order: string, what: string) =>
  outbox.add(ctx, {
    ...{ aggregateType: "commande", aggregateId: order },
    ...{ type: what, payload: what },
  });

export const takingOrdersWith = (outbox: Outbox) =>
  function* takeOrderWithOutbox(ctx: Context, order: Order): Process<Taken | Refusal> {
    yield* compute(ctx);
    const { totalCents } = order;
    const asked = { order: order.order, key: `order-${order.order}`, totalCents };
    const timeoutUs = durationOf(ctx.parameters, "delai-paiement");
    const paid = yield* ctx.call(payInMonolith, asked, { timeoutUs });
    // The monolith’s habit is kept: no answer is taken for a « no ».
    if (paid.kind !== "replied")
      return refuse(paid.kind === "refused" ? paid.reason : "sans réponse");
    yield* writeOrder(ctx, outbox, order, "paid");
    yield* writeInvoice(ctx);
    return { order: order.order };
  };

export const takingOrdersBy = (saga: Orchestrator<Order>) =>
  function* takeOrderBySaga(ctx: Context, order: Order): Process<Taken | Refusal> {
    yield* compute(ctx);
    const standing = yield* saga.run(ctx, order.order, order);
    if (standing === "compensated") return refuse("commande annulée");
    if (standing === "in-progress") return doubt("commande en cours");
    yield* writeInvoice(ctx);
    return { order: order.order };
  };

const DONE: Outcome<null> = { kind: "replied", reply: null };

/** A base that says no may have done it or not: it is asked again. */
function* inBase(write: () => Process<void>): Process<Outcome<null>> {
  try {
    yield* write();
    return DONE;
  } catch (error) {
    if (!(error instanceof StoryError)) throw error;
    return TIMED_OUT;
  }
}

/** Order and event, stock, debit, confirmation. Once the money is taken, the order goes to its end. */
export const stepsWith = (outbox: Outbox): readonly SagaStep<Order>[] => [
  {
    ...{ name: "commande", kind: "compensable" },
    execute: (ctx, { data }) => inBase(() => writeOrder(ctx, outbox, data, "pending")),
    compensate: (ctx, { data }) => inBase(() => cancelOrder(ctx, outbox, data)),
  },
  {
    ...{ name: "stock", kind: "compensable" },
    execute: (ctx, { saga, key }) => keepStock(ctx, { order: saga, key }),
    compensate: (ctx, { saga, key }) => freeStock(ctx, { order: saga, key }),
  },
  {
    ...{ name: "paiement", kind: "pivot", compensate: null },
    execute: (ctx, { saga, key, data }) =>
      payOrder(ctx, { order: saga, key, totalCents: data.totalCents }),
  },
  {
    ...{ name: "confirmation", kind: "retriable", compensate: null },
    execute: (ctx, { data }) => inBase(() => confirmOrder(ctx, data)),
  },
];

function* keepStock(ctx: Context, kept: Kept) {
  const timeoutUs = durationOf(ctx.parameters, "delai-stripe");
  return yield* ctx.call(reserve, kept, { timeoutUs });
}

function* freeStock(ctx: Context, kept: Kept) {
  const timeoutUs = durationOf(ctx.parameters, "delai-stripe");
  return yield* ctx.call(release, kept, { timeoutUs });
}

function* payOrder(ctx: Context, charge: Charge) {
  const timeoutUs = durationOf(ctx.parameters, "delai-paiement");
  return yield* ctx.call(debit, charge, { timeoutUs });
}

function* confirmOrder(ctx: Context, { order }: Order): Process<void> {
  yield* ctx.db.run("UPDATE orders SET status = 'paid' WHERE id = $1", [order]);
}

/** Once: the second time there is nothing left to cancel, and nothing to tell. */
function* cancelOrder(ctx: Context, outbox: Outbox, { order }: Order): Process<void> {
  yield* ctx.transaction(function* (ctx) {
    const cancelled = yield* ctx.db.run(
      "UPDATE orders SET status = 'cancelled' WHERE id = $1 AND status = 'pending'",
      [order],
    );
    if (cancelled.rowCount > 0) yield* tell(ctx, outbox, order, "annulee");
  });
}
