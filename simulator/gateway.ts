/** Parts of a gateway, for those who write a scenario. */
export {
  createTrafficShift,
  STICKINESS,
  type TrafficShift,
  type TrafficShiftOptions,
} from "./patterns/gateway/traffic-shift.ts";
