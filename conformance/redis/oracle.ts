/**
 * The real redis-server, with named cases and random schedules of stream commands played on it.
 *
 * `--write` keeps the named cases and the first random schedules as golden transcripts.
 */
import { createRandom } from "../../simulator/base/random.ts";
import type { Transcript } from "../../simulator/world/brokers/streams/transcript-player.ts";
import type { Oracle, Work } from "../shared/oracle.ts";
import { transcriptPath, writeTranscripts } from "../shared/transcript-file.ts";
import { blockingSchedules } from "./blocking.ts";
import { classicCases } from "./classic.ts";
import { compare, serverClockMs } from "./compare.ts";
import { type Redis, startRedis } from "./redis-server.ts";
import { schedule } from "./schedule.ts";

const SCHEDULES = 3_000;
/** Schedules with readers that block: each opens connections of its own. */
const BLOCKING = 300;
/** Golden random schedules: so many files of so many. */
const FILES = 4;
const SCHEDULES_A_FILE = 60;

export const redisOracle: Oracle = {
  id: "redis",
  title: "Redis Streams",
  needs: { debian: "redis-server", programs: ["redis-server"] },
  async run(work) {
    const redis = await startRedis(work.programs["redis-server"] ?? "");
    try {
      work.report.says(`Redis ${await redis.version()}`);
      const classic = await namedCases(redis, work);
      const random = await randomSchedules(redis, work);
      await blockingSchedules(redis, Math.min(work.schedules ?? BLOCKING, BLOCKING), work.report);
      if (work.isWriting && work.report.differences.length === 0) write(classic, random);
    } finally {
      await redis.stop();
    }
  },
};

async function namedCases(redis: Redis, { report }: Work): Promise<readonly Transcript[]> {
  const transcripts: Transcript[] = [];
  for (const { name, commands } of classicCases) {
    const nowMs = await serverClockMs(redis);
    transcripts.push(await compare(redis, { name, pack: 100, nowMs, commands }, report));
  }
  return transcripts;
}

async function randomSchedules(redis: Redis, work: Work): Promise<readonly Transcript[]> {
  const kept: Transcript[] = [];
  const last = work.seed + (work.schedules ?? SCHEDULES);
  for (let seed = work.seed; seed < last; seed++) {
    const random = createRandom(seed, "shape");
    const nowMs = await serverClockMs(redis);
    const commands = schedule(seed, random.between(40, 100), nowMs);
    const pack = [1, 3, 4, 4, 100][random.integerBelow(5)] ?? 4;
    const transcript = await compare(
      redis,
      { name: `${seed}`, pack, nowMs, commands },
      work.report,
    );
    if (kept.length < FILES * SCHEDULES_A_FILE) kept.push(transcript);
  }
  return kept;
}

function write(classic: readonly Transcript[], random: readonly Transcript[]): void {
  writeTranscripts(transcriptPath("redis", "classic.jsonl"), classic, { atLeast: classic.length });
  for (let file = 0; file < FILES; file++) {
    const lines = random.slice(file * SCHEDULES_A_FILE, (file + 1) * SCHEDULES_A_FILE);
    const path = transcriptPath("redis", `random-${file + 1}.jsonl`);
    writeTranscripts(path, lines, { atLeast: SCHEDULES_A_FILE });
  }
}
