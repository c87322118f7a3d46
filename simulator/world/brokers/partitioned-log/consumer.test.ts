/** A reader that commits by itself: what its commits say, and when that is a lie. */
import { expect, test } from "vitest";
import { type DurationUs, ms, seconds } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import { allEvents, notes } from "../../../testing/small-world.ts";
import type { Context } from "../../context.ts";
import { partitionedLog } from "./cluster.ts";
import { createConsumer } from "./consumer.ts";
import type { ConsumerRecord } from "./consumer-state.ts";
import { playCluster } from "./fixtures/cluster-world.ts";
import { createProducer } from "./producer.ts";
import { offsetsKey } from "./serve-groups.ts";

const COUNT = 12;

function* processOne(ctx: Context, { value }: ConsumerRecord): Process<void> {
  yield* ctx.work(ms(300));
  ctx.log.note(`fait ${value}`);
}

type Handle = (ctx: Context, record: ConsumerRecord) => Process<void>;

/** Twelve records, read two at a time by somebody who commits by itself every `autoCommitUs`. */
function runOf(handle: Handle, faults: readonly string[], autoCommitUs: DurationUs) {
  const cluster = partitionedLog({
    ...{ brokers: ["b"], controller: "b", initialRebalanceUs: ms(100) },
    topics: [{ name: "t", partitions: 1 }],
  });
  const producer = createProducer({ cluster, name: "p" });
  const consumer = createConsumer({
    ...{
      cluster,
      group: "g",
      topics: ["t"],
      autoOffsetReset: "earliest",
      pollMax: 2,
      autoCommitUs,
    },
    ...{ sessionTimeoutUs: seconds(3), heartbeatUs: seconds(1) },
  });
  const source = function* (ctx: Context): Process<void> {
    for (let i = 0; i < COUNT; i++)
      yield* producer.send(ctx, { topic: "t", key: null, value: `${i}` });
  };
  const app = function* (ctx: Context): Process<void> {
    for (;;) for (const record of yield* consumer.poll(ctx)) yield* handle(ctx, record);
  };
  return allEvents(
    playCluster(cluster, { clients: { source, app }, faults, untilUs: seconds(20) }).log,
  );
}

type Events = ReturnType<typeof runOf>;

/** Records committed as done before they were, at the instant of each commit. */
function lies(events: Events): readonly string[] {
  const done = new Set<string>();
  const found = new Set<string>();
  for (const event of events) {
    if (event.kind === "note" && event.text.startsWith("fait ")) done.add(event.text.slice(5));
    if (event.kind !== "memory-changed" || event.key !== offsetsKey("g")) continue;
    const [[, next]] = event.after as readonly [readonly [string, number]];
    for (let i = 0; i < next; i++) if (!done.has(`${i}`)) found.add(`${i}`);
  }
  return [...found];
}

const doneIn = (events: Events): readonly string[] =>
  events.flatMap((event) =>
    event.kind === "note" && event.text.startsWith("fait ") ? [event.text.slice(5)] : [],
  );

const commitsIn = (events: Events): number =>
  events.filter((event) => event.kind === "memory-changed" && event.key === offsetsKey("g")).length;

const everyRecord = Array.from({ length: COUNT }, (_, i) => `${i}`);

test("KAF-4: an automatic commit is made by a later poll and speaks of what the polls before it handed over", () => {
  const events = runOf(processOne, [], ms(1));
  expect(commitsIn(events)).toBeGreaterThan(3);
  expect(lies(events)).toEqual([]);
  expect(doneIn(events)).toEqual(everyRecord);
});

test("KAF-4: who leaves in good order commits first, so that the next reader begins where it stopped", () => {
  const cluster = partitionedLog({
    ...{ brokers: ["b"], controller: "b", initialRebalanceUs: ms(100) },
    topics: [{ name: "t", partitions: 1 }],
  });
  const producer = createProducer({ cluster, name: "p" });
  const reader = (name: string) =>
    createConsumer({
      ...{ cluster, group: "g", name, topics: ["t"], autoOffsetReset: "earliest" },
      // Longer than it stays: only leaving can commit.
      ...{ autoCommitUs: seconds(60), pollMax: 2 },
    });
  const [first, second] = [reader("premier"), reader("second")];
  const source = function* (ctx: Context): Process<void> {
    for (let i = 0; i < 4; i++) yield* producer.send(ctx, { topic: "t", key: null, value: `${i}` });
  };
  const leaving = function* (ctx: Context): Process<void> {
    for (let read = 0; read < 2; ) read += (yield* first.poll(ctx)).length;
    yield* first.close(ctx);
  };
  const coming = function* (ctx: Context): Process<void> {
    yield* ctx.sleep(seconds(10));
    for (;;) for (const { value } of yield* second.poll(ctx)) ctx.log.note(`lu ${value}`);
  };
  const { log } = playCluster(cluster, {
    ...{ clients: { source, leaving, coming }, untilUs: seconds(20) },
  });
  expect(notes(log)).toEqual(["lu 2", "lu 3"]);
});

test("KAF-4: a crash repeats what was handled since the last automatic commit, and loses nothing", () => {
  const events = runOf(processOne, ["crash:app@2500ms+1s"], seconds(1));
  const done = doneIn(events);
  expect([...new Set(done)].sort()).toEqual([...everyRecord].sort());
  expect(done.length).toBeGreaterThan(COUNT);
});

test("KAF-4: a handler that gives its records away lets the automatic commit speak too soon: a crash loses them", () => {
  const giveAway: Handle = function* (ctx, record) {
    yield* ctx.spawn("later", record.value, function* (ctx) {
      yield* ctx.sleep(seconds(1));
      yield* processOne(ctx, record);
    });
  };
  const calm = runOf(giveAway, [], ms(1));
  expect(lies(calm).length).toBeGreaterThan(0);
  const done = new Set(doneIn(runOf(giveAway, ["crash:app@1s+1s"], ms(1))));
  expect(done.size).toBeLessThan(COUNT);
});
