/**
 * Is this server up? Counts checks and errors the way HAProxy 2.6 does (`check.c`).
 *
 * Up, it takes `fall` failed checks in a row to go down; down, `rise` good ones to come back; one good check
 * wipes the failures out. A server begins up, but its first failed check takes it down. Errors of real
 * requests (`observe layer7`) count too: `errorLimit` in a row act as `onError` says. Only checks bring a server
 * back: one that answers its check and fails its requests comes and goes for ever.
 */
import { oneOf, wholeNumber } from "../../base/configuration.ts";

/**
 * After `errorLimit` errors in a row: `fail-check` counts one failed check, `sudden-death` leaves only one more
 * to fail, `mark-down` takes the server down at once.
 */
export const ON_ERROR = ["fail-check", "sudden-death", "mark-down"] as const;
export type OnError = (typeof ON_ERROR)[number];

export interface HealthOptions {
  /** Good checks to come back: 2 in HAProxy unless configured. */
  readonly rise: number;
  /** Failed checks to go down: 3 unless configured. */
  readonly fall: number;
  /** null: the errors of requests are not looked at. */
  readonly observe: { readonly errorLimit: number; readonly onError: OnError } | null;
}

export interface ServerHealth {
  /** A check came back, good or bad. */
  readonly checked: (isGood: boolean) => void;
  /** A request came back, served or failed. */
  readonly observed: (isGood: boolean) => void;
  readonly isUp: () => boolean;
  /** Good or bad checks still counted: 0 … rise − 1 when down, 1 … fall when up. */
  readonly points: () => number;
}

const COUNT = { min: 1, max: 1_000 } as const;

/** @throws BadConfiguration on a threshold below 1 or an unknown action. */
export function checkedHealth(options: HealthOptions): HealthOptions {
  wholeNumber("rise", options.rise, COUNT);
  wholeNumber("fall", options.fall, COUNT);
  if (options.observe !== null) {
    wholeNumber("errorLimit", options.observe.errorLimit, COUNT);
    oneOf("onError", options.observe.onError, ON_ERROR);
  }
  return options;
}

export function createServerHealth(options: HealthOptions): ServerHealth {
  const { rise, fall, observe } = checkedHealth(options);
  const best = rise + fall - 1;
  /** Below `rise`: down. */
  let health = rise;
  let errorCount = 0;

  function fail(): void {
    if (health > 0) health--;
    // Whatever had been regained is lost.
    if (health < rise) health = 0;
  }

  function act(onError: OnError): void {
    if (onError === "mark-down") health = rise;
    if (onError === "sudden-death" && health > rise) health = rise + 1;
    fail();
  }

  return {
    checked(isGood) {
      if (!isGood) return fail();
      if (health < best) health++;
      if (health >= rise) health = best;
      errorCount = 0;
    },
    observed(isGood) {
      if (observe === null) return;
      errorCount = isGood ? 0 : errorCount + 1;
      if (errorCount < observe.errorLimit) return;
      errorCount = 0;
      act(observe.onError);
    },
    isUp: () => health >= rise,
    points: () => (health >= rise ? health - rise + 1 : health),
  };
}
