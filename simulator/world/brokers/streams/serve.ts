/**
 * Serving a command: who may write, who waits with BLOCK, and WAIT.
 *
 * A refusal here is one of Redis (`READONLY`, `NOGROUP`…): nothing was done. A reader that blocks holds no
 * worker of a real server; here its request simply stays open until it is served or its time is over.
 */
import { us } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Context } from "../../context.ts";
import { type Refusal, refuse } from "../../node.ts";
import { type Blocking, withoutBlock } from "./blocked-readers.ts";
import { isError, isWrite } from "./command-log.ts";
import type { RedisSettings } from "./options.ts";
import { nowMsOf, processOf, type RedisProcess, run, type Waiting } from "./redis-process.ts";
import type { Reply } from "./words.ts";

/** A command in words: `["XADD", "commandes", "*", "n", "1"]`. */
export type CommandRequest = { readonly words: readonly string[] };

const READ_ONLY = "READONLY You can't write against a read only replica.";
const DISK_FULL = "MISCONF Errors writing to the AOF file: No space left on device";
const MS = 1_000;

export const serveCommand = (settings: RedisSettings) =>
  function* redisCommand(ctx: Context, { words }: CommandRequest): Process<Reply | Refusal> {
    const redis = processOf(ctx, settings);
    if (words[0]?.toUpperCase() === "WAIT") return yield* waitForReplicas(ctx, redis, words);
    if (isWrite(words)) {
      if (redis.role === "replica") return refuse(READ_ONLY);
      if (settings.appendFsync !== "no" && ctx.objects.isDiskFull) return refuse(DISK_FULL);
    }
    const asked = withoutBlock(redis.keys, words);
    const reply = run(ctx, redis, asked.words, nowMsOf(ctx));
    if (isError(reply)) return refuse(reply.error);
    if (reply !== null || asked.blockMs === null) return reply;
    return yield* waitForEntries(ctx, redis, asked, asked.blockMs);
  };

/** Stands in line until somebody adds an entry, or the time is over: then nothing was found. */
function* waitForEntries(
  ctx: Context,
  redis: RedisProcess,
  { words, key }: Blocking,
  blockMs: number,
): Process<Reply | Refusal> {
  const token: Waiting = { served: ctx.objects.signal<null>(), reply: null };
  redis.blocked.block({ token, key, words });
  if (blockMs === 0) yield* token.served.wait();
  else yield* ctx.race({ served: token.served.wait(), late: ctx.sleep(us(blockMs * MS)) });
  redis.blocked.leave(token);
  // Served at the very instant when its time was over: it has its entries all the same.
  const { reply } = token;
  return isError(reply) ? refuse(reply.error) : reply;
}

/** `WAIT numreplicas timeoutMs`: how many replicas have everything done so far; 0 waits for ever. */
function* waitForReplicas(
  ctx: Context,
  redis: RedisProcess,
  words: readonly string[],
): Process<Reply> {
  const wanted = redis.offset;
  const timeoutUs = Number(words[2] ?? 0) * MS;
  const untilUs = ctx.nowUs + timeoutUs;
  const count = (): number => (hasAtLeast(redis, wanted) ? 1 : 0);
  while (count() < Number(words[1] ?? 0)) {
    const leftUs = untilUs - ctx.nowUs;
    if (timeoutUs > 0 && leftUs <= 0) break;
    const news = redis.acknowledged.wait();
    if (timeoutUs === 0) yield* news;
    else yield* ctx.race({ news, late: ctx.sleep(us(leftUs)) });
  }
  return count();
}

const hasAtLeast = ({ replica, lineage }: RedisProcess, offset: number): boolean =>
  replica !== null && replica.lineage === lineage && replica.offset >= offset;
