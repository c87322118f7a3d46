/**
 * The extracted catalogue: a small service that only reads, a cache beside it, a copy of the base behind.
 */
import {
  type Context,
  doubt,
  type Process,
  type Refusal,
  refuse,
} from "../../simulator/scenario.ts";
import type { CacheAside } from "../../simulator/stores.ts";
import { type Page, type PageRequest, type PriceChange, readCopy } from "./operations.ts";
import { durationOf, quantilesOf } from "./settings.ts";

export const showingFrom = (cache: CacheAside) =>
  function* showCachedProduct(ctx: Context, { sku }: PageRequest): Process<Page | Refusal> {
    yield* ctx.work(ctx.random.latency(quantilesOf(ctx.parameters, "rendu-service")));
    const found = yield* cache.read(ctx, sku, (own) => askReplica(own, sku));
    if (found.kind === "failed") return doubt("la réplique ne répond pas");
    return { sku, priceCents: found.value as number };
  };

function* askReplica(ctx: Context, sku: string) {
  const timeoutUs = durationOf(ctx.parameters, "delai-service");
  const outcome = yield* ctx.call(readCopy, { sku }, { timeoutUs });
  return outcome.kind === "replied" ? { value: outcome.reply.priceCents } : null;
}

export function* showCopy(
  ctx: Context,
  { sku }: { readonly sku: string },
): Process<Page | Refusal> {
  const row = yield* ctx.db.one("SELECT price_cents FROM products WHERE sku = $1", [sku]);
  return row === null ? refuse("article inconnu") : { sku, priceCents: row.price_cents as number };
}

/** A change that comes twice, or after a newer one, changes nothing. */
export function* applyChange(ctx: Context, change: PriceChange): Process<null> {
  yield* ctx.db.run(
    "UPDATE products SET price_cents = $1, version = $2 WHERE sku = $3 AND version < $2",
    [change.priceCents, change.version, change.sku],
  );
  return null;
}
