/** Patterns of resilience, for those who write a scenario. */

export { type Autoscaler, createAutoscaler } from "./patterns/resilience/autoscaler.ts";
export { type Backoff, JITTERS, type Jitter } from "./patterns/resilience/backoff.ts";
export {
  type BalancedRequest,
  type Balancer,
  type BalancerOptions,
  createBalancer,
} from "./patterns/resilience/balancer.ts";
export {
  type BreakerOptions,
  createBreaker,
  OPOSSUM_DEFAULTS,
} from "./patterns/resilience/breaker.ts";
export { createGcra, createTokenBucket } from "./patterns/resilience/bucket-limiters.ts";
export { type Admitted, type Bulkhead, createBulkhead } from "./patterns/resilience/bulkhead.ts";
export { createDeadline, type Deadline, type Timely } from "./patterns/resilience/deadline.ts";
export {
  consecutiveFailures,
  type FailureJudge,
  lastCalls,
  lastWhile,
} from "./patterns/resilience/failure-judge.ts";
export {
  createIdempotency,
  IDEMPOTENCY_KEYS,
  type Idempotency,
  type KeyedRequest,
  type Recording,
  STILL_RUNNING,
} from "./patterns/resilience/idempotency-key.ts";
export {
  createKongLimiter,
  createKongStore,
  type KongLimiter,
  type KongPolicy,
} from "./patterns/resilience/kong-limiter.ts";
export {
  createNaiveBreaker,
  type NaiveBreakerOptions,
} from "./patterns/resilience/naive-breaker.ts";
export { createNodeLimiter, type NodeLimiter } from "./patterns/resilience/node-limiter.ts";
export {
  createPatientBreaker,
  type PatientBreakerOptions,
} from "./patterns/resilience/patient-breaker.ts";
export type { Action, Breaker, Failure } from "./patterns/resilience/protected-call.ts";
export type { RateLimit, RateLimiter } from "./patterns/resilience/rate-limit.ts";
export { createRetry, type Retry, type RetryBudget } from "./patterns/resilience/retry.ts";
export {
  createScaledInstance,
  type ScaledInstance,
} from "./patterns/resilience/scaled-instance.ts";
export { createFixedWindow, createSlidingCounter } from "./patterns/resilience/window-limiters.ts";
