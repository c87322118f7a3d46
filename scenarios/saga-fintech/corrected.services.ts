/**
 * The saga, corrected: each intention is a row before it is an act, and each act has a key.
 *
 * What is known of a saga is in its base and nowhere else: any process, now or after a crash, reads
 * it and goes on from there, forwards or backwards. No answer is not a « no »: the same request is
 * sent again with the same key, or left to the recovery.
 */
import {
  type Context,
  type Outcome,
  type Process,
  type Refusal,
  refuse,
  TIMED_OUT,
} from "../../simulator/scenario.ts";
import {
  cancelShipping,
  chargeCustomer,
  confirm,
  type OrderRequest,
  refundCustomer,
  release,
  reserve,
  ship,
} from "./operations.ts";
import { countOf, durationOf } from "./settings.ts";

/** A step with its key: asked twice, done once, whoever asks. */
interface KeyedStep {
  readonly name: string;
  readonly execute: (ctx: Context, order: OrderRequest) => Process<Outcome<unknown>>;
  readonly compensate: (ctx: Context, order: OrderRequest) => Process<Outcome<unknown>>;
  /** Which refusals mean « not yet », and until when to wait for them. */
  readonly patience: (
    nowUs: number,
    parameters: Context["parameters"],
  ) => Omit<Patience, "isInDoubt">;
}

const none = () => ({ notYet: [], untilUs: 0 });

const STEPS: readonly KeyedStep[] = [
  {
    name: "RESERVE_STOCK",
    *execute(ctx, { orderId, sku, quantity }) {
      const timeoutUs = durationOf(ctx.parameters, "delai-stock");
      return yield* ctx.call(
        reserve,
        { orderId, sku, quantity, key: `r-${orderId}` },
        { timeoutUs },
      );
    },
    *compensate(ctx, { orderId }) {
      const timeoutUs = durationOf(ctx.parameters, "delai-stock");
      return yield* ctx.call(release, { reservationId: `r-${orderId}` }, { timeoutUs });
    },
    // Articles that an unfinished saga holds may come back: refusing now would lose the sale (8).
    patience: (nowUs, parameters) => ({
      notYet: ["en attente"],
      untilUs: nowUs + countOf(parameters, "patience-stock"),
    }),
  },
  {
    name: "PROCESS_PAYMENT",
    *execute(ctx, { orderId, amountCents }) {
      const timeoutUs = durationOf(ctx.parameters, "delai-paiement");
      const key = `order-${orderId}`;
      return yield* ctx.call(chargeCustomer, { orderId, amountCents, key }, { timeoutUs });
    },
    *compensate(ctx, { orderId }) {
      const timeoutUs = durationOf(ctx.parameters, "delai-remboursement");
      return yield* ctx.call(refundCustomer, { paymentId: `p-${orderId}` }, { timeoutUs });
    },
    patience: none,
  },
  {
    name: "CREATE_SHIPMENT",
    *execute(ctx, { orderId }) {
      const timeoutUs = durationOf(ctx.parameters, "delai-livraison");
      return yield* ctx.call(ship, { orderId, key: `c-${orderId}` }, { timeoutUs });
    },
    *compensate(ctx, { orderId }) {
      const timeoutUs = durationOf(ctx.parameters, "delai-livraison");
      return yield* ctx.call(cancelShipping, { shipmentId: `c-${orderId}` }, { timeoutUs });
    },
    patience: none,
  },
  {
    name: "CONFIRM_STOCK",
    *execute(ctx, { orderId }) {
      const timeoutUs = durationOf(ctx.parameters, "delai-stock");
      return yield* ctx.call(confirm, { reservationId: `r-${orderId}` }, { timeoutUs });
    },
    *compensate(ctx, { orderId }) {
      const timeoutUs = durationOf(ctx.parameters, "delai-stock");
      return yield* ctx.call(release, { reservationId: `r-${orderId}` }, { timeoutUs });
    },
    patience: none,
  },
];

type SagaEnd = "COMPLETED" | "COMPENSATED" | "LEFT_TO_RECOVERY";

export function* orderByCorrectedSaga(
  ctx: Context,
  order: OrderRequest,
): Process<{ readonly status: string } | Refusal> {
  const sagaId = `s-${order.orderId}`;
  const first = yield* ctx.db.run(
    `INSERT INTO sagas (id, order_id, status, payload, lease_until, created_at, updated_at)
     VALUES ($1, $2, 'IN_PROGRESS', $3, 0, $4, $4) ON CONFLICT (id) DO NOTHING`,
    [sagaId, order.orderId, JSON.stringify(order), ctx.clockUs],
  );
  // The same order received twice is one saga: the second request is told, and does nothing.
  if (first.rowCount === 0) return { status: "IN_PROGRESS" };
  const end = yield* advanceSaga(ctx, sagaId, order);
  if (end === "COMPENSATED") return refuse("commande annulée, rien n’est débité");
  // « En cours » is an honest answer: the saga will end, its base knows how.
  return { status: end === "COMPLETED" ? "COMPLETED" : "IN_PROGRESS" };
}

/** Goes on from what the base says, in the direction that the base says. */
function* advanceSaga(ctx: Context, sagaId: string, order: OrderRequest): Process<SagaEnd> {
  const saga = yield* ctx.db.one("SELECT status FROM sagas WHERE id = $1", [sagaId]);
  if (saga?.status === "COMPLETED") return "COMPLETED";
  if (saga?.status === "COMPENSATED") return "COMPENSATED";
  if (saga?.status === "COMPENSATING") return yield* goBackward(ctx, sagaId, order);
  for (const step of STEPS) {
    const end = yield* advanceStep(ctx, sagaId, order, step);
    if (end === "unknown") return "LEFT_TO_RECOVERY";
    if (end === "refused") return yield* goBackward(ctx, sagaId, order);
  }
  yield* setStatus(ctx, sagaId, "COMPLETED");
  return "COMPLETED";
}

/** One step: its intention, its act, its result. A step already completed is not repeated. */
function* advanceStep(
  ctx: Context,
  sagaId: string,
  order: OrderRequest,
  step: KeyedStep,
): Process<"done" | "refused" | "unknown"> {
  const known = yield* ctx.db.one(
    "SELECT status FROM saga_steps WHERE saga_id = $1 AND step_name = $2",
    [sagaId, step.name],
  );
  if (known?.status === "COMPLETED") return "done";
  yield* saveStep(ctx, sagaId, order.orderId, step.name, "PENDING");
  yield* setCurrentStep(ctx, sagaId, step.name);
  // An intention without a result: somebody may have asked already, and what came of it is unknown.
  const isInDoubt = known?.status === "PENDING";
  const { notYet, untilUs } = step.patience(ctx.nowUs, ctx.parameters);
  const patience = { notYet, untilUs, isInDoubt };
  const outcome = yield* untilDefinite(ctx, patience, () => step.execute(ctx, order));
  if (outcome.kind === "timed-out") return "unknown";
  if (outcome.kind === "refused") {
    yield* ctx.transaction(function* (ctx) {
      yield* saveStep(ctx, sagaId, order.orderId, step.name, "FAILED");
      yield* setStatus(ctx, sagaId, "COMPENSATING");
    });
    return "refused";
  }
  yield* saveStep(ctx, sagaId, order.orderId, step.name, "COMPLETED");
  return "done";
}

/** Undoes the completed steps, last one first, and insists: one that fails does not stop the others. */
function* goBackward(ctx: Context, sagaId: string, order: OrderRequest): Process<SagaEnd> {
  let isComplete = true;
  for (const step of [...STEPS].reverse()) {
    const known = yield* ctx.db.one(
      "SELECT status FROM saga_steps WHERE saga_id = $1 AND step_name = $2",
      [sagaId, step.name],
    );
    if (known?.status !== "COMPLETED") continue;
    const outcome = yield* insist(ctx, () => step.compensate(ctx, order));
    if (outcome.kind === "replied") {
      yield* saveStep(ctx, sagaId, order.orderId, step.name, "COMPENSATED");
    } else {
      isComplete = false;
    }
  }
  // Still COMPENSATING: the recovery looks at that state too.
  if (!isComplete) return "LEFT_TO_RECOVERY";
  yield* setStatus(ctx, sagaId, "COMPENSATED");
  return "COMPENSATED";
}

interface Patience {
  /** Answers that mean « ask again later », and for how long. */
  readonly notYet: readonly string[];
  readonly untilUs: number;
  /** An earlier attempt, by this process or another, has not been settled. */
  readonly isInDoubt: boolean;
}

/**
 * Asks again, with the same key, until the answer is definite or the attempts are spent.
 *
 * « No » is definite when the handler says it. A door closed before any work (`rejected`) only speaks
 * for this attempt: once an earlier one is in doubt, it settles nothing.
 */
function* untilDefinite<T>(
  ctx: Context,
  patience: Patience,
  act: () => Process<Outcome<T>>,
): Process<Outcome<T>> {
  let { isInDoubt } = patience;
  for (let attempt = 1; ; attempt++) {
    const outcome = yield* act();
    const isNo = outcome.kind === "refused" && outcome.how === "refused";
    const isNotYet = isNo && patience.notYet.includes(outcome.reason);
    if (outcome.kind === "replied" || (isNo && !isNotYet)) return outcome;
    isInDoubt ||= outcome.kind === "timed-out" || outcome.how === "failed";
    const isSpent = isNotYet
      ? ctx.nowUs >= patience.untilUs
      : attempt >= countOf(ctx.parameters, "essais");
    if (isSpent) return isInDoubt && !isNotYet ? TIMED_OUT : outcome;
    yield* ctx.sleep(backoff(ctx, attempt));
  }
}

/** Asks again whatever the answer, until it is « done » or the attempts are spent. */
function* insist<T>(ctx: Context, act: () => Process<Outcome<T>>): Process<Outcome<T>> {
  let outcome = yield* act();
  for (let attempt = 1; attempt < countOf(ctx.parameters, "essais"); attempt++) {
    if (outcome.kind === "replied") return outcome;
    yield* ctx.sleep(backoff(ctx, attempt));
    outcome = yield* act();
  }
  return outcome;
}

/** Exponential with full jitter: clients that failed together do not come back together. */
function backoff(ctx: Context, attempt: number) {
  const ceilingUs = countOf(ctx.parameters, "premiere-attente") << Math.min(attempt - 1, 6);
  return durationOf({ ceiling: 1 + ctx.random.integerBelow(ceilingUs) }, "ceiling");
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

function* saveStep(
  ctx: Context,
  sagaId: string,
  orderId: string,
  stepName: string,
  status: string,
): Process<void> {
  yield* ctx.db.run(
    `INSERT INTO saga_steps (id, saga_id, order_id, step_name, status)
     VALUES (nextval('step_number'), $1, $2, $3, $4)
     ON CONFLICT (saga_id, step_name) DO UPDATE SET status = excluded.status`,
    [sagaId, orderId, stepName, status],
  );
}

/** Takes one saga at a time under a lease, whatever unfinished state it is in. */
export function* recoverAllSagas(ctx: Context, worker: number): Process<void> {
  yield* ctx.sleep(durationOf(ctx.parameters, "decalage-reprise", worker));
  for (;;) {
    yield* ctx.alarm("reprise", durationOf(ctx.parameters, "periode-reprise"));
    for (;;) {
      const saga = yield* claimOne(ctx, worker);
      if (saga === null) break;
      ctx.subject = saga.order_id as string;
      const order = JSON.parse(saga.payload as string) as OrderRequest;
      yield* advanceSaga(ctx, saga.id as string, order);
    }
    ctx.subject = null;
  }
}

/** The claim and its lease are one statement: two workers never hold the same saga. */
function* claimOne(ctx: Context, worker: number) {
  const ageUs = countOf(ctx.parameters, "reprise-apres");
  return yield* ctx.db.one(
    `UPDATE sagas SET owner = $1, lease_until = $2, updated_at = $3
     WHERE id = (SELECT id FROM sagas
                 WHERE status IN ('STARTED', 'IN_PROGRESS', 'COMPENSATING')
                   AND updated_at < $4 AND lease_until < $3
                 ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING id, order_id, payload`,
    [`ouvrier ${worker + 1}`, ctx.clockUs + ageUs, ctx.clockUs, ctx.clockUs - ageUs],
  );
}
