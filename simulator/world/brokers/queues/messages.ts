/**
 * A message of the exchanges and queues broker, and what happens to it when it dies (RMQ-6).
 *
 * Owns the `x-death` list: one entry for each (queue, reason), with a count, the last death first. The guide
 * says « newest first »; 3.10.8 turns the others round at each death (it groups them by a fold that reverses),
 * so that only the first one has a place of its own. Refuses to know queues: where a dead letter goes is the
 * broker's business.
 * Source: RabbitMQ 3.10.8, dead letter exchange guide, and runs of the real server.
 */
import type { Value } from "../../../vocabulary/values.ts";

/** Why a queue gave a message away. The words are those of the protocol's headers. */
export type DeathReason = "rejected" | "expired" | "maxlen" | "delivery_limit";

/** One entry of `x-death`: all deaths for this reason in this queue. */
export interface Death {
  readonly queue: string;
  readonly reason: DeathReason;
  readonly count: number;
  /** Exchange and routing key under which the message had come the first time. */
  readonly exchange: string;
  readonly routingKey: string;
  /** The message's own TTL, µs, that dead-lettering took away. */
  readonly originalTtlUs: number | null;
}

/** The very first death, kept whatever happens afterwards (`x-first-death-…`). */
export interface FirstDeath {
  readonly queue: string;
  readonly reason: DeathReason;
  readonly exchange: string;
}

export interface Message {
  /** Given by the publisher (`message-id`): what a consumer may deduplicate on. */
  readonly id: string;
  readonly body: Value;
  /** Exchange it was last published to; "" is the default exchange. */
  readonly exchange: string;
  readonly routingKey: string;
  /** Delivery mode 2: written to disk in durable queues. */
  readonly isPersistent: boolean;
  /** Its own TTL in each queue, µs; null: none. */
  readonly ttlUs: number | null;
  /** `x-death`: the last death first, the others in the order that 3.10.8 gives them. */
  readonly deaths: readonly Death[];
  readonly firstDeath: FirstDeath | null;
}

export interface Fatality {
  readonly queue: string;
  readonly reason: DeathReason;
  /** Where the dead letter is published. */
  readonly exchange: string;
  /** null: under the routing key it had. */
  readonly routingKey: string | null;
}

/** The dead letter made of a message. Its own TTL is taken away, so that it does not expire again at once. */
export function deadLetter(message: Message, fatality: Fatality): Message {
  const { queue, reason } = fatality;
  const isSame = (death: Death): boolean => death.queue === queue && death.reason === reason;
  const known = message.deaths.find(isSame);
  const death: Death =
    known !== undefined
      ? { ...known, count: known.count + 1 }
      : {
          queue,
          reason,
          count: 1,
          exchange: message.exchange,
          routingKey: message.routingKey,
          originalTtlUs: message.ttlUs,
        };
  return {
    ...message,
    exchange: fatality.exchange,
    routingKey: fatality.routingKey ?? message.routingKey,
    ttlUs: null,
    deaths: [death, ...message.deaths.toReversed().filter((other) => !isSame(other))],
    firstDeath: message.firstDeath ?? { queue, reason, exchange: message.exchange },
  };
}

/**
 * Whether this dead letter would come back to `queue` without anybody having rejected it on the way: such
 * a round would turn for ever, the broker drops it.
 */
export function isAutomaticCycle(letter: Message, queue: string): boolean {
  const last = letter.deaths.findIndex((death) => death.queue === queue);
  if (last < 0) return false;
  return letter.deaths.slice(0, last + 1).every(({ reason }) => reason !== "rejected");
}
