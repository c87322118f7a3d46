import { describe, expect, test } from "vitest";
import { ms, seconds } from "../../../base/time.ts";
import { partitionedLog } from "./cluster.ts";
import { createConsumer } from "./consumer.ts";
import type { ClusterOptions, TopicOptions } from "./options.ts";
import { createProducer } from "./producer.ts";

const cluster = (options: Partial<ClusterOptions> = {}, topic: Partial<TopicOptions> = {}) =>
  partitionedLog({
    ...{ brokers: ["b1", "b2", "b3"], controller: "c" },
    topics: [{ name: "commandes", partitions: 3, ...topic }],
    ...options,
  });

const consumer = { group: "facturation", topics: ["commandes"] } as const;

describe("a cluster that makes no sense is refused while the scenario is built, in words that name the field", () => {
  test.each<readonly [string, () => unknown]>([
    ["sujets/commandes/partitions", () => cluster({}, { partitions: 0 })],
    ["sujets/commandes/partitions", () => cluster({}, { partitions: 1.5 })],
    ["sujets/commandes/replicas", () => cluster({}, { replicas: 4 })],
    [
      "sujets/commandes/minInsyncReplicas",
      () => cluster({}, { replicas: 2, minInsyncReplicas: 3 }),
    ],
    ["sujets/commandes/minInsyncReplicas", () => cluster({}, { minInsyncReplicas: 0 })],
    [
      "sujets/__consumer_offsets/minInsyncReplicas",
      () => cluster({ minInsyncReplicas: 4 }, { minInsyncReplicas: 1 }),
    ],
    ["sujets/commandes/segmentRecords", () => cluster({}, { segmentRecords: 0 })],
    ["sujets/commandes/retentionUs", () => cluster({}, { retentionUs: -1 })],
    ["sujets/commandes/retentionRecords", () => cluster({}, { retentionRecords: -1 })],
    ["sujets/__consumer_offsets", () => cluster({}, { name: "__consumer_offsets" })],
    ["courtiers", () => cluster({ brokers: [] })],
    ["courtiers", () => cluster({ brokers: ["b1", "b1"] })],
    ["controller", () => cluster({ controller: "" })],
    ["sujets", () => cluster({ topics: [] })],
    [
      "sujets",
      () =>
        cluster({
          topics: [
            { name: "a", partitions: 1 },
            { name: "a", partitions: 2 },
          ],
        }),
    ],
    ["heartbeatUs", () => cluster({ heartbeatUs: ms(0) })],
    ["sessionUs", () => cluster({ heartbeatUs: seconds(9), sessionUs: seconds(9) })],
  ])("%s", (field, build) => {
    expect(build).toThrow(`« ${field} » : `);
  });
});

describe("so is a client of it", () => {
  test.each<readonly [string, () => unknown]>([
    ["topics", () => createConsumer({ cluster: cluster(), group: "g", topics: ["inconnu"] })],
    ["topics", () => createConsumer({ cluster: cluster(), group: "g", topics: [] })],
    ["group", () => createConsumer({ cluster: cluster(), ...consumer, group: "" })],
    ["group", () => createConsumer({ cluster: cluster({ hasGroups: false }), ...consumer })],
    [
      "heartbeatUs",
      () => createConsumer({ cluster: cluster(), ...consumer, heartbeatUs: seconds(60) }),
    ],
    ["acks", () => createProducer({ cluster: cluster(), name: "p", acks: 1, isIdempotent: true })],
    ["inFlightMax", () => createProducer({ cluster: cluster(), name: "p", inFlightMax: 6 })],
    [
      "deliveryTimeoutUs",
      () => createProducer({ cluster: cluster(), name: "p", deliveryTimeoutUs: seconds(1) }),
    ],
  ])("%s", (field, build) => {
    expect(build).toThrow(`« ${field} » : `);
  });

  test("two readers of one name would share their memory, and so would two producers", () => {
    const own = cluster();
    createConsumer({ cluster: own, ...consumer });
    expect(() => createConsumer({ cluster: own, ...consumer })).toThrow(
      "« lecteurs » : « facturation »",
    );
    createConsumer({ cluster: own, ...consumer, name: "second" });
    createProducer({ cluster: own, name: "boutique" });
    expect(() => createProducer({ cluster: own, name: "boutique" })).toThrow(
      "« producteurs » : « boutique »",
    );
  });
});
