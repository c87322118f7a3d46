/**
 * Requests of consumer groups, served by the broker that leads the offsets topic: their coordinator.
 *
 * What it must not forget (offsets, who is in the group) is written to that topic and counts once replicated;
 * another broker that becomes its leader reads it and goes on. Who waits for a rebalance waits here.
 */
import type { Process } from "../../../kernel/process.ts";
import type { Signal } from "../../../kernel/signal.ts";
import type { Context } from "../../context.ts";
import { type Refusal, refuse } from "../../node.ts";
import { type Broker, brokerOf, led, left, store } from "./broker.ts";
import { Group, type GroupAnswer, type GroupState } from "./group.ts";
import { CommittedOffsets, groupRecord, OFFSETS_TOPIC, offsetRecord } from "./offsets.ts";
import type { Settings } from "./options.ts";
import type {
  Commit,
  Join,
  Joined,
  Positions,
  Sync,
  TransactionalCommit,
  Word,
} from "./protocol.ts";
import { partitionName, plainBatch } from "./record.ts";

/** Every group has its coordinator on the leader of this one partition. */
export const OFFSETS = partitionName(OFFSETS_TOPIC, 0);

interface Coordination {
  /** Leadership under which it was read: another one means reading again. */
  readonly epoch: number;
  readonly offsets: CommittedOffsets;
  readonly groups: Map<string, Group>;
  readonly waiting: Map<string, Signal<GroupAnswer>>;
}

interface Coordinating {
  current: Coordination | null;
  readonly changed: Signal<null>;
}

const coordinatingOf = (ctx: Context): Coordinating =>
  ctx.objects.volatile("groupes", () => ({ current: null, changed: ctx.objects.signal<null>() }));

/** What this broker knows as coordinator; null when it is not. */
function coordination(ctx: Context, broker: Broker): Coordination | null {
  const own = coordinatingOf(ctx);
  const replica = led(broker, OFFSETS);
  if (replica === null || own.current?.epoch !== replica.leadership.epoch) dismiss(own);
  if (replica === null) return null;
  const { log } = replica;
  if (own.current === null) {
    const offsets = new CommittedOffsets();
    // All of it, not only what is known to be replicated: as leader it will be.
    offsets.apply(log.read(log.startOffset, log.endOffset, log.endOffset));
    own.current = {
      ...{ epoch: replica.leadership.epoch, offsets },
      ...{ groups: restored(ctx, broker, offsets), waiting: new Map() },
    };
    own.changed.wakeAll(null);
  }
  const { offsets } = own.current;
  const { highWatermark } = replica;
  if (highWatermark > offsets.appliedTo) {
    offsets.apply(log.read(offsets.appliedTo, highWatermark, highWatermark));
  }
  drawOffsets(ctx, offsets);
  return own.current;
}

/** No longer coordinator: whoever waits here must look for the new one. */
function dismiss(own: Coordinating): void {
  for (const [member, signal] of own.current?.waiting ?? []) {
    signal.wakeAll({ kind: "refused", member, error: "REBALANCE_IN_PROGRESS" });
  }
  own.current = null;
}

function restored(ctx: Context, broker: Broker, offsets: CommittedOffsets): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const [name, snapshot] of offsets.groups) {
    const group = newGroup(broker);
    group.restore(snapshot, ctx.nowUs);
    groups.set(name, group);
  }
  return groups;
}

const newGroup = ({ settings }: Broker): Group =>
  new Group({ initialDelayUs: settings.initialRebalanceUs });

function groupOf(broker: Broker, own: Coordination, name: string): Group {
  const known = own.groups.get(name);
  if (known !== undefined) return known;
  const group = newGroup(broker);
  own.groups.set(name, group);
  return group;
}

/** Hands answers to those who wait; the one meant for `self` comes back. */
function give(ctx: Context, own: Coordination, answers: readonly GroupAnswer[], self: string) {
  let mine: GroupAnswer | null = null;
  for (const answer of answers) {
    if (answer.member === self) mine = answer;
    else own.waiting.get(answer.member)?.wakeAll(answer);
  }
  coordinatingOf(ctx).changed.wakeAll(null);
  return mine;
}

function* awaitAnswer(ctx: Context, own: Coordination, member: string): Process<GroupAnswer> {
  const signal = ctx.objects.signal<GroupAnswer>();
  // It asked again: nobody listens to its former request any more.
  own.waiting.get(member)?.wakeAll({ kind: "refused", member, error: "REBALANCE_IN_PROGRESS" });
  own.waiting.set(member, signal);
  const answer = yield* signal.wait();
  if (own.waiting.get(member) === signal) own.waiting.delete(member);
  return answer;
}

export const joining = (settings: Settings) =>
  function* join(ctx: Context, request: Join): Process<Joined | Refusal> {
    const broker = brokerOf(ctx, settings);
    const own = coordination(ctx, broker);
    if (own === null) return refuse("NOT_COORDINATOR");
    const group = groupOf(broker, own, request.group);
    if (request.member === "") return { kind: "named", member: group.reserve(request.client) };
    const answers = group.join(request, ctx.nowUs);
    drawGroup(ctx, request.group, group);
    const mine = give(ctx, own, answers, request.member);
    const answer = mine ?? (yield* awaitAnswer(ctx, own, request.member));
    if (answer.kind === "joined") {
      const { generation, leader, members } = answer;
      return { kind: "joined", generation, leader, members };
    }
    return refuse(answer.kind === "refused" ? answer.error : "REBALANCE_IN_PROGRESS");
  };

export const sharing = (settings: Settings) =>
  function* share(ctx: Context, request: Sync): Process<readonly string[] | Refusal> {
    const broker = brokerOf(ctx, settings);
    const own = coordination(ctx, broker);
    if (own === null) return refuse("NOT_COORDINATOR");
    const group = groupOf(broker, own, request.group);
    const before: GroupState = group.state;
    const answers = group.sync(request, request.shares, ctx.nowUs);
    if (group.state === "Stable" && before !== "Stable") {
      const failure = yield* remember(ctx, broker, request.group, group);
      if (failure !== null) return failure;
    }
    drawGroup(ctx, request.group, group);
    const mine = give(ctx, own, answers, request.member);
    const answer = mine ?? (yield* awaitAnswer(ctx, own, request.member));
    if (answer.kind === "synced") return answer.partitions;
    return refuse(answer.kind === "refused" ? answer.error : "REBALANCE_IN_PROGRESS");
  };

/** Another coordinator must know the members before any of them is told its share. */
function remember(ctx: Context, broker: Broker, name: string, group: Group) {
  return store(ctx, broker, OFFSETS, plainBatch(groupRecord(name, group.snapshot())));
}

export const hearingMembers = (settings: Settings) =>
  // biome-ignore lint/correctness/useYield: it knows the answer at once.
  function* hearMember(ctx: Context, word: Word): Process<null | Refusal> {
    const broker = brokerOf(ctx, settings);
    const own = coordination(ctx, broker);
    if (own === null) return refuse("NOT_COORDINATOR");
    const error = groupOf(broker, own, word.group).heartbeat(word, ctx.nowUs);
    return error === null ? null : refuse(error);
  };

export const leaving = (settings: Settings) =>
  // biome-ignore lint/correctness/useYield: it knows the answer at once.
  function* leave(ctx: Context, word: Word): Process<null | Refusal> {
    const broker = brokerOf(ctx, settings);
    const own = coordination(ctx, broker);
    if (own === null) return refuse("NOT_COORDINATOR");
    const group = groupOf(broker, own, word.group);
    give(ctx, own, group.leave(word.member, ctx.nowUs), "");
    drawGroup(ctx, word.group, group);
    return null;
  };

export const committing = (settings: Settings) =>
  function* commit(ctx: Context, request: Commit): Process<null | Refusal> {
    return yield* commitAs(ctx, settings, request, null);
  };

/** Offsets inside a transaction: they count when its marker comes. */
export const committingInside = (settings: Settings) =>
  function* commitInside(ctx: Context, request: TransactionalCommit): Process<null | Refusal> {
    return yield* commitAs(ctx, settings, request, request.producer);
  };

function* commitAs(
  ctx: Context,
  settings: Settings,
  request: Commit,
  producer: TransactionalCommit["producer"] | null,
): Process<null | Refusal> {
  const broker = brokerOf(ctx, settings);
  const own = coordination(ctx, broker);
  if (own === null) return refuse("NOT_COORDINATOR");
  const error = groupOf(broker, own, request.group).mayCommit(request, ctx.nowUs);
  if (error !== null) return refuse(error);
  const failure = yield* store(ctx, broker, OFFSETS, {
    records: request.offsets.map(({ partition, next }) =>
      offsetRecord(request.group, partition, next),
    ),
    ...{ producer, isTransactional: producer !== null },
  });
  // Takes in what is replicated by now.
  if (failure === null) coordination(ctx, broker);
  return failure;
}

export const tellingPositions = (settings: Settings) =>
  function* tellPositions(
    ctx: Context,
    { group, partitions }: Positions,
  ): Process<readonly (number | null)[] | Refusal> {
    const own = coordination(ctx, brokerOf(ctx, settings));
    if (own === null) return refuse("NOT_COORDINATOR");
    const { offsets } = own;
    if (partitions.some((partition) => offsets.isUnstable(group, partition))) {
      return refuse("UNSTABLE_OFFSET_COMMIT");
    }
    return partitions.map((partition) => offsets.next(group, partition));
  };

/** Lets sessions expire and rebalances complete when their time has come. */
export const watchingGroups = (settings: Settings) =>
  function* watchGroups(ctx: Context): Process<void> {
    const broker = brokerOf(ctx, settings);
    const { changed } = coordinatingOf(ctx);
    for (;;) {
      const own = coordination(ctx, broker);
      const instants: number[] = [];
      for (const [name, group] of own?.groups ?? []) {
        if (own !== null) give(ctx, own, group.tick(ctx.nowUs), "");
        drawGroup(ctx, name, group);
        const nextUs = group.nextTickUs(ctx.nowUs);
        if (nextUs !== null) instants.push(nextUs);
      }
      const decided = broker.decided.wait();
      if (instants.length === 0) yield* ctx.race({ decided, changed: changed.wait() });
      else {
        const due = ctx.sleep(left(Math.min(...instants), ctx.nowUs));
        yield* ctx.race({ decided, changed: changed.wait(), due });
      }
    }
  };

/** Key, in the coordinator's memory, of who reads what. */
export const sharesKey = (group: string): string => `partage ${group}`;
/** Key, in the coordinator's memory, of the committed offsets of a group. */
export const offsetsKey = (group: string): string => `positions ${group}`;

function drawGroup(ctx: Context, name: string, group: Group): void {
  const shares = Object.entries(group.assignment);
  ctx.memory.set(
    sharesKey(name),
    shares.map(([member, partitions]) => [
      member,
      group.state === "Stable" ? partitions.join(", ") || "rien" : "partage en cours",
    ]),
  );
}

function drawOffsets(ctx: Context, offsets: CommittedOffsets): void {
  for (const { group, partition, next } of offsets.takeMoved()) {
    const key = offsetsKey(group);
    const known = (ctx.memory.get(key) ?? []) as readonly (readonly [string, number])[];
    const all = new Map(known).set(partition, next);
    ctx.memory.set(
      key,
      [...all].sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  }
}
