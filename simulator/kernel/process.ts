/**
 * Processes are generators; what they wait for is a description that the kernel arms.
 *
 * Three endings, not to be confused: a crash *forgets* the generator (no `finally` runs, as with
 * `kill -9`), a graceful stop is `return()`, a cancellation is `throw()`. A bare `yield` has type
 * `any`, so only this file lets one happen: everybody else delegates with `yield*`.
 */

/** A generator that waits in simulated time and ends with a `T`. */
export type Process<T> = Generator<Wait<unknown>, T, unknown>;

/** Whoever is to be told that a wait is over: a process, or one arm of a race. */
export interface Waiter {
  readonly task: Task;
  readonly wake: (value: unknown) => void;
  readonly fail: (error: unknown) => void;
}

/** Returned by `arm` when the wait is not over at once. */
export const PENDING: unique symbol = Symbol("pending");

/** How one kind of wait begins and is given up. `state` is whatever `arm` and `disarm` share. */
export interface WaitKind<S, T> {
  /** Starts waiting; the value itself when there is nothing to wait for. */
  readonly arm: (state: S, waiter: Waiter) => T | typeof PENDING;
  /** The waiter lost interest (race lost, cancellation, crash): it must never be woken. */
  readonly disarm: (state: S, reason: DisarmReason) => void;
}

export type DisarmReason = "race-lost" | "cancelled" | "crashed";

/**
 * A wait, delegated with `yield*`: yields itself once, then ends with the value it was woken with.
 *
 * It is its own iterator and its own iterator result: written by hand, a wait costs one object instead
 * of four and a generator. That is why it serves once only.
 */
export class Wait<T> implements Iterator<Wait<unknown>, T, unknown> {
  readonly kind: WaitKind<unknown, T>;
  readonly state: unknown;
  /** What `next` answers: first this wait itself, not done; then the value it was woken with. */
  done = false;
  value: unknown = this;
  #isYielded = false;

  constructor(kind: WaitKind<never, T>, state: unknown) {
    this.kind = kind as WaitKind<unknown, T>;
    this.state = state;
  }

  [Symbol.iterator](): Iterator<Wait<unknown>, T, unknown> {
    return this;
  }

  next(value: unknown): IteratorResult<Wait<unknown>, T> {
    if (this.#isYielded) {
      this.done = true;
      this.value = value;
    }
    this.#isYielded = true;
    return this as unknown as IteratorResult<Wait<unknown>, T>;
  }

  throw(error: unknown): IteratorResult<Wait<unknown>, T> {
    throw error;
  }

  return(value?: unknown): IteratorResult<Wait<unknown>, T> {
    return { done: true, value: value as T };
  }
}

/** How a process ended. `failed`: it let an error of its story (SQL, refused call) escape. */
export type Ending =
  | { readonly kind: "done"; readonly value: unknown }
  | { readonly kind: "failed"; readonly error: Error }
  | { readonly kind: "cancelled" };

/** Where a process runs: a node that may be paused. */
export interface Host {
  readonly id: string;
  isPaused: boolean;
  /** Resumptions that wait for the pause to end, in order. */
  readonly deferred: (() => void)[];
}

/** A process known to the kernel. */
export interface Task extends Waiter {
  readonly number: number;
  readonly host: Host;
  readonly handler: string;
  /** Message id of the request being served, or null. */
  readonly request: string | null;
  subject: string | null;
  /** Line of the shown source where it waits; 0 when unknown. */
  line: number;
  isAlive: boolean;
  /** Whoever waits for its end; null while nobody does. */
  joiners: Set<Waiter> | null;
}

/** An error that belongs to the story (a driver raises it): ends the handler, not the run. */
export class StoryError extends Error {
  override readonly name: string = "StoryError";
}

/** Thrown into a process that is cancelled. */
export class Cancelled extends StoryError {
  override readonly name = "Cancelled";
}
