import { describe, expect, test } from "vitest";
import { seconds } from "../../../base/time.ts";
import * as election from "./election.ts";
import { lossesOver } from "./fixtures/replication-schedule.ts";
import { PartitionLog } from "./partition.ts";
import { plainBatch } from "./record.ts";
import * as replication from "./replication.ts";
import { Replica } from "./replication.ts";

const LIVES = 1_000;
const modules = { ...replication, ...election };
const clean = { acks: "all", minInsyncReplicas: 2, allowsUnclean: false } as const;

describe(`KAF-5: ${LIVES} random lives of three replicas that fall, are cut and come back`, () => {
  test("KAF-5: acks=all with two in sync loses nothing, shows nothing twice differently, and all copies end equal", () => {
    expect(lossesOver(modules, LIVES, clean)).toEqual({ lost: 0, unseen: 0, differing: 0 });
  });

  test("KAF-5: acks=1 loses what its leader alone had; the copies still end equal", () => {
    const losses = lossesOver(modules, LIVES, { ...clean, acks: 1 });
    expect(losses.lost).toBeGreaterThan(100);
    expect(losses.differing).toBe(0);
  });

  test("KAF-5: an unclean election loses acknowledged records even with acks=all", () => {
    const losses = lossesOver(modules, LIVES, {
      ...{ acks: "all", minInsyncReplicas: 1, allowsUnclean: true },
    });
    expect(losses.lost).toBeGreaterThan(0);
    expect(losses.differing).toBe(0);
  });
});

const settings = { minInsyncReplicas: 2, lagMaxUs: seconds(30) };
const value = plainBatch({ key: null, value: "v" });

function leader(isr: readonly string[], minInsyncReplicas = 2): Replica {
  const replica = new Replica("b1", new PartitionLog(10), { ...settings, minInsyncReplicas });
  replica.lead({ leader: "b1", epoch: 0, isr, version: 0 }, 0);
  return replica;
}

test("KAF-5: acks=all waits for the current replicas in sync, all of them, not for a majority", () => {
  const replica = leader(["b1", "b2", "b3"]);
  replica.append(value, "all", 0);
  replica.noteFollower("b2", 1, 1);
  expect(replica.isReplicated(1)).toBe(false);
  replica.noteFollower("b3", 1, 2);
  expect(replica.isReplicated(1)).toBe(true);
});

test("KAF-5: with the leader alone in sync, acks=all means nothing more than acks=1, unless min.insync.replicas says no", () => {
  const alone = leader(["b1"], 1);
  alone.append(value, "all", 0);
  expect(alone.isReplicated(1)).toBe(true);
  const guarded = leader(["b1"], 2);
  expect(guarded.append(value, "all", 0)).toEqual({
    kind: "refused",
    error: "NOT_ENOUGH_REPLICAS",
  });
  // It only acts with acks=all.
  expect(guarded.append(value, 1, 0)).toMatchObject({ kind: "appended" });
});

test("KAF-5: a follower leaves the replicas in sync after replica.lag.time.max.ms without having caught up, and comes back once it has", () => {
  const replica = leader(["b1", "b2", "b3"]);
  replica.append(value, "all", 0);
  for (let s = 1; s <= 31; s++) replica.noteFollower("b2", 1, seconds(s));
  expect(replica.isrToPropose(seconds(30))).toBeNull();
  expect(replica.isrToPropose(seconds(31))).toEqual(["b1", "b2"]);
  replica.propose(["b1", "b2"]);
  // Until the controller has answered, the one that leaves is waited for.
  expect(replica.isReplicated(1)).toBe(false);
  replica.lead({ leader: "b1", epoch: 0, isr: ["b1", "b2"], version: 1 }, seconds(31));
  expect(replica.isReplicated(1)).toBe(true);
  replica.noteFollower("b3", 1, seconds(40));
  replica.noteFollower("b2", 1, seconds(40));
  expect(replica.isrToPropose(seconds(40))).toEqual(["b1", "b2", "b3"]);
});

test("KAF-5: who has everything is in sync however long it is silent; its time runs from when it last had everything", () => {
  const replica = leader(["b1", "b2", "b3"]);
  replica.append(value, "all", 0);
  for (let s = 1; s <= 100; s++) replica.noteFollower("b2", 1, seconds(s));
  replica.noteFollower("b3", 1, seconds(1));
  // Nothing was written since: b3 lacks nothing, though nobody has heard of it for 99 s.
  expect(replica.isrToPropose(seconds(100))).toBeNull();
  replica.append(value, "all", seconds(100));
  expect(replica.isrToPropose(seconds(130))).toEqual(["b1", "b2"]);
  expect(replica.isrToPropose(seconds(131))).toEqual(["b1"]);
});

test("KAF-5: nobody joins a new leader's replicas in sync without all of the log that it began to lead with", () => {
  const replica = leader(["b1", "b2", "b3"]);
  replica.append(value, "all", 0);
  // Elected anew, it waits for b2: its high watermark is still 0, though a former leader may have answered « yes ».
  replica.lead({ leader: "b1", epoch: 1, isr: ["b1", "b2"], version: 5 }, seconds(1));
  expect(replica.highWatermark).toBe(0);
  replica.noteFollower("b3", 0, seconds(1));
  expect(replica.isrToPropose(seconds(1))).toBeNull();
  replica.noteFollower("b3", 1, seconds(2));
  expect(replica.isrToPropose(seconds(2))).toEqual(["b1", "b2", "b3"]);
});
