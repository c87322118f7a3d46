/**
 * What the page sees of a Redis server: the last entries of its streams, who holds what, its role.
 *
 * In its volatile memory, like everything that it holds. Cells of the strip: the entry's first value; marks:
 * the group's position and its oldest pending entry. Only the last cells: the cost does not grow with the
 * stream.
 */
import type { Context } from "../../context.ts";
import type { Group } from "./group.ts";
import type { RedisProcess } from "./redis-process.ts";
import type { Entry, Stream } from "./stream.ts";
import { compareIds, MAX_ID, type StreamId } from "./stream-id.ts";

const CELLS_MAX = 24;

/** `primary` or `replica`. */
export const ROLE_KEY = "redis/rôle";
export const entriesKey = (stream: string): string => `redis/${stream}/entrées`;
/** Pending entries by consumer. */
export const pendingKey = (stream: string, group: string): string =>
  `redis/${stream}/${group}/en attente`;
export const pendingCountKey = (stream: string, group: string): string =>
  `redis/${stream}/${group}/nombre en attente`;

export const drawRole = (ctx: Context, redis: RedisProcess): void =>
  ctx.memory.set(ROLE_KEY, redis.role);

export function draw(ctx: Context, redis: RedisProcess): void {
  for (const { stream: key, group: name } of redis.settings.shown) {
    const stream = redis.keys.streams.get(key);
    const group = stream?.groups.get(name);
    if (stream === undefined || group === undefined) continue;
    ctx.memory.set(entriesKey(key), strip(stream, group));
    ctx.memory.set(
      pendingKey(key, name),
      [...group.consumers.values()].map(({ name: who, pending }) => [who, pending.size] as const),
    );
    ctx.memory.set(pendingCountKey(key, name), group.pending.size);
  }
}

/** Positions count the entries ever added; deleted ones leave no gap in the picture. */
function strip(stream: Stream, group: Group) {
  const entries = stream.latest(CELLS_MAX);
  const first = stream.addedCount - entries.length;
  const at = (id: StreamId): number => {
    const index = entries.findIndex((entry) => compareIds(entry.id, id) >= 0);
    return first + (index < 0 ? entries.length : index);
  };
  const marks = [{ at: at(nextOf(group.lastId)), title: "à lire" }];
  const oldest = group.pending.first();
  if (oldest !== undefined) marks.push({ at: at(oldest.id), title: "non acquittée" });
  return { first, cells: entries.map((entry) => labelOf(group, entry)), marks };
}

const nextOf = ({ ms, seq }: StreamId): StreamId =>
  ms === MAX_ID.ms ? MAX_ID : { ms, seq: seq + 1 };

/** Read and acknowledged, read and pending, or not read yet. */
function labelOf(group: Group, { id, fields }: Entry): string {
  const label = fields[1] ?? "";
  if (compareIds(id, group.lastId) > 0) return label;
  return group.pending.get(id) === undefined ? `${label}✓` : `${label}…`;
}
