/** Patterns of coordination, for those who write a scenario. */
export {
  createTillJournal,
  type TillJournal,
  verifyJournal,
} from "./patterns/coordination/closings.ts";
export * as crdt from "./patterns/coordination/crdt.ts";
export type { AggregateRule } from "./patterns/coordination/event-store/aggregate.ts";
export {
  type Commands,
  createCommands,
  type Expectation,
} from "./patterns/coordination/event-store/command.ts";
export type { NewEvent, StoredEvent } from "./patterns/coordination/event-store/event-log.ts";
export {
  createEventStore,
  type EventStoreClient,
  type EventStorePart,
} from "./patterns/coordination/event-store/event-store.ts";
export { createFollower, type Follower } from "./patterns/coordination/event-store/follower.ts";
export type { Marking } from "./patterns/coordination/event-store/projection.ts";
export {
  type Anchor,
  type SealedLine,
  sealNext,
  verifyChain,
} from "./patterns/coordination/hash-chain.ts";
export {
  compareHybrid,
  HYBRID_START,
  type HybridStamp,
  receiveHybrid,
  tickHybrid,
} from "./patterns/coordination/hybrid-clock.ts";
export {
  createInbox,
  type Inbox,
  inboxTable,
  type Recording,
} from "./patterns/coordination/inbox/inbox.ts";
export { compareStamps, receive, tick } from "./patterns/coordination/lamport-clock.ts";
export { createFence, type Fence } from "./patterns/coordination/lease/fence.ts";
export {
  createLease,
  type Held,
  type LeaseOptions,
  type LeasePart,
  mayAct,
} from "./patterns/coordination/lease/lease.ts";
export {
  createOutbox,
  type Outbox,
  type OutboxRow,
  outboxTable,
} from "./patterns/coordination/outbox/outbox.ts";
export {
  type Claim,
  createPollingRelay,
  type Publish,
  positionTable,
  publishingTo,
} from "./patterns/coordination/outbox/polling-relay.ts";
export type { Chain, ChainEnd, ChainStep } from "./patterns/coordination/saga/chain.ts";
export {
  type Choreography,
  createChoreography,
  type Publishing,
  type StepEffects,
} from "./patterns/coordination/saga/choreography.ts";
export { type SagaHabits, SOUND_HABITS } from "./patterns/coordination/saga/habits.ts";
export { createKeyedSteps, type KeyedSteps } from "./patterns/coordination/saga/keyed-steps.ts";
export {
  createOrchestrator,
  type Orchestrator,
  type SagaStep,
  type StepRequest,
} from "./patterns/coordination/saga/orchestrator.ts";
export type {
  CommitRecord,
  Resource,
  Transaction,
} from "./patterns/coordination/two-phase/protocol.ts";
export {
  createTwoPhase,
  type TwoPhase,
} from "./patterns/coordination/two-phase/two-phase.ts";
export {
  compareVectors,
  mergeVectors,
  NOTHING_SEEN,
  receiveVector,
  tickVector,
  type VectorClock,
} from "./patterns/coordination/vector-clock.ts";
