/**
 * Readers that wait with BLOCK, on real connections: who is served by which entry, and in which order.
 *
 * Three readers and one writer. After each command the writer asks once more (PING) and the event loop
 * turns: whatever the server had to say to the readers has arrived by then.
 */
import { setImmediate as turn } from "node:timers/promises";
import { createRandom } from "../../simulator/base/random.ts";
import {
  BlockedReaders,
  keyServedBy,
  withoutBlock,
} from "../../simulator/world/brokers/streams/blocked-readers.ts";
import {
  createKeyspace,
  execute,
  type Reply,
} from "../../simulator/world/brokers/streams/words.ts";
import type { Report } from "../shared/report.ts";
import { same } from "../shared/report.ts";
import { type Redis, speakTo } from "./redis-server.ts";

const READERS = ["a", "b", "c"] as const;
type Reader = (typeof READERS)[number];

/** What became known after one command, by client; `w` is the writer. */
type News = readonly (readonly [client: string, reply: Reply])[];

interface Side {
  readonly isWaiting: (reader: Reader) => boolean;
  readonly read: (reader: Reader, words: string) => Promise<News>;
  readonly write: (words: string) => Promise<News>;
}

const sorted = (news: Iterable<readonly [string, Reply]>): News =>
  [...news].sort(([a], [b]) => (a < b ? -1 : 1));

function modelSide(nowMs: number): Side {
  const keys = createKeyspace({ packMax: 100 });
  const blocked = new BlockedReaders<Reader>();
  const waiting = new Set<Reader>();
  return {
    isWaiting: (reader) => waiting.has(reader),
    async read(reader, text) {
      const { words, key, blockMs } = withoutBlock(keys, text.split(" "));
      const reply = execute(keys, words, nowMs);
      if (reply !== null || blockMs === null) return [[reader, reply]];
      blocked.block({ token: reader, key, words });
      waiting.add(reader);
      return [];
    },
    async write(text) {
      const words = text.split(" ");
      const news: [string, Reply][] = [["w", execute(keys, words, nowMs)]];
      const key = keyServedBy(words);
      for (const { token, reply } of key === null ? [] : blocked.serve(keys, key, nowMs)) {
        waiting.delete(token);
        news.push([token, reply]);
      }
      return sorted(news);
    },
  };
}

async function serverSide(writer: Redis, readers: ReadonlyMap<Reader, Redis>): Promise<Side> {
  await writer.command(["FLUSHALL"]);
  const waiting = new Set<Reader>();
  const heard = new Map<string, Reply>();
  const settle = async (): Promise<News> => {
    await writer.command(["PING"]);
    for (let i = 0; i < 3; i++) await turn();
    const news = sorted(heard);
    heard.clear();
    return news;
  };
  return {
    isWaiting: (reader) => waiting.has(reader),
    async read(reader, text) {
      waiting.add(reader);
      void readers
        .get(reader)
        ?.command(text.split(" "))
        .then((reply) => {
          waiting.delete(reader);
          heard.set(reader, reply);
        });
      // The reader's own connection must have spoken before the writer asks.
      await turn();
      await writer.command(["PING"]);
      return settle();
    },
    async write(text) {
      heard.set("w", await writer.command(text.split(" ")));
      return settle();
    },
  };
}

function commandFor(random: ReturnType<typeof createRandom>, reader: Reader | null, n: number) {
  if (reader !== null) {
    const count = random.chance(500_000) ? ` COUNT ${random.between(1, 2)}` : "";
    const noAck = random.chance(100_000) ? " NOACK" : "";
    return random.chance(150_000)
      ? `XREAD${count} BLOCK 0 STREAMS s $`
      : `XREADGROUP GROUP g ${reader}${count}${noAck} BLOCK 0 STREAMS s >`;
  }
  return [
    ...["XGROUP SETID s g 0", "XGROUP SETID s g $", "XGROUP DESTROY s g", "XPENDING s g", "DEL s"],
    ...["XGROUP CREATE s g $ MKSTREAM", "XGROUP CREATE s g 0 MKSTREAM", `XDEL s ${n - 1}`],
    ...Array.from({ length: 12 }, () => `XADD s ${n} n ${n}`),
  ][random.integerBelow(20)] as string;
}

/** One schedule on both sides; stops at its first difference. */
async function playOne(seed: number, server: Side, report: Report): Promise<void> {
  const random = createRandom(seed, "redis-blocking");
  const model = modelSide(Date.now());
  let replies = 0;
  const begin = "XGROUP CREATE s g 0 MKSTREAM";
  for (let step = 0; step < 40; step++) {
    const who = READERS[random.integerBelow(7)] ?? null;
    if (who !== null && model.isWaiting(who)) continue;
    const command = step === 0 ? begin : commandFor(random, who, step);
    const isRead = step > 0 && who !== null;
    const onServer = await (isRead ? server.read(who, command) : server.write(command));
    const onModel = await (isRead ? model.read(who, command) : model.write(command));
    replies += onServer.length;
    const told = { schedule: `blocage ${seed}`, step, command: `${isRead ? who : "w"} ${command}` };
    if (!same(report, { ...told, server: onServer, model: onModel })) break;
  }
  report.compared(replies);
}

/** Plays so many schedules, each with readers that wait on connections of their own. */
export async function blockingSchedules(redis: Redis, count: number, report: Report) {
  for (let seed = 1; seed <= count; seed++) {
    const readers = new Map<Reader, Redis>();
    for (const reader of READERS) readers.set(reader, await speakTo(redis.server));
    await playOne(seed, await serverSide(redis, readers), report);
    // Whoever still waits is unblocked by the end of its connection.
    for (const reader of readers.values()) reader.disconnect();
  }
}
