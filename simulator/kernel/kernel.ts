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
  /** Called once, when it ends by itself or is cancelled; never after a crash. */
  readonly onEnd: (ending: Ending) => void;
}

export interface Kernel {
  /** Set by `step`; the door moves it to the instant of a passed deadline or of the horizon. */
  nowUs: InstantUs;
  /** Index of the event that makes happen what happens now. Set by the recorder. */
  cause: number;
  /** The process that runs, or null when the world itself acts. */
  running: Task | null;
  /** Asked before each wait is armed and after each step: the reader's faults act there. */
  interrupt: (() => void) | null;
  readonly schedule: (delayUs: DurationUs, action: Action, argument?: unknown) => TimerHandle;
  readonly cancelTimer: (handle: TimerHandle) => boolean;
  readonly nextAtUs: () => number;
  /** Executes the next event. False when there is none. */
  readonly step: () => boolean;
  readonly spawn: (body: (task: Task) => Process<unknown>, options: SpawnOptions) => Task;
  /** `kill -9`: the generator is forgotten, no `finally` runs. */
  readonly forget: (task: Task) => void;
  /** `throw()`: the process may clean up. */
  readonly cancel: (task: Task) => void;
  /** Steps executed without simulated time moving, for the budget. */
  readonly zeroDelaySteps: () => number;
}

type Generator1 = Process<unknown>;

interface KernelTask extends Task {
  readonly generator: { current: Generator1 | null };
  wait: Wait<unknown> | null;
  readonly onEnd: (ending: Ending) => void;
}

export function createKernel(): Kernel {
  const queue = new EventQueue();
  let zeroDelay = 0;
  let taskCount = 0;

  function resume(
    task: KernelTask,
    advance: (generator: Generator1) => IteratorResult<Wait<unknown>, unknown>,
  ): void {
    if (!task.isAlive) return;
    if (task.host.isPaused) {
      const cause = kernel.cause;
      task.host.deferred.push(() => {
        kernel.cause = cause;
        resume(task, advance);
      });
      return;
    }
    task.wait = null;
    const outer = kernel.running;
    kernel.running = task;
    try {
      drive(task, advance);
    } finally {
      kernel.running = outer;
    }
  }

  function drive(
    task: KernelTask,
    first: (generator: Generator1) => IteratorResult<Wait<unknown>, unknown>,
  ): void {
    const generator = task.generator.current as Generator1;
    let result: IteratorResult<Wait<unknown>, unknown>;
    let advance = first;
    for (;;) {
      try {
        result = advance(generator);
      } catch (error) {
        if (!(error instanceof StoryError)) throw error;
        end(task, error instanceof Cancelled ? { kind: "cancelled" } : { kind: "failed", error });
        return;
      }
      // A fault placed « just after event N » acts here: between two waits, never inside one.
      if (kernel.interrupt !== null) kernel.interrupt();
      if (!task.isAlive) return;
      if (result.done === true) {
        end(task, { kind: "done", value: result.value });
        return;
      }
      const wait = result.value;
      if (task.host.isPaused) {
        task.host.deferred.push(() => resume(task, () => ({ done: false, value: wait })));
        return;
      }
      task.wait = wait;
      const value = wait.kind.arm(wait.state, task);
      if (value === PENDING) return;
      task.wait = null;
      if (!task.isAlive) return;
      advance = (g) => g.next(value);
    }
  }

  function end(task: KernelTask, ending: Ending): void {
    task.isAlive = false;
    task.generator.current = null;
    task.onEnd(ending);
    for (const waiter of [...task.joiners]) waiter.wake(undefined);
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
      assert(delayUs >= 0, `the past cannot be scheduled: ${delayUs}`);
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
      const task: KernelTask = {
        number: ++taskCount,
        host: options.host,
        handler: options.handler,
        request: options.request,
        subject: options.subject,
        line: 0,
        isAlive: true,
        generator: { current: null },
        wait: null,
        onEnd: options.onEnd,
        joiners: new Set(),
        get task() {
          return task;
        },
        wake: (value) => resume(task, (g) => g.next(value)),
        fail: (error) => resume(task, (g) => g.throw(error)),
      };
      task.generator.current = body(task);
      resume(task, (g) => g.next(undefined));
      return task;
    },
    forget(task: Task): void {
      const own = task as KernelTask;
      if (!own.isAlive) return;
      own.isAlive = false;
      disarm(own, "crashed");
      own.generator.current = null;
    },
    cancel(task: Task): void {
      const own = task as KernelTask;
      if (!own.isAlive) return;
      disarm(own, "cancelled");
      own.fail(new Cancelled("annulé"));
    },
    zeroDelaySteps: (): number => zeroDelay,
  };
  return kernel;
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
    state.task.joiners.add(waiter);
    return PENDING;
  },
  disarm(state) {
    if (state.waiter !== null) state.task.joiners.delete(state.waiter);
  },
};

/** Waits until the process has ended, however it ends by itself. */
export const join = (task: Task): Wait<void> =>
  new Wait(JOIN as WaitKind<never, void>, { task, waiter: null });
