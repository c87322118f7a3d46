import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../../base/configuration.ts";
import { createRandom } from "../../base/random.ts";
import { type DurationUs, ms } from "../../base/time.ts";
import { plantedErrors } from "../../testing/planted-errors.ts";
import { eventsOf, notes, play } from "../../testing/small-world.ts";
import { operation } from "../../world/calls.ts";
import type { Context } from "../../world/context.ts";
import { refuse } from "../../world/node.ts";
import type { Jitter } from "./backoff.ts";
import type { RetryOptions } from "./retry.ts";

type Backoffs = typeof import("./backoff.ts");
type Retries = typeof import("./retry.ts");

const retries: Retries = await import("./retry.ts");

const FIRST = ms(100);
const CAP = ms(1_000);

/** Waits drawn with this jitter before attempt `attempt`, in µs. */
function draws(
  { delayBefore }: Backoffs,
  jitter: Jitter,
  attempt: number,
  previousUs = FIRST,
): number[] {
  const random = createRandom(1, `retry/${jitter}/${attempt}`);
  const backoff = { firstDelayUs: FIRST, delayMaxUs: CAP, jitter };
  return Array.from({ length: 20_000 }, () =>
    delayBefore(backoff, { attempt, previousUs, random }),
  );
}

/** Spread evenly over [low, high]: each tenth holds a tenth, within 10 %. */
function isUniform(values: readonly number[], low: number, high: number): boolean {
  const tenths = Array.from({ length: 10 }, () => 0);
  for (const value of values) {
    if (value < low || value > high) return false;
    const tenth = Math.min(9, Math.floor((10 * (value - low)) / (high - low)));
    tenths[tenth] = (tenths[tenth] as number) + 1;
  }
  const expected = values.length / 10;
  return tenths.every((count) => Math.abs(count - expected) < expected / 10);
}

const isAlways = (values: readonly number[], value: number): boolean =>
  values.every((each) => each === value);

const followsTheLaws = (module: Backoffs): boolean =>
  isAlways(draws(module, "none", 0), FIRST) &&
  isAlways(draws(module, "none", 2), 4 * FIRST) &&
  isAlways(draws(module, "none", 9), CAP) &&
  isUniform(draws(module, "full", 0), 0, FIRST) &&
  isUniform(draws(module, "full", 2), 0, 4 * FIRST) &&
  isUniform(draws(module, "full", 9), 0, CAP) &&
  isUniform(draws(module, "equal", 1), FIRST, 2 * FIRST) &&
  isUniform(draws(module, "equal", 9), CAP / 2, CAP) &&
  isUniform(draws(module, "decorrelated", 0, ms(200)), FIRST, ms(600)) &&
  draws(module, "decorrelated", 3, ms(900)).every((value) => value >= FIRST && value <= CAP);

describe("reprises", () => {
  test("BOF-1, BOF-2, BOF-3: waits grow from attempt 0 to the cap; full, equal and decorrelated follow their laws", async () => {
    expect(followsTheLaws(await import("./backoff.ts"))).toBe(true);
  });

  test("planted errors in the waits are all noticed", async () => {
    await plantedErrors<Backoffs>({
      file: import.meta.resolve("./backoff.ts"),
      survives: followsTheLaws,
      errors: [
        {
          name: "attempts counted from 1",
          find: "let i = 0; i < attempt",
          replace: "let i = 0; i <= attempt",
        },
        { name: "no cap", find: "Math.min(delayMaxUs, grown)", replace: "grown" },
        {
          name: "full jitter keeps half",
          find: "draw(0, capped) as",
          replace: "draw(Math.floor(capped / 2), capped) as",
        },
        {
          name: "equal jitter is full",
          find: "Math.floor(capped / 2) + draw(0, Math.ceil(capped / 2))",
          replace: "draw(0, capped)",
        },
        {
          name: "decorrelated twice, not three times",
          find: "3 * previousUs",
          replace: "2 * previousUs",
        },
        {
          name: "decorrelated without its cap",
          find: "Math.min(delayMaxUs, draw(firstDelayUs, 3 * previousUs))",
          replace: "draw(firstDelayUs, 3 * previousUs)",
        },
      ],
    });
  });

  const ask = operation<null, null>("b", "ask");
  const options = (given: Partial<RetryOptions>): RetryOptions => ({
    ...{ name: "b", attemptsMax: 4, budget: null },
    backoff: { firstDelayUs: FIRST, delayMaxUs: CAP, jitter: "none" },
    isRetryable: (outcome) => outcome.kind === "timed-out",
    ...given,
  });

  /** `a` asks `b` `calls` times, one after the other; `b` answers as told. */
  function world(
    given: Partial<RetryOptions>,
    calls: number,
    answer: "silence" | "refusal",
    { createRetry }: Retries = retries,
  ) {
    const retry = createRetry(options(given));
    function* boot(ctx: Context) {
      for (let i = 0; i < calls; i++) {
        const outcome = yield* retry.run(ctx, function* (ctx) {
          return yield* ctx.call(ask, null, { timeoutUs: ms(50) });
        });
        ctx.log.note(`${outcome.kind} at ${ctx.nowUs / 1_000}`);
      }
    }
    function* serve(ctx: Context) {
      if (answer === "refusal") return refuse("non");
      yield* ctx.sleep(ms(10_000));
      return null;
    }
    return { nodes: { a: { boot: { boot } }, b: { serves: { ask: serve } } } };
  }

  test("BOF-1: sans réponse, quatre essais, espacés de 100, 200 et 400 ms, puis il renonce", () => {
    const { log } = play(world({}, 1, "silence"));
    const sent = eventsOf(log, "message-sent").filter(({ role }) => role === "request");
    expect(sent.map(({ atUs }) => atUs / 1_000)).toEqual([0, 150, 400, 850]);
    expect(notes(log)).toEqual(["timed-out at 900"]);
  });

  test("BOF-5: un refus net n’est pas redemandé", () => {
    const { log } = play(world({}, 1, "refusal"));
    expect(eventsOf(log, "message-sent").filter(({ role }) => role === "request")).toHaveLength(1);
    expect(notes(log)[0]).toContain("refused");
  });

  const sentIn = (...given: Parameters<typeof world>): number =>
    eventsOf(play(world(...given)).log, "message-sent").filter(({ role }) => role === "request")
      .length;

  /** 100 first attempts, 5 retries saved up at the start, and one in ten afterwards. */
  function keepsItsBudget(module: Retries): boolean {
    const sent = sentIn({ budget: { sharePpm: 100_000, reserveMax: 5 } }, 100, "silence", module);
    return sent >= 110 && sent <= 115 && sentIn({}, 100, "silence", module) === 400;
  }

  test("BOF-4: le budget tient les reprises à une part du trafic, quoi qu’il arrive", () => {
    expect(keepsItsBudget(retries)).toBe(true);
  });

  test("planted errors in the retries are all noticed", async () => {
    await plantedErrors<Retries>({
      file: import.meta.resolve("./retry.ts"),
      survives: (module) => keepsItsBudget(module) && sentIn({}, 1, "refusal", module) === 1,
      errors: [
        {
          name: "BOF-1: one attempt too many",
          find: "again < attemptsMax - 1",
          replace: "again < attemptsMax",
        },
        { name: "BOF-4: retries are free", find: "savings.parts -= MILLION;", replace: "" },
        { name: "BOF-4: nothing is saved", find: "save(savings);", replace: "" },
        {
          name: "BOF-5: every end is asked again",
          find: "!isRetryable(outcome) || ",
          replace: "",
        },
      ],
    });
  });

  test("un réglage absurde est refusé, et nommé", () => {
    const backoff = { firstDelayUs: ms(10), delayMaxUs: ms(5), jitter: "full" } as const;
    const refused = [
      [{ attemptsMax: 0 }, "attemptsMax"],
      [{ budget: { sharePpm: -1, reserveMax: 1 } }, "sharePpm"],
      [{ backoff }, "delayMaxUs"],
      [{ backoff: { ...backoff, firstDelayUs: 0 as DurationUs } }, "firstDelayUs"],
    ] as const;
    for (const [given, field] of refused) {
      expect(() => retries.createRetry(options(given))).toThrow(BadConfiguration);
      expect(() => retries.createRetry(options(given))).toThrow(field);
    }
  });
});
