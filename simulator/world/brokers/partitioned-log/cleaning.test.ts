import { expect, test } from "vitest";
import { hours, ms, seconds } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Context } from "../../context.ts";
import * as cleaning from "./cleaning.ts";
import { partitionedLog } from "./cluster.ts";
import { brokenCleanings } from "./fixtures/cleaning-schedule.ts";
import { playCluster } from "./fixtures/cluster-world.ts";
import type { TopicOptions } from "./options.ts";
import { PartitionLog } from "./partition.ts";
import { createProducer } from "./producer.ts";
import { plainBatch } from "./record.ts";

const LIVES = 1_000;

test(`KAF-8: ${LIVES} random logs: compaction keeps the last decided value of each key, renumbers nothing, spares the active segment and what is undecided`, () => {
  expect(brokenCleanings(cleaning, LIVES)).toBe(0);
});

const DAY_US = hours(24);

/** key=value records, one a second, ten to a segment. */
function logOf(...texts: readonly string[]): PartitionLog {
  const log = new PartitionLog(10);
  texts.forEach((text, i) => {
    const [key = "", value = null] = text.split("=");
    log.append(plainBatch({ key, value }), { leaderEpoch: 0, atUs: seconds(i) });
  });
  return log;
}
const filler = Array.from({ length: 10 }, (_, i) => `autre-${i}=x`);

test("KAF-8: a reader slower than delete.retention.ms misses a deletion, and keeps what is gone", () => {
  const log = logOf("a=1", "b=1", "a", ...filler);
  const read = (from: number) =>
    log.read(from, log.endOffset, 100).map(({ key, value }) => `${key}=${value}`);
  const clean = (nowUs: number) =>
    cleaning.compact(log, { nowUs, highWatermark: log.endOffset, deleteRetentionUs: DAY_US });
  const slow = new Map([["a", "1"]]);

  clean(hours(1));
  expect(read(0).slice(0, 2)).toEqual(["b=1", "a=null"]);
  clean(DAY_US + hours(1));
  for (const text of read(1)) if (text === "a=null") slow.delete("a");
  expect(slow.has("a")).toBe(true);
  expect(read(0)[0]).toBe("b=1");
});

test("KAF-8: offsets of what compaction took away are never given again, and reading from one goes on at the next", () => {
  const log = logOf("a=1", "a=2", "a=3", ...filler);
  cleaning.compact(log, { nowUs: 0, highWatermark: log.endOffset, deleteRetentionUs: DAY_US });
  expect(log.read(0, log.endOffset, 1)[0]).toMatchObject({ offset: 2, value: "3" });
  expect(log.endOffset).toBe(13);
});

test("KAF-8: retention deletes whole segments once their last record is too old, the one being written too", () => {
  const log = logOf(...filler, ...filler, ...filler);
  const at = (nowUs: number) =>
    cleaning.retain(
      log,
      { retentionUs: seconds(60), retentionRecords: null },
      {
        ...{ nowUs, highWatermark: log.endOffset },
      },
    );
  expect(at(seconds(69))).toBe(0);
  expect(at(seconds(70))).toBe(10);
  expect(log.read(10, 30, 100)).toHaveLength(20);
  expect(at(seconds(89))).toBe(20);
  // The last one is closed first: the next record goes on at the next offset.
  expect(at(seconds(90))).toBe(30);
  expect(log.append(plainBatch({ key: "a", value: "1" }), { leaderEpoch: 0, atUs: 0 })).toEqual([
    expect.objectContaining({ offset: 30 }),
  ]);
  expect(log.segments).toHaveLength(1);
});

test("KAF-8: a log bounded in size loses its oldest segments, down to the bound and not below", () => {
  const log = logOf(...filler, ...filler, ...filler, ...filler);
  const bound = { retentionUs: null, retentionRecords: 15 };
  cleaning.retain(log, bound, { nowUs: 0, highWatermark: log.endOffset });
  expect(log.startOffset).toBe(20);
  expect(log.endOffset - log.startOffset).toBeGreaterThanOrEqual(15);
});

/** Thirty records of three keys over six seconds: what of them stands on each broker a minute later. */
function leftOn(topic: Partial<TopicOptions>): ReadonlyMap<string, PartitionLog> {
  const cluster = partitionedLog({
    ...{ brokers: ["b1", "b2", "b3"], controller: "c", hasGroups: false, cleanEveryUs: seconds(1) },
    topics: [{ name: "t", partitions: 1, segmentRecords: 5, ...topic }],
  });
  const producer = createProducer({ cluster, name: "p" });
  const source = function* (ctx: Context): Process<void> {
    for (let i = 0; i < 30; i++) {
      yield* ctx.sleep(ms(200));
      yield* producer.send(ctx, { topic: "t", key: `k${i % 3}`, value: `${i}` });
    }
  };
  const left = new Map<string, PartitionLog>();
  const atEnd = (broker: string, log: (partition: string) => PartitionLog) =>
    void left.set(broker, log("t-0"));
  playCluster(cluster, { clients: { source }, untilUs: seconds(60), atEnd });
  return left;
}

const offsetsIn = (log: PartitionLog): readonly number[] =>
  log.segments.flatMap(({ records }) => records.map(({ offset }) => offset));

test("KAF-8: each broker cleans its own copy: by time all old segments go, by size the oldest, compaction keeps last values in place", () => {
  const kept = (topic: Partial<TopicOptions>) => [...leftOn(topic).values()].map(offsetsIn);
  const three = (offsets: readonly number[]) => [offsets, offsets, offsets];
  expect(kept({ retentionUs: seconds(10) })).toEqual(three([]));
  const last = (count: number) => Array.from({ length: count }, (_, i) => 30 - count + i);
  expect(kept({ retentionRecords: 10 })).toEqual(three(last(10)));
  // The closed segments hold 0 to 24: of each key the last value among them, then the segment being written.
  expect(kept({ cleanup: "compact" })).toEqual(three([22, 23, 24, ...last(5)]));
  expect(kept({})).toEqual(three(last(30)));
});
