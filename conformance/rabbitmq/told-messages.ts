/**
 * Reads a message of the real RabbitMQ as the player tells messages: properties, `x-death`, first death.
 */
import type { Message } from "amqplib";
import type { DeathReason } from "../../simulator/world/brokers/queues/messages.ts";
import type { ToldMessage } from "../../simulator/world/brokers/queues/transcript-player.ts";

type Table = Readonly<Record<string, unknown>>;

const text = (value: unknown): string => String(value ?? "");
const milliseconds = (value: unknown): number | null =>
  value === undefined ? null : Number(value);

export function messageOf({ fields, properties }: Message): ToldMessage {
  const headers: Table = properties.headers ?? {};
  const deaths = Array.isArray(headers["x-death"]) ? (headers["x-death"] as readonly Table[]) : [];
  const isDead = headers["x-first-death-queue"] !== undefined;
  return {
    id: text(properties.messageId),
    exchange: fields.exchange,
    routingKey: fields.routingKey,
    isPersistent: properties.deliveryMode === 2,
    ttlMs: milliseconds(properties.expiration),
    deaths: deaths.map((death) => ({
      queue: text(death.queue),
      reason: text(death.reason) as DeathReason,
      count: Number(death.count),
      exchange: text(death.exchange),
      routingKey: (death["routing-keys"] as readonly string[]).join(" "),
      originalTtlMs: milliseconds(death["original-expiration"]),
    })),
    firstDeath: isDead
      ? {
          queue: text(headers["x-first-death-queue"]),
          reason: text(headers["x-first-death-reason"]) as DeathReason,
          exchange: text(headers["x-first-death-exchange"]),
        }
      : null,
  };
}
