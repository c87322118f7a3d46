import { expect, test } from "vitest";
import { seconds } from "../../../base/time.ts";
import { brokenGroups } from "./fixtures/group-schedule.ts";
import * as module from "./group.ts";
import { Group, type GroupAnswer } from "./group.ts";

const LIVES = 2_000;

test(`KAF-2, KAF-9: ${LIVES} random lives of a group: a partition never has two readers, silence is removed in its time and a former generation commits nothing`, () => {
  expect(brokenGroups(module, LIVES)).toBe(0);
});

const TIMES = { sessionTimeoutUs: seconds(45), rebalanceTimeoutUs: seconds(300) };

/** A group in which these members have joined and shared partitions as said. */
function stableGroup(shares: Readonly<Record<string, readonly string[]>>) {
  const group = new Group({ initialDelayUs: seconds(3) });
  const ids = Object.keys(shares).map((name) => group.reserve(name));
  for (const member of ids) group.join({ member, ...TIMES }, 0);
  group.tick(seconds(3));
  const own = Object.values(shares);
  const byId = Object.fromEntries(ids.map((id, i) => [id, own[i] ?? []]));
  for (const member of ids) group.sync({ member, generation: 1 }, byId, seconds(3));
  return { group, ids };
}

test("KAF-9: a member that beats while its handler is slow keeps its session; a paused one loses it after session.timeout.ms", () => {
  const { group, ids } = stableGroup({ a: ["t-0"], b: ["t-1"] });
  const [alive = "", paused = ""] = ids;
  for (let s = 6; s <= 48; s += 3) {
    expect(group.heartbeat({ member: alive, generation: 1 }, seconds(s))).toBeNull();
  }
  expect(group.tick(seconds(47))).toEqual([]);
  expect(group.memberIds).toEqual([alive, paused]);
  group.tick(seconds(48));
  expect(group.memberIds).toEqual([alive]);
  expect(group.heartbeat({ member: alive, generation: 1 }, seconds(49))).toBe(
    "REBALANCE_IN_PROGRESS",
  );
  // The zombie wakes up and commits what it has done meanwhile: the group does not know it any more.
  expect(group.mayCommit({ member: paused, generation: 1 }, seconds(60))).toBe("UNKNOWN_MEMBER_ID");
});

test("KAF-9: a member that does not come back within max.poll.interval.ms is left out of the new share", () => {
  const { group, ids } = stableGroup({ a: ["t-0"], b: ["t-1"] });
  const [quick = "", slow = ""] = ids;
  group.join({ member: quick, ...TIMES }, seconds(10));
  // Its beats go on: they do not bring it back.
  for (let s = 10; s < 310; s += 3) group.heartbeat({ member: slow, generation: 1 }, seconds(s));
  expect(group.tick(seconds(309))).toEqual([]);
  const answers = group.tick(seconds(310));
  expect(answers).toEqual([
    { kind: "joined", member: quick, generation: 2, leader: quick, members: [quick] },
  ]);
  expect(group.mayCommit({ member: slow, generation: 1 }, seconds(311))).toBe("UNKNOWN_MEMBER_ID");
});

test("KAF-2: an empty group waits group.initial.rebalance.delay.ms, so that three members make one generation", () => {
  const group = new Group({ initialDelayUs: seconds(3) });
  const answers: GroupAnswer[] = [];
  for (let s = 0; s < 3; s++) {
    answers.push(...group.join({ member: group.reserve("m"), ...TIMES }, seconds(s)));
  }
  expect(answers).toEqual([]);
  expect(group.tick(seconds(3)).map(({ kind }) => kind)).toEqual(["joined", "joined", "joined"]);
  expect(group.generation).toBe(1);
});

test("KAF-9: a commit is accepted while others are being waited for, refused between joining and sharing", () => {
  const { group, ids } = stableGroup({ a: ["t-0"], b: ["t-1"] });
  const [first = "", second = ""] = ids;
  group.join({ member: group.reserve("c"), ...TIMES }, seconds(10));
  expect(group.mayCommit({ member: first, generation: 1 }, seconds(11))).toBeNull();
  for (const member of [first, second]) group.join({ member, ...TIMES }, seconds(12));
  expect(group.state).toBe("CompletingRebalance");
  expect(group.mayCommit({ member: first, generation: 2 }, seconds(13))).toBe(
    "REBALANCE_IN_PROGRESS",
  );
  expect(group.mayCommit({ member: first, generation: 1 }, seconds(13))).toBe("ILLEGAL_GENERATION");
});

test("KAF-2: another coordinator goes on with the same members, generation and shares", () => {
  const { group, ids } = stableGroup({ a: ["t-0"], b: ["t-1"] });
  const next = new Group({ initialDelayUs: seconds(3) });
  next.restore(group.snapshot(), seconds(20));
  expect(next.assignment).toEqual(group.assignment);
  expect(next.heartbeat({ member: ids[0] ?? "", generation: 1 }, seconds(21))).toBeNull();
  expect(next.reserve("c")).not.toBe(ids[0]);
});
