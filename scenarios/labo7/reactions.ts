/**
 * What a worker does of the entries that it was given: acts on its own, and acknowledges what it has acted on.
 *
 * Not a services file: published and corrected workers share it, and what differs between them is theirs.
 */
import type { ReadEntry, RedisClient } from "../../simulator/brokers.ts";
import type { Context, Process } from "../../simulator/scenario.ts";
import { type CheckoutEvent, type EventType, eventOf, type Fields, TOPIC } from "./events.ts";

/** @throws StoryError when it could not be done: the entry is not acknowledged. */
export type Reaction = (ctx: Context, event: CheckoutEvent) => Process<void>;

/** What it does not react to is none of its business. */
export type Reactions = Readonly<Partial<Record<EventType, Reaction>>>;

export interface Reacting {
  readonly group: string;
  readonly reactions: Reactions;
}

/** The checkout that a worker is busy with; a crash forgets it. */
export const BUSY_KEY = "traite";

/** An entry deleted since it was delivered has no fields left. */
const reactionTo = ({ reactions }: Reacting, { fields }: ReadEntry): Reaction | undefined =>
  reactions[(fields?.type ?? "") as EventType];

const checkoutOf = ({ id, fields }: ReadEntry): string =>
  eventOf(id, fields as Fields).cart.checkout;

/** One entry at a time, in the order of the stream. What is none of its business goes first, in one command. */
export function* handleEach(
  ctx: Context,
  redis: RedisClient,
  reacting: Reacting,
  entries: readonly ReadEntry[],
): Process<void> {
  const others = entries.filter((entry) => reactionTo(reacting, entry) === undefined);
  if (others.length > 0) yield* acknowledge(ctx, redis, reacting, others);
  for (const entry of entries) {
    const react = reactionTo(reacting, entry);
    if (react === undefined) continue;
    ctx.memory.set(BUSY_KEY, checkoutOf(entry));
    if (yield* isDone(ctx, react, entry)) yield* acknowledge(ctx, redis, reacting, [entry]);
    ctx.memory.delete(BUSY_KEY);
  }
}

/** All of them, then one acknowledgement for those that are done. */
export function* handlePacket(
  ctx: Context,
  redis: RedisClient,
  reacting: Reacting,
  entries: readonly ReadEntry[],
): Process<void> {
  const done: ReadEntry[] = [];
  for (const entry of entries) {
    const react = reactionTo(reacting, entry);
    if (react === undefined || (yield* isDone(ctx, react, entry))) done.push(entry);
  }
  if (done.length > 0) yield* acknowledge(ctx, redis, reacting, done);
}

export const isConcerned = (reacting: Reacting, entries: readonly ReadEntry[]): boolean =>
  entries.some((entry) => reactionTo(reacting, entry) !== undefined);

/** False: not acknowledged, it stays pending under this consumer's name. */
function* isDone(ctx: Context, react: Reaction, { id, fields }: ReadEntry): Process<boolean> {
  const event = eventOf(id, fields as Fields);
  ctx.subject = event.cart.checkout;
  try {
    yield* react(ctx, event);
    return true;
  } catch (error) {
    ctx.log.note(`${event.type} ${event.cart.checkout} : ${(error as Error).message}.`);
    return false;
  }
}

function* acknowledge(
  ctx: Context,
  redis: RedisClient,
  { group }: Reacting,
  entries: readonly ReadEntry[],
): Process<void> {
  if (entries.length > 1) ctx.subject = null;
  yield* redis.acknowledge(
    ...([ctx, TOPIC, group] as const),
    entries.map(({ id }) => id),
  );
  ctx.subject = null;
}
