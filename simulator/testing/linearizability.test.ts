/** The judge judged: known good and bad histories, and brute force on small ones. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isLinearizable, type RegisterOperation } from "./linearizability.ts";
import { plantedErrors } from "./planted-errors.ts";

type Judge = typeof import("./linearizability.ts");

const write = (value: string, beganAt: number, endedAt: number | null): RegisterOperation => ({
  ...{ kind: "write", value, beganAt, endedAt },
});
const read = (value: string | null, beganAt: number, endedAt: number): RegisterOperation => ({
  ...{ kind: "read", value, beganAt, endedAt },
});

/** Every order, every choice of unanswered writes that happened: slow and plain. */
function byBruteForce(history: readonly RegisterOperation[]): boolean {
  function place(left: readonly RegisterOperation[], value: string | null): boolean {
    if (left.every(({ endedAt }) => endedAt === null)) return true;
    return left.some((operation) => {
      const isFirst = left.every(
        (other) =>
          other === operation || other.endedAt === null || other.endedAt >= operation.beganAt,
      );
      if (!isFirst) return false;
      if (operation.kind === "read" && operation.value !== value) return false;
      const rest = left.filter((other) => other !== operation);
      return place(rest, operation.kind === "write" ? operation.value : value);
    });
  }
  return place(history, null);
}

const moment = fc.integer({ min: 0, max: 12 });
const operation = fc
  .record({
    isWrite: fc.boolean(),
    value: fc.constantFrom("a", "b", "c"),
    beganAt: moment,
    length: moment,
    isUnanswered: fc.boolean(),
    isUnwritten: fc.boolean(),
  })
  .map(({ isWrite, value, beganAt, length, isUnanswered, isUnwritten }): RegisterOperation => {
    const endedAt = beganAt + length;
    if (isWrite) return write(value, beganAt, isUnanswered ? null : endedAt);
    return read(isUnwritten ? null : value, beganAt, endedAt);
  });
const HISTORIES = fc.sample(fc.array(operation, { maxLength: 6 }), { numRuns: 4_000, seed: 5 });
const TRUTH = HISTORIES.map(byBruteForce);

const agrees = ({ isLinearizable: judge }: Judge): boolean =>
  HISTORIES.every((history, i) => judge(history) === TRUTH[i]);

describe("linéarisabilité", () => {
  test("known good: concurrent writes in either order, an unanswered write seen later, or never", () => {
    expect(isLinearizable([])).toBe(true);
    expect(isLinearizable([read(null, 0, 1), write("a", 2, 3), read("a", 4, 5)])).toBe(true);
    expect(isLinearizable([write("a", 0, 9), write("b", 0, 9), read("a", 10, 11)])).toBe(true);
    expect(isLinearizable([write("a", 0, null), read(null, 1, 2), read("a", 3, 4)])).toBe(true);
    expect(isLinearizable([write("a", 0, null), read(null, 1, 2), read(null, 3, 4)])).toBe(true);
  });

  test("known bad: a lost write, a stale read, a value that comes back, one read before it was written", () => {
    expect(isLinearizable([write("a", 0, 1), read(null, 2, 3)])).toBe(false);
    expect(isLinearizable([write("a", 0, 1), write("b", 2, 3), read("a", 4, 5)])).toBe(false);
    const flicker = [write("a", 0, 1), write("b", 2, 20), read("b", 3, 4), read("a", 5, 6)];
    expect(isLinearizable(flicker)).toBe(false);
    expect(isLinearizable([read("a", 0, 1), write("a", 2, 3)])).toBe(false);
    const gone = [write("a", 0, null), read("a", 1, 2), read(null, 3, 4)];
    expect(isLinearizable(gone)).toBe(false);
  });

  test("agrees with brute force on 4 000 small histories, good ones and bad ones", () => {
    expect(agrees({ isLinearizable })).toBe(true);
    const good = TRUTH.filter((isGood) => isGood).length;
    expect(good).toBeGreaterThan(500);
    expect(TRUTH.length - good).toBeGreaterThan(500);
  });

  test("planted errors in the judge are all noticed", async () => {
    await plantedErrors<Judge>({
      file: import.meta.resolve("./linearizability.ts"),
      survives: agrees,
      errors: [
        {
          name: "real time ignored",
          find: "if (operation.beganAt > earliestEnd) break;",
          replace: "",
        },
        {
          name: "reads believe anything",
          find: 'if (operation.kind === "read" && operation.value !== value) continue;',
          replace: "",
        },
        {
          name: "unanswered writes never happen",
          find: 'kind === "write" || endedAt !== null',
          replace: "endedAt !== null",
        },
        {
          name: "the memory forgets the value",
          find: "[done.toString(36), value === null",
          replace: "[done.toString(36), null === null",
        },
        {
          name: "the memory forgets what was done",
          find: "[done.toString(36), ",
          replace: "[",
        },
      ],
    });
  });
});
