/**
 * Clusters that grow: ten times more partitions, ten times more brokers with ten times the load.
 *
 * A cluster whose members each looked at all that the others hold would pay the square of its size.
 */

import { type DurationUs, ms } from "../base/time.ts";
import { createProducer, partitionedLog } from "../brokers.ts";
import type { Context, Process } from "../scenario.ts";
import { createQuorumStore, replicaHandlers } from "../stores.ts";
import { type SmallNode, start } from "../testing/small-world.ts";
import { atMost, type Figure } from "./figures.ts";
import { processorMs } from "./timing.ts";

interface Size {
  readonly brokers: number;
  readonly partitions: number;
  readonly records: number;
}

const FEW: Size = { brokers: 3, partitions: 3, records: 1_000 };
const LINK = { p50Us: ms(2), p95Us: ms(5), p99Us: ms(10) } as const;
const ROUNDS = 3;
const UNTIL_US = 60_000_000;

/** Processor time of the whole run, ms, and its length. */
function played(nodes: Readonly<Record<string, SmallNode>>): { ms: number; events: number } {
  const run = start({ nodes, latency: LINK }, { untilUs: UNTIL_US });
  const startMs = processorMs();
  while (run.advance(Number.POSITIVE_INFINITY));
  const spent = { ms: processorMs() - startMs, events: run.log.length };
  run.close();
  return spent;
}

/** Milliseconds of processor that one record took, messages of idle members included. */
function recordMs({ brokers, partitions, records }: Size): number {
  const ids = Array.from({ length: brokers }, (_, i) => `b${i}`);
  const cluster = partitionedLog({
    ...{ brokers: ids, controller: "b0", hasGroups: false },
    topics: [{ name: "t", partitions, replicas: 3 }],
  });
  const producer = createProducer({ cluster, name: "p" });
  const nodes: Record<string, SmallNode> = {};
  for (const [id, { serves, boot }] of Object.entries(cluster.parts)) {
    nodes[id] = { serves: serves as NonNullable<SmallNode["serves"]>, boot };
  }
  function* produce(ctx: Context): Process<void> {
    for (let i = 0; i < records; i++) {
      yield* ctx.sleep(((UNTIL_US / 2 / records) | 0) as DurationUs);
      yield* ctx.spawn("send", `${i}`, function* (ctx) {
        yield* producer.send(ctx, { topic: "t", key: `k${i % 97}`, value: `v${i}` });
      });
    }
  }
  nodes["producteur"] = { boot: { produce } };
  return played(nodes).ms / records;
}

/** Milliseconds of processor that one event took, when each write and each read asks all of the replicas. */
function quorumEventMs(replicaCount: number): number {
  const replicas = Array.from({ length: replicaCount }, (_, i) => `r${i}`);
  const majority = (replicaCount >> 1) + 1;
  const store = createQuorumStore({
    ...{ replicas, readQuorum: majority, writeQuorum: majority, writesBack: true },
    timeoutUs: ms(200),
  });
  function* trade(ctx: Context): Process<void> {
    for (let i = 0; i < 600; i++) {
      yield* store.write(ctx, `k${i % 7}`, `v${i}`);
      yield* store.read(ctx, `k${(i + 1) % 7}`);
    }
  }
  const serves = replicaHandlers(ms(1)) as NonNullable<SmallNode["serves"]>;
  const nodes: Record<string, SmallNode> = { client: { boot: { trade } } };
  for (const replica of replicas) nodes[replica] = { serves };
  const { ms: spentMs, events } = played(nodes);
  return spentMs / events;
}

/** After one round that warms it up: what else runs on the machine only ever adds. */
const best = (measure: () => number): number =>
  Math.min(...Array.from({ length: ROUNDS + 1 }, measure).slice(1));

export function benchClusters(): readonly Figure[] {
  const few = best(() => recordMs(FEW));
  const times = (size: Partial<Size>): number => best(() => recordMs({ ...FEW, ...size })) / few;
  const [three, thirty] = [3, 30].map((count) => best(() => quorumEventMs(count)));
  return [
    {
      id: "log-partitions",
      title: "Journal partitionné : un enregistrement, dix fois plus de partitions",
      ...{ value: times({ partitions: 30 }), unit: "×", gate: atMost(2), detail: "3 courtiers" },
    },
    {
      id: "log-brokers",
      title: "Journal partitionné : un enregistrement, tout dix fois plus grand",
      ...{ value: times({ brokers: 30, partitions: 30, records: 10_000 }), unit: "×" },
      gate: atMost(2),
      detail: "30 courtiers, 30 partitions, dix fois plus d’enregistrements",
    },
    {
      id: "quorum-replicas",
      title: "Quorum : un événement, dix fois plus de répliques",
      ...{ value: (thirty as number) / (three as number), unit: "×", gate: atMost(2) },
      detail:
        "30 répliques ; chaque demande les interroge toutes, ses événements sont dix fois plus nombreux",
    },
  ];
}
