import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLogBuilder } from "../testing/log-builder.ts";
import { syntheticLog } from "../testing/synthetic-log.ts";
import { CellArena, CellReader, StringArena } from "./cells.ts";
import { EVENT_KINDS } from "./events.ts";
import { EventLog, type RecordHead } from "./log.ts";
import { LOG_START, transferList } from "./log-batch.ts";
import { firstDifference } from "./log-difference.ts";
import { sameValue, type Value } from "./values.ts";

/** Texts that look like what the engine numbers, and those that only nearly do. */
const identity = fc
  .tuple(
    fc.constantFrom("", "a", "a/b", "1"),
    fc.constantFrom("", "/", "#", "/t", "#t", "t"),
    fc.oneof(fc.nat(), fc.constantFrom("", "0", "00", "007", "999999999", "1000000000", "-1")),
  )
  .map((parts) => parts.join(""));

const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true }),
    fc.integer(),
    fc.string({ unit: "binary" }),
    identity,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(
      fc.string().filter((key) => key !== "__proto__"),
      tie("value"),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
})).value;

describe("cells", () => {
  test("give back any plain value that was written, one after the other", () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 8 }), (values) => {
        const strings = new StringArena();
        const cells = new CellArena(strings);
        for (const one of values) cells.write(one);
        const reader = new CellReader(cells);
        for (const one of values) expect(reader.read()).toEqual(one);
        expect(reader.position).toBe(cells.length);
        expect(() => reader.read()).toThrow(/was written/);
      }),
    );
  });
});

describe("values", () => {
  test("are the same when they hold the same, whatever the order of fields", () => {
    fc.assert(
      fc.property(value, (one) => {
        expect(sameValue(one, structuredClone(one))).toBe(true);
      }),
    );
    expect(sameValue({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true);
    expect(sameValue({ a: 1 }, { a: 1, b: 2 })).toBe(false);
    expect(sameValue([1], { 0: 1 })).toBe(false);
    expect(sameValue(undefined, null)).toBe(false);
  });
});

const copyOf = (
  log: EventLog,
  change: (head: RecordHead, index: number) => RecordHead = (h) => h,
) => {
  const copy = new EventLog();
  for (let i = 0; i < log.length; i++) {
    const { index: _, kind, ...rest } = log.event(i);
    copy.append(kind, change(rest, i), rest as never);
  }
  return copy;
};
const anyLog = fc
  .record({ seed: fc.nat(9_999), events: fc.integer({ min: 2, max: 200 }) })
  .map(syntheticLog);

describe("the event log", () => {
  test("gives back every event as it was written", () => {
    const story = createLogBuilder();
    const id = story.send("a>b", "faire", {
      subject: "1042",
      process: 3,
      line: 12,
      body: { n: [1, null] },
    });
    expect(story.log.event(0)).toEqual({
      ...{ index: 0, kind: "message-sent", atUs: 0, node: "a", cause: -1, process: 3, line: 12 },
      ...{
        subject: "1042",
        message: id,
        to: "b",
        operation: "faire",
        role: "request",
        replyTo: null,
      },
      ...{ status: "ok", body: { n: [1, null] }, arrivesAtUs: 5_000 },
    });
    expect(() => story.log.event(1)).toThrow(/is in the log/);
    expect(() => story.log.eventOf("note", 0)).toThrow(/of this kind: note/);
    expect(EVENT_KINDS.length).toBeLessThan(256);
  });

  test("an event is never caused by a later one", () => {
    const story = createLogBuilder();
    expect(() => story.add("a", "note", { text: "" }, { cause: 0 })).toThrow(/earlier/);
  });

  test("finds the last event at or before an instant", () => {
    fc.assert(
      fc.property(anyLog, fc.nat(200_000), (log, atUs) => {
        const index = log.indexAt(atUs);
        if (index >= 0) expect(log.atUs(index)).toBeLessThanOrEqual(atUs);
        if (index + 1 < log.length) expect(log.atUs(index + 1)).toBeGreaterThan(atUs);
      }),
    );
  });

  test("sent in batches of any size arrives as it left, digest included", () => {
    fc.assert(
      fc.property(anyLog, fc.integer({ min: 1, max: 60 }), (log, size) => {
        const source = new EventLog();
        const copy = new EventLog();
        let cursor = LOG_START;
        for (let i = 0; i < log.length; i++) {
          const { index: _, kind, ...rest } = log.event(i);
          source.append(kind, rest, rest as never);
          if ((i + 1) % size !== 0 && i + 1 < log.length) continue;
          const batch = source.batchSince(cursor);
          cursor = source.cursor();
          copy.appendBatch(structuredClone(batch, { transfer: transferList(batch) }));
        }
        expect(copy.digest()).toBe(log.digest());
        expect(firstDifference(copy, log)).toBe(-1);
        expect(copy.event(log.length - 1)).toEqual(log.event(log.length - 1));
      }),
      { numRuns: 40 },
    );
  });

  test("lets go of what it has posted: its batches, its length and its digest stay the same", () => {
    fc.assert(
      fc.property(anyLog, fc.integer({ min: 1, max: 60 }), (log, size) => {
        const source = new EventLog();
        const copy = new EventLog();
        let cursor = LOG_START;
        for (let i = 0; i < log.length; i++) {
          const { index: _, kind, ...rest } = log.event(i);
          source.append(kind, rest, rest as never);
          if ((i + 1) % size !== 0) continue;
          copy.appendBatch(source.batchSince(cursor));
          cursor = source.cursor();
          source.release();
          expect(() => source.event(i)).toThrow(/is in the log/);
        }
        copy.appendBatch(source.batchSince(cursor));
        expect(source.length).toBe(log.length);
        expect(source.firstNode).toBe(log.firstNode);
        expect(source.digest()).toBe(log.digest());
        expect(copy.digest()).toBe(log.digest());
        expect(firstDifference(copy, log)).toBe(-1);
      }),
      { numRuns: 40 },
    );
  });

  test("names that only differ by their rank are one string, however many there are", () => {
    const log = new EventLog();
    const head = { atUs: 0, node: "a", process: 0, line: 0, cause: -1, subject: null };
    for (let i = 1; i <= 1_000; i++) {
      const fields = { database: "base", transaction: `base/t${i}`, isolation: "read-committed" };
      log.append("transaction-begun", head, fields as never);
    }
    expect(log.strings.size).toBeLessThan(5);
    expect(log.event(41)).toMatchObject({ transaction: "base/t42" });
  });

  test("refuses a batch that does not follow", () => {
    const log = syntheticLog({ seed: 1, events: 20 });
    const batch = log.batchSince(LOG_START);
    const copy = new EventLog();
    copy.appendBatch(batch);
    expect(() => copy.appendBatch(batch)).toThrow(/follows/);
  });

  test("its digest of a beginning is the digest of a log that stops there", () => {
    fc.assert(
      fc.property(anyLog, fc.nat(), (log, at) => {
        const count = at % log.length;
        const beginning = new EventLog();
        for (let i = 0; i < count; i++) {
          const { index: _, kind, ...rest } = log.event(i);
          beginning.append(kind, rest, rest as never);
        }
        expect(log.digest(count)).toBe(beginning.digest());
      }),
    );
  });

  test("source lines are no part of the digest; instants are", () => {
    const log = syntheticLog({ seed: 3, events: 50 });
    expect(copyOf(log, (head) => ({ ...head, line: 0 })).digest()).toBe(log.digest());
    const late = copyOf(log, (head, i) => (i === 49 ? { ...head, atUs: head.atUs + 1 } : head));
    expect(late.digest()).not.toBe(log.digest());
  });
});

describe("the first difference of two logs", () => {
  /** The meaning, event by event. */
  const byDecoding = (a: EventLog, b: EventLog): number => {
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      const [left, right] = [a, b].map((log) => JSON.stringify({ ...log.event(i), line: 0 }));
      if (left !== right) return i;
    }
    return -1;
  };

  test("is where one event is told otherwise, and nowhere when one is a beginning of the other", () => {
    fc.assert(
      fc.property(
        anyLog,
        fc.nat(),
        fc.constantFrom("atUs", "process", "subject", "node", "line"),
        (log, at, field) => {
          const changed = at % log.length;
          const other = copyOf(log, (head, i) =>
            i === changed
              ? { ...head, [field]: typeof head[field] === "number" ? head[field] + 1 : "autre" }
              : head,
          );
          expect(firstDifference(log, other)).toBe(field === "line" ? -1 : changed);
        },
      ),
    );
  });

  test("is the one found by decoding every event", () => {
    fc.assert(
      fc.property(fc.nat(999), fc.nat(999), fc.nat(150), (x, y, shared) => {
        const a = syntheticLog({ seed: x, events: 160, subjects: 3 });
        const tail = syntheticLog({ seed: y, events: 200, subjects: 3 });
        const b = new EventLog();
        for (let i = 0; i < 190; i++) {
          const { index: _, kind, ...rest } = (i < shared ? a : tail).event(i);
          b.append(kind, rest, rest as never);
        }
        expect(firstDifference(a, b)).toBe(byDecoding(a, b));
      }),
    );
  });

  test("does not depend on the order in which each log met its words", () => {
    const log = syntheticLog({ seed: 4, events: 60 });
    const other = new EventLog();
    for (const word of ["zèbre", "livraison", "faire"]) other.strings.intern(word);
    for (let i = 0; i < log.length; i++) {
      const { index: _, kind, ...rest } = log.event(i);
      other.append(kind, rest, rest as never);
    }
    expect(firstDifference(log, other)).toBe(-1);
  });
});
