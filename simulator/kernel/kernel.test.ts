import { describe, expect, test } from "vitest";
import { type DurationUs, ms } from "../base/time.ts";
import { createKernel, join, type Kernel, sleep } from "./kernel.ts";
import {
  Cancelled,
  type Ending,
  type Host,
  PENDING,
  type Process,
  StoryError,
  type Task,
  Wait,
  type WaitKind,
} from "./process.ts";
import { race } from "./race.ts";

interface Bench {
  readonly kernel: Kernel;
  readonly host: Host;
  readonly said: string[];
  readonly endings: Ending[];
  readonly spawn: (body: (task: Task) => Process<unknown>) => Task;
  readonly say: (text: string) => void;
  readonly runAll: () => void;
}

function bench(): Bench {
  const kernel = createKernel();
  const host: Host = { id: "a", isPaused: false, deferred: [] };
  const said: string[] = [];
  const endings: Ending[] = [];
  return {
    kernel,
    host,
    said,
    endings,
    spawn: (body) =>
      kernel.spawn(body, {
        ...{ host, handler: "h", request: null, subject: null },
        onSpawn() {},
        onEnd: (ending) => endings.push(ending),
      }),
    say: (text) => void said.push(`${kernel.nowUs / 1_000} ${text}`),
    runAll() {
      while (kernel.step());
    },
  };
}

/** A wait that is over at once. */
const AT_ONCE: WaitKind<string, string> = { arm: (state) => state, disarm() {} };
const given = (value: string): Wait<string> => new Wait(AT_ONCE as WaitKind<never, string>, value);

function resume(host: Host): void {
  host.isPaused = false;
  for (const act of host.deferred.splice(0)) act();
}

describe("sleep", () => {
  test("a process wakes after its delay, others of the same instant in the order they slept", () => {
    const { spawn, say, said, runAll, kernel } = bench();
    for (const [name, delay] of [
      ["b", 20],
      ["a", 10],
      ["c", 20],
      ["d", 0],
    ] as const) {
      spawn(function* () {
        yield* sleep(kernel, ms(delay));
        say(name);
      });
    }
    runAll();
    expect(said).toEqual(["0 d", "10 a", "20 b", "20 c"]);
  });

  test("time never goes back: the past cannot be scheduled", () => {
    const { kernel } = bench();
    expect(() => kernel.schedule(-1 as DurationUs, () => {})).toThrow(/past/);
  });
});

describe("race", () => {
  test("the first to end wins, and the loser is disarmed: it never wakes anybody", () => {
    const { spawn, say, said, runAll, kernel } = bench();
    spawn(function* () {
      const first = yield* race({
        slow: sleep(kernel, ms(30)),
        quick: sleep(kernel, ms(10)),
      });
      say(first.key);
      yield* sleep(kernel, ms(50));
      say("end");
    });
    runAll();
    expect(said).toEqual(["10 quick", "60 end"]);
  });

  test("of two arms over at the same instant, only the first one counts", () => {
    const { spawn, said, say, runAll, kernel } = bench();
    spawn(function* () {
      const first = yield* race({ a: sleep(kernel, ms(10)), b: sleep(kernel, ms(10)) });
      say(first.key);
      const second = yield* race({ c: sleep(kernel, ms(5)), d: sleep(kernel, ms(6)) });
      say(second.key);
    });
    runAll();
    expect(said).toEqual(["10 a", "15 c"]);
  });

  test("an arm over at once wins before the next one is armed", () => {
    const { spawn, said, say, runAll, kernel } = bench();
    spawn(function* () {
      const first = yield* race({ now: given("x"), later: sleep(kernel, ms(5)) });
      say(`${first.key} ${String(first.value)}`);
    });
    runAll();
    expect(said).toEqual(["0 now x"]);
    expect(kernel.nextAtUs()).toBe(Number.POSITIVE_INFINITY);
  });

  test("two arms that join the same process wake the racer once", () => {
    const { spawn, said, say, runAll, kernel } = bench();
    const child = spawn(function* () {
      yield* sleep(kernel, ms(10));
    });
    spawn(function* () {
      const first = yield* race({ a: join(child), b: join(child) });
      say(first.key);
      yield* sleep(kernel, ms(10));
      say("end");
    });
    runAll();
    expect(said).toEqual(["10 a", "20 end"]);
  });

  test("races nest: losing the outer one disarms the inner ones", () => {
    const { spawn, said, say, runAll, kernel } = bench();
    spawn(function* () {
      const first = yield* race({
        inner: race({ x: sleep(kernel, ms(20)), y: sleep(kernel, ms(30)) }),
        outer: sleep(kernel, ms(10)),
      });
      say(first.key);
    });
    runAll();
    expect(said).toEqual(["10 outer"]);
    expect(kernel.nowUs).toBe(10_000);
  });
});

describe("endings", () => {
  test("a crash forgets: no finally, no catch, no ending, and nobody who joined is told", () => {
    const { spawn, said, say, endings, runAll, kernel } = bench();
    const task = spawn(function* () {
      try {
        yield* sleep(kernel, ms(10));
        say("awake");
      } finally {
        say("finally");
      }
    });
    kernel.schedule(ms(5), () => kernel.forget(task));
    runAll();
    expect(said).toEqual([]);
    expect(endings).toEqual([]);
    expect(task.isAlive).toBe(false);
    expect(kernel.nowUs).toBe(5_000);
  });

  test("a cancellation is thrown: the process cleans up, may even wait, and ends cancelled", () => {
    const { spawn, said, say, endings, runAll, kernel } = bench();
    const task = spawn(function* () {
      try {
        yield* sleep(kernel, ms(100));
      } finally {
        yield* sleep(kernel, ms(1));
        say("clean");
      }
    });
    kernel.schedule(ms(5), () => kernel.cancel(task));
    runAll();
    expect(said).toEqual(["6 clean"]);
    expect(endings).toEqual([{ kind: "cancelled" }]);
  });

  test("join waits for the end, and does not wait for what has ended", () => {
    const { spawn, said, say, runAll, kernel } = bench();
    const child = spawn(function* () {
      yield* sleep(kernel, ms(10));
    });
    spawn(function* () {
      yield* join(child);
      say("joined");
      yield* join(child);
      say("again");
    });
    runAll();
    expect(said).toEqual(["10 joined", "10 again"]);
  });

  test("an error of the story ends its process alone; the value it returns ends it well", () => {
    const { spawn, said, say, endings, runAll, kernel } = bench();
    spawn(function* () {
      yield* sleep(kernel, ms(1));
      throw new StoryError("la base dit non");
    });
    spawn(function* () {
      yield* sleep(kernel, ms(2));
      say("still here");
      return 7;
    });
    runAll();
    expect(said).toEqual(["2 still here"]);
    expect(endings.map(({ kind }) => kind)).toEqual(["failed", "done"]);
    expect(endings[1]).toEqual({ kind: "done", value: 7 });
  });

  test("any other error is a bug of ours: the run stops on it", () => {
    const { spawn, runAll, kernel } = bench();
    spawn(function* () {
      yield* sleep(kernel, ms(1));
      throw new TypeError("undefined is not a function");
    });
    expect(runAll).toThrow(TypeError);
  });

  test("an error thrown into a wait reaches the process that waits, which may go on", () => {
    const { spawn, said, say, runAll, kernel } = bench();
    const failing: WaitKind<null, void> = {
      arm(_, waiter) {
        kernel.schedule(ms(3), () => waiter.fail(new StoryError("non")));
        return PENDING;
      },
      disarm() {},
    };
    spawn(function* () {
      try {
        yield* new Wait<void>(failing as WaitKind<never, void>, null);
      } catch (error) {
        say((error as Error).message);
      }
      yield* sleep(kernel, ms(1));
      say("after");
    });
    runAll();
    expect(said).toEqual(["3 non", "4 after"]);
  });
});

describe("pause", () => {
  test("what ends during a pause is noticed after it, in the order in which it ended", () => {
    const { spawn, said, say, runAll, kernel, host } = bench();
    for (const [name, delay] of [
      ["a", 30],
      ["b", 10],
      ["c", 20],
      ["d", 60],
    ] as const) {
      spawn(function* () {
        yield* sleep(kernel, ms(delay));
        say(name);
      });
    }
    kernel.schedule(ms(5), () => {
      host.isPaused = true;
    });
    kernel.schedule(ms(50), () => resume(host));
    runAll();
    expect(said).toEqual(["50 b", "50 c", "50 a", "60 d"]);
  });

  test("what is resumed is caused by what ended its wait, not by the end of the pause", () => {
    const { spawn, runAll, kernel, host } = bench();
    const causes: number[] = [];
    spawn(function* () {
      yield* sleep(kernel, ms(10));
      causes.push(kernel.cause);
    });
    kernel.cause = 3;
    kernel.schedule(ms(5), () => {
      host.isPaused = true;
    });
    kernel.cause = 9;
    kernel.schedule(ms(50), () => resume(host));
    runAll();
    expect(causes).toEqual([-1]);
  });

  test("a process cancelled during a pause is cancelled when it ends, and its wait with it", () => {
    const { spawn, said, say, runAll, kernel, host } = bench();
    const task = spawn(function* () {
      try {
        yield* sleep(kernel, ms(10));
        say("awake");
        yield* sleep(kernel, ms(10));
        say("never");
      } catch (error) {
        say(error instanceof Cancelled ? "cancelled" : "?");
        yield* sleep(kernel, ms(100));
        say("last");
      }
    });
    kernel.schedule(ms(5), () => {
      host.isPaused = true;
    });
    kernel.schedule(ms(20), () => kernel.cancel(task));
    kernel.schedule(ms(50), () => resume(host));
    runAll();
    expect(said).toEqual(["50 awake", "50 cancelled", "150 last"]);
  });
});

describe("interruptions", () => {
  test("a fault may act between a wait that is over at once and the code that follows", () => {
    const { spawn, said, say, runAll, kernel } = bench();
    const sending: WaitKind<null, void> = { arm: () => say("sent"), disarm() {} };
    const task = spawn(function* () {
      yield* sleep(kernel, ms(1));
      yield* new Wait<void>(sending as WaitKind<never, void>, null);
      say("after");
    });
    kernel.interrupt = () => {
      if (said.length === 1) kernel.forget(task);
    };
    runAll();
    expect(said).toEqual(["1 sent"]);
  });

  test("a process found by a crash in its very first step does not live on", () => {
    const { kernel, host } = bench();
    const known: Task[] = [];
    kernel.interrupt = () => {
      if (reached > 0) for (const task of known) kernel.forget(task);
    };
    let reached = 0;
    const task = kernel.spawn(
      function* () {
        reached++;
        yield* sleep(kernel, ms(1));
        reached++;
      },
      {
        ...{ host, handler: "h", request: null, subject: null },
        onSpawn: (own) => known.push(own),
        onEnd() {},
      },
    );
    while (kernel.step());
    expect([reached, task.isAlive]).toEqual([1, false]);
  });

  test("an endless chain of waits that are over at once comes back to the clockwork", () => {
    const { spawn, kernel } = bench();
    spawn(function* () {
      for (;;) yield* given("x");
    });
    for (let i = 1; i <= 20; i++) {
      expect(kernel.step()).toBe(true);
      expect(kernel.zeroDelaySteps()).toBe(i);
    }
    expect(kernel.nowUs).toBe(0);
  });
});
