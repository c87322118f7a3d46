import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { syntheticLog } from "@/simulator/testing/synthetic-log.ts";
import { EventLog } from "@/simulator/vocabulary/log.ts";
import { prefixContradiction } from "./runs.ts";

const log = syntheticLog({ seed: 3, events: 120 });

/** The same story told again, but for what process wrote one event. */
function toldAgain(otherAt: number): EventLog {
  const copy = new EventLog();
  for (let i = 0; i < log.length; i++) {
    const { index: _, kind, process, ...rest } = log.event(i);
    const head = { ...rest, process: i === otherAt ? process + 1 : process };
    copy.append(kind, head, rest as never);
  }
  return copy;
}

const step = fc.nat(log.length - 1);

describe("une branche et son parent", () => {
  test("se contredisent au premier pas commun qui diffère, et à aucun pas d’après le départ", () => {
    fc.assert(
      fc.property(step, step, (leavesAt, otherAt) => {
        const expected = otherAt <= leavesAt ? otherAt : -1;
        expect(prefixContradiction(toldAgain(otherAt), log, leavesAt)).toBe(expected);
      }),
    );
  });

  test("une branche plus courte que ce qu’elle devait répéter se contredit où elle s’arrête", () => {
    const short = syntheticLog({ seed: 3, events: 40 });
    expect(prefixContradiction(short, log, 100)).toBe(short.length);
    expect(prefixContradiction(short, log, -1)).toBe(-1);
  });
});
