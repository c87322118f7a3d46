import { expect, test } from "vitest";
import { ms, seconds } from "../../../base/time.ts";
import { eventsOf } from "../../../testing/small-world.ts";
import { partitionedLog } from "./cluster.ts";
import { createConsumer } from "./consumer.ts";
import { playCluster } from "./fixtures/cluster-world.ts";
import { createProducer } from "./producer.ts";

test("smoke", () => {
  const cluster = partitionedLog({
    brokers: ["b1", "b2", "b3"],
    controller: "controleur",
    topics: [{ name: "commandes", partitions: 3, minInsyncReplicas: 2 }],
  });
  const producer = createProducer({ cluster, name: "p", requestTimeoutUs: seconds(1) });
  const consumer = createConsumer({ cluster, group: "g", topics: ["commandes"], autoOffsetReset: "earliest" });
  const read: string[] = [];
  const sent: string[] = [];
  const run = playCluster(cluster, {
    faults: ["crash:b1@5s+10s"],
    clients: {
      *source(ctx) {
        for (let i = 0; i < 50; i++) {
          yield* ctx.sleep(ms(200));
          const answer = yield* producer.send(ctx, { topic: "commandes", key: `k${i % 7}`, value: `v${i}` });
          sent.push(answer.kind);
        }
      },
      *lecteur(ctx) {
        for (;;) for (const r of yield* consumer.poll(ctx)) read.push(r.value ?? "");
      },
    },
  });
  console.log(run.summary().endReason, run.summary().events, sent.filter((s) => s === "sent").length, new Set(read).size, read.length);
  const failed = eventsOf(run.log, "process-ended").filter((e) => e.outcome === "failed");
  console.log(failed.slice(0, 5));
  expect(new Set(read).size).toBe(50);
});
