/**
 * What capture promises, under faults nobody prepared: crashes of database, worker and brokers, cuts, losses,
 * doubled and reordered messages.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { ms, seconds } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import { randomFaults } from "../../../world/brokers/partitioned-log/fixtures/random-faults.ts";
import type { Context } from "../../../world/context.ts";
import * as capture from "./change-capture.ts";
import type { Envelope } from "./change-event.ts";
import { playCapture } from "./fixtures/capture-world.ts";
import type { Delivery } from "./options.ts";

const RUNS = 10;
const BROKERS = ["b1", "b2", "b3"];
const TOPIC = "boutique.public.commandes";
const outer = ["boutique", "connecteur"];

const world = fc.record({
  faults: randomFaults({
    nodes: [...outer, ...BROKERS],
    links: ["boutique|connecteur", ...BROKERS.map((id) => `connecteur|${id}`)],
    cuts: ["connecteur|b1,b2,b3", "connecteur|boutique", "b1|b2,b3"],
    ...{ untilMs: 12_000, countMax: 4 },
  }),
  seed: fc.integer({ min: 0, max: 1_000_000 }),
  partitions: fc.integer({ min: 1, max: 3 }),
  flushMs: fc.integer({ min: 50, max: 3_000 }),
});

/** Orders that are made, sometimes paid, sometimes deleted; several at once, some of them long. */
function* shop(ctx: Context): Process<void> {
  const disk = ctx.objects.durable("numéro", () => ({ next: 1 }));
  while (disk.next <= 40) {
    const id = disk.next++;
    yield* ctx.spawn("order", `${id}`, (ctx) => order(ctx, id));
    yield* ctx.sleep(ms(150));
  }
}

function* order(ctx: Context, id: number): Process<void> {
  yield* ctx.transaction(function* (ctx) {
    yield* ctx.db.run("INSERT INTO commandes VALUES ($1, 'nouvelle')", [id]);
    if (id % 3 === 0) yield* ctx.sleep(ms(500));
    if (id % 4 === 0)
      yield* ctx.db.run("INSERT INTO commandes VALUES ($1, 'jumelle')", [id + 1000]);
  });
  if (id % 2 === 0) yield* ctx.db.run("UPDATE commandes SET etat = 'payee' WHERE id = $1", [id]);
  if (id % 5 === 0) yield* ctx.db.run("DELETE FROM commandes WHERE id = $1", [id]);
}

/** Each change as a text: what was written in the order of commits, what was read in the order of each partition. */
function storyOf(
  asked: typeof world extends fc.Arbitrary<infer T> ? T : never,
  delivery: Delivery,
) {
  const { written, read } = playCapture({
    ...{ capture, shop, brokers: BROKERS, faults: asked.faults, seed: asked.seed },
    ...{ partitions: asked.partitions, untilUs: seconds(60) },
    connector: { delivery, flushUs: ms(asked.flushMs), snapshot: "no_data" },
  });
  const told = read(TOPIC).flatMap(({ value, key }) => {
    if (value === null) return [];
    const { op, source } = JSON.parse(value) as Envelope;
    return [{ key, text: `${source.lsn}/${op}/${key}` }];
  });
  return {
    written: written("commandes").map(({ lsn, op, before, after }) => {
      const key = JSON.stringify({ id: (after ?? before)?.[0] });
      return { key, text: `${lsn}/${op}/${key}` };
    }),
    told,
  };
}

type Story = ReturnType<typeof storyOf>;

const byKey = (changes: Story["told"]): ReadonlyMap<string | null, readonly string[]> => {
  const found = new Map<string | null, string[]>();
  for (const { key, text } of changes) found.set(key, [...(found.get(key) ?? []), text]);
  return found;
};

test(`DBZ-3, DBZ-4: ${RUNS} random worlds: at least once, nothing committed is missing, and of each key what comes first comes in commit order`, () => {
  let repeated = 0;
  fc.assert(
    fc.property(world, (asked) => {
      const { written, told } = storyOf(asked, "at-least-once");
      const first = [...new Set(told.map(({ text }) => text))];
      expect([...first].sort()).toEqual(written.map(({ text }) => text).sort());
      const expected = byKey(written);
      for (const [key, texts] of byKey(told)) {
        expect([...new Set(texts)]).toEqual(expected.get(key));
      }
      repeated += told.length - first.length;
    }),
    { numRuns: RUNS, seed: 20_261_121 },
  );
  expect(repeated).toBeGreaterThan(5);
});

test(`DBZ-3: ${RUNS} random worlds: exactly once, each change stands in the topic once, in commit order`, () => {
  fc.assert(
    fc.property(world, (asked) => {
      const { written, told } = storyOf(asked, "exactly-once");
      expect(told.map(({ text }) => text).sort()).toEqual(written.map(({ text }) => text).sort());
      expect(byKey(told)).toEqual(
        new Map([...byKey(told).keys()].map((k) => [k, byKey(written).get(k)])),
      );
    }),
    { numRuns: RUNS, seed: 20_261_122 },
  );
});
