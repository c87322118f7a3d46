/** Settings that make no sense are refused while the scenario is assembled. */
import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../../../base/configuration.ts";
import type { DurationUs } from "../../../base/time.ts";
import { partitionedLog } from "../../../world/brokers/partitioned-log/cluster.ts";
import { createChangeCapture } from "./change-capture.ts";
import { CONNECTOR, DATABASE, newCluster, THROUGH_OUTBOX } from "./fixtures/capture-world.ts";
import type { CaptureOptions, ConnectorOptions } from "./options.ts";

const cluster = newCluster(["b1"], 1);
const options = (
  connectors: readonly Partial<ConnectorOptions>[],
  rest: Partial<CaptureOptions> = {},
): CaptureOptions => ({
  ...{ database: DATABASE, cluster, offsetsTopic: "positions" },
  connectors: connectors.map((connector) => ({ ...CONNECTOR, ...connector })),
  ...rest,
});

const never = 0 as DurationUs;
const noTransactions = partitionedLog({
  ...{ brokers: ["b1"], controller: "b1" },
  topics: [
    { name: "boutique.public.commandes", partitions: 1 },
    { name: "positions", partitions: 1 },
  ],
});

describe("un réglage absurde est refusé, et nommé", () => {
  test.each<readonly [string, string, CaptureOptions]>([
    ["two connectors, one slot", "slot", options([{}, { prefix: "autre" }])],
    ["two connectors, one prefix", "prefix", options([{}, { slot: "autre" }])],
    ["no connector", "connectors", options([])],
    ["positions flushed every 0 µs", "flushUs", options([{ flushUs: never }])],
    ["a table that does not exist", "tables", options([{ tables: ["factures"] }])],
    ["no table", "tables", options([{ tables: [] }])],
    ["an outbox that is not followed", "outbox", options([{ outbox: THROUGH_OUTBOX.outbox }])],
    [
      "an outbox without its columns",
      "outbox",
      options([{ outbox: { table: "commandes", aggregates: [] } }]),
    ],
    [
      "an aggregate without its topic",
      "outbox/aggregates",
      options([{ ...THROUGH_OUTBOX, outbox: { table: "boite", aggregates: ["client"] } }]),
    ],
    ["heartbeats at no interval", "heartbeatUs", options([{ heartbeatUs: never }])],
    ["positions kept nowhere", "offsetsTopic", options([{}], { offsetsTopic: "nulle-part" })],
    ["a slot that keeps −1 commits", "slotKeepMax", options([{}], { slotKeepMax: -1 })],
    [
      "exactly once without transactions",
      "delivery",
      options([{ delivery: "exactly-once" }], { cluster: noTransactions }),
    ],
  ])("%s", (_, field, given) => {
    expect(() => createChangeCapture(given)).toThrow(BadConfiguration);
    expect(() => createChangeCapture(given)).toThrow(`« ${field} »`);
  });
});
