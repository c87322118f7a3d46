/**
 * Declares a topology of the model on a real RabbitMQ, and takes it away again.
 */
import type { Channel } from "amqplib";
import type { QueueDefinition, Topology } from "../../simulator/world/brokers/queues/topology.ts";

export async function declare(channel: Channel, topology: Topology): Promise<void> {
  for (const { name, kind } of topology.exchanges) await channel.assertExchange(name, kind);
  for (const queue of topology.queues) {
    const durable = queue.kind === "quorum" || queue.isDurable !== false;
    await channel.assertQueue(queue.name, { durable, arguments: argumentsOf(queue) });
  }
  for (const { queue, exchange, key } of topology.bindings) {
    await channel.bindQueue(queue, exchange, key);
  }
}

export async function undeclare(channel: Channel, topology: Topology): Promise<void> {
  for (const { name } of topology.queues) await channel.deleteQueue(name);
  for (const { name } of topology.exchanges) await channel.deleteExchange(name);
}

function argumentsOf(queue: QueueDefinition): Record<string, string | number> {
  const given: readonly (readonly [string, string | number | undefined])[] = [
    ["x-queue-type", queue.kind],
    ["x-message-ttl", queue.messageTtlUs === undefined ? undefined : queue.messageTtlUs / 1_000],
    ["x-max-length", queue.lengthMax],
    ["x-overflow", queue.overflow],
    ["x-dead-letter-exchange", queue.deadLetterExchange],
    ["x-dead-letter-routing-key", queue.deadLetterRoutingKey],
    ["x-delivery-limit", queue.deliveryLimit],
  ];
  return Object.fromEntries(
    given.filter((pair): pair is [string, string | number] => pair[1] !== undefined),
  );
}
