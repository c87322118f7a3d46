/**
 * How long to wait before asking again: exponential, capped, and spread by chance.
 *
 * Without jitter, clients that failed together ask again together (defect 38). Full jitter draws in
 * [0, d], equal jitter keeps half of d, decorrelated jitter draws up to three times the wait before
 * (BOF; M. Brooker, « Exponential Backoff and Jitter », 2015). Attempts are counted from 0.
 */
import { durationUs, oneOf, required } from "../../base/configuration.ts";
import type { Random } from "../../base/random.ts";
import type { DurationUs } from "../../base/time.ts";

export const JITTERS = ["none", "full", "equal", "decorrelated"] as const;
export type Jitter = (typeof JITTERS)[number];

export interface Backoff {
  readonly firstDelayUs: DurationUs;
  readonly delayMaxUs: DurationUs;
  readonly jitter: Jitter;
}

/** @throws BadConfiguration when the cap lies below the first delay. */
export function checkedBackoff(backoff: Backoff): Backoff {
  durationUs("firstDelayUs", backoff.firstDelayUs, 1);
  durationUs("delayMaxUs", backoff.delayMaxUs, 1);
  required(
    "delayMaxUs",
    backoff.delayMaxUs >= backoff.firstDelayUs,
    "la plus longue attente ne peut pas être plus courte que la première.",
  );
  oneOf("jitter", backoff.jitter, JITTERS);
  return backoff;
}

export interface Wait {
  /** 0 before the second attempt, 1 before the third… */
  readonly attempt: number;
  /** The wait before this one; the first delay before any. */
  readonly previousUs: DurationUs;
  readonly random: Random;
}

/** The next wait, whole µs. */
export function delayBefore(backoff: Backoff, { attempt, previousUs, random }: Wait): DurationUs {
  const { firstDelayUs, delayMaxUs, jitter } = backoff;
  const draw = (low: number, high: number): number => random.between(low, high);
  let grown: number = firstDelayUs;
  for (let i = 0; i < attempt && grown < delayMaxUs; i++) grown *= 2;
  const capped = Math.min(delayMaxUs, grown);
  switch (jitter) {
    case "none":
      return capped as DurationUs;
    case "full":
      return draw(0, capped) as DurationUs;
    case "equal":
      return (Math.floor(capped / 2) + draw(0, Math.ceil(capped / 2))) as DurationUs;
    case "decorrelated":
      return Math.min(delayMaxUs, draw(firstDelayUs, 3 * previousUs)) as DurationUs;
  }
}
