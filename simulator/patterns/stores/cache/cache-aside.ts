/**
 * A cache beside a database: look there first, else ask the database and leave a copy.
 *
 * The cache knows nothing of the database: what is changed there stays old here until it is told, or until
 * its time is over. Even a cache that is told can keep an old value: a reader that had asked before the
 * change leaves its copy after the invalidation (Nishtala and others, « Scaling Memcache at Facebook »,
 * 2013, call it a stale set).
 */
import { durationUs, named } from "../../../base/configuration.ts";
import { type DurationUs, ms } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Value } from "../../../vocabulary/values.ts";
import { operation } from "../../../world/calls.ts";
import type { Context } from "../../../world/context.ts";
import type { PartOfNode } from "../../../world/node-parts.ts";
import { type CacheLimits, checkedLimits, LruCache } from "./lru-cache.ts";
import { singleFlight } from "./single-flight.ts";

export interface CacheOptions extends CacheLimits {
  /** Node id of the cache. */
  readonly node: string;
  /** Whoever misses what a neighbour is already fetching waits for that neighbour. */
  readonly isSingleFlight: boolean;
  /** How long to wait for the cache before doing without, µs. */
  readonly timeoutUs?: DurationUs;
}

export type CacheRead =
  | { readonly kind: "hit" | "loaded"; readonly value: Value }
  /** Neither the cache nor the database had an answer. Never cached. */
  | { readonly kind: "failed" };

/** Asks the database; null: no answer. */
export type Load = (ctx: Context) => Process<{ readonly value: Value } | null>;

export interface CacheAside {
  /** What stands on the cache's node. */
  readonly node: PartOfNode;
  readonly read: (ctx: Context, key: string, load: Load) => Process<CacheRead>;
  /** False: the cache did not answer, and may serve what it has until its time is over. */
  readonly forget: (ctx: Context, key: string) => Process<boolean>;
}

type Looked = { readonly value: Value } | null;
type Copy = { readonly key: string; readonly value: Value };

const LOOK = "chercher";
const STORE = "poser";
const FORGET = "oublier";
const CACHE_WORK = ms(1);

export const CACHE_SIZE_KEY = "cache/taille";
/** Found and missed since the cache started. */
export const CACHE_COUNTS_KEY = "cache/comptes";

/** @throws BadConfiguration on no room, no time to live, or no patience. */
export function createCacheAside(options: CacheOptions): CacheAside {
  const limits = checkedLimits(options);
  const timeoutUs = options.timeoutUs ?? ms(100);
  durationUs("timeoutUs", timeoutUs, 1);
  const node = named("node", options.node);

  function* fetchAndStore(ctx: Context, key: string, load: Load): Process<Looked> {
    const found = yield* load(ctx);
    if (found === null) return null;
    // Nobody waits for the cache to have it.
    yield* ctx.send(operation<Copy, null>(node, STORE), { key, value: found.value });
    return found;
  }

  return {
    node: cacheNode(limits),
    *read(ctx, key, load) {
      const look = operation<{ readonly key: string }, Looked>(node, LOOK);
      const outcome = yield* ctx.call(look, { key }, { timeoutUs });
      // A cache that is silent is no reason to refuse: the database has the answer.
      if (outcome.kind === "replied" && outcome.reply !== null)
        return { kind: "hit", value: outcome.reply.value };
      const ask = (own: Context) => fetchAndStore(own, key, load);
      const found = options.isSingleFlight
        ? yield* singleFlight(ctx, { name: node, key }, ask)
        : yield* ask(ctx);
      return found === null ? { kind: "failed" } : { kind: "loaded", value: found.value };
    },
    *forget(ctx, key) {
      const forget = operation<{ readonly key: string }, null>(node, FORGET);
      const outcome = yield* ctx.call(forget, { key }, { timeoutUs });
      return outcome.kind === "replied";
    },
  };
}

/** A cache server: everything in memory, nothing after a crash. */
function cacheNode(limits: CacheLimits): PartOfNode {
  const cacheOf = (ctx: Context) =>
    ctx.objects.volatile("cache", () => ({
      ...{ entries: new LruCache<Value>(limits), foundCount: 0, missedCount: 0 },
    }));
  function* look(ctx: Context, { key }: { readonly key: string }): Process<Looked> {
    yield* ctx.work(CACHE_WORK);
    const cache = cacheOf(ctx);
    const value = cache.entries.get(key, ctx.nowUs);
    if (value === undefined) cache.missedCount++;
    else cache.foundCount++;
    const counts = [
      ["trouvés", cache.foundCount] as const,
      ["manqués", cache.missedCount] as const,
    ];
    ctx.memory.set(CACHE_COUNTS_KEY, counts);
    ctx.memory.set(CACHE_SIZE_KEY, cache.entries.size);
    return value === undefined ? null : { value };
  }
  function* store(ctx: Context, { key, value }: Copy): Process<null> {
    yield* ctx.work(CACHE_WORK);
    const { entries } = cacheOf(ctx);
    entries.set(key, value, ctx.nowUs);
    ctx.memory.set(CACHE_SIZE_KEY, entries.size);
    return null;
  }
  function* forget(ctx: Context, { key }: { readonly key: string }): Process<null> {
    yield* ctx.work(CACHE_WORK);
    const { entries } = cacheOf(ctx);
    entries.delete(key);
    ctx.memory.set(CACHE_SIZE_KEY, entries.size);
    return null;
  }
  return { serves: { [LOOK]: look, [STORE]: store, [FORGET]: forget }, boot: {} };
}
