/** Catalogue: what an article costs. Three replicas of it stand behind Kong, and none keeps anything. */
import { ms } from "../../simulator/base/time.ts";
import { type Context, type Process, type Refusal, refuse } from "../../simulator/scenario.ts";
import { PRODUCTS } from "./products.ts";
import { quantilesOf } from "./settings.ts";

export function* showProduct(
  ctx: Context,
  { sku }: { readonly sku: string },
): Process<{ readonly priceCents: number } | Refusal> {
  yield* ctx.work(ctx.random.latency(quantilesOf(ctx.parameters, "duree-appel")));
  const product = PRODUCTS.find((known) => known.sku === sku);
  return product === undefined ? refuse("article inconnu") : { priceCents: product.priceCents };
}

/** What Kong’s checks ask. */
export function* sayWell(ctx: Context): Process<string> {
  yield* ctx.work(ms(1));
  return "bien";
}
