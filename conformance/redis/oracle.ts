/**
 * The real redis-server, and the random schedules of stream commands that are played on it.
 */
import type { Oracle } from "../shared/oracle.ts";
import { startRedis } from "./redis-server.ts";

export const redisOracle: Oracle = {
  id: "redis",
  title: "Redis Streams",
  needs: { debian: "redis-server", programs: ["redis-server"] },
  async run({ programs, report }) {
    const redis = await startRedis(programs["redis-server"] ?? "");
    try {
      report.says(`Redis ${await redis.version()}`);
    } finally {
      await redis.stop();
    }
  },
};
