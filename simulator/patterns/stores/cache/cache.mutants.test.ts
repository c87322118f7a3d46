/** Errors planted in the bounded cache and in single flight: the plain reference and a crowd notice them. */
import { test } from "vitest";
import { ms, seconds } from "../../../base/time.ts";
import { plantedErrors } from "../../../testing/planted-errors.ts";
import { notes, play } from "../../../testing/small-world.ts";
import type { Context } from "../../../world/context.ts";
import { cacheSchedule, differences } from "./fixtures/cache-schedule.ts";

type Lru = typeof import("./lru-cache.ts");
type Flight = typeof import("./single-flight.ts");

test("planted errors in the bounded cache are all noticed", async () => {
  await plantedErrors<Lru>({
    file: import.meta.resolve("./lru-cache.ts"),
    survives: (module) => {
      for (let seed = 0; seed < 200; seed++)
        if (differences(module, cacheSchedule(seed)) > 0) return false;
      return true;
    },
    errors: [
      {
        name: "CAC-1: an entry of exactly its time is not served",
        find: "found.writtenAtUs > this.#limits.ttlUs",
        replace: "found.writtenAtUs >= this.#limits.ttlUs",
      },
      {
        name: "CAC-1: reading makes younger",
        find: "this.#use(key);\n    return found.value;",
        replace:
          "this.#use(key);\n    this.#kept.set(key, { ...found, writtenAtUs: nowUs });\n    return found.value;",
      },
      {
        name: "CAC-2: one entry too many",
        find: "this.#kept.size <= this.#limits.maxEntries",
        replace: "this.#kept.size <= this.#limits.maxEntries + 1",
      },
      {
        name: "CAC-2: writing again is not using",
        find: "this.#kept.set(key, { value, writtenAtUs: nowUs });\n    this.#use(key);",
        replace:
          "this.#kept.set(key, { value, writtenAtUs: nowUs });\n    if (!this.#uses.has(key)) this.#use(key);",
      },
    ],
  });
});

/** A crowd asks three times for the same; the second wave comes after the first was answered. */
function crowdOf({ singleFlight }: Flight): string {
  let asked = 0;
  function* ask(ctx: Context) {
    const answer = ++asked;
    yield* ctx.sleep(ms(100));
    return answer;
  }
  function* boot(ctx: Context) {
    for (const at of [0, 10, 20, 150, 160]) {
      for (const key of ["x", "y"]) {
        yield* ctx.spawn("read", key, function* read(own) {
          yield* own.sleep(ms(at));
          own.log.note(`${key}${yield* singleFlight(own, { name: "n", key }, ask)}`);
        });
      }
    }
  }
  const run = play({ nodes: { shop: { boot: { boot } } } }, { untilUs: seconds(2) });
  return notes(run.log).toSorted().join(" ");
}

test("planted errors in single flight are all noticed", async () => {
  await plantedErrors<Flight>({
    file: import.meta.resolve("./single-flight.ts"),
    survives: (module) => crowdOf(module) === "x1 x1 x1 x3 x3 y2 y2 y2 y4 y4",
    errors: [
      { name: "CAC-4: nobody joins", find: "flights.set(key, mine);", replace: "" },
      { name: "an answer is kept for ever", find: "flights.delete(key);", replace: "" },
      { name: "all keys are one", find: "flights.get(key)", replace: "[...flights.values()][0]" },
      { name: "those who wait are forgotten", find: "mine.wakeAll(shared);", replace: "" },
    ],
  });
});
