/** The waiting breaker and its three judges against the real cockatiel 4.0.0. */
import { expect, test } from "vitest";
import {
  type CockatielModules,
  type Life,
  playModel,
  randomLife,
  recordCockatiel,
} from "../../testing/fixtures/cockatiel.ts";
import { plantedErrors } from "../../testing/planted-errors.ts";
import * as judges from "./failure-judge.ts";
import * as breaker from "./waiting-breaker.ts";

const LIVES = Array.from({ length: 6_000 }, (_, seed) => randomLife(seed));
const fromLibrary = await recordCockatiel(LIVES);

const isTold = (modules: CockatielModules, life: Life, seed: number): boolean => {
  const told = playModel(modules, life);
  const expected = fromLibrary[seed];
  return (
    told.deeds.join("\n") === expected?.deeds.join("\n") &&
    told.ends.join("\n") === expected.ends.join("\n")
  );
};

test("6 000 random lives through cockatiel 4.0.0 and the model, three judges, 0 differences", () => {
  const modules = { breaker, judges };
  const differing = LIVES.flatMap((life, seed) => (isTold(modules, life, seed) ? [] : [seed]));
  const [seed = 0] = differing;
  expect({ seed, ...playModel(modules, LIVES[seed] as Life) }).toEqual({
    seed,
    ...fromLibrary[seed],
  });
  expect(differing).toEqual([]);
});

test("the random lives open, wait for trials, reopen and close, with each judge", () => {
  const seen = new Map<string, number>();
  for (const [seed, { deeds }] of fromLibrary.entries()) {
    for (const line of deeds) {
      const word = line.split(" ")[1] as string;
      const key = `${LIVES[seed]?.judge.kind} ${word}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
  }
  for (const kind of ["consecutive", "count", "sampling"]) {
    for (const word of ["open", "halfOpen", "close", "start"]) {
      expect(seen.get(`${kind} ${word}`) ?? 0, `${kind} ${word}`).toBeGreaterThan(500);
    }
  }
});

test("planted errors in the waiting breaker are all noticed", async () => {
  await plantedErrors<CockatielModules["breaker"]>({
    file: import.meta.resolve("./waiting-breaker.ts"),
    survives: (module) =>
      LIVES.every((life, seed) => isTold({ breaker: module, judges }, life, seed)),
    errors: [
      {
        name: "half-open lets everyone through",
        find: 'return { kind: "waits", trial };',
        replace: "trial.inFlightCount += 0;",
      },
      {
        name: "half-open comes a moment late",
        find: "nowMs - state.atMs < halfOpenAfterMs",
        replace: "nowMs - state.atMs <= halfOpenAfterMs",
      },
      {
        name: "closing forgets nothing",
        find: "judge.succeed(true, nowMs);",
        replace: "judge.succeed(false, nowMs);",
      },
      {
        name: "a trial cut short still decides",
        find: 'if (state.kind !== "half-open" || state.trial !== trial) return;',
        replace:
          'if (state.kind !== "half-open") return;\n    if (trial.inFlightCount < 1) return;',
      },
      {
        name: "an error that is none of its business fails the trial",
        find: 'how !== "failure", nowMs',
        replace: 'how === "success", nowMs',
      },
      {
        name: "calls from before the opening are not judged",
        find: 'else if (how === "failure" && judge.fail(false, nowMs)) open(nowMs);',
        replace:
          'else if (how === "failure" && state.kind === "closed" && judge.fail(false, nowMs)) open(nowMs);',
      },
      {
        name: "a failed trial is forgiven at the limit",
        find: "trial.failureCount > trialThreshold * trialCount",
        replace: "trial.failureCount > trialThreshold * trialCount + 1",
      },
    ],
  });
});

test("planted errors in the judges are all noticed", async () => {
  await plantedErrors<CockatielModules["judges"]>({
    file: import.meta.resolve("./failure-judge.ts"),
    survives: (module) =>
      LIVES.every((life, seed) => isTold({ breaker, judges: module }, life, seed)),
    errors: [
      { name: "consecutive: > for ≥", find: ">= failuresMax", replace: "> failuresMax" },
      {
        name: "consecutive: a success forgets nothing",
        find: "succeed() {\n      failureCount = 0;",
        replace: "succeed() {",
      },
      {
        name: "count: a trial that succeeds forgets nothing",
        find: "samples.fill(null);",
        replace: "if (isTrial) return add(true);",
      },
      {
        name: "count: the ring forgets no failure",
        find: "else if (forgotten === false) failureCount--;",
        replace: "",
      },
      {
        name: "sampling: a silence empties the window",
        find: "if (nowMs - current.startedAtMs < sliceMs) return current;",
        replace:
          "if (nowMs - current.startedAtMs < sliceMs) return current;\n    if (nowMs - current.startedAtMs > 3 * sliceMs) for (const s of slices) { successCount -= s.successCount; failureCount -= s.failureCount; s.successCount = 0; s.failureCount = 0; }",
      },
      {
        name: "sampling: the slice is not rounded",
        find: "Math.round(durationMs / sliceCount)",
        replace: "Math.floor(durationMs / sliceCount)",
      },
    ],
  });
});
