/**
 * The orchestrated saga as published: steps in order, compensation in reverse.
 *
 * Same structure and same decisions as the text, in our own words. Read it with its defects in
 * mind: finished steps live in memory (3), a timeout counts as a failure (5), the recovery forgets
 * a state (4) and its lock (6), a failed compensation stops the others (7).
 */
import {
  type Context,
  type Outcome,
  type Process,
  type Refusal,
  StoryError,
} from "../../simulator/scenario.ts";
import {
  cancelShipping,
  chargeCustomer,
  type OrderRequest,
  refundCustomer,
  release,
  reserve,
  ship,
} from "./operations.ts";
import { countOf, durationOf } from "./settings.ts";

type Output = Readonly<Record<string, string>>;

interface Step {
  readonly name: string;
  readonly execute: (ctx: Context, order: OrderRequest) => Process<Output>;
  readonly compensate: (ctx: Context, output: Output) => Process<unknown>;
}

class CallFailed extends StoryError {
  override readonly name = "CallFailed";
}

/** As in the text: whatever is not an answer is an error, « I do not know » included (defect 5). */
function answered<T>(outcome: Outcome<T>): T {
  if (outcome.kind === "replied") return outcome.reply;
  throw new CallFailed(outcome.kind === "refused" ? outcome.reason : "délai dépassé");
}

const STEPS: readonly Step[] = [
  {
    name: "RESERVE_STOCK",
    *execute(ctx, { orderId, sku, quantity }) {
      const timeoutUs = durationOf(ctx.parameters, "delai-stock");
      return answered(
        yield* ctx.call(reserve, { orderId, sku, quantity, key: null }, { timeoutUs }),
      );
    },
    *compensate(ctx, output) {
      const timeoutUs = durationOf(ctx.parameters, "delai-stock");
      const reservationId = output.reservationId as string;
      return answered(yield* ctx.call(release, { reservationId }, { timeoutUs }));
    },
  },
  {
    name: "PROCESS_PAYMENT",
    *execute(ctx, { orderId, amountCents }) {
      const timeoutUs = durationOf(ctx.parameters, "delai-paiement");
      const key = `order-${orderId}`;
      return answered(
        yield* ctx.call(chargeCustomer, { orderId, amountCents, key }, { timeoutUs }),
      );
    },
    *compensate(ctx, output) {
      const timeoutUs = durationOf(ctx.parameters, "delai-remboursement");
      const paymentId = output.paymentId as string;
      return answered(yield* ctx.call(refundCustomer, { paymentId }, { timeoutUs }));
    },
  },
  {
    name: "CREATE_SHIPMENT",
    *execute(ctx, { orderId }) {
      const timeoutUs = durationOf(ctx.parameters, "delai-livraison");
      return answered(yield* ctx.call(ship, { orderId, key: null }, { timeoutUs }));
    },
    *compensate(ctx, output) {
      const timeoutUs = durationOf(ctx.parameters, "delai-livraison");
      const shipmentId = output.shipmentId as string;
      return answered(yield* ctx.call(cancelShipping, { shipmentId }, { timeoutUs }));
    },
  },
];

export function* orderByPublishedSaga(
  ctx: Context,
  order: OrderRequest,
): Process<{ readonly status: string } | Refusal> {
  const sagaId = `s-${order.orderId}`;
  yield* ctx.db.run(
    `INSERT INTO sagas (id, order_id, status, payload, created_at, updated_at)
     VALUES ($1, $2, 'STARTED', $3, $4, $4)`,
    [sagaId, order.orderId, JSON.stringify(order), ctx.clockUs],
  );
  yield* executeSaga(ctx, sagaId, order);
  return { status: "COMPLETED" };
}

/** The list of finished steps is a variable: it dies with the process that holds it. */
function* executeSaga(ctx: Context, sagaId: string, order: OrderRequest): Process<void> {
  const completed: { readonly step: Step; readonly output: Output }[] = [];
  yield* setStatus(ctx, sagaId, "IN_PROGRESS");
  for (const step of STEPS) {
    yield* setCurrentStep(ctx, sagaId, step.name);
    try {
      const output = yield* step.execute(ctx, order);
      completed.push({ step, output });
      ctx.memory.set(
        `étapes finies ${order.orderId}`,
        completed.map((done) => done.step.name),
      );
      yield* saveStep(ctx, sagaId, order.orderId, step.name, "COMPLETED", output);
    } catch (error) {
      yield* saveStep(ctx, sagaId, order.orderId, step.name, "FAILED", null);
      yield* compensate(ctx, sagaId, order.orderId, completed);
      throw error;
    }
  }
  yield* setStatus(ctx, sagaId, "COMPLETED");
  ctx.memory.delete(`étapes finies ${order.orderId}`);
}

function* compensate(
  ctx: Context,
  sagaId: string,
  orderId: string,
  completed: readonly { readonly step: Step; readonly output: Output }[],
): Process<void> {
  yield* setStatus(ctx, sagaId, "COMPENSATING");
  for (const { step, output } of [...completed].reverse()) {
    try {
      yield* step.compensate(ctx, output);
      yield* saveStep(ctx, sagaId, orderId, step.name, "COMPENSATED", null);
    } catch (error) {
      // The text logs « manual intervention required » and stops: the other steps stay done (7).
      ctx.log.note(`La compensation de ${step.name} échoue : intervention humaine requise.`);
      yield* setStatus(ctx, sagaId, "COMPENSATION_FAILED");
      throw error;
    }
  }
  yield* setStatus(ctx, sagaId, "COMPENSATED");
  ctx.memory.delete(`étapes finies ${orderId}`);
}

function* setStatus(ctx: Context, sagaId: string, status: string): Process<void> {
  yield* ctx.db.run("UPDATE sagas SET status = $1, updated_at = $2 WHERE id = $3", [
    status,
    ctx.clockUs,
    sagaId,
  ]);
}

function* setCurrentStep(ctx: Context, sagaId: string, step: string): Process<void> {
  yield* ctx.db.run("UPDATE sagas SET current_step = $1, updated_at = $2 WHERE id = $3", [
    step,
    ctx.clockUs,
    sagaId,
  ]);
}

/** Needs a unique index on (saga_id, step_name), which the published schema does not create (2). */
function* saveStep(
  ctx: Context,
  sagaId: string,
  orderId: string,
  stepName: string,
  status: string,
  result: Output | null,
): Process<void> {
  yield* ctx.db.run(
    `INSERT INTO saga_steps (id, saga_id, order_id, step_name, status, result)
     VALUES (nextval('step_number'), $1, $2, $3, $4, $5)
     ON CONFLICT (saga_id, step_name)
     DO UPDATE SET status = excluded.status, result = excluded.result`,
    [sagaId, orderId, stepName, status, JSON.stringify(result)],
  );
}

/** Wakes up, takes what has not moved, and runs each saga again, from its first step (3). */
export function* recoverStuckSagas(ctx: Context, worker: number): Process<void> {
  yield* ctx.sleep(durationOf(ctx.parameters, "decalage-reprise", worker));
  for (;;) {
    yield* ctx.alarm("reprise", durationOf(ctx.parameters, "periode-reprise"));
    // The lock lasts as long as the statement: it protects nothing of what follows (6).
    const stuck = yield* ctx.db.all(
      `SELECT id, order_id, payload FROM sagas
       WHERE status IN ('STARTED', 'IN_PROGRESS') AND updated_at < $1
       ORDER BY created_at LIMIT 10 FOR UPDATE SKIP LOCKED`,
      [ctx.clockUs - countOf(ctx.parameters, "reprise-apres")],
    );
    for (const saga of stuck) {
      ctx.subject = saga.order_id as string;
      const order = JSON.parse(saga.payload as string) as OrderRequest;
      try {
        yield* executeSaga(ctx, saga.id as string, order);
      } catch {
        ctx.log.note("La reprise de la saga échoue.");
      }
    }
    ctx.subject = null;
  }
}
