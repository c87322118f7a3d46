/** Rate limiters: against rate-limiter-flexible, against the definition, against each other. */

import { RateLimiterMemory, type RateLimiterRes } from "rate-limiter-flexible";
import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../../base/configuration.ts";
import { createRandom } from "../../base/random.ts";
import { underFakeClock } from "../../testing/fake-clock.ts";
import { plantedErrors } from "../../testing/planted-errors.ts";
import { createGcra, createTokenBucket } from "./bucket-limiters.ts";
import type { RateLimiter } from "./rate-limit.ts";
import { createFixedWindow, createSlidingCounter } from "./window-limiters.ts";

type Windows = typeof import("./window-limiters.ts");
type Buckets = typeof import("./bucket-limiters.ts");

interface Schedule {
  readonly count: number;
  readonly windowMs: number;
  /** Waits before each request, ms. */
  readonly waitsMs: readonly number[];
}

function randomSchedule(seed: number): Schedule {
  const random = createRandom(seed, "limiters/schedule");
  const windowMs = 1_000 * random.between(1, 3);
  const slowest = random.between(1, Math.floor(windowMs / 2));
  return {
    ...{ count: random.between(1, 8), windowMs },
    waitsMs: Array.from({ length: 40 }, () => random.integerBelow(slowest)),
  };
}

const SCHEDULES = Array.from({ length: 500 }, (_, seed) => randomSchedule(seed));

/** « yes 3 »: allowed, three more would be. */
function answersOf(limiter: RateLimiter, { waitsMs }: Schedule): readonly string[] {
  let nowUs = 0;
  return waitsMs.map((waitMs) => {
    nowUs += waitMs * 1_000;
    const { isAllowed, remaining } = limiter.ask(nowUs);
    return `${isAllowed ? "yes" : "no"} ${remaining}`;
  });
}

const limitOf = ({ count, windowMs }: Schedule) => ({ count, windowUs: windowMs * 1_000 });

const fromLibrary = await underFakeClock(async (clock) => {
  const all: string[][] = [];
  for (const { count, windowMs, waitsMs } of SCHEDULES) {
    const limiter = new RateLimiterMemory({ points: count, duration: windowMs / 1_000 });
    const answers: string[] = [];
    for (const waitMs of waitsMs) {
      await clock.advance(waitMs);
      const said = await limiter.consume("k").then(
        ({ remainingPoints }) => `yes ${remainingPoints}`,
        ({ remainingPoints }: RateLimiterRes) => `no ${remainingPoints}`,
      );
      answers.push(said);
    }
    all.push(answers);
  }
  return all;
});

const differsFromLibrary = ({ createFixedWindow: create }: Windows): number =>
  SCHEDULES.filter((schedule, i) => {
    const limiter = create(limitOf(schedule), "first-request");
    return answersOf(limiter, schedule).join() !== fromLibrary[i]?.join();
  }).length;

/** The most requests let through in any stretch of `lengthUs`. */
function densest(limiter: RateLimiter, instantsUs: readonly number[], lengthUs: number): number {
  const passed = instantsUs.filter((atUs) => limiter.ask(atUs).isAllowed);
  let most = 0;
  let from = 0;
  for (const [i, atUs] of passed.entries()) {
    while ((passed[from] as number) <= atUs - lengthUs) from++;
    most = Math.max(most, i - from + 1);
  }
  return most;
}

/** A burst at the end of a window and one at the beginning of the next. */
const AROUND_A_BOUNDARY = Array.from({ length: 40 }, (_, i) => 990_000 + 500 * i);
const TEN_A_SECOND = { count: 10, windowUs: 1_000_000 };

/** What the sliding counter says it is: this window plus the overlapping share of the one before. */
function slidingByDefinition(schedule: Schedule): readonly boolean[] {
  const { count, windowUs } = limitOf(schedule);
  const passed: number[] = [];
  let nowUs = 0;
  return schedule.waitsMs.map((waitMs) => {
    nowUs += waitMs * 1_000;
    const start = nowUs - (nowUs % windowUs);
    const now = passed.filter((atUs) => atUs >= start).length;
    const before = passed.filter((atUs) => atUs >= start - windowUs && atUs < start).length;
    const share = BigInt(before) * BigInt(start + windowUs - nowUs);
    const isAllowed = BigInt(now + 1) * BigInt(windowUs) + share <= BigInt(count * windowUs);
    if (isAllowed) passed.push(nowUs);
    return isAllowed;
  });
}

const slidingIsDefined = ({ createSlidingCounter: create }: Windows): boolean =>
  SCHEDULES.every((schedule) => {
    const answers = answersOf(create(limitOf(schedule)), schedule);
    return slidingByDefinition(schedule).every(
      (isAllowed, i) => answers[i]?.startsWith("yes") === isAllowed,
    );
  });

const bucketsAgree = (module: Buckets): boolean => {
  const agree = SCHEDULES.every((schedule) => {
    const limit = limitOf(schedule);
    const bucket = answersOf(module.createTokenBucket(limit), schedule);
    return bucket.join() === answersOf(module.createGcra(limit), schedule).join();
  });
  // Over any stretch, a bucket lets through its content and what flows in, no more and no less.
  const random = createRandom(7, "limiters/flood");
  const flood = Array.from({ length: 4_000 }, (_, i) => 1_000 * i + random.integerBelow(1_000));
  const passed = flood.filter((atUs, _, all) => atUs <= (all.at(-1) as number));
  const bucket = module.createTokenBucket(TEN_A_SECOND);
  const count = passed.filter((atUs) => bucket.ask(atUs).isAllowed).length;
  const inflow = Math.floor(((flood.at(-1) as number) * 10) / 1_000_000);
  return agree && Math.abs(count - (10 + inflow)) <= 1;
};

describe("limiteurs de débit", () => {
  test("RLM-1: fixed window: 500 random schedules through rate-limiter-flexible, 0 differences", () => {
    expect(differsFromLibrary({ createFixedWindow, createSlidingCounter })).toBe(0);
  });

  test("RLM-1: around a boundary a calendar window lets twice its limit through", () => {
    const limiter = createFixedWindow(TEN_A_SECOND, "calendar");
    expect(densest(limiter, AROUND_A_BOUNDARY, 20_000)).toBe(20);
  });

  test("RLM-2: the sliding counter is this window plus the overlapping share of the one before", () => {
    expect(slidingIsDefined({ createFixedWindow, createSlidingCounter })).toBe(true);
    expect(densest(createSlidingCounter(TEN_A_SECOND), AROUND_A_BOUNDARY, 20_000)).toBe(10);
  });

  test("RLM-3, RLM-4: the token bucket and GCRA give the same answers, and let through what flows in", () => {
    expect(bucketsAgree({ createGcra, createTokenBucket })).toBe(true);
  });

  test("planted errors in the limiters are all noticed", async () => {
    await plantedErrors<Windows>({
      file: import.meta.resolve("./window-limiters.ts"),
      survives: (module) =>
        differsFromLibrary(module) === 0 &&
        slidingIsDefined(module) &&
        densest(module.createFixedWindow(TEN_A_SECOND, "calendar"), AROUND_A_BOUNDARY, 20_000) ===
          20,
      errors: [
        {
          name: "one too many",
          find: "isAllowed: used <= count",
          replace: "isAllowed: used <= count + 1",
        },
        {
          name: "the window outlives its end",
          find: "nowUs >= endsAtUs",
          replace: "nowUs > endsAtUs",
        },
        {
          name: "calendar windows begin anywhere",
          find: "nowUs - (nowUs % windowUs) : nowUs",
          replace: "nowUs : nowUs",
        },
        {
          name: "the window before is forgotten",
          find: "current === window + 1 ? used : 0",
          replace: "0",
        },
        {
          name: "the share is the wrong one",
          find: "windowUs - (nowUs % windowUs);\n      const weighed",
          replace: "(nowUs % windowUs);\n      const weighed",
        },
      ],
    });
    await plantedErrors<Buckets>({
      file: import.meta.resolve("./bucket-limiters.ts"),
      survives: bucketsAgree,
      errors: [
        {
          name: "the bucket overflows",
          find: "Math.min(full, level + (nowUs - seenAtUs) * count)",
          replace: "level + (nowUs - seenAtUs) * count",
        },
        {
          name: "the bucket forgets to fill",
          find: "seenAtUs = nowUs;",
          replace: "seenAtUs = nowUs + 1_000;",
        },
        {
          name: "refused requests take a token",
          find: "if (isAllowed) level -= windowUs;",
          replace: "level -= windowUs;",
        },
        {
          name: "GCRA: one window more",
          find: "next - now <= count * windowUs",
          replace: "next - now <= (count + 1) * windowUs",
        },
        {
          name: "GCRA: the past is not forgiven",
          find: "Math.max(fullAt, now) + windowUs",
          replace: "fullAt + windowUs",
        },
      ],
    });
  });

  test("un réglage absurde est refusé, et nommé", () => {
    for (const create of [createTokenBucket, createGcra, createSlidingCounter]) {
      expect(() => create({ count: -1, windowUs: 1_000 })).toThrow(BadConfiguration);
      expect(() => create({ count: 1, windowUs: 0 })).toThrow("windowUs");
    }
  });
});
