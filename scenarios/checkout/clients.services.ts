/**
 * Fifty users in a closed loop: think, check out, wait for the answer, think again.
 *
 * Each user has a stream of luck of their own, and draws from it in the same order whatever is answered:
 * under every design they bring the same carts after the same thoughts.
 */
import type { Context, Process } from "../../simulator/scenario.ts";
import type { Value } from "../../simulator/vocabulary/values.ts";
import { type Resource, throughKong } from "./operations.ts";
import { type Cart, PRODUCTS, QUANTITY_MAX } from "./products.ts";
import { countOf, durationOf } from "./settings.ts";

type Checkout = Resource<Cart, Value>;

/** `checkout`: where this design takes a cart. */
export const visitingBy = (checkout: Checkout) =>
  function* visit(ctx: Context): Process<void> {
    // A browser that restarts does not begin its checkouts again from the first one.
    const ranks = ctx.objects.durable("rangs", () => new Map<number, number>());
    for (let user = 1; user <= countOf(ctx.parameters, "utilisateurs"); user++) {
      yield* ctx.spawn("shop", null, (ctx) => shop(ctx, checkout, user, ranks));
    }
  };

function* shop(
  ctx: Context,
  checkout: Checkout,
  user: number,
  ranks: Map<number, number>,
): Process<void> {
  const luck = ctx.random;
  while (true) {
    yield* ctx.sleep(luck.exponential(durationOf(ctx.parameters, "reflexion")));
    if (ctx.nowUs >= durationOf(ctx.parameters, "duree")) return;
    const rank = (ranks.get(user) ?? 0) + 1;
    ranks.set(user, rank);
    const product = PRODUCTS[luck.integerBelow(PRODUCTS.length)] as (typeof PRODUCTS)[number];
    ctx.subject = `${user}-${rank}`;
    yield* checkOut(ctx, checkout, {
      checkout: ctx.subject,
      client: `client-${user}`,
      sku: product.sku,
      quantity: luck.between(1, QUANTITY_MAX),
    });
    ctx.subject = null;
  }
}

function* checkOut(ctx: Context, checkout: Checkout, cart: Cart): Process<void> {
  ctx.log.commandIssued(cart.checkout, checkout.id, cart);
  const patienceUs = durationOf(ctx.parameters, "delai-client");
  const outcome = yield* throughKong(ctx, checkout, cart, patienceUs);
  switch (outcome.kind) {
    case "replied":
      ctx.log.commandEnded(cart.checkout, "ok", "reçu");
      return;
    case "refused":
      ctx.log.commandEnded(cart.checkout, "refused", outcome.reason);
      return;
    case "timed-out":
      ctx.log.commandEnded(cart.checkout, "timed-out", "sans réponse");
  }
}
