/**
 * The workers corrected: what was left pending is taken back, and everything may come twice.
 *
 * The order of acts loses nothing: the effect, which its key makes harmless to repeat; then the event; then
 * the acknowledgement. A stop anywhere in between does it all again. What is not decided stays pending.
 */
import { type DurationUs, ms, seconds } from "../../simulator/base/time.ts";
import type { ReadEntry, RedisClient } from "../../simulator/brokers.ts";
import { type Context, type Process, StoryError } from "../../simulator/scenario.ts";
import {
  abandonOrder,
  createOrder,
  releaseStock,
  reserveStock,
  throughKong,
} from "../checkout/operations.ts";
import { durationOf } from "../checkout/settings.ts";
import { type CheckoutEvent, type PricedCart, publish, TOPIC } from "./events.ts";
import type { WorkerGroup } from "./groups.ts";
import {
  handleEach,
  handlePacket,
  isConcerned,
  type Reaction,
  type Reactions,
} from "./reactions.ts";

const READ_AT_ONCE = 10;
const PACKET = 500;
const BLOCK = seconds(5);
const RELEASE_ATTEMPTS_MAX = 3;

/** As published, and now and then takes back what nobody acknowledges. */
export const workingSurelyAs = (redis: RedisClient, { group }: WorkerGroup, reactions: Reactions) =>
  function* consumeSurely(ctx: Context): Process<void> {
    const reading = { stream: TOPIC, group, consumer: ctx.nodeId, count: READ_AT_ONCE };
    const reacting = { group, reactions };
    let takesBackAtUs: number = ctx.nowUs;
    yield* redis.createGroup(ctx, TOPIC, group);
    for (;;) {
      if (ctx.nowUs >= takesBackAtUs) {
        takesBackAtUs = ctx.nowUs + restOf(ctx);
        yield* handleEach(ctx, redis, reacting, yield* takeBack(ctx, redis, reading));
      }
      const found = yield* redis.readGroup(ctx, { ...reading, blockUs: BLOCK });
      if (found.kind !== "replied") {
        yield* startAgain(ctx, redis, group);
        continue;
      }
      yield* handleEach(ctx, redis, reacting, found.reply);
      if (isConcerned(reacting, found.reply)) continue;
      yield* ctx.sleep(durationOf(ctx.parameters, "pause-lecture"));
    }
  };

export const readingSurelyNowAndThen = (
  redis: RedisClient,
  { group }: WorkerGroup,
  reactions: Reactions,
) =>
  function* consumePacketsSurely(ctx: Context): Process<void> {
    const reading = { stream: TOPIC, group, consumer: ctx.nodeId, count: PACKET };
    const reacting = { group, reactions };
    let takesBackAtUs: number = ctx.nowUs;
    yield* redis.createGroup(ctx, TOPIC, group);
    for (;;) {
      yield* ctx.sleep(durationOf(ctx.parameters, "scrutation"));
      if (ctx.nowUs >= takesBackAtUs) {
        takesBackAtUs = ctx.nowUs + restOf(ctx);
        yield* handlePacket(ctx, redis, reacting, yield* takeBack(ctx, redis, reading));
      }
      const found = yield* redis.readGroup(ctx, reading);
      if (found.kind !== "replied") yield* startAgain(ctx, redis, group);
      else yield* handlePacket(ctx, redis, reacting, found.reply);
    }
  };

type Reading = Pick<
  Parameters<RedisClient["autoClaim"]>[1],
  "stream" | "group" | "consumer" | "count"
>;

const restOf = (ctx: Context): DurationUs => durationOf(ctx.parameters, "repos");

/** Nothing is redelivered by itself: whoever wants back what was left pending must ask. */
function* takeBack(
  ctx: Context,
  redis: RedisClient,
  reading: Reading,
): Process<readonly ReadEntry[]> {
  const old = yield* redis.autoClaim(ctx, { ...reading, minIdleUs: restOf(ctx) });
  return old.kind === "replied" ? old.reply.entries : [];
}

function* startAgain(ctx: Context, redis: RedisClient, group: string): Process<void> {
  yield* ctx.sleep(ms(500));
  yield* redis.createGroup(ctx, TOPIC, group);
}

/** Only a « no » is a failure: a silence is asked again later, with the same key. */
export const reservingOnceWith = (redis: RedisClient): Reaction =>
  function* reserveOnce(ctx: Context, { cart }: CheckoutEvent): Process<void> {
    const { checkout, sku, quantity } = cart;
    const asked = { checkout, sku, quantity };
    const patience = durationOf(ctx.parameters, "delai-appel");
    const outcome = yield* throughKong(ctx, reserveStock, asked, patience);
    if (outcome.kind === "replied") {
      yield* publish(redis, ctx, "StockReserved", cart);
      return;
    }
    if (outcome.kind === "timed-out" || outcome.how !== "refused") {
      throw new StoryError("Inventaire n’a pas tranché");
    }
    yield* publish(redis, ctx, "StockReservationFailed", cart);
    yield* publish(redis, ctx, "CheckoutFailed", cart);
  };

/** A silence is settled before anything is said: created, or never to be. */
export const orderingOnceWith = (redis: RedisClient): Reaction =>
  function* orderOnce(ctx: Context, { cart }: CheckoutEvent): Process<void> {
    if (yield* isOrderCreated(ctx, cart)) {
      yield* publish(redis, ctx, "OrderCreated", cart);
      yield* publish(redis, ctx, "CheckoutSucceeded", cart);
    } else yield* publish(redis, ctx, "OrderCreationFailed", cart);
  };

function* isOrderCreated(ctx: Context, cart: PricedCart): Process<boolean> {
  const patience = durationOf(ctx.parameters, "delai-appel");
  const outcome = yield* throughKong(ctx, createOrder, cart, patience);
  if (outcome.kind === "replied") return true;
  if (outcome.kind === "refused" && outcome.how === "refused") return false;
  const settled = yield* throughKong(ctx, abandonOrder, cart, patience);
  if (settled.kind !== "replied") throw new StoryError("Commandes n’a pas tranché");
  return settled.reply.status === "CREATED";
}

/** Asked again at once, a few times: stock must not be held for long. Its key makes that harmless. */
export const releasingOnceWith = (redis: RedisClient): Reaction =>
  function* releaseOnce(ctx: Context, { cart }: CheckoutEvent): Process<void> {
    yield* releaseAtLast(ctx, cart);
    yield* publish(redis, ctx, "StockReleased", cart);
    yield* publish(redis, ctx, "CheckoutFailed", cart);
  };

function* releaseAtLast(ctx: Context, { checkout, sku, quantity }: PricedCart): Process<void> {
  const patience: DurationUs = durationOf(ctx.parameters, "delai-appel");
  for (let attempt = 1; attempt <= RELEASE_ATTEMPTS_MAX; attempt++) {
    const asked = { checkout, sku, quantity };
    const outcome = yield* throughKong(ctx, releaseStock, asked, patience);
    if (outcome.kind === "replied") return;
    yield* ctx.sleep(ms(200));
  }
  throw new StoryError("le stock n’est pas libéré");
}
