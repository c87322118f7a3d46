/** Patterns of resilience, for those who write a scenario. */
export { type Admitted, type Bulkhead, createBulkhead } from "./patterns/resilience/bulkhead.ts";
