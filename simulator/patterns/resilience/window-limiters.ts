/**
 * Rate limiters that count in windows: simple, and blind at the boundary.
 *
 * A fixed window forgets everything at its end: twice the limit passes around a boundary (RLM-1). The
 * sliding counter weighs the window before by what still overlaps: an approximation, exact only when
 * those requests were evenly spread (RLM-2).
 */
import { checkedLimit, type RateLimit, type RateLimiter } from "./rate-limit.ts";

/**
 * `calendar`: windows begin at whole multiples of their length, for everybody, as in Kong.
 * `first-request`: a window begins with the first request after the last one ended, as in
 * rate-limiter-flexible.
 */
export type Alignment = "calendar" | "first-request";

/** Refused requests count too: whoever insists finds the window fuller, never longer. */
export function createFixedWindow(limit: RateLimit, alignment: Alignment): RateLimiter {
  const { count, windowUs } = checkedLimit(limit);
  let endsAtUs = 0;
  let used = 0;
  return {
    ask(nowUs) {
      if (nowUs >= endsAtUs) {
        const startUs = alignment === "calendar" ? nowUs - (nowUs % windowUs) : nowUs;
        endsAtUs = startUs + windowUs;
        used = 0;
      }
      used++;
      return { isAllowed: used <= count, remaining: Math.max(0, count - used) };
    },
  };
}

/** Only requests that pass are counted. */
export function createSlidingCounter(limit: RateLimit): RateLimiter {
  const { count, windowUs } = checkedLimit(limit);
  let window = 0;
  let used = 0;
  let usedBefore = 0;
  return {
    ask(nowUs) {
      const current = Math.floor(nowUs / windowUs);
      if (current !== window) {
        usedBefore = current === window + 1 ? used : 0;
        used = 0;
        window = current;
      }
      // Share of the window before that a window ending now still covers, in whole numbers.
      const overlapUs = windowUs - (nowUs % windowUs);
      const weighed = used * windowUs + usedBefore * overlapUs;
      const isAllowed = weighed + windowUs <= count * windowUs;
      if (isAllowed) used++;
      const room = count * windowUs - weighed - (isAllowed ? windowUs : 0);
      return { isAllowed, remaining: Math.max(0, Math.floor(room / windowUs)) };
    },
  };
}
