import { expect, test } from "vitest";
import { ms } from "../base/time.ts";
import { createKernel, sleep } from "./kernel.ts";
import type { Host, Process, Task } from "./process.ts";
import { race } from "./race.ts";
import { createSignal } from "./signal.ts";

function bench() {
  const kernel = createKernel();
  const host: Host = { id: "a", isPaused: false, deferred: [] };
  const said: string[] = [];
  return {
    kernel,
    said,
    say: (text: string) => void said.push(`${kernel.nowUs / 1_000} ${text}`),
    spawn: (body: () => Process<unknown>): Task =>
      kernel.spawn(body, {
        ...{ host, handler: "h", request: null, subject: null },
        onSpawn() {},
        onEnd() {},
      }),
    runAll() {
      while (kernel.step());
    },
  };
}

test("signal: those who wait are woken in the order they came, after the one who wakes has gone on", () => {
  const { kernel, said, say, spawn, runAll } = bench();
  const signal = createSignal<string>(kernel);
  for (const name of ["anne", "bob"]) {
    spawn(function* () {
      say(`${name} gets ${yield* signal.wait()}`);
    });
  }
  spawn(function* () {
    yield* sleep(kernel, ms(5));
    signal.wakeOne("one");
    signal.wakeOne("two");
    say(`nobody left: ${signal.wakeOne("three")}`);
  });
  runAll();
  expect(said).toEqual(["5 nobody left: false", "5 anne gets one", "5 bob gets two"]);
});

test("signal: everybody who waits now is woken, whoever comes later waits", () => {
  const { kernel, said, say, spawn, runAll } = bench();
  const signal = createSignal<number>(kernel);
  const wait = (name: string) => () =>
    (function* () {
      say(`${name} ${yield* signal.wait()}`);
    })();
  spawn(wait("anne"));
  spawn(wait("bob"));
  spawn(function* () {
    yield* sleep(kernel, ms(1));
    say(`${signal.wakeAll(7)} woken`);
    spawn(wait("late"));
  });
  runAll();
  expect(said).toEqual(["1 2 woken", "1 anne 7", "1 bob 7"]);
  expect(signal.waitingCount()).toBe(1);
});

test("signal: whoever crashed or lost its race is not in line, and what was on its way goes to the next", () => {
  const { kernel, said, say, spawn, runAll } = bench();
  const unclaimed: string[] = [];
  const signal = createSignal<string>(kernel, (value) => void unclaimed.push(value));
  const dead = spawn(function* () {
    say(`dead gets ${yield* signal.wait()}`);
  });
  spawn(function* () {
    const first = yield* race({ turn: signal.wait(), late: sleep(kernel, ms(2)) });
    say(`hurried: ${first.key}`);
  });
  spawn(function* () {
    say(`patient gets ${yield* signal.wait()}`);
  });
  spawn(function* () {
    yield* sleep(kernel, ms(5));
    signal.wakeOne("permit");
    kernel.forget(dead);
    signal.wakeOne("lost");
  });
  runAll();
  expect(said).toEqual(["2 hurried: late", "5 patient gets permit"]);

  const last = spawn(function* () {
    say(`last gets ${yield* signal.wait()}`);
  });
  signal.wakeOne("back");
  kernel.forget(last);
  runAll();
  expect(unclaimed).toEqual(["back"]);
});
