/**
 * Plays schedules on redis-server and on the model, and keeps what the server answered.
 */
import {
  mismatchOf,
  normalized,
  type Step,
  type Transcript,
} from "../../simulator/world/brokers/streams/transcript-player.ts";
import type { Reply } from "../../simulator/world/brokers/streams/words.ts";
import type { Report } from "../shared/report.ts";
import type { Redis } from "./redis-server.ts";

export interface Played {
  readonly name: string;
  readonly pack: number;
  readonly nowMs: number;
  readonly commands: readonly string[];
}

/** What the server answers to each command, its keys empty at the beginning. */
export async function onServer(redis: Redis, played: Played): Promise<Transcript> {
  const { name, pack, nowMs, commands } = played;
  const before = [
    ["FLUSHALL"],
    ["CONFIG", "SET", "stream-node-max-bytes", "0", "stream-node-max-entries", String(pack)],
  ];
  const sent = [...before, ...commands.map((text) => text.split(" "))];
  const replies = (await redis.pipeline(sent)).slice(before.length);
  const steps = commands.map((text, i): Step => {
    const reply = normalized(text, replies[i] as Reply);
    const atMs = clockOf(text, reply, nowMs);
    return atMs === nowMs ? [text, reply] : [text, reply, atMs];
  });
  return { name, pack, nowMs, steps };
}

/** The server's clock as an automatic id tells it; ids given by hand are far from it. */
function clockOf(text: string, reply: Reply, nowMs: number): number {
  if (!/^XADD .*\* /.test(text) || typeof reply !== "string") return nowMs;
  const ms = Number(reply.split("-")[0]);
  return ms >= nowMs && ms < nowMs + 600_000 ? ms : nowMs;
}

export async function compare(redis: Redis, played: Played, report: Report): Promise<Transcript> {
  const transcript = await onServer(redis, played);
  const mismatch = mismatchOf(transcript);
  if (mismatch === null) report.compared(transcript.steps.length);
  else {
    const { step, words, server, model } = mismatch;
    report.compared(step + 1);
    report.differs({ schedule: played.name, step, command: words, server, model });
  }
  return transcript;
}

/** The server's clock, ms. */
export async function serverClockMs(redis: Redis): Promise<number> {
  const [seconds, micros] = (await redis.command(["TIME"])) as readonly string[];
  return Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
}
