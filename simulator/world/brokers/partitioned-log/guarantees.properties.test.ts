/**
 * What the cluster promises, under faults nobody prepared: crashes of brokers, controller and clients, pauses,
 * cuts, losses, doubled and reordered messages.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { ms, seconds } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Context } from "../../context.ts";
import { type Cluster, partitionedLog } from "./cluster.ts";
import { createConsumer } from "./consumer.ts";
import { visible } from "./consumer-state.ts";
import { playCluster } from "./fixtures/cluster-world.ts";
import { randomFaults } from "./fixtures/random-faults.ts";
import type { PartitionLog } from "./partition.ts";
import { createProducer } from "./producer.ts";
import type { LogRecord } from "./record.ts";
import { createTransactionalProducer } from "./transactional-producer.ts";

const RUNS = 32;
const BROKERS = ["b1", "b2", "b3"];
/** Records are sent for 9 s, faults begin meanwhile; then time to try again for as long as clients do. */
const SENT = 90;
const FAULTS_MS = 9_000;
const END_US = seconds(42);

const newCluster = (partitions: number): Cluster =>
  partitionedLog({
    ...{ brokers: BROKERS, controller: "controleur", minInsyncReplicas: 2, hasTransactions: true },
    topics: [
      { name: "entree", partitions, segmentRecords: 16 },
      { name: "sortie", partitions, segmentRecords: 16 },
    ],
    ...{ heartbeatUs: ms(500), sessionUs: seconds(2), lagMaxUs: seconds(3) },
    ...{ initialRebalanceUs: ms(500), expireEveryUs: seconds(1) },
  });

const consumerOptions = {
  ...{ group: "g", topics: ["entree"], autoOffsetReset: "earliest" as const },
  ...{ sessionTimeoutUs: seconds(4), heartbeatUs: seconds(1), maxPollIntervalUs: seconds(8) },
  ...{ requestTimeoutUs: seconds(2), pollMax: 5, autoCommitUs: null },
} as const;

const within = (nodes: readonly string[]) =>
  nodes.flatMap((a) => nodes.filter((b) => b !== a).map((b) => `${a}>${b}`));

/** Faults of the cluster and of these clients, whose links fail as often as those of brokers. */
const worldOf = (clients: readonly string[]) =>
  fc.record({
    faults: randomFaults({
      nodes: [...BROKERS, "controleur", ...clients, ...clients],
      links: [
        ...within([...BROKERS, "controleur"]),
        ...clients.flatMap((c) => BROKERS.flatMap((b) => [`${c}>${b}`, `${b}>${c}`])),
        ...clients.flatMap((c) => BROKERS.flatMap((b) => [`${c}>${b}`, `${b}>${c}`])),
      ],
      cuts: BROKERS.flatMap((id) => {
        const others = BROKERS.filter((other) => other !== id).join(",");
        return [`${id}|${others}`, `${id}|${others},controleur`, `${id}|controleur`];
      }),
      ...{ untilMs: FAULTS_MS, countMax: 6 },
    }),
    seed: fc.integer({ min: 0, max: 1_000_000 }),
    partitions: fc.integer({ min: 1, max: 3 }),
  });

/** Sends numbered records of a few keys; a crash of its node is told by the next number. */
const source = (cluster: Cluster, acked: string[]) => {
  const producer = createProducer({
    ...{ cluster, name: "p", requestTimeoutUs: seconds(1), deliveryTimeoutUs: seconds(15) },
  });
  return function* (ctx: Context): Process<void> {
    const disk = ctx.objects.durable("numéro", () => ({ next: 0 }));
    while (disk.next < SENT) {
      const value = `v${disk.next++}`;
      const key = `k${disk.next % 5}`;
      yield* ctx.sleep(ms(100));
      // Several are in flight at once: nobody waits for the former one.
      yield* ctx.spawn("send", value, function* (ctx) {
        const sent = yield* producer.send(ctx, { topic: "entree", key, value });
        if (sent.kind === "sent") acked.push(value);
      });
    }
  };
};

/** What stands on the disks at the end. */
class Disks {
  readonly byBroker = new Map<string, ReadonlyMap<string, PartitionLog>>();
  readonly #cluster: Cluster;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  readonly look = (broker: string, log: (partition: string) => PartitionLog): void => {
    const ids = [...this.#cluster.settings.layout.keys()];
    this.byBroker.set(broker, new Map(ids.map((id) => [id, log(id)])));
  };

  /** What a reader of committed records would see of a topic, on one broker. */
  visibleOn(broker: string, topic: string): readonly LogRecord[] {
    return [...this.#cluster.settings.layout.values()]
      .filter((partition) => partition.topic === topic)
      .flatMap(({ id }) => {
        const log = this.byBroker.get(broker)?.get(id) as PartitionLog;
        const records = log.read(log.startOffset, log.endOffset, log.endOffset);
        return visible(records, log.producers.abortedBetween(0, log.endOffset));
      });
  }
}

const valuesOf = (records: readonly LogRecord[]): readonly (string | null)[] =>
  records.map(({ value }) => value);

/** Numbers of each key, in the order of the log. */
function isInOrder(
  records: readonly { readonly key: string | null; readonly value: string | null }[],
) {
  const last = new Map<string | null, number>();
  for (const { key, value } of records) {
    const number = Number((value ?? "v0").slice(1));
    if (number <= (last.get(key) ?? -1)) return false;
    last.set(key, number);
  }
  return true;
}

test(`KAF-5: ${RUNS} random worlds: what acks=all acknowledged with two replicas in sync is on every disk, once, in the order of its key`, () => {
  fc.assert(
    fc.property(worldOf(["source"]), ({ faults, seed, partitions }) => {
      const cluster = newCluster(partitions);
      const acked: string[] = [];
      const disks = new Disks(cluster);
      playCluster(cluster, {
        ...{ faults, seed, untilUs: END_US, atEnd: disks.look },
        clients: { source: source(cluster, acked), *app1() {}, *app2() {} },
      });
      for (const broker of BROKERS) {
        const records = disks.visibleOn(broker, "entree");
        const values = valuesOf(records);
        expect(acked.filter((value) => !values.includes(value))).toEqual([]);
        expect(new Set(values).size).toBe(values.length);
        expect(isInOrder(records)).toBe(true);
        expect(values).toEqual(valuesOf(disks.visibleOn("b1", "entree")));
      }
    }),
    { numRuns: RUNS, seed: 20_261_121 },
  );
});

test(`KAF-3: ${RUNS} random worlds: processing before committing loses nothing that was acknowledged`, () => {
  fc.assert(
    fc.property(worldOf(["app1", "app2"]), ({ faults, seed, partitions }) => {
      const cluster = newCluster(partitions);
      const acked: string[] = [];
      const processed: string[] = [];
      const consumer = createConsumer({ cluster, ...consumerOptions });
      const process = function* (ctx: Context): Process<void> {
        for (;;) {
          const records = yield* consumer.poll(ctx);
          for (const { value } of records) {
            yield* ctx.work(ms(100));
            processed.push(value ?? "");
          }
          if (records.length > 0) yield* consumer.commit(ctx);
        }
      };
      playCluster(cluster, {
        ...{ faults, seed, untilUs: END_US },
        clients: { source: source(cluster, acked), app1: process, app2: process },
      });
      const missing = acked.filter((value) => !processed.includes(value));
      expect(missing).toEqual([]);
    }),
    { numRuns: RUNS, seed: 20_261_122 },
  );
});

test(`KAF-7: ${RUNS} random worlds: from topic to topic inside transactions, each record comes out exactly once, in the order of its key`, () => {
  fc.assert(
    fc.property(worldOf(["app1", "app2"]), ({ faults, seed, partitions }) => {
      const cluster = newCluster(partitions);
      const acked: string[] = [];
      const disks = new Disks(cluster);
      playCluster(cluster, {
        ...{ faults, seed, untilUs: END_US, atEnd: disks.look },
        clients: {
          source: source(cluster, acked),
          app1: relay(cluster, "app1"),
          app2: relay(cluster, "app2"),
        },
      });
      for (const broker of BROKERS) {
        const came = disks.visibleOn(broker, "entree");
        const went = disks.visibleOn(broker, "sortie");
        expect([...valuesOf(went)].sort()).toEqual([...valuesOf(came)].sort());
        expect(isInOrder(went)).toBe(true);
        expect(acked.filter((value) => !valuesOf(went).includes(value))).toEqual([]);
      }
    }),
    { numRuns: RUNS, seed: 20_261_123 },
  );
});

/** Reads, writes elsewhere, commits both in one transaction. */
const relay = (cluster: Cluster, name: string) => {
  const consumer = createConsumer({
    ...{ cluster, ...consumerOptions, name, isolation: "read_committed" },
  });
  const producer = createTransactionalProducer({
    ...{ cluster, name, transactionalId: name, transactionTimeoutUs: seconds(5) },
    ...{ requestTimeoutUs: seconds(1), deliveryTimeoutUs: seconds(4) },
  });
  return function* (ctx: Context): Process<void> {
    for (;;) {
      const records = yield* consumer.poll(ctx);
      if (records.length === 0) continue;
      if (yield* copyInside(ctx, records)) continue;
      // Nobody knows: a new session settles it, and what is committed says where to go on.
      yield* producer.startAgain(ctx);
      yield* consumer.rewind(ctx);
    }
  };

  function* copyInside(ctx: Context, records: readonly LogRecord[]): Process<boolean> {
    if ((yield* producer.begin(ctx)).kind !== "done") return false;
    for (const { key, value } of records) {
      yield* ctx.work(ms(100));
      const sent = yield* producer.send(ctx, { topic: "sortie", key, value });
      if (sent.kind !== "sent") {
        yield* producer.abort(ctx);
        return false;
      }
    }
    if ((yield* producer.sendOffsets(ctx, consumer)).kind !== "done") {
      yield* producer.abort(ctx);
      return false;
    }
    return (yield* producer.commit(ctx)).kind === "done";
  }
};
