/**
 * A broker as a node: its replicas, who waits for them, and what the page sees of them.
 *
 * Logs are on disk; everything else (roles, high watermarks, sessions) dies with the process and is learned
 * anew. A crash is that of the process: what was written but not flushed stays in the system's cache, as it
 * does for the real one; what is lost is what no other replica had when another leader is elected.
 * Owns the state and the waiting; requests are served in `serve-*.ts`, background work in `duties.ts`.
 */
import { seconds, us } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Signal } from "../../../kernel/signal.ts";
import type { Context } from "../../context.ts";
import { doubt, type Refusal, refuse } from "../../node.ts";
import { drawReplica } from "./drawing.ts";
import type { Partition, Settings } from "./options.ts";
import { PartitionLog } from "./partition.ts";
import type { PartitionLeadership } from "./protocol.ts";
import type { Batch } from "./record.ts";
import { type Leadership, Replica } from "./replication.ts";

/** Somebody who waits, and when to wake them: nobody is woken to find that nothing concerns them. */
interface Watch {
  readonly isReady: (partition: string) => boolean;
  readonly ready: Signal<null>;
}

export interface Broker {
  readonly id: string;
  readonly settings: Settings;
  /** Partitions of which it holds a replica. */
  readonly replicas: ReadonlyMap<string, Replica>;
  /** Every partition, as last heard from the controller. */
  readonly leaderships: Map<string, Leadership>;
  metadataVersion: number;
  /** By partition: who waits until something is so of its log, its high watermark or its role. */
  readonly watches: ReadonlyMap<string, Set<Watch>>;
  /** Woken when a replica that is not in sync has asked a leader of this broker. */
  readonly approached: Signal<null>;
  /** Woken when the controller decides something. */
  readonly decided: Signal<null>;
}

export const brokerOf = (ctx: Context, settings: Settings): Broker =>
  ctx.objects.volatile("journal partitionné", () => createBroker(ctx, settings));

function createBroker(ctx: Context, settings: Settings): Broker {
  const id = ctx.nodeId;
  const held = [...settings.layout.values()].filter(({ replicas }) => replicas.includes(id));
  const open = (partition: Partition): Replica => {
    const log = ctx.objects.durable(
      `journal ${partition.id}`,
      () => new PartitionLog(partition.segmentRecords),
    );
    const { lagMaxUs } = settings;
    return new Replica(id, log, { minInsyncReplicas: partition.minInsyncReplicas, lagMaxUs });
  };
  return {
    ...{ id, settings, metadataVersion: -1 },
    replicas: new Map(held.map((partition) => [partition.id, open(partition)])),
    leaderships: new Map(),
    watches: new Map(held.map((partition) => [partition.id, new Set()])),
    approached: ctx.objects.signal<null>(),
    decided: ctx.objects.signal<null>(),
  };
}

/** How long a write waits for its copies: the producer's request.timeout.ms, 30 s. */
const REPLICATION_TIMEOUT_US = seconds(30);

/** Something moved in this partition: whoever waited for it is woken, the page is told. */
export function touch(ctx: Context, broker: Broker, partition: string): void {
  const replica = broker.replicas.get(partition);
  if (replica === undefined) return;
  drawReplica(ctx, partition, replica);
  for (const { isReady, ready } of broker.watches.get(partition) ?? []) {
    if (isReady(partition)) ready.wakeAll(null);
  }
}

export interface Patience {
  readonly partitions: readonly string[];
  readonly untilUs: number;
  readonly isReady: (partition: string) => boolean;
}

/** Waits until something is so of one of these partitions, or until time is over. */
export function* untilReady(
  ctx: Context,
  { watches }: Broker,
  { partitions, untilUs, isReady }: Patience,
): Process<void> {
  if (ctx.nowUs >= untilUs || partitions.some(isReady)) return;
  const watch: Watch = { isReady, ready: ctx.objects.signal<null>() };
  const own = partitions.flatMap((partition) => watches.get(partition) ?? []);
  for (const watching of own) watching.add(watch);
  yield* ctx.race({ ready: watch.ready.wait(), late: ctx.sleep(left(untilUs, ctx.nowUs)) });
  for (const watching of own) watching.delete(watch);
}

/** Takes in decisions of the controller. */
export function learn(
  ctx: Context,
  broker: Broker,
  {
    version,
    leaderships,
  }: { readonly version: number; readonly leaderships: readonly PartitionLeadership[] },
): void {
  if (version <= broker.metadataVersion) return;
  broker.metadataVersion = version;
  for (const { partition, ...leadership } of leaderships) {
    const known = broker.leaderships.get(partition);
    if (known !== undefined && known.version >= leadership.version) continue;
    broker.leaderships.set(partition, leadership);
    if (broker.replicas.get(partition)?.lead(leadership, ctx.nowUs)) touch(ctx, broker, partition);
  }
  broker.decided.wakeAll(null);
}

/** The replica if this broker leads it. */
export function led(broker: Broker, partition: string): Replica | null {
  const replica = broker.replicas.get(partition);
  return replica?.isLeader === true ? replica : null;
}

/**
 * Waits until everything below `offset` is on all replicas in sync: null, or why it is not known.
 * Nobody is told « no » here: the record is written, another leader may or may not have it.
 */
export function* untilReplicated(
  ctx: Context,
  broker: Broker,
  partition: string,
  offset: number,
): Process<Refusal | null> {
  const replica = broker.replicas.get(partition) as Replica;
  const { epoch } = replica.leadership;
  const untilUs = ctx.nowUs + REPLICATION_TIMEOUT_US;
  const isDeposed = (): boolean => !replica.isLeader || replica.leadership.epoch !== epoch;
  const isReady = (): boolean => replica.isReplicated(offset) || isDeposed();
  yield* untilReady(ctx, broker, { partitions: [partition], untilUs, isReady });
  if (isDeposed()) return doubt("NOT_LEADER_OR_FOLLOWER");
  if (!replica.isReplicated(offset)) return doubt("REQUEST_TIMED_OUT");
  return replica.isUnderMinimum ? doubt("NOT_ENOUGH_REPLICAS_AFTER_APPEND") : null;
}

/** Writes to an internal topic and waits for all replicas in sync: the way coordinators remember. */
export function* store(
  ctx: Context,
  broker: Broker,
  partition: string,
  batch: Batch,
): Process<Refusal | null> {
  const replica = led(broker, partition);
  if (replica === null) return refuse("NOT_COORDINATOR");
  const appended = replica.append(batch, "all", ctx.nowUs);
  if (appended.kind === "refused") return refuse(appended.error);
  touch(ctx, broker, partition);
  return yield* untilReplicated(ctx, broker, partition, appended.lastOffset + 1);
}

/** Time that is left until an instant, 0 when it has passed. */
export const left = (untilUs: number, nowUs: number) => us(Math.max(0, untilUs - nowUs));
