/**
 * Quotas: how much each consumer may ask in a window, by plan (signed in, anonymous, partner…).
 *
 * Windows are those of the calendar, the same for everybody, as in Kong: they begin at whole multiples of
 * their length. The answer tells what Kong's `RateLimit-*` headers tell: limit, what remains, time until the
 * window ends. Refused requests never wait. Counts of a window that is over are forgotten all at once. Time
 * comes in as an argument and never goes back.
 */
import { assert } from "../../base/assert.ts";
import { BadConfiguration, distinct } from "../../base/configuration.ts";
import { checkedLimit, type RateLimit, type RateLimiter } from "../resilience/rate-limit.ts";
import { createFixedWindow } from "../resilience/window-limiters.ts";

export interface QuotaPlan extends RateLimit {
  readonly name: string;
}

export type QuotaAnswer = {
  readonly isAllowed: boolean;
  readonly limit: number;
  /** How many more would pass in this window. */
  readonly remaining: number;
  /** Time until the window ends, µs; at least 1. */
  readonly resetUs: number;
  /** Number of the window, by the clock of whoever counts. */
  readonly window: number;
};

export interface Quota {
  /** Counts this request of `consumer` under `plan`. @throws on a plan that does not exist. */
  readonly ask: (plan: string, consumer: string, nowUs: number) => QuotaAnswer;
  /** Consumers counted at this moment. */
  readonly consumerCount: () => number;
}

interface Counting {
  readonly plan: QuotaPlan;
  readonly byConsumer: Map<string, RateLimiter>;
  window: number;
}

/** @throws BadConfiguration without a plan, on two of one name, on less than one request or no window. */
export function checkedPlans(plans: readonly QuotaPlan[]): readonly QuotaPlan[] {
  distinct(
    "plans",
    plans.map(({ name }) => name),
  );
  if (plans.length === 0) {
    throw new BadConfiguration("plans", "aucun quota n’est donné. Donnez-en au moins un.");
  }
  for (const plan of plans) checkedLimit(plan);
  return plans;
}

export function createQuota(plans: readonly QuotaPlan[]): Quota {
  const countings = new Map<string, Counting>(
    checkedPlans(plans).map((plan) => [
      plan.name,
      { plan, byConsumer: new Map<string, RateLimiter>(), window: 0 },
    ]),
  );
  return {
    ask(name, consumer, nowUs) {
      const counting = countings.get(name);
      assert(counting !== undefined, "this plan was given when the quota was built", name);
      const { plan, byConsumer } = counting;
      const window = Math.floor(nowUs / plan.windowUs);
      assert(window >= counting.window, "time does not go back to an earlier window", nowUs);
      if (window > counting.window) byConsumer.clear();
      counting.window = window;
      const limiter = byConsumer.get(consumer) ?? createFixedWindow(plan, "calendar");
      byConsumer.set(consumer, limiter);
      const resetUs = (window + 1) * plan.windowUs - nowUs;
      return { ...limiter.ask(nowUs), limit: plan.count, resetUs, window };
    },
    consumerCount: () =>
      [...countings.values()].reduce((sum, { byConsumer }) => sum + byConsumer.size, 0),
  };
}
