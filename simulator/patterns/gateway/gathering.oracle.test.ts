/** Gathered answers: against promises under a fake clock; batches: against what dataloader did. */
import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../../base/configuration.ts";
import { createRandom } from "../../base/random.ts";
import { underFakeClock } from "../../testing/fake-clock.ts";
import { plantedErrors } from "../../testing/planted-errors.ts";
import { createBatchLoader, type Loaded } from "./batch-loader.ts";
import { LOADER_LIVES } from "./fixtures/loader-said.ts";
import { createGathering, type GatheringPlan } from "./gathering.ts";

type Gatherings = Pick<typeof import("./gathering.ts"), "createGathering">;
type Loaders = Pick<typeof import("./batch-loader.ts"), "createBatchLoader">;

interface Schedule {
  readonly plan: GatheringPlan<string>;
  /** By part: how long it takes once asked, ms, and whether it fails. */
  readonly takesMs: readonly number[];
  readonly fails: readonly boolean[];
  readonly isInTurn: boolean;
}

/** Whole milliseconds; no two instants of one schedule meet, so that order never depends on queues. */
function randomSchedule(seed: number): Schedule {
  const random = createRandom(seed, "gathering/schedule");
  const size = random.between(1, 5);
  const names = Array.from({ length: size }, (_, i) => `p${i}`);
  return {
    plan: {
      parts: names.map((name) => ({
        name,
        deadlineUs: (random.between(5, 60) * 4 + 1) * 1_000,
        isRequired: random.integerBelow(5) === 0,
        ...(random.integerBelow(3) === 0 ? { fallback: `${name}?` } : {}),
      })),
      totalUs: (random.between(20, 80) * 4 + 2) * 1_000,
    },
    takesMs: names.map(() => random.between(1, 70) * 4),
    fails: names.map(() => random.integerBelow(6) === 0),
    isInTurn: random.integerBelow(2) === 0,
  };
}

const SCHEDULES = Array.from({ length: 400 }, (_, seed) => randomSchedule(seed));
const LATE = Symbol("late");
const after = <T>(delayMs: number, value: T): Promise<T> =>
  new Promise((resolve) => setTimeout(() => resolve(value), delayMs));

/** The page as one would write it with promises: « instant kind values ». */
async function byPromises(schedule: Schedule, nowMs: () => number): Promise<string> {
  const { plan, takesMs, fails, isInTurn } = schedule;
  const startMs = nowMs();
  const totalMs = plan.totalUs / 1_000;
  const values = new Map<string, string>();
  const isFatal = (i: number): boolean =>
    plan.parts[i]?.isRequired === true && plan.parts[i]?.fallback === undefined;
  const ask = async (i: number): Promise<void> => {
    const part = plan.parts[i];
    if (part === undefined) return;
    const call = after(takesMs[i] ?? 0, part.name).then((value) => {
      if (fails[i]) throw new Error("no");
      return value;
    });
    const came = await Promise.race([call, after(part.deadlineUs / 1_000, LATE)]).catch(() => LATE);
    if (came !== LATE) values.set(part.name, part.name);
    else if (isFatal(i)) throw new Error("required");
  };
  const all = async (): Promise<void> => {
    if (!isInTurn) await Promise.all(plan.parts.map((_, i) => ask(i)));
    else for (const [i] of plan.parts.entries()) await ask(i);
  };
  let isNone = false;
  const ended = await Promise.race([all(), after(totalMs, LATE)]).catch(() => "none");
  if (ended === "none") isNone = true;
  const atMs = nowMs() - startMs;
  const lacking = plan.parts.filter(({ name }) => !values.has(name));
  if (lacking.some(({ isRequired, fallback }) => isRequired && fallback === undefined))
    isNone = true;
  const kind = isNone ? "none" : lacking.length === 0 ? "whole" : "degraded";
  const shown = plan.parts.map(({ name, fallback }) => values.get(name) ?? fallback ?? "-");
  // Once it is refused, what else came does not matter.
  return isNone ? `${atMs} none` : `${atMs} ${kind} ${shown.join()}`;
}

/** The same through the model, instant by instant. */
function byModel({ createGathering: create }: Gatherings, schedule: Schedule): string {
  const { plan, takesMs, fails, isInTurn } = schedule;
  const gathering = create(plan, 0);
  const coming: { atUs: number; index: number }[] = [];
  let askedCount = 0;
  let nowUs = 0;
  const askNext = (): void => {
    const part = plan.parts[askedCount];
    if (part === undefined) return;
    gathering.ask(part.name, nowUs);
    coming.push({ atUs: nowUs + (takesMs[askedCount] ?? 0) * 1_000, index: askedCount });
    askedCount++;
  };
  askNext();
  if (!isInTurn) while (askedCount < plan.parts.length) askNext();
  for (let step = 0; !gathering.isOver(); step++) {
    if (step > 100) return "never";
    const [next] = coming.sort((one, other) => one.atUs - other.atUs);
    const dueUs = gathering.nextDeadlineUs();
    nowUs = Math.min(dueUs, next?.atUs ?? dueUs);
    if (next !== undefined && next.atUs <= dueUs) {
      coming.shift();
      const name = plan.parts[next.index]?.name ?? "";
      gathering.receive(name, fails[next.index] ? null : name, nowUs);
    } else gathering.expire(nowUs);
    const last = plan.parts[askedCount - 1]?.name ?? "";
    if (isInTurn && !gathering.isOver() && !gathering.isWaitingFor(last)) askNext();
  }
  const { kind, values } = gathering.answer();
  const shown = plan.parts.map(({ name }) => values.get(name) ?? "-");
  return kind === "none" ? `${nowUs / 1_000} none` : `${nowUs / 1_000} ${kind} ${shown.join()}`;
}

const expectedPages = await underFakeClock(async (clock) => {
  const pages: string[] = [];
  for (const schedule of SCHEDULES) {
    let page: string | null = null;
    const running = byPromises(schedule, clock.nowMs).then((said) => {
      page = said;
    });
    for (let i = 0; i < 40 && page === null; i++) await clock.advance(25);
    await running;
    pages.push(page ?? "never");
    // Timers of what came too late go on: let them end before the next page.
    await clock.advance(2_000);
  }
  return pages;
});

const pageDifferences = (module: Gatherings): number =>
  SCHEDULES.filter((schedule, i) => byModel(module, schedule) !== expectedPages[i]).length;

/** One recorded life of dataloader through the model. */
function lived({ createBatchLoader: create }: Loaders, line: string): string {
  const [max = "", loads = "", durations = ""] = line.split(" | ");
  const loader = create<string, number>(Number(max));
  const frames = loads.split(" ").map((text) => text.split("?") as [string, string]);
  const takes = durations.split(" ");
  const out: string[] = [];
  type Sent = { endMs: number; fails: boolean; batch: Parameters<typeof loader.loaded>[0] };
  const running: Sent[] = [];
  let sentCount = 0;
  let loadCount = 0;
  let nowMs = 0;
  const tell = (told: readonly (readonly [number, Loaded<string>])[]): void => {
    for (const [who, answer] of told) {
      const said = {
        found: answer.kind === "found" ? answer.value : "",
        "not-found": "?",
        failed: "!",
      };
      out.push(`${nowMs}:${who}=${said[answer.kind]}`);
    }
  };
  while (frames.length > 0 || running.length > 0) {
    running.sort((one, other) => one.endMs - other.endMs);
    const [frame] = frames;
    const [first] = running;
    const frameMs = frame === undefined ? Number.POSITIVE_INFINITY : Number(frame[0]);
    if (first !== undefined && first.endMs <= frameMs) {
      running.shift();
      nowMs = first.endMs;
      const answers = first.batch.keys.map(
        (key): Loaded<string> =>
          key === "x" ? { kind: "not-found" } : { kind: "found", value: key.toUpperCase() },
      );
      tell(loader.loaded(first.batch, first.fails ? null : answers));
      continue;
    }
    frames.shift();
    nowMs = frameMs;
    for (const key of frame?.[1] ?? "") loader.load(key, loadCount++);
    const { batches, told } = loader.take();
    tell(told);
    for (const batch of batches) {
      out.push(`${nowMs}:${batch.keys.join("")}`);
      const text = takes[sentCount++] ?? "1";
      running.push({ endMs: nowMs + Number.parseInt(text, 10), fails: text.endsWith("x"), batch });
    }
  }
  // Within one instant the library answers in the order in which its promises happen to settle.
  return out.sort().join(" ");
}

const loaderDifferences = (module: Loaders): number =>
  LOADER_LIVES.trim()
    .split("\n")
    .filter(
      (line) => lived(module, line) !== (line.split(" | ")[3] ?? "").split(" ").sort().join(" "),
    ).length;

describe("gathering the parts of a page", () => {
  test("BFF-1: 400 pages, together and in turn, are what promises make of the same services, at the same millisecond", () => {
    expect(pageDifferences({ createGathering })).toBe(0);
    expect(new Set(expectedPages.map((page) => page.split(" ")[1])).size).toBe(3);
  });

  test("BFF-2: what is missing is said, replaced or not, and why", () => {
    const gathering = createGathering<string>(
      {
        parts: [
          { name: "a", deadlineUs: 10, isRequired: true },
          { name: "b", deadlineUs: 10, isRequired: false, fallback: "yesterday" },
          { name: "c", deadlineUs: 50, isRequired: false },
          { name: "d", deadlineUs: 10, isRequired: false },
        ],
        totalUs: 30,
      },
      0,
    );
    for (const part of ["a", "b", "c"]) gathering.ask(part, 0);
    gathering.receive("a", "here", 5);
    gathering.receive("b", null, 6);
    expect(gathering.nextDeadlineUs()).toBe(30);
    gathering.expire(30);
    gathering.receive("c", "too late", 31);
    expect(gathering.answer()).toEqual({
      kind: "degraded",
      values: new Map([
        ["a", "here"],
        ["b", "yesterday"],
      ]),
      lacking: [
        { part: "b", why: "failed", isReplaced: true },
        { part: "c", why: "late", isReplaced: false },
        { part: "d", why: "not-asked", isReplaced: false },
      ],
    });
  });

  test("BFF-3: plans that make no sense are refused when they are built", async () => {
    const { createAggregator } = await import("./aggregator.ts");
    const part = { name: "a", deadlineUs: 1, isRequired: true };
    const build = (plan: GatheringPlan<string>) => () =>
      createAggregator({ ...plan, order: "together" });
    expect(build({ parts: [], totalUs: 1 })).toThrow(BadConfiguration);
    expect(build({ parts: [part, part], totalUs: 1 })).toThrow("deux fois");
    expect(build({ parts: [{ ...part, deadlineUs: 0 }], totalUs: 1 })).toThrow("« deadlineUs »");
    expect(build({ parts: [part], totalUs: 0 })).toThrow("« totalUs »");
    expect(() => createBatchLoader(0)).toThrow("« batchMax »");
  });

  test("BFF-1: planted errors are noticed", async () => {
    await plantedErrors<Gatherings>({
      file: import.meta.resolve("./gathering.ts"),
      survives: (module) => pageDifferences(module) === 0,
      errors: [
        {
          name: "no total deadline",
          find: "const endUs = startUs + plan.totalUs;",
          replace: "const endUs = startUs + plan.totalUs * 100;",
        },
        {
          name: "late answers are taken",
          find: 'if (part.state.kind !== "waiting") return;',
          replace: "",
        },
        {
          name: "a fallback does not save",
          find: "isRequired && fallback === undefined && state",
          replace: "isRequired && state",
        },
        {
          name: "missing parts are hidden",
          find: "lacking.length === 0 ?",
          replace: "lacking.length >= 0 ?",
        },
      ],
    });
  });
});

describe("batches", () => {
  test("BFF-4: over 150 lives questions leave in the batches of dataloader 2.2.3, and are answered when it answers", () => {
    expect(LOADER_LIVES.trim().split("\n").length).toBe(150);
    expect(loaderDifferences({ createBatchLoader })).toBe(0);
  });

  test("BFF-4: planted errors are noticed", async () => {
    await plantedErrors<Loaders>({
      file: import.meta.resolve("./batch-loader.ts"),
      survives: (module) => loaderDifferences(module) === 0,
      errors: [
        {
          name: "one key too many",
          find: "last.keys.length < batchMax",
          replace: "last.keys.length <= batchMax",
        },
        {
          name: "failed batches are kept",
          find: "if (answers === null) cache.delete(batch.keys[i] as string);",
          replace: "",
        },
        {
          name: "known answers at once",
          find: "taken.flatMap(({ keys, hits }) => (keys.length > 0 ? [] : releaseHits(hits)))",
          replace: "taken.flatMap(({ hits }) => releaseHits(hits.splice(0)))",
        },
        {
          name: "each question its own",
          find: "const known = cache.get(key);",
          replace: "const known = cache.get(key + key);",
        },
      ],
    });
  });
});
