/**
 * A consumer as a member of its group: joining, sharing out, beating (KAF-2, KAF-9).
 *
 * The beat is a process of its own: it goes on while a handler is slow, so the session lives. What a slow
 * handler breaks is `max.poll.interval.ms`: then the beat itself leaves the group, and the handler, which
 * does not know it, goes on with its effects.
 */
import { type DurationUs, us } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Context } from "../../context.ts";
import { assign } from "./assignment.ts";
import { askLeader, forgetLeader, leaderOf, RETRY_US } from "./client.ts";
import type { ConsumerSettings } from "./consumer.ts";
import { type ConsumerMemory, dropMembership, dropShare } from "./consumer-state.ts";
import { askBroker, type Joined } from "./protocol.ts";
import { OFFSETS } from "./serve-groups.ts";

/** Joins, or joins again, and learns what to read from where. Until it has succeeded. */
export function* enterGroup(
  ctx: Context,
  settings: ConsumerSettings,
  memory: ConsumerMemory,
): Process<void> {
  memory.isJoining = true;
  memory.mustJoin = true;
  while (memory.mustJoin) {
    dropShare(memory);
    memory.mustJoin = false;
    if (!(yield* tryToEnter(ctx, settings, memory))) {
      memory.mustJoin = true;
      yield* ctx.sleep(RETRY_US);
    }
  }
  memory.isJoining = false;
  memory.lastPollUs = ctx.nowUs;
  memory.wanted.wakeAll(null);
}

function* tryToEnter(
  ctx: Context,
  settings: ConsumerSettings,
  memory: ConsumerMemory,
): Process<boolean> {
  const joined = yield* join(ctx, settings, memory);
  if (joined === null) return false;
  if (joined.kind === "named") {
    memory.member = joined.member;
    return yield* tryToEnter(ctx, settings, memory);
  }
  memory.generation = joined.generation;
  const partitions = yield* share(ctx, settings, memory, joined);
  if (partitions === null) return false;
  const positions = yield* positionsFor(ctx, settings, partitions);
  if (positions === null) return false;
  memory.partitions = partitions;
  for (const [i, partition] of partitions.entries()) {
    memory.positions.set(partition, positions[i] ?? firstPosition(settings));
  }
  ctx.memory.set(`lit ${settings.group}`, partitions.join(", "));
  return true;
}

/** Nothing was ever committed: from the start, or from beyond any end (the broker says where that is). */
export const firstPosition = ({ autoOffsetReset }: ConsumerSettings): number =>
  autoOffsetReset === "earliest" ? 0 : Number.MAX_SAFE_INTEGER;

function* join(
  ctx: Context,
  settings: ConsumerSettings,
  memory: ConsumerMemory,
): Process<Joined | null> {
  const { group, sessionTimeoutUs, maxPollIntervalUs: rebalanceTimeoutUs } = settings;
  const answer = yield* askLeader(ctx, settings.cluster, {
    partition: OFFSETS,
    operation: (broker) => askBroker(broker).join,
    body: {
      ...{ group, client: ctx.nodeId, member: memory.member },
      ...{ sessionTimeoutUs, rebalanceTimeoutUs },
    },
    timeoutUs: settings.requestTimeoutUs,
    untilUs: ctx.nowUs + settings.requestTimeoutUs,
  });
  if (answer.kind === "answered") return answer.reply;
  if (answer.kind === "refused" && answer.error === "UNKNOWN_MEMBER_ID") memory.member = "";
  return null;
}

function* share(
  ctx: Context,
  settings: ConsumerSettings,
  memory: ConsumerMemory,
  { leader, members }: Extract<Joined, { kind: "joined" }>,
): Process<readonly string[] | null> {
  const { cluster, group, topics, assignor } = settings;
  const { member, generation } = memory;
  const counts = topics.map((topic) => ({ topic, count: cluster.partitionCount(topic) }));
  const shares = leader === member ? assign(assignor, members, counts) : null;
  const answer = yield* askLeader(ctx, cluster, {
    partition: OFFSETS,
    operation: (broker) => askBroker(broker).sync,
    body: { group, member, generation, shares },
    timeoutUs: settings.requestTimeoutUs,
    untilUs: ctx.nowUs + settings.requestTimeoutUs,
  });
  if (answer.kind === "answered") return answer.reply;
  if (answer.kind === "refused" && answer.error === "UNKNOWN_MEMBER_ID") memory.member = "";
  return null;
}

/** Committed positions; null when the coordinator did not say. */
export function* positionsFor(
  ctx: Context,
  { cluster, group, requestTimeoutUs: timeoutUs }: ConsumerSettings,
  partitions: readonly string[],
): Process<readonly (number | null)[] | null> {
  if (partitions.length === 0) return [];
  const answer = yield* askLeader(ctx, cluster, {
    partition: OFFSETS,
    operation: (broker) => askBroker(broker).positions,
    body: { group, partitions },
    ...{ timeoutUs, untilUs: ctx.nowUs + timeoutUs },
  });
  return answer.kind === "answered" ? answer.reply : null;
}

/** Says « I am alive » for as long as its handler comes back for more in time. */
export function* beat(
  ctx: Context,
  settings: ConsumerSettings,
  memory: ConsumerMemory,
): Process<void> {
  for (;;) {
    yield* ctx.sleep(settings.heartbeatUs);
    if (memory.isJoining || memory.generation < 0) continue;
    if (ctx.nowUs - memory.lastPollUs > settings.maxPollIntervalUs) {
      yield* leaveGroup(ctx, settings, memory);
      ctx.log.note("traitement trop long : le lecteur quitte son groupe");
      dropMembership(memory);
    } else yield* beatOnce(ctx, settings, memory);
  }
}

function* beatOnce(
  ctx: Context,
  { cluster, group, heartbeatUs }: ConsumerSettings,
  memory: ConsumerMemory,
): Process<void> {
  const { member, generation } = memory;
  const coordinator = yield* leaderOf(ctx, cluster, OFFSETS);
  if (coordinator === null) return;
  const outcome = yield* ctx.call(
    askBroker(coordinator).beat,
    { group, member, generation },
    { timeoutUs: us(heartbeatUs) as DurationUs },
  );
  // It has joined again since: what was said of its former generation is old.
  if (memory.isJoining || memory.generation !== generation) return;
  if (outcome.kind === "timed-out") forgetLeader(ctx, OFFSETS);
  if (outcome.kind !== "refused") return;
  if (outcome.reason === "NOT_COORDINATOR") forgetLeader(ctx, OFFSETS);
  else if (outcome.reason === "REBALANCE_IN_PROGRESS") {
    memory.mustJoin = true;
    memory.arrived.wakeAll(null);
  } else if (outcome.how === "refused") dropMembership(memory);
}

export function* leaveGroup(
  ctx: Context,
  { cluster, group, requestTimeoutUs }: ConsumerSettings,
  { member, generation }: ConsumerMemory,
): Process<void> {
  const coordinator = yield* leaderOf(ctx, cluster, OFFSETS);
  if (coordinator === null || member === "") return;
  const word = { group, member, generation };
  yield* ctx.call(askBroker(coordinator).leave, word, { timeoutUs: requestTimeoutUs });
}
