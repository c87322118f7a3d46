/**
 * Redis of this design: the part as it is, the time that its only thread takes, and what the page sees of it.
 *
 * One strip for the whole topic with a mark where each group stands, and what each group holds: read from
 * XINFO GROUPS on the spot, as an operator would. Owns no rule of streams.
 */
import type { DurationUs } from "../../simulator/base/time.ts";
import { type AppendFsync, createRedis, type RedisClient } from "../../simulator/brokers.ts";
import type { Context, Handler, Process } from "../../simulator/scenario.ts";
import type { Value } from "../../simulator/vocabulary/values.ts";
import type { NodeParts } from "../checkout/world.ts";
import { type EventType, SHORT, TOPIC } from "./events.ts";
import { GROUPS } from "./groups.ts";

export const REDIS = "redis";
export const STRIP_KEY = "redis/sujet";
export const HELD_KEY = "redis/en main";

const CELLS_MAX = 12;

type Request = { readonly words: readonly string[] };
type Command = (ctx: Context, request: Request) => Process<unknown>;

export interface StreamServer {
  readonly part: NodeParts;
  readonly client: RedisClient;
}

export interface StreamServerOptions {
  readonly appendFsync: AppendFsync;
  /** Time of the thread that one command takes, µs. */
  readonly commandUs: DurationUs;
}

export function createStreamServer({ appendFsync, commandUs }: StreamServerOptions): StreamServer {
  const redis = createRedis({ nodes: [REDIS], appendFsync });
  const { serves, boot } = redis.nodes[REDIS] as (typeof redis.nodes)[string];
  const commands = serves as unknown as Readonly<Record<string, Command>>;
  const info = commands.xinfo as Command;
  const range = commands.xrange as Command;
  const watched = (command: Command): Handler =>
    function* (ctx: Context, request: Request) {
      yield* turn(ctx, commandUs);
      const askedAtUs = ctx.nowUs;
      const reply = yield* command(ctx, request);
      if (request.words[0] === "XADD" && typeof reply === "string") noteAdded(ctx, request.words);
      // A reader that waited was served by an XADD, which has drawn already; one that found nothing moved nothing.
      if (reply !== null && isDrawn(request.words) && ctx.nowUs === askedAtUs)
        yield* draw(ctx, info);
      return reply as Value;
    } as Handler;
  function* drawAtStart(ctx: Context): Process<void> {
    yield* recall(ctx, info, range);
    yield* draw(ctx, info);
  }
  return {
    client: redis.client,
    part: {
      serves: Object.fromEntries(
        Object.entries(commands).map(([id, command]) => [id, { [id]: watched(command) }]),
      ),
      boot: { ...boot, drawAtStart },
    },
  };
}

/** Redis does one command at a time: each waits until those before it are done. */
function* turn(ctx: Context, commandUs: DurationUs): Process<void> {
  const thread = ctx.objects.volatile("fil", () => ({ freeAtUs: 0 }));
  thread.freeAtUs = Math.max(thread.freeAtUs, ctx.nowUs) + commandUs;
  yield* ctx.work((thread.freeAtUs - ctx.nowUs) as DurationUs);
}

const DRAWN = new Set(["XADD", "XREADGROUP", "XACK", "XAUTOCLAIM"]);
const isDrawn = (words: readonly string[]): boolean => DRAWN.has(words[0] ?? "");

interface Shown {
  /** Labels of the last entries; another list once there is a newer one. */
  cells: readonly string[];
  addedCount: number;
}

const shownOf = (ctx: Context): Shown =>
  ctx.objects.volatile("sujet montré", () => ({ cells: [], addedCount: 0 }));

function labelOf(fields: readonly string[]): string {
  const type = fields[fields.indexOf("type") + 1] as EventType;
  const payload = fields[fields.indexOf("payload") + 1] as string;
  return `${(JSON.parse(payload) as { readonly checkout: string }).checkout} ${SHORT[type]}`;
}

function noteAdded(ctx: Context, words: readonly string[]): void {
  const shown = shownOf(ctx);
  shown.cells = [...shown.cells, labelOf(words)].slice(-CELLS_MAX);
  shown.addedCount++;
}

type Flat = readonly Value[];

/** Value after a name in a reply of XINFO. */
const after = (flat: Flat, name: string): Value => flat[flat.indexOf(name) + 1] ?? null;

/** After a restart: what the disk gave back. */
function* recall(ctx: Context, info: Command, range: Command): Process<void> {
  const stream = yield* info(ctx, { words: ["XINFO", "STREAM", TOPIC] });
  if (!Array.isArray(stream)) return;
  const all = (yield* range(ctx, { words: ["XRANGE", TOPIC, "-", "+"] })) as readonly [
    string,
    readonly string[],
  ][];
  const shown = shownOf(ctx);
  shown.cells = all.slice(-CELLS_MAX).map(([, fields]) => labelOf(fields));
  shown.addedCount = after(stream, "entries-added") as number;
}

function* draw(ctx: Context, info: Command): Process<void> {
  const groups = yield* info(ctx, { words: ["XINFO", "GROUPS", TOPIC] });
  if (!Array.isArray(groups)) return;
  const { cells, addedCount } = shownOf(ctx);
  const marks: { at: number; title: string }[] = [];
  const held: (readonly [string, number])[] = [];
  for (const { group, short } of GROUPS) {
    const flat = (groups as readonly Flat[]).find((one) => one[1] === group);
    if (flat === undefined) continue;
    const lag = after(flat, "lag");
    // Redis itself may not know how far a group is: then no mark is better than a false one.
    if (typeof lag === "number") marks.push({ at: addedCount - lag, title: short });
    held.push([short, after(flat, "pending") as number]);
  }
  ctx.memory.set(STRIP_KEY, { first: addedCount - cells.length, cells, marks });
  ctx.memory.set(HELD_KEY, held);
}
