/** One test a rule of opossum: what is written here was seen in the library and in the model, in the same run. */
import { expect, test } from "vitest";
import {
  fail,
  fire,
  hang,
  PLAIN,
  type Settings,
  type Step,
  succeed,
  times,
  wait,
} from "../../testing/fixtures/breaker-schedule.ts";
import { playModel, recordLibrary } from "../../testing/fixtures/opossum.ts";
import * as model from "./rolling-breaker.ts";

/** What is heard in both, without the instants; `stats` keeps the lines of statistics. */
async function heard(given: Partial<Settings>, steps: readonly Step[]): Promise<readonly string[]> {
  const schedule = { settings: { ...PLAIN, ...given }, steps };
  const [log = []] = await recordLibrary([schedule]);
  expect(playModel(model, schedule)).toEqual(log);
  return log.map((line) => line.replace(/^\d+ /, ""));
}

const count = (log: readonly string[], event: string): number =>
  log.filter((line) => line === event).length;
const statsOf = (log: readonly string[]): string =>
  log.findLast((line) => / f\d+ s\d/.test(line)) ?? "";
const stateOf = (log: readonly string[]): string => statsOf(log).split(" ")[0] ?? "";
const outage = times(5, fail());

test("OPO-1: five failures of ten calls at 50 % stay closed, the sixth of eleven opens", async () => {
  const half = [...times(5, succeed()), ...outage, wait(1)];
  expect(stateOf(await heard({ volumeThreshold: 10 }, half))).toBe("closed");
  expect(stateOf(await heard({ volumeThreshold: 10 }, [...half, fail(), wait(1)]))).toBe("open");
});

test("OPO-1: with the default volume the very first failure opens", async () => {
  expect(await heard({}, [fail()])).toEqual(["fire", "failure", "open", "#1 = E500!"]);
});

test("OPO-1: a success never opens, even when failures are above the threshold", async () => {
  // Six failures of six wait for the volume; the seventh call, a success, reaches it and changes nothing.
  const steps = [...times(6, fail()), succeed(), wait(1)];
  expect(stateOf(await heard({ volumeThreshold: 7 }, steps))).toBe("closed");
});

test("OPO-1: at 28 %, seven failures of 25 calls open: the ratio is computed in floating point", async () => {
  const steps = [...times(18, succeed()), ...times(7, fail()), wait(1)];
  const settings = { errorThresholdPercentage: 28, volumeThreshold: 25 };
  expect(stateOf(await heard(settings, steps))).toBe("open");
});

test("OPO-2: with volume 5 it opens at the fifth call, not at the sixth", async () => {
  expect(count(await heard({ volumeThreshold: 5 }, times(4, fail())), "open")).toBe(0);
  expect(count(await heard({ volumeThreshold: 5 }, times(5, fail())), "open")).toBe(1);
});

test("OPO-2: warming up opens on nothing for one whole window", async () => {
  const steps = [...times(20, fail()), wait(99), ...times(20, fail())];
  expect(count(await heard({ allowWarmUp: true }, steps), "open")).toBe(0);
  expect(count(await heard({ allowWarmUp: true }, [...steps, wait(1), fail()]), "open")).toBe(1);
});

test("OPO-3: calls refused while open dilute the ratio, once closed a failure opens no more", async () => {
  const settings = { volumeThreshold: 5, resetTimeoutMs: 20, windowMs: 1_000 };
  const recovered = [wait(20), succeed()];
  const crowd = times(20, succeed());
  expect(stateOf(await heard(settings, [...outage, ...recovered, fail(), wait(1)]))).toBe("open");
  const diluted = await heard(settings, [...outage, ...crowd, ...recovered, fail(), wait(1)]);
  expect(stateOf(diluted)).toBe("closed");
  expect(statsOf(diluted)).toContain("f27 s1 e6 r20");
});

test("OPO-3: a call in flight counts before it ends", async () => {
  // One failure of four calls, three of them hanging: 25 %.
  const steps = [...times(3, hang), fail(), wait(1)];
  expect(stateOf(await heard({}, steps))).toBe("closed");
  expect(stateOf(await heard({ errorThresholdPercentage: 20 }, steps))).toBe("open");
});

test("OPO-4: after a recovery one failure reopens, for the window still holds the outage", async () => {
  const life = [...times(6, fail()), wait(30), succeed(), fail()];
  const log = await heard({ volumeThreshold: 5, windowMs: 1_000 }, life);
  expect(log.filter((line) => /^(open|close|halfOpen)$/.test(line))).toEqual([
    ...["open", "halfOpen", "close", "open"],
  ]);
});

test("OPO-4: once the outage has left the window, the same failure opens nothing", async () => {
  const life = [
    ...times(6, fail()),
    wait(30),
    succeed(),
    wait(100),
    ...times(5, succeed()),
    fail(),
  ];
  expect(count(await heard({ volumeThreshold: 5 }, life), "open")).toBe(1);
});

test("OPO-4: buckets turn on the clock of the construction, not on the calls", async () => {
  // A failure at 99 ms of a 100 ms bucket is forgotten 1 ms after the tenth turn, not 1 000 ms later.
  const settings = { windowMs: 1_000, volumeThreshold: 100 };
  const kept = await heard(settings, [wait(99), fail(), wait(900)]);
  expect(statsOf(kept)).toContain("e1");
  expect(statsOf(await heard(settings, [wait(99), fail(), wait(901)]))).toContain("e0");
});

test("OPO-5: a timeout is a timeout and a failure, two latency samples, and its late result is ignored", async () => {
  const steps = [succeed(50), wait(60)];
  const log = await heard({ timeoutMs: 20, volumeThreshold: 9 }, steps);
  expect(log.slice(0, 4)).toEqual(["fire", "timeout", "failure", "#1 = ETIMEDOUT!"]);
  expect(statsOf(log)).toBe("closed f1 s0 e1 r0 t1 b0 l0 [20 20]");
});

test("OPO-5: the slot is free at the timeout, so more than `capacity` actions run", async () => {
  const steps = [hang, wait(20), hang, wait(20), hang];
  const log = await heard({ timeoutMs: 20, capacity: 1, volumeThreshold: 9 }, steps);
  // Three actions hang at once behind a capacity of one, and none was refused.
  expect(count(log, "semaphoreLocked")).toBe(0);
  expect(count(log, "timeout")).toBe(2);
});

test("OPO-6: half-open comes by itself; one trial passes, the others are refused", async () => {
  const log = await heard({}, [fail(), wait(30), ...times(3, hang)]);
  expect(count(log, "halfOpen")).toBe(1);
  expect(log.filter((line) => line.startsWith("#"))).toEqual([
    ...["#1 = E500!", "#3 = EOPENBREAKER!", "#4 = EOPENBREAKER!"],
  ]);
});

test("OPO-6: a failed trial reopens though the volume is far away", async () => {
  const settings = { volumeThreshold: 1_000 };
  const log = await heard(settings, [{ kind: "open" }, wait(30), fail()]);
  expect(count(log, "open")).toBe(2);
});

test("OPO-6: without timeout a trial that never ends pins it half-open for ever", async () => {
  const steps = [fail(), wait(30), hang, wait(1_000), succeed(), wait(1_000), succeed(), wait(1)];
  const log = await heard({}, steps);
  expect(stateOf(log)).toBe("half-open");
  expect(log.filter((line) => line.endsWith("= EOPENBREAKER!"))).toHaveLength(2);
});

test("OPO-7: a success of a call begun before the opening closes it when it lands in half-open", async () => {
  // Call 1 takes 40 ms; call 2 opens; half-open at 30; call 1 lands at 40.
  const log = await heard({ errorThresholdPercentage: 40 }, [succeed(40), fail(), wait(45)]);
  expect(log).toEqual([
    ...["fire", "fire", "failure", "open", "#2 = E500!", "halfOpen", "close", "success"],
    ...["#1 = value", "closed f2 s1 e1 r0 t0 b0 l0 [0 40]"],
  ]);
});

test("OPO-7: a trial whose error the filter accepts closes, though its caller gets the error", async () => {
  const log = await heard({ accepted: ["E404"] }, [fail(), wait(30), fail(0, "E404")]);
  expect(log.slice(-4)).toEqual(["fire", "close", "success", "#2 = E404!"]);
});

test("OPO-8: with a fallback fire() resolves with its value; it is given the error", async () => {
  const log = await heard({ fallback: { kind: "value", delayMs: 0 } }, [fail(), succeed()]);
  expect(log.filter((line) => line.startsWith("#"))).toEqual([
    ...["#1 = E500:fallback", "#2 = EOPENBREAKER:fallback"],
  ]);
});

test("OPO-8: the fallback event comes before its promise settles", async () => {
  const log = await heard({ fallback: { kind: "value", delayMs: 10 } }, [fail(), wait(10)]);
  expect(log.slice(0, 5)).toEqual([
    ...["fire", "failure", "open", "fallback", "#1 = E500:fallback"],
  ]);
});

test("OPO-8: a fallback that throws rejects with its own error, and no fallback is heard", async () => {
  const log = await heard({ fallback: { kind: "throw" } }, [fail()]);
  expect(log).toEqual(["fire", "failure", "open", "#1 = E500:fallback!"]);
});

test("OPO-8: no fallback for an accepted error, nor when disabled", async () => {
  const settings = { fallback: { kind: "value", delayMs: 0 }, accepted: ["E404"] } as const;
  const log = await heard(settings, [fail(0, "E404"), { kind: "disable" }, fail()]);
  expect(log).toEqual(["fire", "success", "#1 = E404!", "fire", "#2 = E500!"]);
});

test("OPO-9: the order in which listeners hear", async () => {
  const fallback = { kind: "value", delayMs: 0 } as const;
  expect((await heard({ fallback }, [fail()])).slice(0, 4)).toEqual([
    ...["fire", "failure", "open", "fallback"],
  ]);
  const late = await heard({ fallback, timeoutMs: 10 }, [hang, wait(10)]);
  expect(late.slice(0, 5)).toEqual(["fire", "timeout", "failure", "open", "fallback"]);
  const life = await heard({ fallback }, [fail(), succeed(), wait(30), succeed()]);
  expect(life.slice(5, 8)).toEqual(["fire", "reject", "fallback"]);
  expect(life.slice(-4)).toEqual(["fire", "close", "success", "#3 = value"]);
});

test("OPO-10: capacity has no line: the call too many fails at once, and can open the breaker", async () => {
  const log = await heard({ capacity: 1, errorThresholdPercentage: 40 }, [
    hang,
    succeed(),
    wait(1),
  ]);
  expect(log).toEqual([
    ...["fire", "fire", "semaphoreLocked", "failure", "open", "#2 = ESEMLOCKED!"],
    "open f2 s0 e1 r0 t0 b0 l1 [0]",
  ]);
});

test("a synchronous error of the action counts like any other", async () => {
  const log = await heard({}, [fire({ kind: "throw", code: "E500" })]);
  expect(log).toEqual(["fire", "failure", "open", "#1 = E500!"]);
});
