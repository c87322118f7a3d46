/**
 * Rate limiters that count continuously: the token bucket, and GCRA, the same thing seen from the clock.
 *
 * A bucket of `count` tokens fills evenly over `windowUs`; each request takes one (RLM-3). It is
 * evaluated when asked, never by a timer. Whole numbers throughout: a token is `windowUs` parts, and a
 * microsecond brings `count` parts. GCRA remembers one instant instead of a level (RLM-4).
 */
import { checkedLimit, type RateLimit, type RateLimiter } from "./rate-limit.ts";

/** Starts full. */
export function createTokenBucket(limit: RateLimit): RateLimiter {
  const { count, windowUs } = checkedLimit(limit);
  const full = count * windowUs;
  let level = full;
  let seenAtUs = 0;
  return {
    ask(nowUs) {
      level = Math.min(full, level + (nowUs - seenAtUs) * count);
      seenAtUs = nowUs;
      const isAllowed = level >= windowUs;
      if (isAllowed) level -= windowUs;
      return { isAllowed, remaining: Math.floor(level / windowUs) };
    },
  };
}

/**
 * Generic cell rate algorithm (ITU-T I.371): the instant at which the bucket would be full again, in
 * parts of a microsecond (`count` parts each), may lie at most one window ahead.
 */
export function createGcra(limit: RateLimit): RateLimiter {
  const { count, windowUs } = checkedLimit(limit);
  let fullAt = 0;
  return {
    ask(nowUs) {
      const now = nowUs * count;
      const next = Math.max(fullAt, now) + windowUs;
      const isAllowed = next - now <= count * windowUs;
      if (isAllowed) fullAt = next;
      const room = count * windowUs - (Math.max(fullAt, now) - now);
      return { isAllowed, remaining: Math.floor(room / windowUs) };
    },
  };
}
