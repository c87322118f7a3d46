/** Parts of a gateway, for those who write a scenario. */

export {
  type Aggregator,
  createAggregator,
  createLoads,
  ORDERS,
} from "./patterns/gateway/aggregator.ts";
export {
  createDirectory,
  createRegistration,
  createServiceRegistry,
  type Directory,
  type Registration,
  type ServiceRegistry,
} from "./patterns/gateway/discovery.ts";
export {
  createTrafficShift,
  STICKINESS,
  type TrafficShift,
  type TrafficShiftOptions,
} from "./patterns/gateway/traffic-shift.ts";
