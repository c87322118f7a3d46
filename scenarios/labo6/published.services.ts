/**
 * The orchestrator as published: four calls in order, and a compensation when one of them fails.
 *
 * Same structure and same decisions as the text, in our own words. Read it with its defects in mind: what
 * the saga holds is a field of an object in memory, and nobody takes up a saga whose process died (49); the
 * verification holds nothing (51); silence counts as failure; what is given back is an increment (52).
 */
import {
  type Context,
  type Outcome,
  type Process,
  type Refusal,
  refuse,
  StoryError,
} from "../../simulator/scenario.ts";
import {
  createOrder,
  readProduct,
  releaseStock,
  reserveStock,
  throughKong,
  verifyStock,
} from "../checkout/operations.ts";
import type { Cart } from "../checkout/products.ts";
import { durationOf } from "../checkout/settings.ts";
import type { AboutSaga, SagaAnswer, SagaState } from "./operations.ts";

/** The saga as the process knows it. Its state is in the base too; what it holds is not. */
interface Saga {
  readonly id: string;
  readonly cart: Cart;
  holdsStock: boolean;
}

class StepFailed extends StoryError {
  override readonly name = "StepFailed";
}

/** As in the text: whatever is not an answer is a failure, « I do not know » included. */
function answered<T>(outcome: Outcome<T>): T {
  if (outcome.kind === "replied") return outcome.reply;
  throw new StepFailed(outcome.kind === "refused" ? outcome.reason : "délai dépassé");
}

export function* runSaga(ctx: Context, cart: Cart): Process<SagaAnswer> {
  const row = yield* ctx.db.one(
    `INSERT INTO sagas (id, checkout_id, client_id, sku, quantity, state, updated_at)
     VALUES ('s' || nextval('saga_number'), $1, $2, $3, $4, 'EN_ATTENTE', $5) RETURNING id`,
    [cart.checkout, cart.client, cart.sku, cart.quantity, ctx.clockUs],
  );
  const saga: Saga = { id: row?.id as string, cart, holdsStock: false };
  try {
    yield* verify(ctx, saga);
    const totalCents = yield* price(ctx, saga);
    yield* reserve(ctx, saga);
    yield* order(ctx, saga, totalCents);
    yield* moveTo(ctx, saga, "SAGA_TERMINEE");
  } catch (error) {
    yield* compensate(ctx, saga);
    throw error;
  } finally {
    ctx.memory.delete(`stock retenu ${cart.checkout}`);
  }
  return { state: "SAGA_TERMINEE" };
}

/** Says whether there is enough, and holds nothing: it may be gone three lines further (51). */
function* verify(ctx: Context, saga: Saga): Process<void> {
  const { checkout, sku, quantity } = saga.cart;
  yield* moveTo(ctx, saga, "VERIFICATION_STOCK");
  const timeoutUs = durationOf(ctx.parameters, "delai-appel");
  const outcome = yield* throughKong(ctx, verifyStock, { checkout, sku, quantity }, timeoutUs);
  if (outcome.kind !== "replied") yield* moveTo(ctx, saga, "ECHEC_STOCK_INSUFFISANT");
  answered(outcome);
  yield* moveTo(ctx, saga, "STOCK_VERIFIE");
}

function* price(ctx: Context, { cart }: Saga): Process<number> {
  const timeoutUs = durationOf(ctx.parameters, "delai-appel");
  const outcome = yield* throughKong(ctx, readProduct, { sku: cart.sku }, timeoutUs);
  return answered(outcome).priceCents * cart.quantity;
}

function* reserve(ctx: Context, saga: Saga): Process<void> {
  const { checkout, sku, quantity } = saga.cart;
  yield* moveTo(ctx, saga, "RESERVATION_STOCK");
  const timeoutUs = durationOf(ctx.parameters, "delai-appel");
  const outcome = yield* throughKong(ctx, reserveStock, { checkout, sku, quantity }, timeoutUs);
  if (outcome.kind !== "replied") yield* moveTo(ctx, saga, "ECHEC_RESERVATION_STOCK");
  answered(outcome);
  // That the stock is held is known here, and nowhere else (49).
  saga.holdsStock = true;
  ctx.memory.set(`stock retenu ${checkout}`, `${quantity} ${sku}`);
  yield* moveTo(ctx, saga, "STOCK_RESERVE");
}

function* order(ctx: Context, saga: Saga, totalCents: number): Process<void> {
  yield* moveTo(ctx, saga, "CREATION_COMMANDE");
  const timeoutUs = durationOf(ctx.parameters, "delai-appel");
  const outcome = yield* throughKong(ctx, createOrder, { ...saga.cart, totalCents }, timeoutUs);
  if (outcome.kind !== "replied") yield* moveTo(ctx, saga, "ECHEC_CREATION_COMMANDE");
  answered(outcome);
  yield* moveTo(ctx, saga, "COMMANDE_CREEE");
}

/** Gives back what the object says that it holds. An order that was created all the same is not looked for. */
function* compensate(ctx: Context, saga: Saga): Process<void> {
  const { checkout, sku, quantity } = saga.cart;
  yield* moveTo(ctx, saga, "COMPENSATION_EN_COURS");
  if (saga.holdsStock) {
    const timeoutUs = durationOf(ctx.parameters, "delai-appel");
    answered(yield* throughKong(ctx, releaseStock, { checkout, sku, quantity }, timeoutUs));
  }
  yield* moveTo(ctx, saga, "SAGA_ANNULEE");
}

/** UC-SAGA-04, as published: whatever the state, the stock is given back once more. */
export function* forceRollback(
  ctx: Context,
  { checkout }: AboutSaga,
): Process<SagaAnswer | Refusal> {
  const row = yield* ctx.db.one(
    "SELECT id, client_id, sku, quantity FROM sagas WHERE checkout_id = $1",
    [checkout],
  );
  if (row === null) return refuse("aucune saga pour ce checkout");
  const cart: Cart = {
    checkout,
    client: row.client_id as string,
    sku: row.sku as string,
    quantity: row.quantity as number,
  };
  yield* compensate(ctx, { id: row.id as string, cart, holdsStock: true });
  return { state: "SAGA_ANNULEE" };
}

function* moveTo(ctx: Context, saga: Saga, state: SagaState): Process<void> {
  yield* ctx.db.run("UPDATE sagas SET state = $1, updated_at = $2 WHERE id = $3", [
    state,
    ctx.clockUs,
    saga.id,
  ]);
}
