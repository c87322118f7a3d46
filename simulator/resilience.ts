/** Patterns of resilience, for those who write a scenario. */

export {
  type BreakerOptions,
  createBreaker,
  OPOSSUM_DEFAULTS,
} from "./patterns/resilience/breaker.ts";
export { type Admitted, type Bulkhead, createBulkhead } from "./patterns/resilience/bulkhead.ts";
export { createDeadline, type Deadline, type Timely } from "./patterns/resilience/deadline.ts";
export {
  consecutiveFailures,
  type FailureJudge,
  lastCalls,
  lastWhile,
} from "./patterns/resilience/failure-judge.ts";
export {
  createNaiveBreaker,
  type NaiveBreakerOptions,
} from "./patterns/resilience/naive-breaker.ts";
export {
  createPatientBreaker,
  type PatientBreakerOptions,
} from "./patterns/resilience/patient-breaker.ts";
export type { Action, Breaker, Failure } from "./patterns/resilience/protected-call.ts";
