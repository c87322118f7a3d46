import { expect, test } from "vitest";
import { BadConfiguration } from "../../base/configuration.ts";
import { ms } from "../../base/time.ts";
import { eventsOf, notes, play } from "../../testing/small-world.ts";
import type { Context } from "../../world/context.ts";
import { createTokenBucket } from "./bucket-limiters.ts";
import { createNodeLimiter } from "./node-limiter.ts";

const LIMIT = { count: 3, windowUs: 1_000_000 };

/** A request each 50 ms, for two seconds or from the restart on; what was let through, by instant. */
function passed(faults: readonly string[]) {
  const limiter = createNodeLimiter({ name: "n", limit: LIMIT, create: createTokenBucket });
  function* boot(ctx: Context) {
    while (ctx.nowUs < 2_000_000) {
      if (limiter.lets(ctx)) ctx.log.note(`${ctx.nowUs / 1_000}`);
      yield* ctx.sleep(ms(50));
    }
  }
  return play({ nodes: { a: { boot: { boot } } } }, { faults }).log;
}

test("RLM-10: the counts are the node’s memory: after a crash a full bucket passes again", () => {
  expect(notes(passed([])).map(Number).slice(0, 4)).toEqual([0, 50, 100, 350]);
  const after = notes(passed(["crash:a@200ms+10ms"])).map(Number);
  expect(after.slice(0, 6)).toEqual([0, 50, 100, 210, 260, 310]);
});

test("RLM-10: a clock that is set back brings no token, and takes none that was there", () => {
  const back = notes(passed(["skew:a=-500ms@400ms"])).map(Number);
  // It stands still until the clock is where it was.
  expect(back).toEqual([0, 50, 100, 350, 1_200, 1_500, 1_850]);
});

test("the stage sees what passes and what is refused, slice by slice", () => {
  const shown = eventsOf(passed([]), "memory-changed").filter(({ key }) =>
    key.endsWith("tranches"),
  );
  const last = shown.at(-1)?.after as readonly (readonly [number, number])[];
  expect(last).toHaveLength(10);
  const sum = (at: 0 | 1) => last.reduce((total, bar) => total + (bar[at] ?? 0), 0);
  expect([sum(0), sum(0) + sum(1)]).toEqual([8, 40]);
});

test("un limiteur sans fenêtre est refusé, et nommé", () => {
  const build = (count: number, windowUs: number) => () =>
    createNodeLimiter({ name: "n", limit: { count, windowUs }, create: createTokenBucket });
  expect(build(-1, 1_000)).toThrow(BadConfiguration);
  expect(build(-1, 1_000)).toThrow("« count »");
  expect(build(1, 0)).toThrow("« windowUs »");
});
