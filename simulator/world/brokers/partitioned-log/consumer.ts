/**
 * A consumer of a group, as the Java client 3.9 is one: poll, process, poll again.
 *
 * `poll` hands records over and moves positions past them; whoever commits says « everything handed over is
 * done ». Committing before processing loses on a crash, after it repeats (KAF-3). Automatic commits happen
 * inside `poll`, so they speak of what the *previous* poll handed over (KAF-4): processed by then, unless the
 * handler gave it away to somebody else.
 */
import { distinct, durationUs, oneOf, required, wholeNumber } from "../../../base/configuration.ts";
import { type DurationUs, minutes, ms, seconds } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Context } from "../../context.ts";
import { ASSIGNORS, type Assignor } from "./assignment.ts";
import { left } from "./broker.ts";
import { askLeader, leaderKnown, leaderOf, RETRY_US } from "./client.ts";
import type { Cluster } from "./cluster.ts";
import { fetchFrom } from "./consumer-fetch.ts";
import {
  beat,
  enterGroup,
  firstPosition,
  leaveGroup,
  positionsFor,
} from "./consumer-membership.ts";
import {
  type ConsumerMemory,
  type ConsumerRecord,
  dropMembership,
  handOver,
  positionsOf,
} from "./consumer-state.ts";
import { BAR } from "./offsets.ts";
import { askBroker, type PartitionOffset, type Word } from "./protocol.ts";
import type { Isolation } from "./record.ts";
import { OFFSETS } from "./serve-groups.ts";

export interface ConsumerOptions {
  readonly cluster: Cluster;
  readonly group: string;
  /** One reader of a cluster from another; the name of its group unless said. One reader may stand on many nodes. */
  readonly name?: string;
  readonly topics: readonly string[];
  /** « isolation.level »; read_uncommitted unless said, as in Kafka. */
  readonly isolation?: Isolation;
  /** « auto.commit.interval.ms », 5 s; null: no automatic commit (« enable.auto.commit » false). */
  readonly autoCommitUs?: DurationUs | null;
  /** « auto.offset.reset »; latest unless said, as in Kafka. */
  readonly autoOffsetReset?: "earliest" | "latest";
  /** « max.poll.records », 500. */
  readonly pollMax?: number;
  /** « session.timeout.ms », 45 s; « heartbeat.interval.ms », 3 s. */
  readonly sessionTimeoutUs?: DurationUs;
  readonly heartbeatUs?: DurationUs;
  /** « max.poll.interval.ms », 5 min. */
  readonly maxPollIntervalUs?: DurationUs;
  /** « fetch.max.wait.ms », 500 ms. */
  readonly fetchWaitUs?: DurationUs;
  readonly requestTimeoutUs?: DurationUs;
  /** « partition.assignment.strategy »; range unless said. */
  readonly assignor?: Assignor;
}

export type ConsumerSettings = Required<ConsumerOptions>;

export type CommitOutcome =
  | { readonly kind: "committed" }
  /** CommitFailedException: the group has gone on without this member. */
  | { readonly kind: "refused"; readonly error: string }
  | { readonly kind: "expired" };

export interface Consumer {
  readonly settings: ConsumerSettings;
  /** Records to process, within `waitUs` (1 s unless said); none when there are none. */
  readonly poll: (ctx: Context, waitUs?: DurationUs) => Process<readonly ConsumerRecord[]>;
  /** Says that everything handed over is done, or what `offsets` say (the next record to read). */
  readonly commit: (ctx: Context, offsets?: readonly PartitionOffset[]) => Process<CommitOutcome>;
  /** Back to what is committed: after an aborted transaction, what was handed over is to be read again. */
  readonly rewind: (ctx: Context) => Process<void>;
  readonly positions: (ctx: Context) => readonly PartitionOffset[];
  /** How it presents itself to its coordinator. */
  readonly word: (ctx: Context) => Word;
  readonly close: (ctx: Context) => Process<void>;
}

function nameOfGroup({ cluster, group, name }: ConsumerSettings): void {
  distinct("group", [group]);
  required("group", !group.includes(BAR), `« ${group} » contient « ${BAR} », réservé.`);
  cluster.reserve("lecteurs", name);
}

const TIMES = ["heartbeatUs", "sessionTimeoutUs", "maxPollIntervalUs", "requestTimeoutUs"] as const;

/** @throws BadConfiguration */
function settingsOf(options: ConsumerOptions): ConsumerSettings {
  const given: ConsumerSettings = {
    ...{ isolation: "read_uncommitted", autoCommitUs: seconds(5), autoOffsetReset: "latest" },
    ...{ pollMax: 500, sessionTimeoutUs: seconds(45), heartbeatUs: seconds(3) },
    ...{ maxPollIntervalUs: minutes(5), fetchWaitUs: ms(500), requestTimeoutUs: seconds(30) },
    ...{ assignor: "range", name: options.group },
    ...options,
  };
  nameOfGroup(given);
  required("topics", given.topics.length > 0, "un lecteur lit au moins un sujet.");
  distinct("topics", given.topics);
  for (const topic of given.topics) {
    required("topics", given.cluster.partitionCount(topic) > 0, `« ${topic} » n’existe pas.`);
  }
  required("group", given.cluster.settings.hasGroups, "ce journal n’a pas de groupes de lecteurs.");
  oneOf("isolation", given.isolation, ["read_uncommitted", "read_committed"]);
  oneOf("autoOffsetReset", given.autoOffsetReset, ["earliest", "latest"]);
  wholeNumber("pollMax", given.pollMax, { min: 1, max: 1_000_000 });
  oneOf("assignor", given.assignor, ASSIGNORS);
  for (const field of TIMES) durationUs(field, given[field], 1);
  durationUs("fetchWaitUs", given.fetchWaitUs);
  if (given.autoCommitUs !== null) durationUs("autoCommitUs", given.autoCommitUs);
  const isShort = given.heartbeatUs < given.sessionTimeoutUs;
  required("heartbeatUs", isShort, "un battement doit durer moins que la session.");
  return given;
}

/** @throws BadConfiguration */
export function createConsumer(options: ConsumerOptions): Consumer {
  const settings = settingsOf(options);
  const memoryOf = (ctx: Context): ConsumerMemory =>
    ctx.objects.volatile(`lecteur ${settings.name}`, () => newMemory(ctx));
  return {
    settings,
    poll: (ctx, waitUs = seconds(1)) => poll(ctx, settings, memoryOf(ctx), waitUs),
    commit: (ctx, offsets) => {
      const memory = memoryOf(ctx);
      return commit(ctx, settings, memory, offsets ?? positionsOf(memory));
    },
    *rewind(ctx) {
      const memory = memoryOf(ctx);
      const positions = yield* positionsFor(ctx, settings, memory.partitions);
      // Nobody could say: joining again will.
      if (positions === null) memory.mustJoin = true;
      else
        for (const [i, partition] of memory.partitions.entries()) {
          memory.buffered.delete(partition);
          memory.positions.set(partition, positions[i] ?? firstPosition(settings));
        }
      memory.share++;
      memory.wanted.wakeAll(null);
    },
    positions: (ctx) => positionsOf(memoryOf(ctx)),
    word(ctx) {
      const { member, generation } = memoryOf(ctx);
      return { group: settings.group, member, generation };
    },
    *close(ctx) {
      const memory = memoryOf(ctx);
      if (settings.autoCommitUs !== null) yield* commit(ctx, settings, memory, positionsOf(memory));
      yield* leaveGroup(ctx, settings, memory);
      dropMembership(memory);
    },
  };
}

const newMemory = (ctx: Context): ConsumerMemory => ({
  ...{ member: "", generation: -1, isJoining: false, mustJoin: true, isStarted: false },
  ...{ partitions: [], share: 0, positions: new Map(), buffered: new Map() },
  ...{ lastPollUs: ctx.nowUs, nextCommitUs: 0 },
  arrived: ctx.objects.signal<null>(),
  wanted: ctx.objects.signal<null>(),
});

function* poll(
  ctx: Context,
  settings: ConsumerSettings,
  memory: ConsumerMemory,
  waitUs: DurationUs,
): Process<readonly ConsumerRecord[]> {
  const untilUs = ctx.nowUs + waitUs;
  memory.lastPollUs = ctx.nowUs;
  if (!memory.isStarted) yield* start(ctx, settings, memory);
  yield* commitWhenDue(ctx, settings, memory);
  for (;;) {
    if (memory.mustJoin) yield* joinAgain(ctx, settings, memory);
    const records = handOver(memory, settings.pollMax);
    if (records.length > 0) {
      memory.wanted.wakeAll(null);
      return records;
    }
    if (ctx.nowUs >= untilUs) return [];
    if (yield* lacksLeader(ctx, settings, memory)) yield* ctx.sleep(RETRY_US);
    else {
      memory.wanted.wakeAll(null);
      yield* ctx.race({
        arrived: memory.arrived.wait(),
        late: ctx.sleep(left(untilUs, ctx.nowUs)),
      });
    }
  }
}

function* start(ctx: Context, settings: ConsumerSettings, memory: ConsumerMemory): Process<void> {
  memory.isStarted = true;
  if (settings.autoCommitUs !== null) memory.nextCommitUs = ctx.nowUs + settings.autoCommitUs;
  yield* ctx.spawn("beat", null, (ctx) => beat(ctx, settings, memory));
  for (const broker of settings.cluster.settings.brokers) {
    yield* ctx.spawn("fetchFrom", null, (ctx) => fetchFrom(ctx, settings, memory, broker));
  }
}

/** Positions at this moment are what the previous poll handed over: that is what is committed. */
function* commitWhenDue(
  ctx: Context,
  settings: ConsumerSettings,
  memory: ConsumerMemory,
): Process<void> {
  if (settings.autoCommitUs === null || ctx.nowUs < memory.nextCommitUs) return;
  memory.nextCommitUs = ctx.nowUs + settings.autoCommitUs;
  const offsets = positionsOf(memory);
  if (memory.generation < 0 || offsets.length === 0) return;
  // Nobody waits for it, and nobody hears of its failure: the next one will say more.
  yield* ctx.spawn("autoCommit", null, function* (ctx) {
    yield* commit(ctx, settings, memory, offsets);
  });
}

function* joinAgain(
  ctx: Context,
  settings: ConsumerSettings,
  memory: ConsumerMemory,
): Process<void> {
  const offsets = positionsOf(memory);
  // Before its partitions go to somebody else, what was handed over is committed.
  if (settings.autoCommitUs !== null && memory.generation >= 0 && offsets.length > 0) {
    yield* commit(ctx, settings, memory, offsets);
  }
  yield* enterGroup(ctx, settings, memory);
}

/** True when some partition has no known leader, even after asking. */
function* lacksLeader(
  ctx: Context,
  { cluster }: ConsumerSettings,
  { partitions }: ConsumerMemory,
): Process<boolean> {
  const orphan = partitions.find((partition) => leaderKnown(ctx, partition) === null);
  return orphan !== undefined && (yield* leaderOf(ctx, cluster, orphan)) === null;
}

function* commit(
  ctx: Context,
  settings: ConsumerSettings,
  memory: ConsumerMemory,
  offsets: readonly PartitionOffset[],
): Process<CommitOutcome> {
  const { cluster, group, requestTimeoutUs: timeoutUs } = settings;
  const { member, generation } = memory;
  if (offsets.length === 0) return { kind: "committed" };
  if (generation < 0) return { kind: "refused", error: "UNKNOWN_MEMBER_ID" };
  const answer = yield* askLeader(ctx, cluster, {
    partition: OFFSETS,
    operation: (broker) => askBroker(broker).commit,
    body: { group, member, generation, offsets },
    ...{ timeoutUs, untilUs: ctx.nowUs + timeoutUs },
  });
  if (answer.kind === "answered") return { kind: "committed" };
  if (answer.kind === "expired") return answer;
  if (memory.generation === generation) {
    if (answer.error === "REBALANCE_IN_PROGRESS") memory.mustJoin = true;
    else dropMembership(memory);
  }
  return answer;
}
