/**
 * Simulated time: whole microseconds, branded so that an instant is never taken for a duration.
 *
 * Order in a run is `(atUs, sequence)` and nothing else; nothing here knows the wall clock.
 * 2^53 µs is 285 years, so a double holds every instant exactly.
 */
import { assert } from "./assert.ts";

export type InstantUs = number & { readonly __unit: "instant-us" };
export type DurationUs = number & { readonly __unit: "duration-us" };

/** Microseconds since the start of the run. @throws when not a whole number ≥ 0. */
export function instantUs(value: number): InstantUs {
  assert(
    Number.isSafeInteger(value) && value >= 0,
    "an instant is a whole number of µs ≥ 0",
    value,
  );
  return value as InstantUs;
}

/** A length in microseconds, rounded to a whole number. @throws when negative or not finite. */
export function us(value: number): DurationUs {
  const rounded = Math.round(value);
  assert(
    Number.isSafeInteger(rounded) && rounded >= 0,
    "a duration is a whole number of µs ≥ 0",
    value,
  );
  return rounded as DurationUs;
}

export const ms = (value: number): DurationUs => us(value * 1_000);
export const seconds = (value: number): DurationUs => us(value * 1_000_000);
export const minutes = (value: number): DurationUs => us(value * 60_000_000);
export const hours = (value: number): DurationUs => us(value * 3_600_000_000);

/** The instant `delayUs` after `atUs`. */
export const after = (atUs: InstantUs, delayUs: DurationUs): InstantUs =>
  (atUs + delayUs) as InstantUs;

export const RUN_START = 0 as InstantUs;
