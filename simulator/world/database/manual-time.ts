/**
 * A clock moved by hand, for tests and benchmarks of the database alone.
 *
 * Timers fire in the order (instant, order of creation), as in the kernel of simulated time.
 */

import type { DatabaseEnvironment } from "./core.ts";

interface Timer {
  readonly atUs: number;
  readonly serial: number;
  readonly fire: () => void;
}

export interface ManualTime extends DatabaseEnvironment {
  /** Lets `delayUs` pass; due timers fire on the way. */
  advance(delayUs: number): void;
  readonly timerCount: number;
}

export function manualTime(): ManualTime {
  let nowUs = 0;
  let serial = 0;
  let uuidCount = 0;
  const timers = new Set<Timer>();
  const nextBefore = (limitUs: number): Timer | undefined => {
    let next: Timer | undefined;
    for (const timer of timers) {
      if (timer.atUs > limitUs) continue;
      const isSooner =
        next === undefined ||
        timer.atUs < next.atUs ||
        (timer.atUs === next.atUs && timer.serial < next.serial);
      if (isSooner) next = timer;
    }
    return next;
  };
  return {
    nowUs: () => nowUs,
    setTimer(delayUs, fire) {
      serial += 1;
      const timer = { atUs: nowUs + delayUs, serial, fire };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    drawUuid() {
      uuidCount += 1;
      return `00000000-0000-4000-8000-${String(uuidCount).padStart(12, "0")}`;
    },
    advance(delayUs) {
      const limitUs = nowUs + delayUs;
      for (let timer = nextBefore(limitUs); timer !== undefined; timer = nextBefore(limitUs)) {
        timers.delete(timer);
        nowUs = timer.atUs;
        timer.fire();
      }
      nowUs = limitUs;
    },
    get timerCount() {
      return timers.size;
    },
  };
}
