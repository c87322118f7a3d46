/**
 * The kernel: one total order `(atUs, sequence)`, and processes resumed one at a time.
 *
 * Synchronous and pure: it decides who runs, and nothing else does. It keeps the index of the
 * logged event that is the cause of what happens now, so that the world never passes it around.
 * It does not know what a node, a message or a database is.
 */
import { assert } from "../base/assert.ts";
import { type DurationUs, type InstantUs, RUN_START } from "../base/time.ts";
import { type Action, EventQueue, type TimerHandle } from "./event-queue.ts";
import {
  Cancelled,
  type DisarmReason,
  type Ending,
  type Host,
  PENDING,
  type Process,
  StoryError,
  type Task,
  Wait,
  type Waiter,
  type WaitKind,
} from "./process.ts";

export interface SpawnOptions {
  readonly host: Host;
  readonly handler: string;
  readonly request: string | null;
  readonly subject: string | null;
  /** Called before it runs for the first time: a crash in its first step must find it. */
  readonly onSpawn: (task: Task) => void;
  /** Called once, when it ends by itself or is cancelled; never after a crash. */
  readonly onEnd: (ending: Ending, task: Task) => void;
}

export interface Kernel {
  /** Set by `step`; the door moves it to the instant of a passed deadline or of the horizon. */
  nowUs: InstantUs;
  /** Index of the event that makes happen what happens now. Set by the recorder. */
  cause: number;
  /** The process that runs, or null when the world itself acts. */
  running: Task | null;
  /** Asked around each wait and after each step: the reader's faults act there. */
  interrupt: (() => void) | null;
  readonly schedule: (delayUs: DurationUs, action: Action, argument?: unknown) => TimerHandle;
  readonly cancelTimer: (handle: TimerHandle) => boolean;
  readonly nextAtUs: () => number;
  /** Executes the next event. False when there is none. */
  readonly step: () => boolean;
  readonly spawn: (body: (task: Task) => Process<unknown>, options: SpawnOptions) => Task;
  /** `kill -9`: the generator is forgotten, no `finally` runs. */
  readonly forget: (task: Task) => void;
  /** `throw()`: the process may clean up; a paused one does so when its pause ends. */
  readonly cancel: (task: Task) => void;
  /** Acts now, or when the pause of this host ends; never if it crashes before. */
  readonly whenAwake: (host: Host, act: () => void) => void;
  /** Steps executed without simulated time moving, for the budget. */
  readonly zeroDelaySteps: () => number;
}

/** How a process is entered: with a value, an error, a wait to arm, or its own end. */
type Entry = "next" | "throw" | "arm" | "end";

type Resume = (task: KernelTask, entry: Entry, value: unknown) => void;

/** Small, because a thousand of them are met in any order: what is rare is made when needed. */
class KernelTask implements Task {
  readonly number: number;
  readonly host: Host;
  readonly handler: string;
  readonly request: string | null;
  subject: string | null;
  line = 0;
  isAlive = true;
  joiners: Set<Waiter> | null = null;
  generator: Process<unknown> | null = null;
  wait: Wait<unknown> | null = null;
  readonly onEnd: SpawnOptions["onEnd"];
  readonly #resume: Resume;

  constructor(number: number, options: SpawnOptions, resume: Resume) {
    this.number = number;
    this.host = options.host;
    this.handler = options.handler;
    this.request = options.request;
    this.subject = options.subject;
    this.onEnd = options.onEnd;
    this.#resume = resume;
  }

  get task(): Task {
    return this;
  }

  wake(value: unknown): void {
    this.#resume(this, "next", value);
  }

  fail(error: unknown): void {
    this.#resume(this, "throw", error);
  }
}

/** Waits over at once that a process may chain before others, and the budgets, get their turn. */
const IMMEDIATE_MAX = 1_000;
const AT_ONCE = 0 as DurationUs;

export function createKernel(): Kernel {
  const queue = new EventQueue();
  let zeroDelay = 0;
  let taskCount = 0;

  function resume(task: KernelTask, entry: Entry, value: unknown): void {
    if (!task.isAlive || isStopped(task, entry, value)) return;
    task.wait = null;
    const outer = kernel.running;
    kernel.running = task;
    drive(task, entry, value);
    kernel.running = outer;
  }

  /** Runs the process until it has to wait, and sees to it that faults act between two waits. */
  function drive(task: KernelTask, first: Entry, given: unknown): void {
    let entry = first;
    let value = given;
    for (let immediateCount = 0; ; immediateCount++) {
      if (entry === "end") return end(task, value as Ending);
      if (entry !== "arm") {
        // One stretch of the process's own code: what it asks for next, or how it ended.
        const generator = task.generator as Process<unknown>;
        try {
          const result = entry === "throw" ? generator.throw(value) : generator.next(value);
          value = result.done === true ? { kind: "done", value: result.value } : result.value;
          entry = result.done === true ? "end" : "arm";
        } catch (error) {
          value = endingOf(error);
          entry = "end";
        }
        if (isStopped(task, entry, value)) return;
        if (entry === "end") return end(task, value as Ending);
      }
      const wait = value as Wait<unknown>;
      task.wait = wait;
      value = wait.kind.arm(wait.state, task);
      if (value === PENDING) {
        if (kernel.interrupt !== null) kernel.interrupt();
        return;
      }
      task.wait = null;
      entry = "next";
      if (isStopped(task, entry, value)) return;
      if (immediateCount === IMMEDIATE_MAX) {
        const result = value;
        kernel.schedule(AT_ONCE, () => resume(task, "next", result));
        return;
      }
    }
  }

  /** Lets a fault placed « just after event N » act; true when the process was stopped by it. */
  function isStopped(task: KernelTask, entry: Entry, value: unknown): boolean {
    if (kernel.interrupt !== null) kernel.interrupt();
    if (!task.isAlive) return true;
    if (!task.host.isPaused) return false;
    kernel.whenAwake(task.host, () => resume(task, entry, value));
    return true;
  }

  function end(task: KernelTask, ending: Ending): void {
    task.isAlive = false;
    task.generator = null;
    task.onEnd(ending, task);
    // The one woken first may make another one lose interest: it must then stay asleep.
    if (task.joiners === null) return;
    for (const waiter of [...task.joiners]) {
      if (task.joiners.delete(waiter)) waiter.wake(undefined);
    }
  }

  function disarm(task: KernelTask, reason: DisarmReason): void {
    const wait = task.wait;
    task.wait = null;
    if (wait !== null) wait.kind.disarm(wait.state, reason);
  }

  const kernel = {
    nowUs: RUN_START as InstantUs,
    cause: -1,
    running: null as Task | null,
    interrupt: null as (() => void) | null,
    schedule(delayUs: DurationUs, action: Action, argument?: unknown): TimerHandle {
      assert(delayUs >= 0, "the past cannot be scheduled", delayUs);
      return queue.push(kernel.nowUs + delayUs, action, argument, kernel.cause);
    },
    cancelTimer: (handle: TimerHandle): boolean => queue.cancel(handle),
    nextAtUs: (): number => queue.nextAtUs,
    step(): boolean {
      if (queue.size === 0) return false;
      queue.pop();
      assert(queue.atUs >= kernel.nowUs, "simulated time never goes back");
      zeroDelay = queue.atUs === kernel.nowUs ? zeroDelay + 1 : 0;
      kernel.nowUs = queue.atUs as InstantUs;
      kernel.cause = queue.cause;
      queue.action(queue.argument);
      if (kernel.interrupt !== null) kernel.interrupt();
      return true;
    },
    spawn(body: (task: Task) => Process<unknown>, options: SpawnOptions): Task {
      const task = new KernelTask(++taskCount, options, resume);
      task.generator = body(task);
      options.onSpawn(task);
      resume(task, "next", undefined);
      return task;
    },
    forget(task: Task): void {
      const own = task as KernelTask;
      if (!own.isAlive) return;
      own.isAlive = false;
      disarm(own, "crashed");
      own.generator = null;
    },
    cancel(task: Task): void {
      const own = task as KernelTask;
      if (!own.isAlive) return;
      kernel.whenAwake(own.host, () => {
        if (!own.isAlive) return;
        disarm(own, "cancelled");
        own.fail(new Cancelled("annulé"));
      });
    },
    whenAwake(host: Host, act: () => void): void {
      if (!host.isPaused) return act();
      const { cause } = kernel;
      host.deferred.push(() => {
        kernel.cause = cause;
        act();
      });
    },
    zeroDelaySteps: (): number => zeroDelay,
  };
  return kernel;
}

/** @throws what is no part of the story: a bug of ours stops the run. */
function endingOf(error: unknown): Ending {
  if (error instanceof Cancelled) return { kind: "cancelled" };
  if (error instanceof StoryError) return { kind: "failed", error };
  throw error;
}

// ---- the waits that need nothing but the kernel ----------------------------------------------

interface SleepState {
  readonly kernel: Kernel;
  readonly delayUs: DurationUs;
  timer: TimerHandle;
}

const wakeWithNothing: Action = (waiter) => (waiter as Task).wake(undefined);

const SLEEP: WaitKind<SleepState, void> = {
  arm(state, waiter) {
    state.timer = state.kernel.schedule(state.delayUs, wakeWithNothing, waiter);
    return PENDING;
  },
  disarm(state) {
    state.kernel.cancelTimer(state.timer);
  },
};

/** Waits `delayUs`, or not at all when it is 0 (other events of the same instant go first). */
export const sleep = (kernel: Kernel, delayUs: DurationUs): Wait<void> =>
  new Wait(SLEEP as WaitKind<never, void>, { kernel, delayUs, timer: -1 as TimerHandle });

interface JoinState {
  readonly task: Task;
  waiter: Waiter | null;
}

const JOIN: WaitKind<JoinState, void> = {
  arm(state, waiter) {
    if (!state.task.isAlive) return undefined;
    state.waiter = waiter;
    state.task.joiners ??= new Set();
    state.task.joiners.add(waiter);
    return PENDING;
  },
  disarm(state) {
    if (state.waiter !== null) state.task.joiners?.delete(state.waiter);
  },
};

/** Waits until the process has ended, however it ends by itself. */
export const join = (task: Task): Wait<void> =>
  new Wait(JOIN as WaitKind<never, void>, { task, waiter: null });
