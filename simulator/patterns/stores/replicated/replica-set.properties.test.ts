/** The state machine of a replica set under random lives: crashes, cuts, losses, messages in any order. */
import { describe, expect, test } from "vitest";
import { liveOnce, type SetShape } from "./fixtures/set-schedule.ts";
import * as model from "./model.ts";

const THREE: SetShape = { members: ["a", "b", "c"], arbiters: [] };
const FOUR: SetShape = { members: ["a", "b", "c", "d"], arbiters: [] };
const WITH_ARBITER: SetShape = { members: ["a", "b"], arbiters: ["z"] };
const SHAPES = [THREE, FOUR, WITH_ARBITER];

const lives = (shape: SetShape, count: number) =>
  Array.from({ length: count }, (_, seed) => liveOnce(model, seed, shape));

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

describe("primaire et répliques", () => {
  test.each(SHAPES)(
    "MGO-1: in 200 random lives of $members + $arbiters no write confirmed by a majority is lost, and logs end equal",
    (shape) => {
      const all = lives(shape, 200);
      expect(all.flatMap(({ faults }) => faults)).toEqual([]);
      // They were not quiet lives: writes were confirmed, others lost, primaries deposed, entries undone.
      expect(sum(all.map(({ confirmedByMajority }) => confirmedByMajority))).toBeGreaterThan(300);
      expect(sum(all.map(({ lostOfOne }) => lostOfOne))).toBeGreaterThan(50);
      expect(sum(all.map(({ elections }) => elections))).toBeGreaterThan(200);
      expect(sum(all.map(({ undone }) => undone))).toBeGreaterThan(50);
    },
  );
});
