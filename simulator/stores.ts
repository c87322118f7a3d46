/** Stores that several nodes keep together, for those who write a scenario. */
export {
  type AnyReplicaOptions,
  createAnyReplica,
  type Found,
  type Taken,
  type WriteRequest,
} from "./patterns/stores/any-replica/any-replica.ts";
export type { Conflict } from "./patterns/stores/any-replica/versions.ts";
export {
  type CacheAside,
  type CacheOptions,
  createCacheAside,
} from "./patterns/stores/cache/cache-aside.ts";
export { type CacheLimits, LruCache } from "./patterns/stores/cache/lru-cache.ts";
export { singleFlight } from "./patterns/stores/cache/single-flight.ts";
export { createChangeCapture } from "./patterns/stores/change-capture/change-capture.ts";
export * as captureDrawing from "./patterns/stores/change-capture/drawing.ts";
export { outboxTopic } from "./patterns/stores/change-capture/event-router.ts";
export type {
  CaptureOptions,
  ConnectorOptions,
  Delivery,
} from "./patterns/stores/change-capture/options.ts";
export {
  type ChangeEvent,
  type Changes,
  markAt,
  type ResumeToken,
  type Start as WatchStart,
} from "./patterns/stores/documents/change-stream.ts";
export {
  createDocuments,
  type Documents,
  type WatchOptions,
} from "./patterns/stores/documents/documents.ts";
export {
  createQuorumStore,
  type QuorumOptions,
  type QuorumStore,
} from "./patterns/stores/quorum/quorum-store.ts";
export { replicaHandlers } from "./patterns/stores/quorum/replica.ts";
export type {
  Found as ReadDocument,
  ReplicaSetClient,
  WriteOptions,
  Written,
} from "./patterns/stores/replicated/client.ts";
export {
  LOG_KEY,
  ROLE_KEY as MEMBER_ROLE_KEY,
  TERM_KEY,
  undoneStore,
} from "./patterns/stores/replicated/process.ts";
export { createReplicaSet, type ReplicaSet } from "./patterns/stores/replicated/replica-set.ts";
export type { ReplicaSetOptions, WriteConcern } from "./patterns/stores/replicated/settings.ts";
export type { Change } from "./patterns/stores/replicated/writes.ts";
