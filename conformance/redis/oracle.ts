/**
 * The real redis-server, and the random schedules of stream commands that are played on it.
 */
import { createRandom } from "../../simulator/base/random.ts";
import type { Transcript } from "../../simulator/world/brokers/streams/transcript-player.ts";
import type { Oracle, Work } from "../shared/oracle.ts";
import { compare, serverClockMs } from "./compare.ts";
import { type Redis, startRedis } from "./redis-server.ts";
import { schedule } from "./schedule.ts";

const SCHEDULES = 3_000;

export const redisOracle: Oracle = {
  id: "redis",
  title: "Redis Streams",
  needs: { debian: "redis-server", programs: ["redis-server"] },
  async run(work) {
    const redis = await startRedis(work.programs["redis-server"] ?? "");
    try {
      work.report.says(`Redis ${await redis.version()}`);
      await randomSchedules(redis, work);
    } finally {
      await redis.stop();
    }
  },
};

async function randomSchedules(redis: Redis, work: Work): Promise<readonly Transcript[]> {
  const transcripts: Transcript[] = [];
  const last = work.seed + (work.schedules ?? SCHEDULES);
  for (let seed = work.seed; seed < last; seed++) {
    const random = createRandom(seed, "shape");
    const nowMs = await serverClockMs(redis);
    const commands = schedule(seed, random.between(40, 100), nowMs);
    const pack = [1, 3, 4, 4, 100][random.integerBelow(5)] ?? 4;
    transcripts.push(await compare(redis, { name: `${seed}`, pack, nowMs, commands }, work.report));
  }
  return transcripts;
}
