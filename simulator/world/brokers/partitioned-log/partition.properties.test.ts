/** Random lives of a partition: numbered batches, transactions, cuts; against a plain log and kafkajs' filter. */
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { createRandom } from "../../../base/random.ts";
import { visible } from "./consumer-state.ts";
import { differencesInALife } from "./fixtures/log-schedule.ts";
import { PartitionLog } from "./partition.ts";
import type { LogRecord } from "./record.ts";

const LIVES = 400;

test(`KAF-6, KAF-7: ${LIVES} random lives of a partition answer, number and hide as the rules say: 0 differences`, () => {
  let differences = 0;
  for (let seed = 0; seed < LIVES; seed++) {
    differences += differencesInALife({ PartitionLog, visible }, seed);
  }
  expect(differences).toBe(0);
});

type Filter = (asked: {
  readonly messages: readonly unknown[];
  readonly abortedTransactions: readonly unknown[];
}) => readonly { readonly offset: string }[];

/** Not exported by the package, so taken from its files: what its consumers do with what they fetched. */
const filterAborted = createRequire(import.meta.url)(
  "kafkajs/src/consumer/filterAbortedMessages.js",
) as Filter;

/** A record as kafkajs decodes it: control records have a key of version and type (abort 0, commit 1). */
const decoded = ({ offset, producer, isTransactional, marker, key }: LogRecord) => ({
  offset: String(offset),
  key:
    marker === null ? Buffer.from(key ?? "") : Buffer.from([0, 0, 0, marker === "abort" ? 0 : 1]),
  batchContext: { producerId: String(producer?.id ?? -1), inTransaction: isTransactional },
  isMarker: marker !== null,
});

/** A log of three producers whose transactions cross each other. */
function crossedLog(seed: number): PartitionLog {
  const luck = createRandom(seed, "filtre");
  const log = new PartitionLog(10);
  for (let step = 0; step < 60; step++) {
    const id = 1 + luck.integerBelow(3);
    const producer = { id, epoch: 0, sequence: -1 };
    const stamp = { leaderEpoch: 0, atUs: step };
    if (luck.chance(250_000)) {
      log.appendMarker(luck.chance(500_000) ? "abort" : "commit", producer, stamp);
    } else {
      const isTransactional = log.producers.hasOpenTransaction(id) || luck.chance(600_000);
      log.append({ records: [{ key: "k", value: "v" }], producer, isTransactional }, stamp);
    }
  }
  return log;
}

/** What ours and kafkajs' consumer show of a fetch that begins at `from`. */
function shown(log: PartitionLog, from: number) {
  const stable = log.producers.lastStableOffset(log.endOffset);
  const records = log.read(from, stable, 1_000);
  const aborted = log.producers.abortedBetween(from, stable);
  const theirs = filterAborted({
    messages: records.map(decoded),
    abortedTransactions: aborted.map(({ producerId, firstOffset }) => ({
      ...{ producerId: String(producerId), firstOffset: String(firstOffset) },
    })),
  });
  const isData = (message: unknown): boolean => !(message as { isMarker: boolean }).isMarker;
  return {
    ours: visible(records, aborted).map(({ offset }) => offset),
    theirs: theirs.filter(isData).map(({ offset }) => Number(offset)),
  };
}

test("KAF-7: from the start of a log, a reader of committed records is shown what kafkajs shows: 1 000 random logs, 0 differences", () => {
  for (let seed = 0; seed < 1_000; seed++) {
    const { ours, theirs } = shown(crossedLog(seed), 0);
    expect(ours).toEqual(theirs);
  }
});

test("KAF-7: a fetch that begins inside two undone transactions: kafkajs 2.2.4 shows a record of the second one, Java and ours do not", () => {
  const log = new PartitionLog(10);
  const stamp = { leaderEpoch: 0, atUs: 0 };
  const write = (id: number) => {
    const producer = { id, epoch: 0, sequence: -1 };
    log.append({ records: [{ key: "k", value: "v" }], producer, isTransactional: true }, stamp);
  };
  const undo = (id: number) => log.appendMarker("abort", { id, epoch: 0, sequence: -1 }, stamp);
  for (const id of [1, 2, 2]) write(id);
  for (const id of [1, 2]) undo(id);
  expect(shown(log, 2)).toEqual({ ours: [], theirs: [2] });
});
