import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLogBuilder } from "../testing/log-builder.ts";
import { syntheticLog } from "../testing/synthetic-log.ts";
import type { EventLog } from "../vocabulary/log.ts";
import { causalSets, causeChain, directLink, lamport, vectorClock } from "./causality.ts";

const marked = (marks: Uint8Array): number[] =>
  [...marks.keys()].filter((index) => marks[index] === 1);

/** a sends to b; meanwhile c works alone; then a second message of a is lost on its way to c. */
function story() {
  const b = createLogBuilder();
  const first = b.add("a", "note", { text: "début" }, { cause: -1 });
  const message = b.send("a>b", "faire");
  const alone = b.add("c", "note", { text: "seul" }, { cause: -1 });
  const received = b.deliver(message);
  const lost = b.send("a>c", "faire", { cause: first });
  const loss = b.add(
    "c",
    "message-lost",
    { message: lost, from: "a", reason: "loss" },
    { cause: 4 },
  );
  const later = b.add("c", "note", { text: "ne sait rien" }, { cause: -1 });
  return { log: b.log, first, sent: 1, alone, received, loss, later };
}

describe("causality", () => {
  test("the past of a reception is what its sender did before sending", () => {
    const { log, first, sent, received } = story();
    const sets = causalSets(log, received);
    expect(marked(sets.past)).toEqual([first, sent]);
    expect(sets).toMatchObject({ pastCount: 2, futureCount: 0, concurrentCount: 4 });
  });

  test("a lost message influences nobody: its receiver goes on without knowing", () => {
    const { log, alone, loss, later } = story();
    expect(marked(causalSets(log, later).past)).toEqual([alone]);
    expect(marked(causalSets(log, loss).future)).toEqual([]);
    expect(vectorClock(log, later)).toEqual(
      new Map([
        ["a", 0],
        ["c", 2],
        ["b", 0],
      ]),
    );
  });

  test("a chain of causes goes back to what nothing made happen", () => {
    const { log, received, sent, first } = story();
    expect(causeChain(log, received)).toEqual([received, sent, first]);
    expect(directLink(log, { from: sent, to: received })).toBe("message");
    expect(directLink(log, { from: first, to: sent })).toBe("cause");
    expect(directLink(log, { from: first, to: received })).toBeNull();
  });

  test("a log that grows is read on, not read again", () => {
    const b = createLogBuilder();
    b.add("a", "note", { text: "1" });
    expect(lamport(b.log)).toEqual(Int32Array.of(1));
    b.add("a", "note", { text: "2" });
    expect(lamport(b.log)).toEqual(Int32Array.of(1, 2));
  });
});

const anyLog = fc.nat(100_000).map((seed) => syntheticLog({ seed, events: 120, subjects: 4 }));
const pair = (log: EventLog, x: number, y: number) => [x % log.length, y % log.length] as const;

test("an event is in the past of another exactly when the other is in its future", () => {
  fc.assert(
    fc.property(anyLog, fc.nat(), fc.nat(), (log, x, y) => {
      const [a, b] = pair(log, x, y);
      expect(causalSets(log, b).past[a]).toBe(causalSets(log, a).future[b]);
    }),
  );
});

test("Lamport's stamps grow along causality, never the other way round", () => {
  fc.assert(
    fc.property(anyLog, fc.nat(), (log, x) => {
      const [a] = pair(log, x, 0);
      const stamps = lamport(log);
      const { past, future } = causalSets(log, a);
      for (let i = 0; i < log.length; i++) {
        if (past[i] === 1) expect(stamps[i]).toBeLessThan(stamps[a] as number);
        if (future[i] === 1) expect(stamps[i]).toBeGreaterThan(stamps[a] as number);
      }
    }),
  );
});

test("one step of a node is before another exactly when its vector clock is smaller everywhere", () => {
  fc.assert(
    fc.property(anyLog, fc.nat(), fc.nat(), (log, x, y) => {
      const [a, b] = pair(log, x, y);
      const isStep = (i: number): boolean => vectorClock(log, i).get(log.node(i)) !== undefined;
      fc.pre(a !== b && isStep(a) && isStep(b));
      fc.pre(!log.kind(a).startsWith("message-") && !log.kind(b).startsWith("message-"));
      const left = vectorClock(log, a);
      const right = vectorClock(log, b);
      const isBelow = [...left].every(([node, count]) => count <= (right.get(node) ?? 0));
      if (causalSets(log, b).past[a] === 1) expect(isBelow).toBe(true);
      else expect(isBelow && log.kind(a) !== "run-started").toBe(false);
    }),
    { numRuns: 60 },
  );
});
