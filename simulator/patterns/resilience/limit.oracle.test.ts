/** The limit against the real p-limit 7.3.1: same starts, same counts, after every step. */
import pLimit from "p-limit";
import { expect, test } from "vitest";
import { createRandom } from "../../base/random.ts";
import { plantedErrors } from "../../testing/planted-errors.ts";
import { createLimit } from "./limit.ts";

type LimitModule = typeof import("./limit.ts");

type Step =
  | { readonly kind: "ask" }
  /** The `rank`-th of those that run ends, well or badly. */
  | { readonly kind: "end"; readonly rank: number; readonly isError: boolean }
  | { readonly kind: "clear" }
  | { readonly kind: "resize"; readonly concurrency: number };

interface Schedule {
  readonly concurrency: number;
  readonly steps: readonly Step[];
}

function randomSchedule(seed: number): Schedule {
  const random = createRandom(seed, "limit/schedule");
  const step = (): Step => {
    const luck = random.integerBelow(100);
    if (luck < 50) return { kind: "ask" };
    if (luck < 90) return { kind: "end", rank: random.integerBelow(8), isError: luck % 3 === 0 };
    if (luck < 93) return { kind: "clear" };
    return { kind: "resize", concurrency: random.between(1, 5) };
  };
  return { concurrency: random.between(1, 4), steps: Array.from({ length: 40 }, step) };
}

/** What both sides say after each step. */
const line = (started: readonly number[], active: number, pending: number): string =>
  `${started.join(",")} | ${active} | ${pending}`;

function playModel({ createLimit: create }: LimitModule, schedule: Schedule): string[] {
  const limit = create<number>({ concurrencyMax: schedule.concurrency, queueMax: null });
  const running: number[] = [];
  let asked = 0;
  return schedule.steps.map((step) => {
    let started: readonly number[] = [];
    if (step.kind === "ask") {
      if (limit.ask(++asked) === "started") started = [asked];
    } else if (step.kind === "clear") limit.clear();
    else if (step.kind === "resize") started = limit.resize(step.concurrency);
    else if (running.length > 0) {
      running.splice(step.rank % running.length, 1);
      const next = limit.leave();
      started = next === null ? [] : [next];
    }
    running.push(...started);
    return line(started, limit.activeCount(), limit.pendingCount());
  });
}

const microtasks = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function playLibrary(schedule: Schedule): Promise<string[]> {
  const limit = pLimit(schedule.concurrency);
  const running: { readonly id: number; readonly end: (isError: boolean) => void }[] = [];
  let started: number[] = [];
  let asked = 0;
  const ask = (id: number): void => {
    const work = () =>
      new Promise<void>((resolve, reject) => {
        started.push(id);
        running.push({ id, end: (isError) => (isError ? reject(new Error("non")) : resolve()) });
      });
    limit(work).catch(() => {});
  };
  const said: string[] = [];
  for (const step of schedule.steps) {
    started = [];
    if (step.kind === "ask") ask(++asked);
    else if (step.kind === "clear") limit.clearQueue();
    else if (step.kind === "resize") limit.concurrency = step.concurrency;
    else if (running.length > 0)
      running.splice(step.rank % running.length, 1)[0]?.end(step.isError);
    await microtasks();
    said.push(line(started, limit.activeCount, limit.pendingCount));
  }
  return said;
}

const SCHEDULES = Array.from({ length: 2_000 }, (_, seed) => randomSchedule(seed));
const fromLibrary = await Promise.all(SCHEDULES.map(playLibrary));

const differences = (module: LimitModule): number =>
  SCHEDULES.filter(
    (schedule, i) => playModel(module, schedule).join("\n") !== fromLibrary[i]?.join("\n"),
  ).length;

test("PLM-1, PLM-3, PLM-4, PLM-5: 2 000 random schedules through p-limit and the model, 0 differences", () => {
  expect(differences({ createLimit })).toBe(0);
});

test("PLM-2: with p-limit a place is taken at once and the work starts in a microtask, as in the model", async () => {
  const limit = pLimit(1);
  let isStarted = false;
  const done = limit(async () => {
    isStarted = true;
  });
  expect([limit.activeCount, isStarted]).toEqual([1, false]);
  await done;
  const model = createLimit<string>({ concurrencyMax: 1, queueMax: null });
  expect([model.ask("a"), model.activeCount()]).toEqual(["started", 1]);
});

test("PLM-6: work that waits for the same limit waits for itself, in p-limit and in the model", async () => {
  const limit = pLimit(1);
  let isDone = false;
  void limit(() => limit(async () => {})).then(() => {
    isDone = true;
  });
  await microtasks();
  expect([isDone, limit.activeCount, limit.pendingCount]).toEqual([false, 1, 1]);
  const model = createLimit<string>({ concurrencyMax: 1, queueMax: null });
  expect([model.ask("outer"), model.ask("inner")]).toEqual(["started", "queued"]);
});

test("planted errors in the limit are all noticed", async () => {
  await plantedErrors<LimitModule>({
    file: import.meta.resolve("./limit.ts"),
    survives: (module) => differences(module) === 0,
    errors: [
      {
        name: "one place too many",
        find: "if (activeCount < concurrencyMax) {",
        replace: "if (activeCount <= concurrencyMax) {",
      },
      { name: "a place is not given back", find: "activeCount--;", replace: "" },
      {
        name: "whoever leaves lets nobody in",
        find: "return startNext();",
        replace: "return null;",
      },
      {
        name: "last come, first served",
        find: "const first = line.first();",
        replace: "const first = [...line].at(-1);",
      },
      { name: "a cleared line starts all the same", find: "line.clear();", replace: "" },
      {
        name: "a smaller limit is not heeded",
        find: "concurrencyMax = next;",
        replace: "concurrencyMax = Math.max(concurrencyMax, next);",
      },
    ],
  });
});
