/** The rolling breaker against the real opossum 10.0.0: same events, same ends, same statistics, same instants. */
import { expect, test } from "vitest";
import { exactRatioSchedules, randomSchedule } from "../../testing/fixtures/breaker-schedule.ts";
import { type BreakerModule, playModel, recordLibrary } from "../../testing/fixtures/opossum.ts";
import { plantedErrors } from "../../testing/planted-errors.ts";
import * as model from "./rolling-breaker.ts";

const SCHEDULES = [
  ...Array.from({ length: 6_000 }, (_, seed) => randomSchedule(seed)),
  ...exactRatioSchedules(),
];
const fromLibrary = await recordLibrary(SCHEDULES);

const isTold = (module: BreakerModule, schedule: (typeof SCHEDULES)[number], life: number) =>
  playModel(module, schedule).join("\n") === fromLibrary[life]?.join("\n");

test("OPO-1 to OPO-10: 6 000 random lives through opossum 10.0.0 and the model, 0 differences", () => {
  const differing = SCHEDULES.flatMap((schedule, life) =>
    isTold(model, schedule, life) ? [] : [life],
  );
  // The first life that differs says more than its number.
  const [life = 0] = differing;
  expect(playModel(model, SCHEDULES[life] as (typeof SCHEDULES)[number])).toEqual(
    fromLibrary[life],
  );
  expect(differing).toEqual([]);
});

test("the random lives visit all that a breaker can do, thousands of times", () => {
  const seen = new Map<string, number>();
  for (const line of fromLibrary.flat()) {
    const word = /^\d+ (?:(\w+)|#\d+ = (.*))$/.exec(line);
    const name = word?.[1] ?? word?.[2];
    if (name !== undefined) seen.set(name, (seen.get(name) ?? 0) + 1);
  }
  const rarest = [
    ...["fire", "reject", "semaphoreLocked", "timeout", "failure", "success", "fallback"],
    ...["open", "halfOpen", "close", "EOPENBREAKER!", "ESEMLOCKED!", "ETIMEDOUT!", "E500!"],
    ...["EOPENBREAKER:fallback", "ETIMEDOUT:fallback!"],
  ].filter((name) => (seen.get(name) ?? 0) < 1_000);
  expect(rarest).toEqual([]);
  expect(fromLibrary.flat().length).toBeGreaterThan(300_000);
});

test("planted errors in the rolling breaker are all noticed", async () => {
  await plantedErrors<BreakerModule>({
    file: import.meta.resolve("./rolling-breaker.ts"),
    survives: (module) => SCHEDULES.every((schedule, life) => isTold(module, schedule, life)),
    errors: [
      {
        name: "OPO-1: ≥ for >",
        find: "100 > errorThresholdPercentage",
        replace: "100 >= errorThresholdPercentage",
      },
      {
        name: "OPO-2: volume ≤ for <",
        find: "totals.fires < volumeThreshold",
        replace: "totals.fires <= volumeThreshold",
      },
      {
        name: "OPO-4: the window is cleared on close",
        find: 'listen("close");',
        replace:
          'for (let i = 0; i < options.bucketCount; i++) window.rotate();\n    listen("close");',
      },
      {
        name: "OPO-3: refused calls are not counted",
        find: 'window.add("fires");',
        replace: 'if (state === "closed" || isProbeFree) window.add("fires");',
      },
      {
        name: "OPO-6: half-open lets everyone through",
        find: 'if (state !== "closed" && !isProbeFree) {',
        replace: 'if (state === "open") {',
      },
      {
        name: "OPO-10: a call without a slot is not a failure",
        find: 'answer: handleError("ESEMLOCKED", 0)',
        replace: 'answer: fallBack("ESEMLOCKED")',
      },
      {
        name: "OPO-5: a timeout keeps its slot",
        find: "if (!end(call)) return null;",
        replace: "if (call.isOver) return null;\n      call.isOver = true;",
      },
      {
        name: "OPO-7: a late success is ignored",
        find: 'if (state === "half-open") close();',
        replace: 'if (state === "half-open" && freeSlots === capacity) close();',
      },
      {
        name: "OPO-1: integers for floating point",
        find: "(totals.failures / totals.fires) * 100 > errorThresholdPercentage",
        replace: "totals.failures * 100 > errorThresholdPercentage * totals.fires",
      },
      {
        name: "OPO-6: a failed trial waits for the volume",
        find: 'if (state === "half-open") return true;',
        replace: "",
      },
      {
        name: "OPO-2: warming up changes nothing",
        find: "if (isWarmingUp) return false;",
        replace: "",
      },
      {
        name: "OPO-7: an accepted error is no success",
        find: "countSuccess(latency);\n      return",
        replace: "return",
      },
      {
        name: "OPO-8: the fallback event comes even when the fallback throws",
        find: 'if (answer.kind === "fell-back") {',
        replace: "{",
      },
      {
        name: "OPO-9: success is heard before close",
        find: 'if (state === "half-open") close();\n    listen("success");',
        replace: 'listen("success");\n    if (state === "half-open") close();',
      },
      {
        name: "OPO-5: a timeout has one latency sample",
        find: 'window.add("timeouts");\n      window.addLatency(now - call.startedAt);',
        replace: 'window.add("timeouts");',
      },
      {
        name: "the trial stays free",
        find: "isProbeFree = false;\n      if (freeSlots < 1)",
        replace: "if (freeSlots < 1)",
      },
      {
        name: "the last slot is never given",
        find: "if (freeSlots < 1) {",
        replace: "if (freeSlots <= 1) {",
      },
    ],
  });
});
