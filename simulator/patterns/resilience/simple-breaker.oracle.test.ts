/**
 * The simple breaker: as good as cockatiel's while calls come one after the other, and wrong as soon as they overlap.
 *
 * The library judges what the two must share; what the published code does otherwise has a test each.
 */
import { ConsecutiveBreaker, circuitBreaker, handleAll } from "cockatiel";
import { expect, test } from "vitest";
import { createRandom } from "../../base/random.ts";
import { underFakeClock } from "../../testing/fake-clock.ts";
import { plantedErrors } from "../../testing/planted-errors.ts";
import { createSimpleBreaker, type SimpleBreaker } from "./simple-breaker.ts";

type SimpleModule = typeof import("./simple-breaker.ts");

/** Calls that never overlap: a wait, then one call that ends at once. */
interface Life {
  readonly failuresMax: number;
  readonly openFor: number;
  readonly calls: readonly { readonly waitMs: number; readonly isFailure: boolean }[];
}

function randomLife(seed: number): Life {
  const random = createRandom(seed, "simple-breaker/life");
  const failPercent = random.between(20, 90);
  const call = () => ({
    waitMs: random.integerBelow(4) * 5,
    isFailure: random.integerBelow(100) < failPercent,
  });
  return {
    ...{ failuresMax: random.between(1, 6), openFor: random.integerBelow(9) * 5 },
    calls: Array.from({ length: 40 }, call),
  };
}

const LIVES = Array.from({ length: 3_000 }, (_, seed) => randomLife(seed));
const STATES: readonly string[] = ["closed", "open", "half-open"];

const fromLibrary = await underFakeClock(async (clock) => {
  const told: string[] = [];
  for (const { failuresMax, openFor, calls } of LIVES) {
    const breaker = circuitBreaker(handleAll, {
      ...{ halfOpenAfter: openFor, breaker: new ConsecutiveBreaker(failuresMax) },
    });
    const lines: string[] = [];
    for (const { waitMs, isFailure } of calls) {
      await clock.advance(waitMs);
      const passed = await breaker
        .execute(() => (isFailure ? Promise.reject("failed") : Promise.resolve("passed")))
        .catch((error) => (error === "failed" ? "passed" : "rejected"));
      lines.push(`${passed} ${STATES[breaker.state]}`);
    }
    told.push(lines.join("\n"));
  }
  return told;
});

function playModel({ createSimpleBreaker: create }: SimpleModule, life: Life): string {
  const { failuresMax, openFor, calls } = life;
  const breaker = create({ failuresMax, openFor, anySuccessCloses: false, listen() {} });
  let now = 0;
  return calls
    .map(({ waitMs, isFailure }) => {
      now += waitMs;
      const passes = breaker.ask(now);
      if (passes && isFailure) breaker.fail(now);
      else if (passes) breaker.succeed();
      return `${passes ? "passed" : "rejected"} ${breaker.state()}`;
    })
    .join("\n");
}

test("calls one after the other: 3 000 random lives as with cockatiel’s ConsecutiveBreaker, 0 differences", () => {
  for (const [seed, life] of LIVES.entries()) {
    expect(playModel({ createSimpleBreaker }, life)).toBe(fromLibrary[seed]);
  }
});

function opened(anySuccessCloses: boolean): SimpleBreaker {
  const breaker = createSimpleBreaker({
    ...{ failuresMax: 5, openFor: 60_000, anySuccessCloses, listen() {} },
  });
  for (let i = 0; i < 5; i++) breaker.fail(0);
  expect(breaker.state()).toBe("open");
  return breaker;
}

test("defect 26: half-open lets everyone through", () => {
  const breaker = opened(true);
  expect(breaker.ask(59_999)).toBe(false);
  expect(Array.from({ length: 100 }, () => breaker.ask(60_000))).not.toContain(false);
});

test("defect 26: the counter knows no window: five failures in five days open it", () => {
  const breaker = createSimpleBreaker({
    ...{ failuresMax: 5, openFor: 60_000, anySuccessCloses: true, listen() {} },
  });
  for (let day = 0; day < 5; day++) breaker.fail(day * 86_400_000);
  expect(breaker.state()).toBe("open");
});

test("defect 26: calls that hang never count: a thousand of them pass", () => {
  const breaker = createSimpleBreaker({
    ...{ failuresMax: 5, openFor: 60_000, anySuccessCloses: true, listen() {} },
  });
  expect(Array.from({ length: 1_000 }, (_, i) => breaker.ask(i))).not.toContain(false);
  expect(breaker.failureCount()).toBe(0);
});

test("a success from before the outage closes one publication while it is open, not the other", () => {
  const [first, second] = [opened(true), opened(false)];
  first.succeed();
  second.succeed();
  expect([first.state(), second.state()]).toEqual(["closed", "open"]);
  // The other one has forgotten its failures: its trial may now fail four times, everyone passing.
  expect(second.ask(60_000)).toBe(true);
  for (let i = 0; i < 4; i++) second.fail(60_000);
  expect(second.state()).toBe("half-open");
});

test("planted errors in the simple breaker are all noticed", async () => {
  await plantedErrors<SimpleModule>({
    file: import.meta.resolve("./simple-breaker.ts"),
    survives: (module) =>
      LIVES.every((life, seed) => playModel(module, life) === fromLibrary[seed]),
    errors: [
      {
        name: "> for ≥",
        find: "failureCount < failuresMax",
        replace: "failureCount <= failuresMax",
      },
      { name: "a moment late", find: "now < reopensAt", replace: "now <= reopensAt" },
      {
        name: "a success forgets nothing",
        find: "succeed() {\n      failureCount = 0;",
        replace: "succeed() {",
      },
      {
        name: "a failed trial does not postpone",
        find: 'reopensAt = now + openFor;\n      if (state === "open") return;',
        replace:
          'if (state === "open") return;\n      if (state === "closed") reopensAt = now + openFor;',
      },
    ],
  });
});
