/** Brokers, for those who write a scenario. */

export { type Cluster, partitionedLog } from "./world/brokers/partitioned-log/cluster.ts";
export {
  type CommitOutcome,
  type Consumer,
  createConsumer,
} from "./world/brokers/partitioned-log/consumer.ts";
export type { ConsumerRecord } from "./world/brokers/partitioned-log/consumer-state.ts";
export { isrKey, journalStore, roleKey } from "./world/brokers/partitioned-log/drawing.ts";
export type { ClusterOptions, TopicOptions } from "./world/brokers/partitioned-log/options.ts";
export {
  createProducer,
  type Producer,
  type Sent,
} from "./world/brokers/partitioned-log/producer.ts";
export type { Acks } from "./world/brokers/partitioned-log/record.ts";
export { offsetsKey, sharesKey } from "./world/brokers/partitioned-log/serve-groups.ts";
export { stateKey } from "./world/brokers/partitioned-log/serve-transactions.ts";
export {
  createTransactionalProducer,
  type TransactionalProducer,
  type TransactionOutcome,
} from "./world/brokers/partitioned-log/transactional-producer.ts";
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
  CONSUMERS_KEY as QUEUE_CONSUMERS_KEY,
  contentKey as queueContentKey,
  heldKey as queueHeldKey,
  readyKey as queueReadyKey,
} from "./world/brokers/queues/drawing.ts";
export type { Confirm, Delivery } from "./world/brokers/queues/protocol.ts";
export type { Settlement } from "./world/brokers/queues/queue.ts";
export type { QueueDefinition, Topology } from "./world/brokers/queues/topology.ts";
export type { ReadEntry, RedisClient } from "./world/brokers/streams/client.ts";
export { entriesKey, pendingKey, ROLE_KEY } from "./world/brokers/streams/drawing.ts";
export type { AppendFsync, RedisOptions } from "./world/brokers/streams/options.ts";
export { createRedis, type Redis } from "./world/brokers/streams/redis.ts";
