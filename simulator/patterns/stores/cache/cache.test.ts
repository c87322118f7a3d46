/** A cache beside a database: what it forgets, what it keeps too long, what a crowd does to it. */
import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../../../base/configuration.ts";
import { ms, seconds, us } from "../../../base/time.ts";
import { StoryError } from "../../../kernel/process.ts";
import { notes, play } from "../../../testing/small-world.ts";
import type { Context } from "../../../world/context.ts";
import { type CacheAside, createCacheAside } from "./cache-aside.ts";
import { cacheSchedule, differences } from "./fixtures/cache-schedule.ts";
import * as lru from "./lru-cache.ts";

const LIMITS = { node: "cache", maxEntries: 10, ttlUs: seconds(1), isSingleFlight: true } as const;

/** Reads `x` at these instants (ms), each by its own process; the database counts and takes 100 ms. */
function readAt(cache: CacheAside, atMs: readonly number[], faults: readonly string[] = []) {
  const database = { asked: 0, price: 1, answers: "well" as "well" | "nothing" | "error" };
  function* load(ctx: Context) {
    database.asked++;
    const value = database.price;
    yield* ctx.sleep(ms(100));
    if (database.answers === "error") throw new StoryError("base fermée");
    return database.answers === "nothing" ? null : { value };
  }
  function* boot(ctx: Context) {
    for (const at of atMs) {
      yield* ctx.spawn("read", `${at}`, function* read(own) {
        yield* own.sleep(ms(at));
        try {
          const found = yield* cache.read(own, "x", load);
          own.log.note(found.kind === "failed" ? "failed" : `${found.kind} ${found.value}`);
        } catch (error) {
          if (!(error instanceof StoryError)) throw error;
          own.log.note(error.message);
        }
      });
    }
  }
  /** Changes the price in the database, then tells the cache. */
  const changeAt = (at: number) =>
    function* change(ctx: Context) {
      yield* ctx.sleep(ms(at));
      database.price++;
      yield* cache.forget(ctx, "x");
    };
  return {
    database,
    run(changes: readonly number[] = []) {
      const shop = {
        boot: { boot, ...Object.fromEntries(changes.map((at) => [`c${at}`, changeAt(at)])) },
      };
      const { serves } = cache.node;
      return notes(
        play({ nodes: { cache: { serves }, shop } }, { faults, untilUs: seconds(10) }).log,
      );
    },
  };
}

describe("cache", () => {
  test("CAC-2: 2 000 random uses of a bounded cache answer like a list that is searched each time", () => {
    let count = 0;
    for (let seed = 0; seed < 2_000; seed++) count += differences(lru, cacheSchedule(seed));
    expect(count).toBe(0);
  });

  test("CAC-1: an entry of exactly its time to live is served, and reading does not prolong it", () => {
    const cache = new lru.LruCache<number>({ maxEntries: 2, ttlUs: us(10) });
    cache.set("x", 1, 0);
    expect([cache.get("x", 6), cache.get("x", 10), cache.get("x", 11)]).toEqual([1, 1, undefined]);
  });

  test("CAC-3: a change that is told is seen at once; a lost word leaves the old price until its time is over", () => {
    const cache = createCacheAside(LIMITS);
    expect(readAt(cache, [0, 500, 900]).run([400])).toEqual(["loaded 1", "loaded 2", "hit 2"]);
    const deaf = readAt(cache, [0, 500, 1_500], ["partition:shop>cache@390ms+100ms"]);
    expect(deaf.run([400])).toEqual(["loaded 1", "hit 1", "loaded 2"]);
  });

  test("CAC-3: a reader that had asked before the change leaves its old copy after the invalidation", () => {
    const cache = createCacheAside(LIMITS);
    // Asks at about 20 ms, is answered at 120; the change falls in between.
    expect(readAt(cache, [0, 500, 1_500]).run([60])).toEqual(["loaded 1", "hit 1", "loaded 2"]);
  });

  test("CAC-4: a crowd that misses the same key asks the database once, or once each", () => {
    const crowd = Array.from({ length: 20 }, (_, i) => i);
    const alone = readAt(createCacheAside(LIMITS), crowd);
    expect(alone.run()).toEqual(crowd.map(() => "loaded 1"));
    expect(alone.database.asked).toBe(1);
    const together = readAt(createCacheAside({ ...LIMITS, isSingleFlight: false }), crowd);
    together.run();
    expect(together.database.asked).toBe(20);
  });

  test.each([
    ["nothing", "failed"],
    ["error", "base fermée"],
  ] as const)(
    "CAC-4: when the shared question ends in %s all who waited are told, and the next one asks anew",
    (answers, told) => {
      const reads = readAt(createCacheAside(LIMITS), [0, 30, 60, 500]);
      reads.database.answers = answers;
      expect(reads.run()).toEqual([told, told, told, told]);
      expect(reads.database.asked).toBe(2);
    },
  );

  test("CAC-5: a cache that is down is done without, and a cache that restarts is empty", () => {
    const cache = createCacheAside(LIMITS);
    const reads = readAt(cache, [0, 300, 950], ["crash:cache@250ms+650ms"]);
    expect(reads.run()).toEqual(["loaded 1", "loaded 1", "loaded 1"]);
  });

  test("un réglage absurde est refusé, et nommé", () => {
    const refused = (given: object, field: string) => {
      expect(() => createCacheAside({ ...LIMITS, ...given })).toThrow(BadConfiguration);
      expect(() => createCacheAside({ ...LIMITS, ...given })).toThrow(field);
    };
    refused({ ttlUs: -1 }, "ttlUs");
    refused({ ttlUs: 0 }, "ttlUs");
    refused({ maxEntries: 0 }, "maxEntries");
    refused({ timeoutUs: 0 }, "timeoutUs");
  });
});
