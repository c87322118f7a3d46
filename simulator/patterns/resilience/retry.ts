/**
 * Asking again: a bounded number of attempts, spaced out, and within a budget.
 *
 * Retries are the caller's load on somebody who already suffers: without a budget, three tiers of three
 * attempts make twenty-seven calls. The budget fills with first attempts and is spent by the others, so
 * that retries stay a fixed share of the traffic whatever fails. Only what is safe to repeat may be
 * asked again after no answer: the caller says what is.
 */
import { named, partsPerMillion, wholeNumber } from "../../base/configuration.ts";
import type { DurationUs } from "../../base/time.ts";
import type { Process } from "../../kernel/process.ts";
import type { Context } from "../../world/context.ts";
import type { Outcome } from "../../world/outcome.ts";
import { type Backoff, checkedBackoff, delayBefore } from "./backoff.ts";

export interface RetryBudget {
  /** Retries allowed for each first attempt, parts per million: 100 000 is one in ten. */
  readonly sharePpm: number;
  /** Retries that may be saved up. */
  readonly reserveMax: number;
}

export interface RetryOptions {
  /** Shown: `reprises/<name>/…` in the node's memory. */
  readonly name: string;
  readonly attemptsMax: number;
  readonly backoff: Backoff;
  readonly budget: RetryBudget | null;
  /** True when the same request may be sent again after this outcome. */
  readonly isRetryable: (outcome: Outcome<unknown>) => boolean;
}

export interface Retry {
  /** The last outcome: the first that is not to be retried, or the one at which it gave up. */
  readonly run: <T>(
    ctx: Context,
    attempt: (ctx: Context) => Process<Outcome<T>>,
  ) => Process<Outcome<T>>;
}

const MILLION = 1_000_000;

/** Savings in millionths of a retry. A node's own: a crash forgets them. */
interface Savings {
  parts: number;
  sent: number;
}

/** @throws BadConfiguration on no attempt at all, a share above one, a cap below the first delay. */
export function createRetry(options: RetryOptions): Retry {
  const { name, attemptsMax, backoff, budget, isRetryable } = options;
  named("name", name);
  wholeNumber("attemptsMax", attemptsMax, { min: 1, max: 1_000 });
  checkedBackoff(backoff);
  if (budget !== null) {
    partsPerMillion("sharePpm", budget.sharePpm);
    wholeNumber("reserveMax", budget.reserveMax, { min: 0, max: MILLION });
  }

  const savingsOf = (ctx: Context): Savings =>
    ctx.objects.volatile(
      `reprises/${name}`,
      () => ({
        parts: (budget?.reserveMax ?? 0) * MILLION,
        sent: 0,
      }),
      savingsOf,
    );

  function save(savings: Savings): void {
    if (budget === null) return;
    savings.parts = Math.min(budget.reserveMax * MILLION, savings.parts + budget.sharePpm);
  }

  /** False when the budget is spent. */
  function spend(savings: Savings, ctx: Context): boolean {
    if (budget !== null) {
      if (savings.parts < MILLION) return false;
      savings.parts -= MILLION;
      ctx.memory.set(`reprises/${name}/reserve`, Math.floor(savings.parts / MILLION));
    }
    savings.sent++;
    ctx.memory.set(`reprises/${name}/envoyees`, savings.sent);
    return true;
  }

  return {
    *run(ctx, attempt) {
      const savings = savingsOf(ctx);
      save(savings);
      let outcome = yield* attempt(ctx);
      let previousUs: DurationUs = backoff.firstDelayUs;
      for (let again = 0; again < attemptsMax - 1; again++) {
        if (!isRetryable(outcome) || !spend(savings, ctx)) return outcome;
        previousUs = delayBefore(backoff, { attempt: again, previousUs, random: ctx.random });
        yield* ctx.sleep(previousUs);
        outcome = yield* attempt(ctx);
      }
      return outcome;
    },
  };
}
