/** Parts of a gateway, for those who write a scenario. */

export {
  type Aggregator,
  createAggregator,
  createLoads,
  ORDERS,
} from "./patterns/gateway/aggregator.ts";
export {
  type Authenticator,
  createAuthenticator,
  type Identity,
  type PublishedKeys,
} from "./patterns/gateway/authenticator.ts";
export {
  createDirectory,
  createRegistration,
  createServiceRegistry,
  type Directory,
  type Registration,
  type ServiceRegistry,
} from "./patterns/gateway/discovery.ts";
export type { QuotaAnswer, QuotaPlan } from "./patterns/gateway/quota.ts";
export {
  createQuotaCounter,
  createQuotaGate,
  type QuotaCounting,
  type QuotaGate,
} from "./patterns/gateway/quota-gate.ts";
export { createRouteTable, type Route, type RouteTable } from "./patterns/gateway/route-table.ts";
export { type Claims, type SigningKey, signToken } from "./patterns/gateway/token.ts";
export {
  createTrafficShift,
  STICKINESS,
  type TrafficShift,
  type TrafficShiftOptions,
} from "./patterns/gateway/traffic-shift.ts";
export {
  createTrafficSplit,
  type Share,
  type TrafficSplit,
} from "./patterns/gateway/traffic-split.ts";
