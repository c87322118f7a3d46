/** Stores that several nodes keep together, for those who write a scenario. */
export {
  type AnyReplicaOptions,
  createAnyReplica,
} from "./patterns/stores/any-replica/any-replica.ts";
export {
  createQuorumStore,
  type QuorumOptions,
  type QuorumStore,
} from "./patterns/stores/quorum/quorum-store.ts";
export { replicaHandlers } from "./patterns/stores/quorum/replica.ts";
