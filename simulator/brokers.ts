/** Brokers, for those who write a scenario. */
export type { ReadEntry, RedisClient } from "./world/brokers/streams/client.ts";
export { entriesKey, pendingKey, ROLE_KEY } from "./world/brokers/streams/drawing.ts";
export type { AppendFsync, RedisOptions } from "./world/brokers/streams/options.ts";
export { createRedis, type Redis } from "./world/brokers/streams/redis.ts";
