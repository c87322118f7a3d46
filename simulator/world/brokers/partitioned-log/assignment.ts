/**
 * Who reads what: partitions shared out among the members of a group (KAF-2).
 *
 * One partition goes to one member; members beyond the number of partitions get none. `range` is the default
 * of the Java client, `round-robin` the one of kafkajs; both are eager: everything is shared out anew at each
 * rebalance. Held against kafkajs' assigner in `assignment.oracle.test.ts`.
 * Simplified: all members of a group subscribe to the same topics.
 */

export const ASSIGNORS = ["range", "round-robin"] as const;
export type Assignor = (typeof ASSIGNORS)[number];

export type TopicPartitions = { readonly topic: string; readonly count: number };

/** Partition names (`topic-0`) by member; every member has an entry. */
export type Assignment = Readonly<Record<string, readonly string[]>>;

export function assign(
  assignor: Assignor,
  members: readonly string[],
  topics: readonly TopicPartitions[],
): Assignment {
  const sorted = [...members].sort();
  const shares: Record<string, string[]> = {};
  for (const member of sorted) shares[member] = [];
  if (sorted.length === 0) return shares;
  const give = (rank: number, partition: string): void => {
    (shares[sorted[rank] as string] as string[]).push(partition);
  };
  if (assignor === "round-robin") shareInTurns(sorted.length, topics, give);
  else shareInRanges(sorted.length, topics, give);
  return shares;
}

type Give = (rank: number, partition: string) => void;

/** Partitions of all topics, one each in turn. */
function shareInTurns(memberCount: number, topics: readonly TopicPartitions[], give: Give): void {
  let turn = 0;
  for (const { topic, count } of topics) {
    for (let p = 0; p < count; p++) give(turn++ % memberCount, `${topic}-${p}`);
  }
}

/** Topic by topic, neighbours together; the first members take one more when it does not divide. */
function shareInRanges(memberCount: number, topics: readonly TopicPartitions[], give: Give): void {
  for (const { topic, count } of topics) {
    const each = Math.floor(count / memberCount);
    const extra = count % memberCount;
    let next = 0;
    for (let rank = 0; rank < memberCount; rank++) {
      const share = each + (rank < extra ? 1 : 0);
      for (let i = 0; i < share; i++) give(rank, `${topic}-${next++}`);
    }
  }
}
