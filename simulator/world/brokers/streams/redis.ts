/**
 * A Redis server, or a primary and its replica, as nodes of a scenario.
 *
 * Owns what stands on each node: commands served, processes that start by themselves. Scenario authors
 * speak to it through `client.ts`; the page sees it through the keys of `drawing.ts`.
 */
import type { Process } from "../../../kernel/process.ts";
import type { Context } from "../../context.ts";
import type { Handler } from "../../node.ts";
import type { PartOfNode } from "../../node-parts.ts";
import { createClient, type RedisClient } from "./client.ts";
import { type RedisOptions, settingsOf } from "./options.ts";
import { processOf } from "./redis-process.ts";
import { feed, REPLICATE, receive, syncEverySecond, watch } from "./replication.ts";
import { serveCommand } from "./serve.ts";

/** Operations: `xadd`, `xreadgroup`…, one a command. */
export type RedisNode = PartOfNode;

export interface Redis {
  /** What stands on each node, by node id. */
  readonly nodes: Readonly<Record<string, RedisNode>>;
  readonly client: RedisClient;
}

const COMMANDS = [
  ...["xadd", "xlen", "xrange", "xdel", "xtrim", "xread", "xgroup", "xreadgroup"],
  ...["xack", "xpending", "xclaim", "xautoclaim", "xinfo", "del", "wait"],
] as const;

/** @throws BadConfiguration */
export function createRedis(options: RedisOptions): Redis {
  const settings = settingsOf(options);
  const command = serveCommand(settings) as Handler;
  const serves = Object.fromEntries(COMMANDS.map((name) => [name, command]));
  const isPair = settings.nodes.length > 1;
  // biome-ignore lint/correctness/useYield: reads the disk, and is ready.
  function* loadRedis(ctx: Context): Process<void> {
    processOf(ctx, settings);
  }
  const node: RedisNode = {
    serves: isPair ? { ...serves, [REPLICATE]: receive(settings) as Handler } : serves,
    boot: {
      loadRedis,
      ...(settings.appendFsync === "everysec" && { syncEverySecond: syncEverySecond(settings) }),
      ...(isPair && { feed: feed(settings), watch: watch(settings) }),
    },
  };
  return {
    nodes: Object.fromEntries(settings.nodes.map((id) => [id, node])),
    client: createClient(settings),
  };
}
