/**
 * A clock for real libraries: their timers fire when a test says so, in a known order.
 *
 * After each timer the promises it settled run to their end, as in Node; Node's own `mock.timers` runs all
 * timers of one instant first, and then libraries seem to do what they never do. Order is (instant, order of
 * arming); an interval is armed again after its callback; a delay below 1 ms counts 1 ms, as in Node.
 * Owns the globals for as long as `body` runs; knows no library.
 */

export interface FakeClock {
  /** What `Date.now()` says, ms. */
  readonly nowMs: () => number;
  /** Fires every timer due until `delayMs` from now, draining microtasks after each. */
  readonly advance: (delayMs: number) => Promise<void>;
  /** Lets promises run to their end without time moving. */
  readonly drain: () => Promise<void>;
  /** Timers still armed, for « nothing more will happen ». */
  readonly armedCount: () => number;
}

interface Timer {
  dueMs: number;
  sequence: number;
  readonly run: () => void;
  readonly everyMs: number | null;
  isArmed: boolean;
}

/** What Node answers to `setTimeout`: libraries call `unref()` on it. */
interface TimerHandle {
  readonly ref: () => TimerHandle;
  readonly unref: () => TimerHandle;
  readonly hasRef: () => boolean;
}

const LONGEST_MS = 2_147_483_647;
const nodeDelay = (delayMs: unknown): number => {
  const delay = Math.trunc(Number(delayMs));
  return delay >= 1 && delay <= LONGEST_MS ? delay : 1;
};

// Taken once: what runs under the clock must not find a fake under the fake.
const realDate = globalThis.Date;
const realImmediate = globalThis.setImmediate;
const drain = (): Promise<void> => new Promise((resolve) => realImmediate(() => resolve()));

/** Armed timers, next one last. */
class TimerList {
  readonly #timers: Timer[] = [];

  get size(): number {
    return this.#timers.length;
  }

  add(timer: Timer): void {
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(this.#timers[middle] as Timer, timer)) high = middle;
      else low = middle + 1;
    }
    this.#timers.splice(low, 0, timer);
    timer.isArmed = true;
  }

  remove(timer: Timer): void {
    if (!timer.isArmed) return;
    timer.isArmed = false;
    this.#timers.splice(this.#timers.indexOf(timer), 1);
  }

  takeDue(untilMs: number): Timer | null {
    const timer = this.#timers.at(-1);
    if (timer === undefined || timer.dueMs > untilMs) return null;
    this.#timers.pop();
    timer.isArmed = false;
    return timer;
  }
}

const isBefore = (a: Timer, b: Timer): boolean =>
  a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.sequence < b.sequence);

/** Runs `body` while timers and dates obey it, then gives the real ones back. Not to be nested. */
export async function underFakeClock<T>(body: (clock: FakeClock) => Promise<T>): Promise<T> {
  const list = new TimerList();
  const timers = new WeakMap<TimerHandle, Timer>();
  /** An interval cleared by its own callback is not armed again. */
  const cleared = new WeakSet<Timer>();
  let nowMs = 1_000_000;
  let sequence = 0;

  function arm(run: () => void, delayMs: number, everyMs: number | null): TimerHandle {
    const timer: Timer = {
      ...{ dueMs: nowMs + delayMs, sequence: ++sequence, run, everyMs, isArmed: false },
    };
    list.add(timer);
    const handle: TimerHandle = { ref: () => handle, unref: () => handle, hasRef: () => false };
    timers.set(handle, timer);
    return handle;
  }

  function clear(handle: unknown): void {
    const timer = typeof handle === "object" && timers.get(handle as TimerHandle);
    if (!timer) return;
    list.remove(timer);
    cleared.add(timer);
  }

  class FakeDate extends realDate {
    constructor(...given: readonly unknown[]) {
      super(...((given.length === 0 ? [nowMs] : given) as [number]));
    }
    static override now(): number {
      return nowMs;
    }
  }

  async function advance(delayMs: number): Promise<void> {
    const untilMs = nowMs + delayMs;
    await drain();
    for (let timer = list.takeDue(untilMs); timer !== null; timer = list.takeDue(untilMs)) {
      nowMs = timer.dueMs;
      timer.run();
      if (timer.everyMs !== null && !cleared.has(timer)) {
        timer.dueMs = nowMs + timer.everyMs;
        timer.sequence = ++sequence;
        list.add(timer);
      }
      await drain();
    }
    nowMs = untilMs;
  }

  type Callback = (...given: readonly unknown[]) => void;
  const fakes = {
    Date: FakeDate,
    setTimeout: (run: Callback, delayMs?: number, ...given: readonly unknown[]) =>
      arm(() => run(...given), nodeDelay(delayMs), null),
    setInterval: (run: Callback, delayMs?: number, ...given: readonly unknown[]) =>
      arm(() => run(...given), nodeDelay(delayMs), nodeDelay(delayMs)),
    clearTimeout: clear,
    clearInterval: clear,
  };
  const real = Object.keys(fakes).map(
    (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const,
  );
  const realNow = performance.now;
  try {
    for (const [name, value] of Object.entries(fakes)) {
      Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    }
    performance.now = () => nowMs;
    return await body({ nowMs: () => nowMs, advance, drain, armedCount: () => list.size });
  } finally {
    performance.now = realNow;
    for (const [name, descriptor] of real) {
      Object.defineProperty(globalThis, name, descriptor as PropertyDescriptor);
    }
  }
}
