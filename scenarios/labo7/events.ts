/**
 * The checkout's events: their eight types, who reads them, how one is written in the stream.
 *
 * The topic, the groups and the format are the source's: `type`, `payload` in JSON, `ts`. Knows no node.
 */
import type { RedisClient } from "../../simulator/brokers.ts";
import { type Context, type Outcome, type Process, StoryError } from "../../simulator/scenario.ts";
import type { Cart } from "../checkout/products.ts";

export const TOPIC = "ecommerce.checkout.events";

export type EventType =
  | "CheckoutInitiated"
  | "StockReserved"
  | "StockReservationFailed"
  | "OrderCreated"
  | "CheckoutSucceeded"
  | "OrderCreationFailed"
  | "StockReleased"
  | "CheckoutFailed";

/** A cart on its way: its price was known when the article was put in. */
export type PricedCart = Cart & { readonly totalCents: number };

export interface CheckoutEvent {
  readonly entry: string;
  readonly type: EventType;
  readonly cart: PricedCart;
  /** What the publisher's clock showed, µs. */
  readonly emittedAtUs: number;
}

/** What a cell of the stream says of an event: one word. */
export const SHORT: Readonly<Record<EventType, string>> = {
  CheckoutInitiated: "init",
  StockReserved: "stock",
  StockReservationFailed: "rupt.",
  OrderCreated: "cmd",
  CheckoutSucceeded: "fin",
  OrderCreationFailed: "refus",
  StockReleased: "rendu",
  CheckoutFailed: "échec",
};

export const EVENT_TYPES = Object.keys(SHORT) as readonly EventType[];

export type Fields = Readonly<Record<string, string>>;

export const fieldsOf = (type: EventType, cart: PricedCart, atUs: number): Fields => ({
  type,
  payload: JSON.stringify({ ...cart, emitted_at: atUs }),
  ts: String(atUs),
});

export function eventOf(id: string, fields: Fields): CheckoutEvent {
  const { emitted_at, ...cart } = JSON.parse(fields.payload as string) as PricedCart & {
    readonly emitted_at: number;
  };
  return { entry: id, type: fields.type as EventType, cart, emittedAtUs: emitted_at };
}

/** Adds the event to the topic, once. A silence says nothing: it may be there. */
export const tryToPublish = (
  redis: RedisClient,
  ctx: Context,
  type: EventType,
  cart: PricedCart,
): Process<Outcome<string>> => redis.add(ctx, TOPIC, fieldsOf(type, cart, ctx.clockUs));

/** @throws StoryError when Redis did not say that it has the event. */
export function* publish(
  redis: RedisClient,
  ctx: Context,
  type: EventType,
  cart: PricedCart,
): Process<void> {
  const added = yield* tryToPublish(redis, ctx, type, cart);
  if (added.kind !== "replied") throw new StoryError(`${type} n’est pas publié`);
}
