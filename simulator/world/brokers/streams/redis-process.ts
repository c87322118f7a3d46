/**
 * One redis-server on its node: what it holds in memory, what reached its disk, and doing a command.
 *
 * Everything is in memory; the append-only file receives the commands done, when the setting says so, and
 * is read again at the next start. A crash is that of the machine: what was not flushed is gone, although
 * its authors were told « OK ». Owns the state; who may write is in `serve.ts`, copies in `replication.ts`.
 */
import { assert } from "../../../base/assert.ts";
import type { Signal } from "../../../kernel/signal.ts";
import type { Context } from "../../context.ts";
import { BlockedReaders, keyServedBy } from "./blocked-readers.ts";
import { type Done, toLog } from "./command-log.ts";
import { draw, drawRole } from "./drawing.ts";
import type { RedisSettings } from "./options.ts";
import { Stream, type StreamSnapshot } from "./stream.ts";
import { createKeyspace, execute, type Keyspace, type Reply } from "./words.ts";

export type Role = "primary" | "replica";

/** What survives a crash of the machine. */
interface Disk {
  /** The append-only file, read up to here. */
  keys: Keyspace;
  offset: number;
  lineage: string;
  /** The configuration file: written by whoever decides of the roles. */
  epoch: number;
  role: Role;
  bootCount: number;
}

/** A reader that blocks, and what it was given. */
export interface Waiting {
  readonly served: Signal<null>;
  reply: Reply;
}

export function give(waiting: Waiting, reply: Reply): void {
  waiting.reply = reply;
  waiting.served.wakeOne(null);
}

export type KeyspaceSnapshot = readonly (readonly [string, StreamSnapshot])[];

export interface RedisProcess {
  readonly settings: RedisSettings;
  readonly disk: Disk;
  keys: Keyspace;
  role: Role;
  /** Number of the reign: a higher one deposes a lower one. */
  epoch: number;
  /** Name of the history that `offset` counts: another one needs a full copy. */
  lineage: string;
  /** Commands done since the beginning of the history. */
  offset: number;
  readonly unflushed: Done[];
  /** The latest commands, for a replica that is not far behind. */
  readonly backlog: Done[];
  /** What the replica said that it has; null: nothing heard yet. */
  replica: { readonly lineage: string; readonly offset: number } | null;
  /** A replica's: last time that it heard its primary. */
  heardAtUs: number;
  readonly blocked: BlockedReaders<Waiting>;
  /** Woken by each command that changed something, and by each change of role. */
  readonly moved: Signal<null>;
  /** Woken when the replica acknowledges. */
  readonly acknowledged: Signal<null>;
}

/** The server of this node, started from its disk when the node was. */
export const processOf = (ctx: Context, settings: RedisSettings): RedisProcess =>
  ctx.objects.volatile("redis", () => start(ctx, settings));

function start(ctx: Context, settings: RedisSettings): RedisProcess {
  const disk = ctx.objects.durable("redis", (): Disk => {
    const role = settings.nodes[0] === ctx.nodeId ? "primary" : "replica";
    const keys = createKeyspace(settings.streamSettings);
    return { keys, offset: 0, lineage: "", epoch: 1, role, bootCount: 0 };
  });
  disk.bootCount++;
  const redis: RedisProcess = {
    ...{ settings, disk, role: disk.role, epoch: disk.epoch, offset: disk.offset },
    keys: loaded(settings, saved(disk.keys)),
    // A primary that starts begins a new history: what it lost is not to be counted as held.
    lineage: disk.role === "primary" ? lineageOf(ctx, disk) : disk.lineage,
    ...{ unflushed: [], backlog: [], replica: null, heardAtUs: ctx.nowUs },
    blocked: new BlockedReaders(),
    moved: ctx.objects.signal<null>(),
    acknowledged: ctx.objects.signal<null>(),
  };
  drawRole(ctx, redis);
  draw(ctx, redis);
  return redis;
}

export const lineageOf = (ctx: Context, disk: { readonly bootCount: number; epoch: number }) =>
  `${ctx.nodeId}#${disk.bootCount}.${disk.epoch}`;

/** The server's clock, ms: skewed with its node. */
export const nowMsOf = (ctx: Context): number => Math.max(0, Math.floor(ctx.clockUs / 1_000));

/** Does one command here, whoever asked; those who waited for it are served before anything else. */
export function run(
  ctx: Context,
  redis: RedisProcess,
  words: readonly string[],
  nowMs: number,
): Reply {
  const reply = execute(redis.keys, words, nowMs);
  const done = toLog(words, reply, nowMs);
  if (done !== null) {
    written(redis, done);
    if (redis.role === "primary") serveBlocked(redis, words, nowMs);
    draw(ctx, redis);
    redis.moved.wakeAll(null);
  }
  return reply;
}

function written(redis: RedisProcess, done: Done): void {
  const { appendFsync, backlogMax, nodes } = redis.settings;
  redis.offset++;
  if (appendFsync !== "no") redis.unflushed.push(done);
  if (appendFsync === "always") flush(redis);
  if (nodes.length > 1) redis.backlog.push(done);
  // Cut rarely, by half: one shift a command would move the whole list each time.
  if (redis.backlog.length > 2 * backlogMax) {
    redis.backlog.splice(0, redis.backlog.length - backlogMax);
  }
}

/** New entries, or a group that is gone, end the waiting of those who read with BLOCK. */
function serveBlocked(redis: RedisProcess, words: readonly string[], nowMs: number): void {
  const key = keyServedBy(words);
  if (key === null || redis.blocked.count === 0) return;
  for (const served of redis.blocked.serve(redis.keys, key, nowMs)) {
    const done = toLog(served.words, served.reply, nowMs);
    if (done !== null) written(redis, done);
    give(served.token, served.reply);
  }
}

/** Writes what was done since the last time: the file then says what memory says. */
export function flush(redis: RedisProcess): void {
  for (const { words, nowMs } of redis.unflushed) execute(redis.disk.keys, words, nowMs);
  redis.unflushed.length = 0;
  redis.disk.offset = redis.offset;
  redis.disk.lineage = redis.lineage;
}

export const saved = (keys: Keyspace): KeyspaceSnapshot =>
  [...keys.streams].map(([key, stream]) => [key, stream.snapshot()] as const);

export function loaded(settings: RedisSettings, snapshot: KeyspaceSnapshot): Keyspace {
  const keys = createKeyspace(settings.streamSettings);
  for (const [key, stream] of snapshot) keys.streams.set(key, Stream.restore(stream));
  return keys;
}

/** A full copy replaces everything, in memory and on the disk. */
export function replaceAll(
  redis: RedisProcess,
  snapshot: KeyspaceSnapshot,
  at: { readonly lineage: string; readonly offset: number },
): void {
  redis.keys = loaded(redis.settings, snapshot);
  redis.lineage = at.lineage;
  redis.offset = at.offset;
  redis.unflushed.length = 0;
  redis.backlog.length = 0;
  if (redis.settings.appendFsync === "no") return;
  redis.disk.keys = loaded(redis.settings, snapshot);
  flush(redis);
}

/** Offset of the first command of the backlog. */
export function backlogStart(redis: RedisProcess): number {
  assert(redis.backlog.length <= redis.offset, "the backlog is the end of the history");
  return redis.offset - redis.backlog.length;
}
