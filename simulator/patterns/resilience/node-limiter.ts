/**
 * A rate limiter in the memory of one node: it reads that node's clock, and a crash forgets its counts.
 *
 * Stands any limiter of this folder on a node, and shows what it lets through and refuses. It never waits: a
 * request too many is refused at once. What several nodes count together is `kong-limiter.ts`.
 */
import { named } from "../../base/configuration.ts";
import type { Context } from "../../world/context.ts";
import { checkedLimit, type RateLimit, type RateLimiter } from "./rate-limit.ts";

export interface NodeLimiterOptions {
  /** Shown: `limiteur/<name>/reste` and `limiteur/<name>/tranches` in the node's memory. */
  readonly name: string;
  readonly limit: RateLimit;
  /** Made anew after a crash: `createTokenBucket`, `createSlidingCounter`… */
  readonly create: (limit: RateLimit) => RateLimiter;
}

export interface NodeLimiter {
  /** True when the request may pass now. Does not wait. */
  readonly lets: (ctx: Context) => boolean;
}

/** Slices shown: two windows of five. */
const SLICES_A_WINDOW = 5;
const SLICES_SHOWN = 10;

interface Counts {
  readonly limiter: RateLimiter;
  /** A wall clock may be set back; a limiter never sees it. */
  latestUs: number;
  slice: number;
  /** Oldest first: [let through, refused]. */
  bars: (readonly [passed: number, refused: number])[];
}

/** @throws BadConfiguration on less than one in a window, or no window. */
export function createNodeLimiter({ name, limit, create }: NodeLimiterOptions): NodeLimiter {
  named("name", name);
  const { windowUs } = checkedLimit(limit);
  const sliceUs = Math.max(1, Math.floor(windowUs / SLICES_A_WINDOW));

  const countsOf = (ctx: Context): Counts =>
    ctx.objects.volatile(
      `limiteur/${name}`,
      () => ({
        ...{ limiter: create(limit), latestUs: 0, slice: 0 },
        bars: Array.from({ length: SLICES_SHOWN }, () => [0, 0] as const),
      }),
      countsOf,
    );

  /** The bars move on with the clock: as many empty ones as slices have gone by. */
  function turn(counts: Counts): void {
    const slice = Math.floor(counts.latestUs / sliceUs);
    const gone = Math.min(SLICES_SHOWN, slice - counts.slice);
    const empty = Array.from({ length: gone }, () => [0, 0] as const);
    counts.bars = [...counts.bars.slice(gone), ...empty];
    counts.slice = slice;
  }

  function show(counts: Counts, isAllowed: boolean, { memory }: Context): void {
    turn(counts);
    const [passed, refused] = counts.bars.at(-1) ?? [0, 0];
    const last = isAllowed ? ([passed + 1, refused] as const) : ([passed, refused + 1] as const);
    counts.bars = [...counts.bars.slice(0, -1), last];
    memory.set(`limiteur/${name}/tranches`, counts.bars);
  }

  return {
    lets: (ctx) => {
      const counts = countsOf(ctx);
      counts.latestUs = Math.max(counts.latestUs, ctx.clockUs);
      const { isAllowed, remaining } = counts.limiter.ask(counts.latestUs);
      ctx.memory.set(`limiteur/${name}/reste`, remaining);
      show(counts, isAllowed, ctx);
      return isAllowed;
    },
  };
}
