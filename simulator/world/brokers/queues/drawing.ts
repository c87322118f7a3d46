/**
 * What the page sees of the broker: the head of each queue, its length, who holds how many messages.
 *
 * In the volatile memory of the node, and only the first cells: the cost does not grow with the queue.
 */
import type { Context } from "../../context.ts";
import type { Broker } from "./broker.ts";

const CELLS_MAX = 24;

export const contentKey = (queue: string): string => `file/${queue}/contenu`;
export const readyKey = (queue: string): string => `file/${queue}/prêts`;
export const heldKey = (queue: string): string => `file/${queue}/non acquittés`;
/** Held messages by consumer. */
export const CONSUMERS_KEY = "consommateurs";

interface Drawn {
  readonly node: string;
  readonly channel: number;
}

export function draw(broker: Broker, sessions: Iterable<Drawn>, ctx: Context): void {
  for (const queue of broker.queues) {
    const first = queue.firsts(CELLS_MAX);
    ctx.memory.set(contentKey(queue.name), {
      first: first[0]?.sequence ?? 0,
      cells: first.map(({ message, isRedelivered }) => `${message.id}${isRedelivered ? " ↻" : ""}`),
      marks: [],
    });
    ctx.memory.set(readyKey(queue.name), queue.readyCount);
    ctx.memory.set(heldKey(queue.name), queue.heldCount);
  }
  const held = [...sessions]
    .filter(({ channel }) => broker.isOpen(channel))
    .map(({ node, channel }) => [node, broker.heldCount(channel)] as const);
  ctx.memory.set(CONSUMERS_KEY, held);
}
