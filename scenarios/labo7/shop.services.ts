/**
 * The shop's door: takes a cart, says so in the stream, and answers « 202 Accepted ».
 *
 * The client's clock stops here; nobody has looked at the stock yet.
 */
import type { RedisClient } from "../../simulator/brokers.ts";
import type { Context, Process } from "../../simulator/scenario.ts";
import { type Cart, PRODUCTS } from "../checkout/products.ts";
import { quantilesOf } from "../checkout/settings.ts";
import { type PricedCart, publish, tryToPublish } from "./events.ts";

type Accepted = { readonly checkout: string; readonly status: 202 };

const ATTEMPTS_MAX = 3;

/** The price was asked of the catalogue when the article was put in the cart, well before. */
function priced(cart: Cart): PricedCart {
  const price = PRODUCTS.find(({ sku }) => sku === cart.sku)?.priceCents ?? 0;
  return { ...cart, totalCents: price * cart.quantity };
}

/** As published: one attempt; without an answer from Redis the client gets an error. */
export const acceptingBy = (redis: RedisClient) =>
  function* acceptCheckout(ctx: Context, brought: Cart): Process<Accepted> {
    yield* ctx.work(ctx.random.latency(quantilesOf(ctx.parameters, "duree-ecommerce")));
    const cart = priced(brought);
    yield* publish(redis, ctx, "CheckoutInitiated", cart);
    return { checkout: cart.checkout, status: 202 };
  };

/** Corrected: a silence is not a « no ». Said twice, the event does what it does once. */
export const acceptingSurelyBy = (redis: RedisClient) =>
  function* acceptCheckoutSurely(ctx: Context, brought: Cart): Process<Accepted> {
    yield* ctx.work(ctx.random.latency(quantilesOf(ctx.parameters, "duree-ecommerce")));
    const cart = priced(brought);
    for (let attempt = 1; attempt < ATTEMPTS_MAX; attempt++) {
      const added = yield* tryToPublish(redis, ctx, "CheckoutInitiated", cart);
      if (added.kind === "replied") return { checkout: cart.checkout, status: 202 };
    }
    yield* publish(redis, ctx, "CheckoutInitiated", cart);
    return { checkout: cart.checkout, status: 202 };
  };
