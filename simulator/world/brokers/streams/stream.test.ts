import { describe, expect, test } from "vitest";
import type { Group } from "./group.ts";
import { Stream } from "./stream.ts";
import { formatId, MAX_ID, type StreamId, ZERO_ID } from "./stream-id.ts";

const id = (ms: number): StreamId => ({ ms, seq: 0 });
const EVERYBODY = { start: ZERO_ID, end: MAX_ID, count: 1_000, minIdleMs: 0, consumer: null };
const ALL = Number.POSITIVE_INFINITY;

function filled(
  count: number,
  idAt: (ms: number) => StreamId = id,
): { readonly stream: Stream; readonly group: Group } {
  const stream = new Stream();
  const group = stream.createGroup("facturation", ZERO_ID);
  if (group === null) throw new Error("a new stream has no group");
  for (let ms = 1; ms <= count; ms++) {
    stream.add({ kind: "explicit", id: idAt(ms) }, ["n", `${ms}`], ms);
  }
  return { stream, group };
}

const idsOf = (items: readonly { readonly id: StreamId }[]): readonly string[] =>
  items.map((item) => formatId(item.id));

describe("un groupe de lecteurs", () => {
  test("RED-1: new entries go to one consumer of the group, history to its own holder", () => {
    const { group } = filled(3);
    expect(idsOf(group.read("anne", 2, false, 10))).toEqual(["1-0", "2-0"]);
    expect(idsOf(group.read("bruno", 2, false, 10))).toEqual(["3-0"]);
    expect(idsOf(group.history("anne", ZERO_ID, ALL, 20))).toEqual(["1-0", "2-0"]);
    expect(idsOf(group.history("bruno", ZERO_ID, ALL, 20))).toEqual(["3-0"]);
    expect(group.read("anne", ALL, false, 30)).toEqual([]);
  });

  test("RED-2: an acknowledgement empties the pending list, not the stream", () => {
    const { stream, group } = filled(1);
    group.read("anne", ALL, false, 10);
    expect(group.acknowledge(id(1))).toBe(true);
    expect(group.acknowledge(id(1))).toBe(false);
    expect(stream.length).toBe(1);
  });

  test("RED-3: a thousand hours later nothing was redelivered, nothing was set aside", () => {
    const { group } = filled(2);
    group.read("anne", ALL, false, 10);
    const later = 3_600_000_000;
    expect(group.read("bruno", ALL, false, later)).toEqual([]);
    const held = group.listPending(EVERYBODY, later);
    expect(held.map(({ consumer, deliveryCount }) => [consumer.name, deliveryCount])).toEqual([
      ["anne", 1],
      ["anne", 1],
    ]);
  });

  test("RED-4: of two who claim at the same instant one wins, and idleness starts again", () => {
    const { group } = filled(2);
    group.read("anne", ALL, false, 0);
    const options = { minIdleMs: 5_000, start: ZERO_ID };
    expect(group.autoClaim("bruno", options, 4_999).claimed).toEqual([]);
    expect(idsOf(group.autoClaim("bruno", options, 5_000).claimed)).toEqual(["1-0", "2-0"]);
    expect(group.autoClaim("carla", options, 5_000).claimed).toEqual([]);
    // By name as well: idle for exactly as long as asked is enough.
    const exactly = { minIdleMs: 5_000 };
    expect(group.claim("carla", [id(1)], exactly, 9_999)).toEqual([]);
    expect(
      idsOf(
        group.claim(
          "bruno",
          [id(1)],
          { ...exactly, deliveredAtMs: 5_000, deliveryCount: 2 },
          10_000,
        ),
      ),
    ).toEqual(["1-0"]);
    const held = group.listPending(EVERYBODY, 6_000);
    expect(held.map(({ deliveredAtMs, deliveryCount }) => [deliveredAtMs, deliveryCount])).toEqual([
      [5_000, 2],
      [5_000, 2],
    ]);
    const named = { minIdleMs: 0, start: ZERO_ID, isJustId: true };
    group.autoClaim("carla", named, 7_000);
    expect(group.listPending(EVERYBODY, 7_000).map(({ deliveryCount }) => deliveryCount)).toEqual([
      2, 2,
    ]);
  });

  test("RED-5: a trimmed entry is a hole in the history until XAUTOCLAIM drops it", () => {
    const { stream, group } = filled(3);
    group.read("anne", ALL, false, 0);
    const keep = { kind: "max-length", length: 2 } as const;
    expect(stream.trim({ keep, isApproximate: false, limit: null })).toBe(1);
    const history = group.history("anne", ZERO_ID, ALL, 10);
    expect(history.map(({ fields }) => fields === null)).toEqual([true, false, false]);
    const { deleted } = group.autoClaim("bruno", { minIdleMs: 99_999, start: ZERO_ID }, 20);
    expect(deleted.map(formatId)).toEqual(["1-0"]);
    expect(group.pending.size).toBe(2);
  });
});

test("une copie ne partage rien avec son original", () => {
  const { stream, group } = filled(200);
  group.read("anne", 150, false, 5);
  const twin = Stream.restore(structuredClone(stream.snapshot()));
  group.acknowledge(id(1));
  stream.delete(id(2));
  stream.trim({ keep: { kind: "max-length", length: 10 }, isApproximate: false, limit: null });
  const copied = twin.groups.get("facturation");
  expect([twin.length, copied?.pending.size, copied?.lastId]).toEqual([200, 150, id(150)]);
  expect(copied?.acknowledge(id(1))).toBe(true);
  expect(twin.packCount).toBe(2);
});

test("dix fois plus d’entrées en attente : à peine plus de comparaisons pour chacune", () => {
  const looksAtIds = (count: number): number => {
    let looks = 0;
    // An id that counts how often it is looked at: work, whatever the machine.
    const counted = (ms: number): StreamId => ({
      get ms() {
        looks++;
        return ms;
      },
      seq: 0,
    });
    const { group } = filled(count, counted);
    group.read("anne", ALL, false, 0);
    looks = 0;
    for (let ms = 1; ms <= count; ms += 2) group.acknowledge(counted(ms));
    for (let ms = 2; ms <= count; ms += 2) {
      group.claim("bruno", [counted(ms)], { minIdleMs: 0 }, 1);
    }
    return looks / count;
  };
  const [small, large] = [looksAtIds(4_000), looksAtIds(40_000)];
  expect(small).toBeGreaterThan(5);
  expect(large / small).toBeLessThan(1.5);
});
