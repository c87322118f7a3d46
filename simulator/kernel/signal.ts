/**
 * A signal: processes of one node wait for each other without asking again and again.
 *
 * Waiters stand in line; whoever has something to give wakes the first or all of them. The woken run
 * after the one who woke them has finished its stretch, at the same instant: nobody is interrupted
 * between two of its own lines. A waiter that crashed, was cancelled or lost its race has left the
 * line; what was already on its way to it goes to the next one.
 */
import { Line } from "../base/line.ts";
import type { DurationUs } from "../base/time.ts";
import { NO_TIMER, type TimerHandle } from "./event-queue.ts";
import type { Kernel } from "./kernel.ts";
import { PENDING, Wait, type Waiter, type WaitKind } from "./process.ts";

export interface Signal<T> {
  /** Waits for its turn. Serves once, like every wait. */
  readonly wait: () => Wait<T>;
  /** Gives `value` to the one who waited longest. False when nobody waits. */
  readonly wakeOne: (value: T) => boolean;
  /** Gives `value` to all who wait now, in order; how many they were. */
  readonly wakeAll: (value: T) => number;
  readonly waitingCount: () => number;
}

interface Place<T> {
  waiter: Waiter | null;
  timer: TimerHandle;
  /** What is on its way to it, and whether it may be given to somebody else. */
  given: { readonly value: T; readonly isForOne: boolean } | null;
  readonly leave: (place: Place<T>) => void;
  readonly enter: (place: Place<T>) => void;
}

const SIGNAL: WaitKind<Place<unknown>, unknown> = {
  arm(place, waiter) {
    place.waiter = waiter;
    place.enter(place);
    return PENDING;
  },
  disarm: (place) => place.leave(place),
};

const AT_ONCE = 0 as DurationUs;

/** `onUnclaimed`: told what was given to one waiter that left at the same instant, nobody else waiting. */
export function createSignal<T>(kernel: Kernel, onUnclaimed?: (value: T) => void): Signal<T> {
  const line = new Line<Place<T>>();

  const hand = (place: Place<T>): void => {
    const { waiter, given } = place;
    place.timer = NO_TIMER;
    place.given = null;
    (waiter as Waiter).wake((given as { readonly value: T }).value);
  };

  function give(place: Place<T>, value: T, isForOne: boolean): void {
    line.delete(place);
    place.given = { value, isForOne };
    place.timer = kernel.schedule(AT_ONCE, (own) => hand(own as Place<T>), place);
  }

  function leave(place: Place<T>): void {
    line.delete(place);
    if (place.given === null) return;
    kernel.cancelTimer(place.timer);
    const { value, isForOne } = place.given;
    place.given = null;
    if (isForOne && !wakeOne(value)) onUnclaimed?.(value);
  }

  function wakeOne(value: T): boolean {
    const first = line.first();
    if (first === undefined) return false;
    give(first, value, true);
    return true;
  }

  const enter = (place: Place<T>): void => line.add(place);

  return {
    wait: () =>
      new Wait(SIGNAL as unknown as WaitKind<never, T>, {
        ...{ waiter: null, timer: NO_TIMER, given: null },
        ...{ leave, enter },
      }),
    wakeOne,
    wakeAll(value) {
      const present = [...line];
      for (const place of present) give(place, value, false);
      return present.length;
    },
    waitingCount: () => line.size,
  };
}
