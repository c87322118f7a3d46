/** Brokers, for those who write a scenario. */

export {
  createQueueBroker,
  type QueueBroker,
  type QueueBrokerOptions,
} from "./world/brokers/queues/broker-node.ts";
export {
  createQueueConsumer,
  type NewMessage,
  publishAndWait,
  publishBlindly,
  type QueueConsumer,
  type QueueConsumerOptions,
} from "./world/brokers/queues/client.ts";
export {
  contentKey as queueContentKey,
  heldKey as queueHeldKey,
  readyKey as queueReadyKey,
} from "./world/brokers/queues/drawing.ts";
export type { Delivery } from "./world/brokers/queues/protocol.ts";
export type { Settlement } from "./world/brokers/queues/queue.ts";
export type { QueueDefinition, Topology } from "./world/brokers/queues/topology.ts";
export type { ReadEntry, RedisClient } from "./world/brokers/streams/client.ts";
export { entriesKey, pendingKey, ROLE_KEY } from "./world/brokers/streams/drawing.ts";
export type { AppendFsync, RedisOptions } from "./world/brokers/streams/options.ts";
export { createRedis, type Redis } from "./world/brokers/streams/redis.ts";
