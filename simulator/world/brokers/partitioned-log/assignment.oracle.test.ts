/** Sharing out against kafkajs' round-robin assigner, and what every sharing out must satisfy. */

import fc from "fast-check";
import { AssignerProtocol, type PartitionAssigner, PartitionAssigners } from "kafkajs";
import { expect, test } from "vitest";
import { type Assignment, assign, type TopicPartitions } from "./assignment.ts";

const groups = fc.record({
  members: fc.uniqueArray(fc.stringMatching(/^[a-z0-9-]{1,8}$/), { minLength: 1, maxLength: 9 }),
  counts: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 }),
});
const named = (counts: readonly number[]): readonly TopicPartitions[] =>
  counts.map((count, i) => ({ topic: `sujet-${i}`, count }));

const ROUND_ROBIN: PartitionAssigner = PartitionAssigners.roundRobin;

async function theirs(members: readonly string[], topics: readonly TopicPartitions[]) {
  const cluster = {
    findTopicPartitionMetadata: (topic: string) =>
      Array.from(
        { length: topics.find((t) => t.topic === topic)?.count ?? 0 },
        (_, partitionId) => ({
          partitionId,
        }),
      ),
  };
  const assigner = ROUND_ROBIN({ cluster } as never);
  const shares = await assigner.assign({
    members: members.map((memberId) => ({ memberId, memberMetadata: Buffer.alloc(0) })),
    topics: topics.map(({ topic }) => topic),
  });
  const found: Record<string, string[]> = Object.fromEntries(members.map((id) => [id, []]));
  for (const { memberId, memberAssignment } of shares) {
    const read = AssignerProtocol.MemberAssignment.decode(memberAssignment);
    for (const [topic, partitions] of Object.entries(read?.assignment ?? {})) {
      found[memberId]?.push(...partitions.map((p) => `${topic}-${p}`));
    }
  }
  return found;
}

const sorted = (shares: Assignment) =>
  Object.fromEntries(Object.entries(shares).map(([id, own]) => [id, [...own].sort()]));

test("KAF-2: partitions are shared out in turns as kafkajs does: 2 000 random groups, 0 differences", async () => {
  await fc.assert(
    fc.asyncProperty(groups, async ({ members, counts }) => {
      const topics = named(counts);
      const ours = assign("round-robin", members, topics);
      expect(sorted(ours)).toEqual(sorted(await theirs(members, topics)));
    }),
    { numRuns: 2_000, seed: 1 },
  );
});

test("KAF-2: each partition goes to exactly one member, and members beyond the partitions idle", () => {
  fc.assert(
    fc.property(
      groups,
      fc.constantFrom("range", "round-robin"),
      ({ members, counts }, assignor) => {
        const topics = named(counts);
        const shares = assign(assignor, members, topics);
        const given = Object.values(shares).flat();
        const all = topics.flatMap(({ topic, count }) =>
          Array.from({ length: count }, (_, p) => `${topic}-${p}`),
        );
        expect([...given].sort()).toEqual([...all].sort());
        const sizes = Object.values(shares).map((own) => own.length);
        const slack = assignor === "range" ? topics.length : 1;
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(slack);
      },
    ),
    { numRuns: 2_000, seed: 2 },
  );
});

test("KAF-2: range gives neighbours, and the first members one more of each topic", () => {
  const topics = [
    { topic: "a", count: 5 },
    { topic: "b", count: 3 },
  ];
  expect(assign("range", ["m2", "m1"], topics)).toEqual({
    m1: ["a-0", "a-1", "a-2", "b-0", "b-1"],
    m2: ["a-3", "a-4", "b-2"],
  });
});
