/**
 * The orchestrator, corrected: its row says what it is about to do before it does it, and that is enough.
 *
 * A saga is its row: any process reads the state and goes on from there. Every act bears the checkout as
 * its key, so it may be asked again. Silence is not a « no »: the same act is asked again, then settled. A
 * state changes only from the state that was read: of two processes on one saga, one stops.
 */
import { ms, us } from "../../simulator/base/time.ts";
import {
  type Context,
  doubt,
  type Outcome,
  type Process,
  type Refusal,
  refuse,
  StoryError,
} from "../../simulator/scenario.ts";
import type { SqlValue, Value } from "../../simulator/vocabulary/values.ts";
import {
  abandonOrder,
  createOrder,
  type Resource,
  readProduct,
  releaseStock,
  reserveStock,
  throughKong,
  verifyStock,
} from "../checkout/operations.ts";
import type { Cart } from "../checkout/products.ts";
import { countOf, durationOf } from "../checkout/settings.ts";
import type { AboutSaga, SagaAnswer, SagaState } from "./operations.ts";

/** The row, as it was last read or written by this process. */
interface Saga {
  readonly cart: Cart;
  readonly totalCents: number | null;
  readonly state: SagaState;
}

/** Somebody else has moved this saga on: this process has nothing more to do with it. */
class Overtaken extends StoryError {
  override readonly name = "Overtaken";
}

/** Ceiling of the first wait before asking again; it doubles, and the wait is drawn below it. */
const FIRST_WAIT = ms(200);

/** What follows from a state: the next one, or null when nobody can say for now. */
type Move = (ctx: Context, saga: Saga) => Process<Saga | null>;

type EndState = "SAGA_TERMINEE" | "SAGA_ANNULEE";

const isEnd = (state: SagaState): state is EndState =>
  state === "SAGA_TERMINEE" || state === "SAGA_ANNULEE";

export function* runKeyedSaga(ctx: Context, cart: Cart): Process<SagaAnswer | Refusal> {
  const first = yield* ctx.db.run(
    `INSERT INTO sagas (id, checkout_id, client_id, sku, quantity, state, updated_at)
     VALUES ($1, $1, $2, $3, $4, 'EN_ATTENTE', $5) ON CONFLICT (id) DO NOTHING`,
    [cart.checkout, cart.client, cart.sku, cart.quantity, ctx.clockUs],
  );
  // The same checkout received twice is one saga: the second request is told so, and does nothing.
  if (first.rowCount === 0) return doubt("saga déjà démarrée");
  const end = yield* advance(ctx, { cart, totalCents: null, state: "EN_ATTENTE" });
  if (end.state === "SAGA_TERMINEE") return { state: end.state };
  return end.state === "SAGA_ANNULEE" ? refuse("checkout annulé") : doubt("saga en cours");
}

/** Goes on from the row’s state, as far as it can be gone. */
function* advance(ctx: Context, from: Saga): Process<Saga> {
  let saga = from;
  while (true) {
    if (isEnd(saga.state)) return saga;
    const next: Saga | null = yield* MOVES[saga.state](ctx, saga);
    if (next === null) return saga;
    saga = next;
  }
}

const requestOf = ({ cart: { checkout, sku, quantity } }: Saga) => ({ checkout, sku, quantity });

const orderOf = ({ cart, totalCents }: Saga) => ({ ...cart, totalCents: totalCents ?? 0 });

const MOVES: Readonly<Record<Exclude<SagaState, EndState>, Move>> = {
  *EN_ATTENTE(ctx, saga) {
    return yield* moveTo(ctx, saga, "VERIFICATION_STOCK");
  },
  /** What is verified is held, under the key of the checkout (51). */
  *VERIFICATION_STOCK(ctx, saga) {
    const outcome = yield* insist(ctx, verifyStock, requestOf(saga));
    if (outcome.kind === "replied") return yield* moveTo(ctx, saga, "STOCK_VERIFIE");
    if (isNo(outcome)) return yield* moveTo(ctx, saga, "ECHEC_STOCK_INSUFFISANT");
    return yield* moveTo(ctx, saga, "COMPENSATION_EN_COURS");
  },
  *STOCK_VERIFIE(ctx, saga) {
    const outcome = yield* insist(ctx, readProduct, { sku: saga.cart.sku });
    if (outcome.kind !== "replied") return yield* moveTo(ctx, saga, "COMPENSATION_EN_COURS");
    const totalCents = outcome.reply.priceCents * saga.cart.quantity;
    return yield* moveTo(ctx, { ...saga, totalCents }, "RESERVATION_STOCK");
  },
  *RESERVATION_STOCK(ctx, saga) {
    const outcome = yield* insist(ctx, reserveStock, requestOf(saga));
    const isDone = outcome.kind === "replied";
    return yield* moveTo(ctx, saga, isDone ? "STOCK_RESERVE" : "ECHEC_RESERVATION_STOCK");
  },
  *STOCK_RESERVE(ctx, saga) {
    return yield* moveTo(ctx, saga, "CREATION_COMMANDE");
  },
  /** The row of the order decides: created, or never to be. Until it has been read, nothing is given back. */
  *CREATION_COMMANDE(ctx, saga) {
    const outcome = yield* insist(ctx, createOrder, orderOf(saga));
    if (outcome.kind === "replied") return yield* moveTo(ctx, saga, "COMMANDE_CREEE");
    if (isNo(outcome)) return yield* moveTo(ctx, saga, "ECHEC_CREATION_COMMANDE");
    const settled = yield* insist(ctx, abandonOrder, orderOf(saga));
    if (settled.kind !== "replied") return null;
    const isCreated = settled.reply.status === "CREATED";
    return yield* moveTo(ctx, saga, isCreated ? "COMMANDE_CREEE" : "ECHEC_CREATION_COMMANDE");
  },
  *COMMANDE_CREEE(ctx, saga) {
    return yield* moveTo(ctx, saga, "SAGA_TERMINEE");
  },
  /** Nothing was taken: the « no » of the inventory is a row. */
  *ECHEC_STOCK_INSUFFISANT(ctx, saga) {
    return yield* moveTo(ctx, saga, "COMPENSATION_EN_COURS");
  },
  *ECHEC_RESERVATION_STOCK(ctx, saga) {
    return yield* moveTo(ctx, saga, "COMPENSATION_EN_COURS");
  },
  *ECHEC_CREATION_COMMANDE(ctx, saga) {
    return yield* moveTo(ctx, saga, "COMPENSATION_EN_COURS");
  },
  /** Whatever was held is given back once; a reservation still on its way will find that it was. */
  *COMPENSATION_EN_COURS(ctx, saga) {
    const outcome = yield* insist(ctx, releaseStock, requestOf(saga));
    return outcome.kind === "replied" ? yield* moveTo(ctx, saga, "SAGA_ANNULEE") : null;
  },
};

/** UC-SAGA-04, corrected: the order’s row is settled first, then the saga goes backward like any other. */
export function* forceSettledRollback(
  ctx: Context,
  { checkout }: AboutSaga,
): Process<SagaAnswer | Refusal> {
  const row = yield* ctx.db.one("SELECT * FROM sagas WHERE id = $1", [checkout]);
  if (row === null) return refuse("aucune saga pour ce checkout");
  const saga = sagaOf(row);
  if (isEnd(saga.state)) return refuse(`déjà finie : ${saga.state}`);
  const failed = FORCED[saga.state];
  if (failed === undefined) return refuse("elle avance : redemandez");
  const settled = yield* insist(ctx, abandonOrder, orderOf(saga));
  if (settled.kind !== "replied") return doubt("Commandes ne répond pas");
  if (settled.reply.status === "CREATED") return refuse("la commande existe");
  const end = yield* advance(ctx, yield* moveTo(ctx, saga, failed));
  return end.state === "SAGA_ANNULEE" ? { state: end.state } : doubt("compensation en cours");
}

/** States in which a saga may wait for somebody, and the failure that forcing it amounts to. */
const FORCED: Readonly<Partial<Record<SagaState, SagaState>>> = {
  STOCK_VERIFIE: "COMPENSATION_EN_COURS",
  RESERVATION_STOCK: "ECHEC_RESERVATION_STOCK",
  CREATION_COMMANDE: "ECHEC_CREATION_COMMANDE",
};

/** After a crash at once, then from time to time: takes up what stands still, in whatever state it is. */
export function* resumeSagas(ctx: Context): Process<void> {
  yield* resumeBefore(ctx, ctx.clockUs);
  while (true) {
    yield* ctx.alarm("reprise", durationOf(ctx.parameters, "periode-reprise"));
    yield* resumeBefore(ctx, ctx.clockUs - durationOf(ctx.parameters, "reprise-apres"));
  }
}

function* resumeBefore(ctx: Context, beforeUs: number): Process<void> {
  const rows = yield* ctx.db.all(
    `SELECT * FROM sagas
     WHERE state NOT IN ('SAGA_TERMINEE', 'SAGA_ANNULEE') AND updated_at < $1
     ORDER BY updated_at, id`,
    [beforeUs],
  );
  const tasks = [];
  for (const row of rows) {
    const saga = sagaOf(row);
    tasks.push(yield* ctx.spawn("resumeSaga", saga.cart.checkout, (ctx) => resumeSaga(ctx, saga)));
  }
  for (const task of tasks) yield* ctx.join(task);
}

function* resumeSaga(ctx: Context, saga: Saga): Process<void> {
  try {
    yield* advance(ctx, saga);
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error;
  }
}

/** « No », decided and written; anything else that is not an answer leaves a doubt. */
const isNo = (outcome: Outcome<unknown>): boolean =>
  outcome.kind === "refused" && outcome.how === "refused";

/** Asks again, with the same key, until there is an answer, « no » included, or the attempts are spent. */
function* insist<Q extends Value, R extends Value>(
  ctx: Context,
  what: Resource<Q, R>,
  body: Q,
): Process<Outcome<R>> {
  const timeoutUs = durationOf(ctx.parameters, "delai-appel");
  for (let attempt = 1; ; attempt++) {
    const outcome = yield* throughKong(ctx, what, body, timeoutUs);
    if (outcome.kind === "replied" || isNo(outcome)) return outcome;
    if (attempt >= countOf(ctx.parameters, "essais")) return outcome;
    yield* ctx.sleep(us(ctx.random.integerBelow(FIRST_WAIT << Math.min(attempt, 6))));
  }
}

/** From the state that this process knows, and from no other. */
function* moveTo(ctx: Context, saga: Saga, state: SagaState): Process<Saga> {
  const moved = yield* ctx.db.run(
    `UPDATE sagas SET state = $1, total_cents = $2, updated_at = $3
     WHERE id = $4 AND state = $5`,
    [state, saga.totalCents, ctx.clockUs, saga.cart.checkout, saga.state],
  );
  if (moved.rowCount === 0) throw new Overtaken("une autre exécution a repris cette saga");
  return { ...saga, state };
}

const sagaOf = (row: Readonly<Record<string, SqlValue>>): Saga => ({
  cart: {
    checkout: row.checkout_id as string,
    client: row.client_id as string,
    sku: row.sku as string,
    quantity: row.quantity as number,
  },
  totalCents: row.total_cents as number | null,
  state: row.state as SagaState,
});
