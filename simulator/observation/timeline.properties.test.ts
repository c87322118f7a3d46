import fc from "fast-check";
import { expect, test } from "vitest";
import { syntheticLog } from "../testing/synthetic-log.ts";
import { EventLog } from "../vocabulary/log.ts";
import { LOG_START } from "../vocabulary/log-batch.ts";
import { createTimeline, type Timeline } from "./timeline.ts";

const folded = (log: EventLog): Timeline => {
  const timeline = createTimeline(log);
  timeline.extend();
  return timeline;
};

const long = syntheticLog({ seed: 1, events: 20_000 });
const inLong = fc.integer({ min: -1, max: long.length - 1 });
const shortLog = fc
  .record({ seed: fc.nat(100_000), events: fc.integer({ min: 1, max: 400 }) })
  .map((options) => syntheticLog({ ...options, subjects: 6 }));

test("forward n, back k, forward k lands on the same state", () => {
  const timeline = folded(long);
  fc.assert(
    fc.property(inLong, fc.nat(3_000), (n, k) => {
      timeline.seek(n);
      const there = timeline.stateDigest();
      timeline.seek(n - k);
      timeline.seek(n);
      expect(timeline.stateDigest()).toBe(there);
    }),
    { numRuns: 60 },
  );
});

test("jumping anywhere gives the state of a fold that starts from zero and stops there", () => {
  fc.assert(
    fc.property(shortLog, fc.array(fc.nat(), { minLength: 1, maxLength: 6 }), (log, jumps) => {
      const timeline = folded(log);
      for (const jump of jumps) {
        const target = (jump % (log.length + 1)) - 1;
        timeline.seek(target);
        const fresh = createTimeline(log);
        fresh.extend(target + 1);
        fresh.seek(target);
        expect(timeline.stateDigest()).toBe(fresh.stateDigest());
        expect(timeline.entries("row/")).toEqual(fresh.entries("row/"));
      }
    }),
    { numRuns: 60 },
  );
});

test("folding in slices, at any position, is folding at once", () => {
  fc.assert(
    fc.property(shortLog, fc.integer({ min: 1, max: 50 }), (log, slice) => {
      const sliced = createTimeline(log);
      while (sliced.length < log.length) {
        sliced.extend(slice);
        sliced.seek(sliced.length >> 1);
      }
      sliced.seek(log.length);
      const whole = folded(log);
      whole.seek(log.length);
      expect(sliced.position).toBe(log.length - 1);
      expect(sliced.stateDigest()).toBe(whole.stateDigest());
    }),
    { numRuns: 60 },
  );
});

test("a slot read at another instant is the slot read by going there", () => {
  const timeline = folded(long);
  fc.assert(
    fc.property(inLong, fc.nat(), (index, pickPath) => {
      const paths = timeline.paths("");
      const path = paths[pickPath % paths.length] as string;
      timeline.seek(index);
      expect(timeline.valueAt(path, index)).toEqual(timeline.value(path));
    }),
    { numRuns: 200 },
  );
});

test("the changes of a step lead from the state before it to the state after it", () => {
  const timeline = folded(long);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: long.length - 1 }), (index) => {
      const changes = timeline.changesAt(index);
      timeline.seek(index - 1);
      for (const { path, before } of changes) expect(timeline.value(path)).toEqual(before);
      timeline.seek(index);
      for (const { path, after } of changes) expect(timeline.value(path)).toEqual(after);
    }),
    { numRuns: 200 },
  );
});

test("a log sent in batches folds to the same states", () => {
  fc.assert(
    fc.property(shortLog, fc.integer({ min: 1, max: 90 }), (log, eventsPerBatch) => {
      const source = new EventLog();
      const copy = new EventLog();
      const timeline = createTimeline(copy);
      let cursor = LOG_START;
      for (let i = 0; i < log.length; i++) {
        const { index: _, kind, ...rest } = log.event(i);
        source.append(kind, rest, rest as never);
        if ((i + 1) % eventsPerBatch !== 0 && i + 1 < log.length) continue;
        copy.appendBatch(structuredClone(source.batchSince(cursor)));
        cursor = source.cursor();
        timeline.extend();
      }
      const whole = folded(log);
      for (const one of [timeline, whole]) one.seek(log.length - 1);
      expect(timeline.stateDigest()).toBe(whole.stateDigest());
    }),
    { numRuns: 40 },
  );
});
