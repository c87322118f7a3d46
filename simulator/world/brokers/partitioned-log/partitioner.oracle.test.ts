/** Our placement of records against the partitioners of kafkajs 2.2.4. */
import { Partitioners } from "kafkajs";
import { expect, test } from "vitest";
import { createRandom, type Random } from "../../../base/random.ts";
import { partitionOfKey, sticking, takingTurns } from "./partitioner.ts";

const KEYS = 20_000;
const metadata = (count: number) =>
  Array.from({ length: count }, (_, partitionId) => ({
    ...{ partitionId, leader: 1, partitionErrorCode: 0, replicas: [], isr: [] },
  }));

const ALPHABETS = [
  "abc0189-_",
  "éèàœ€—’",
  "漢字かな",
  "🛒📦👩‍🍳",
  "\u0000\u007f\u0080\uffff",
  "\ud800\udfff",
];

/** Keys of every length and script, halves of surrogate pairs included. */
function randomKey(luck: Random): string {
  const alphabet = ALPHABETS[luck.integerBelow(ALPHABETS.length)] as string;
  const units = Array.from({ length: luck.integerBelow(24) }, () =>
    alphabet.charCodeAt(luck.integerBelow(alphabet.length)),
  );
  return String.fromCharCode(...units);
}

const differences = (create: typeof Partitioners.DefaultPartitioner, keys = KEYS): number => {
  const partitioner = create();
  const luck = createRandom(7, "clés");
  let count = 0;
  for (let i = 0; i < keys; i++) {
    const key = i === 0 ? "" : randomKey(luck);
    const partitions = 1 + luck.integerBelow(luck.chance(500_000) ? 12 : 1_000);
    const theirs = partitioner({
      ...{ topic: "t", partitionMetadata: metadata(partitions), message: { key, value: "" } },
    });
    if (theirs !== partitionOfKey(key, partitions)) count++;
  }
  return count;
};

test(`KAF-1: a key goes where kafkajs' default partitioner sends it: ${KEYS} keys, 0 differences`, () => {
  expect(differences(Partitioners.DefaultPartitioner)).toBe(0);
});

test("KAF-1: kafkajs' legacy partitioner is another one: clients that differ split a key in two", () => {
  expect(differences(Partitioners.LegacyPartitioner, 1_000)).toBeGreaterThan(100);
});

test("KAF-1: adding partitions moves most keys", () => {
  const keys = Array.from({ length: 1_000 }, (_, i) => `commande-${i}`);
  const moved = keys.filter((key) => partitionOfKey(key, 6) !== partitionOfKey(key, 7));
  expect(moved.length).toBeGreaterThan(750);
});

test("KAF-1: without a key, kafkajs takes turns, from a random start", () => {
  const theirs = Partitioners.DefaultPartitioner();
  const ask = () =>
    theirs({ topic: "t", partitionMetadata: metadata(5), message: { value: "", key: null } });
  const first = ask();
  const ours = takingTurns(first);
  for (let i = 0; i < 100; i++) expect(ours.next(5)).toBe(ask());
});

test("KAF-1: without a key, Java's sticky placement fills one partition before it draws another", () => {
  const luck = createRandom(1, "collant");
  const placement = sticking(10, luck.integerBelow);
  const placed = Array.from({ length: 1_000 }, () => placement.next(4));
  for (let i = 0; i < placed.length; i += 10) {
    expect(new Set(placed.slice(i, i + 10)).size).toBe(1);
  }
  expect(new Set(placed).size).toBe(4);
});
