/**
 * The workers as published: read what is new, act, publish what follows, acknowledge.
 *
 * Each knows its own step and the events on both sides of it; nobody knows the whole. Whoever stops between
 * reading and acknowledging leaves its entries pending, and nobody reads those again (defect 50).
 */
import { ms, seconds } from "../../simulator/base/time.ts";
import type { RedisClient } from "../../simulator/brokers.ts";
import { type Context, type Process, StoryError } from "../../simulator/scenario.ts";
import { createOrder, releaseStock, reserveStock, throughKong } from "../checkout/operations.ts";
import { durationOf } from "../checkout/settings.ts";
import { type CheckoutEvent, publish, TOPIC } from "./events.ts";
import type { WorkerGroup } from "./groups.ts";
import { countOrder } from "./operations.ts";
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

/** Waits for what is new, and reads it as it comes. Where nothing concerned it, it lets the stream be. */
export const workingAs = (redis: RedisClient, { group }: WorkerGroup, reactions: Reactions) =>
  function* consume(ctx: Context): Process<void> {
    const reading = { stream: TOPIC, group, consumer: ctx.nodeId, count: READ_AT_ONCE };
    const reacting = { group, reactions };
    yield* redis.createGroup(ctx, TOPIC, group);
    for (;;) {
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

/** Nobody waits for this one: it reads by packets, now and then. */
export const readingNowAndThen = (
  redis: RedisClient,
  { group }: WorkerGroup,
  reactions: Reactions,
) =>
  function* consumeByPackets(ctx: Context): Process<void> {
    const reading = { stream: TOPIC, group, consumer: ctx.nodeId, count: PACKET };
    yield* redis.createGroup(ctx, TOPIC, group);
    for (;;) {
      yield* ctx.sleep(durationOf(ctx.parameters, "scrutation"));
      const found = yield* redis.readGroup(ctx, reading);
      if (found.kind !== "replied") yield* startAgain(ctx, redis, group);
      else yield* handlePacket(ctx, redis, { group, reactions }, found.reply);
    }
  };

/** The container stops on the error, starts again, and makes its group if there is none. */
function* startAgain(ctx: Context, redis: RedisClient, group: string): Process<void> {
  yield* ctx.sleep(ms(500));
  yield* redis.createGroup(ctx, TOPIC, group);
}

/** Anything but « reserved » is a failure, a silence too. */
export const reservingWith = (redis: RedisClient): Reaction =>
  function* reserve(ctx: Context, { cart }: CheckoutEvent): Process<void> {
    const { checkout, sku, quantity } = cart;
    const asked = { checkout, sku, quantity };
    const patience = durationOf(ctx.parameters, "delai-appel");
    const outcome = yield* throughKong(ctx, reserveStock, asked, patience);
    if (outcome.kind === "replied") {
      yield* publish(redis, ctx, "StockReserved", cart);
      return;
    }
    yield* publish(redis, ctx, "StockReservationFailed", cart);
    yield* publish(redis, ctx, "CheckoutFailed", cart);
  };

/** A silence is taken for a « no »: the order may be written all the same. */
export const orderingWith = (redis: RedisClient): Reaction =>
  function* order(ctx: Context, { cart }: CheckoutEvent): Process<void> {
    const patience = durationOf(ctx.parameters, "delai-appel");
    const outcome = yield* throughKong(ctx, createOrder, cart, patience);
    if (outcome.kind !== "replied") {
      yield* publish(redis, ctx, "OrderCreationFailed", cart);
      return;
    }
    yield* publish(redis, ctx, "OrderCreated", cart);
    yield* publish(redis, ctx, "CheckoutSucceeded", cart);
  };

/** The compensation: an increment, as often as the failure is told (defect 52). */
export const releasingWith = (redis: RedisClient): Reaction =>
  function* release(ctx: Context, { cart }: CheckoutEvent): Process<void> {
    const { checkout, sku, quantity } = cart;
    const asked = { checkout, sku, quantity };
    const patience = durationOf(ctx.parameters, "delai-appel");
    const outcome = yield* throughKong(ctx, releaseStock, asked, patience);
    if (outcome.kind !== "replied") throw new StoryError("le stock n’est pas libéré");
    yield* publish(redis, ctx, "StockReleased", cart);
    yield* publish(redis, ctx, "CheckoutFailed", cart);
  };

export function* tellClient(ctx: Context, { type, cart }: CheckoutEvent): Process<void> {
  yield* ctx.work(ms(20));
  const text = type === "CheckoutSucceeded" ? "commande confirmée" : "commande annulée";
  ctx.records.set("notifications", cart.checkout, { checkout: cart.checkout, texte: text });
}

// biome-ignore lint/correctness/useYield: one line of a file, written at once.
export function* keepTrace(ctx: Context, { entry, type, cart }: CheckoutEvent): Process<void> {
  ctx.records.set("audit", entry, { evenement: type, checkout: cart.checkout });
}

/** Tells the event store to count one more order. */
export function* projectOrder(ctx: Context, { cart }: CheckoutEvent): Process<void> {
  const { checkout, client } = cart;
  const patience = durationOf(ctx.parameters, "delai-appel");
  const outcome = yield* ctx.call(countOrder, { checkout, client }, { timeoutUs: patience });
  if (outcome.kind !== "replied") throw new StoryError("la vue n’est pas à jour");
}
