/**
 * A primary and its replica: commands follow the reply, not the other way round, and silence makes a king.
 *
 * « OK » is said before the replica hears of it: what it has not heard when it takes over is lost, and so is
 * whatever a deposed primary accepted meanwhile (RED-6). The replica itself watches its primary, where a
 * real pair has three Sentinels that vote.
 */
import { assert } from "../../../base/assert.ts";
import { type DurationUs, seconds, us } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import { type Operation, operation } from "../../calls.ts";
import type { Context } from "../../context.ts";
import type { Done } from "./command-log.ts";
import { draw, drawRole } from "./drawing.ts";
import type { RedisSettings } from "./options.ts";
import {
  backlogStart,
  flush,
  give,
  type KeyspaceSnapshot,
  lineageOf,
  processOf,
  type RedisProcess,
  replaceAll,
  run,
  saved,
} from "./redis-process.ts";

/** What a primary sends: the commands since `from`, or everything. */
export type Batch = {
  readonly epoch: number;
  readonly lineage: string;
  readonly from: number;
  readonly commands: readonly Done[];
  readonly snapshot: KeyspaceSnapshot | null;
};

/** Where the receiver stands after it. */
export type BatchReply = {
  readonly epoch: number;
  readonly lineage: string;
  readonly offset: number;
};

export const REPLICATE = "replicate";
const BATCH_MAX = 200;
const BATCH_TIMEOUT = seconds(1);

export const peerOf = (settings: RedisSettings, nodeId: string): string | null =>
  settings.nodes.find((node) => node !== nodeId) ?? null;

/** Sends what was done, again and again; with nothing to send it says that it is alive. */
export const feed = (settings: RedisSettings) =>
  function* feedReplica(ctx: Context): Process<void> {
    const redis = processOf(ctx, settings);
    const peer = peerOf(settings, ctx.nodeId);
    if (peer === null) return;
    const replicate: Operation<Batch, BatchReply> = operation(peer, REPLICATE);
    for (;;) {
      if (redis.role === "replica") {
        yield* redis.moved.wait();
        continue;
      }
      const sent = nextBatch(redis);
      const outcome = yield* ctx.call(replicate, sent, { timeoutUs: BATCH_TIMEOUT });
      if (outcome.kind === "replied") hear(ctx, redis, outcome.reply);
      if (outcome.kind === "replied" && !isUpToDate(redis)) continue;
      yield* ctx.race({ news: redis.moved.wait(), late: ctx.sleep(settings.heartbeatUs) });
    }
  };

const isUpToDate = ({ replica, lineage, offset }: RedisProcess): boolean =>
  replica?.lineage === lineage && replica.offset === offset;

function nextBatch(redis: RedisProcess): Batch {
  const { epoch, lineage, replica, offset } = redis;
  const start = backlogStart(redis);
  const knows = replica?.lineage === lineage && replica.offset >= start && replica.offset <= offset;
  // Nothing heard yet: an empty batch asks where it stands.
  if (replica === null) return { epoch, lineage, from: offset, commands: [], snapshot: null };
  if (!knows) return { epoch, lineage, from: offset, commands: [], snapshot: saved(redis.keys) };
  const from = replica.offset;
  const commands = redis.backlog.slice(from - start, from - start + BATCH_MAX);
  return { epoch, lineage, from, commands, snapshot: null };
}

function hear(ctx: Context, redis: RedisProcess, reply: BatchReply): void {
  if (reply.epoch > redis.epoch) {
    becomeReplica(ctx, redis, reply.epoch);
    return;
  }
  redis.replica = { lineage: reply.lineage, offset: reply.offset };
  redis.acknowledged.wakeAll(null);
}

export const receive = (settings: RedisSettings) =>
  // biome-ignore lint/correctness/useYield: answers at once.
  function* replicateHere(ctx: Context, batch: Batch): Process<BatchReply> {
    const redis = processOf(ctx, settings);
    if (batch.epoch >= redis.epoch) {
      if (redis.role === "primary") becomeReplica(ctx, redis, batch.epoch);
      redis.epoch = batch.epoch;
      redis.disk.epoch = batch.epoch;
      redis.heardAtUs = ctx.nowUs;
      follow(ctx, redis, batch);
    }
    return { epoch: redis.epoch, lineage: redis.lineage, offset: redis.offset };
  };

/** Does what was not done yet; a batch that comes too early or twice changes nothing. */
function follow(ctx: Context, redis: RedisProcess, batch: Batch): void {
  const { lineage, from, commands, snapshot } = batch;
  if (snapshot !== null) {
    if (redis.lineage === lineage && redis.offset >= from) return;
    replaceAll(redis, snapshot, { lineage, offset: from });
    draw(ctx, redis);
    return;
  }
  if (redis.lineage !== lineage || from > redis.offset) return;
  for (const { words, nowMs } of commands.slice(redis.offset - from)) run(ctx, redis, words, nowMs);
}

function becomeReplica(ctx: Context, redis: RedisProcess, epoch: number): void {
  redis.role = "replica";
  redis.epoch = epoch;
  redis.replica = null;
  redis.heardAtUs = ctx.nowUs;
  redis.disk.role = "replica";
  redis.disk.epoch = epoch;
  for (const token of redis.blocked.leaveAll()) give(token, { error: UNBLOCKED });
  drawRole(ctx, redis);
}

const UNBLOCKED =
  "UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)";

/** A replica that hears nothing for too long takes its primary's place. */
export const watch = (settings: RedisSettings) =>
  function* watchPrimary(ctx: Context): Process<void> {
    const redis = processOf(ctx, settings);
    for (;;) {
      if (redis.role === "primary") {
        // A primary watches nobody, until it is deposed.
        yield* ctx.sleep(settings.downAfterUs);
        continue;
      }
      const silentUs = ctx.nowUs - redis.heardAtUs;
      if (silentUs >= settings.downAfterUs) promote(ctx, redis);
      else yield* ctx.sleep(us(settings.downAfterUs - silentUs) as DurationUs);
    }
  };

function promote(ctx: Context, redis: RedisProcess): void {
  assert(redis.role === "replica", "only a replica is promoted", ctx.nodeId);
  redis.role = "primary";
  redis.epoch++;
  redis.disk.role = "primary";
  redis.disk.epoch = redis.epoch;
  redis.lineage = lineageOf(ctx, redis.disk);
  redis.backlog.length = 0;
  redis.replica = null;
  drawRole(ctx, redis);
  redis.moved.wakeAll(null);
}

/** `appendfsync everysec`: the file is a second behind, no more. */
export const syncEverySecond = (settings: RedisSettings) =>
  function* flushEverySecond(ctx: Context): Process<void> {
    const redis = processOf(ctx, settings);
    for (;;) {
      yield* ctx.sleep(seconds(1));
      if (redis.unflushed.length > 0 && !ctx.objects.isDiskFull) flush(redis);
    }
  };
