import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../../base/configuration.ts";
import { type DurationUs, ms } from "../../base/time.ts";
import { StoryError } from "../../kernel/process.ts";
import { notes, play } from "../../testing/small-world.ts";
import type { Context } from "../../world/context.ts";
import { type Bulkhead, type BulkheadOptions, createBulkhead } from "./bulkhead.ts";

const options = (given: Partial<BulkheadOptions>): BulkheadOptions => ({
  ...{ name: "rapports", concurrencyMax: 2, queueMax: null, waitMaxUs: null },
  ...given,
});

/** Sends one piece of work of `durationMs` at each instant of the list, and notes what becomes of it. */
function worldOf(bulkhead: Bulkhead, works: readonly (readonly [number, number])[]) {
  function* one(ctx: Context, i: number, durationMs: number) {
    const outcome = yield* bulkhead.run(ctx, function* (ctx) {
      ctx.log.note(`${i} begins at ${ctx.nowUs / 1_000}`);
      yield* ctx.sleep(ms(durationMs));
      if (durationMs === 13) throw new StoryError("treize");
      return null;
    });
    ctx.log.note(`${i} ${outcome.kind} at ${ctx.nowUs / 1_000}`);
  }
  function* boot(ctx: Context) {
    for (const [i, [atMs, durationMs]] of works.entries()) {
      yield* ctx.sleep((ms(atMs) - ctx.nowUs) as DurationUs);
      yield* ctx.spawn("one", String(i), (ctx) => one(ctx, i, durationMs));
    }
  }
  return { nodes: { a: { boot: { boot } } } };
}

const told = (given: Partial<BulkheadOptions>, works: readonly (readonly [number, number])[]) =>
  notes(play(worldOf(createBulkhead(options(given)), works)).log);

describe("deux pièces d’un même nom", () => {
  const [first, second] = [createBulkhead(options({})), createBulkhead(options({}))];
  const through = (bulkhead: Bulkhead) =>
    function* (ctx: Context) {
      const outcome = yield* bulkhead.run(ctx, function* (ctx) {
        yield* ctx.sleep(ms(1));
        return null;
      });
      ctx.log.note(outcome.kind);
    };

  test("sur un même nœud, elles sont refusées en toutes lettres : leur mémoire serait commune", () => {
    const nodes = { a: { boot: { first: through(first), second: through(second) } } };
    expect(() => play({ nodes })).toThrow(/« a » portent le nom « cloison\/rapports »/);
  });

  test("sur deux nœuds, ou la même pièce deux fois : chacune a sa mémoire", () => {
    const nodes = {
      a: { boot: { first: through(first), again: through(first) } },
      b: { boot: { second: through(second) } },
    };
    expect(notes(play({ nodes }).log)).toEqual(["done", "done", "done"]);
  });
});

describe("cloison", () => {
  test("PLM-1: une file sans borne fait attendre chacun, aussi longtemps qu’il le faut", () => {
    const works = Array.from({ length: 5 }, () => [0, 10] as const);
    expect(told({}, works).filter((note) => note.includes("begins"))).toEqual([
      "0 begins at 0",
      "1 begins at 0",
      "2 begins at 10",
      "3 begins at 10",
      "4 begins at 20",
    ]);
  });

  test("une file bornée refuse aussitôt celui qui arrive quand elle est pleine", () => {
    const works = Array.from({ length: 4 }, () => [0, 10] as const);
    expect(told({ queueMax: 1 }, works)).toContain("3 full at 0");
  });

  test("une attente trop longue est un refus net, et la place va au suivant", () => {
    const notes = told({ concurrencyMax: 1, waitMaxUs: ms(15) }, [
      [0, 20],
      [1, 5],
      [10, 5],
    ]);
    expect(notes).toContain("1 waited-too-long at 16");
    expect(notes).toContain("2 begins at 20");
  });

  test("PLM-3: une erreur du travail rend la place", () => {
    expect(
      told({ concurrencyMax: 1 }, [
        [0, 13],
        [1, 5],
      ]),
    ).toContain("1 begins at 13");
  });

  test("un arrêt du nœud oublie les places et la file", () => {
    const bulkhead = createBulkhead(options({ concurrencyMax: 1 }));
    function* boot(ctx: Context) {
      yield* bulkhead.run(ctx, function* (ctx) {
        ctx.log.note(`begins at ${ctx.nowUs / 1_000}`);
        yield* ctx.sleep(ms(1_000));
        return null;
      });
    }
    const world = { nodes: { a: { boot: { boot } } } };
    expect(notes(play(world, { faults: ["crash:a@100ms+100ms"] }).log)).toEqual([
      "begins at 0",
      "begins at 200",
    ]);
  });

  test("propriété : jamais plus de travaux en cours que de places, et chacun connaît sa fin", () => {
    const work = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 30 }));
    fc.assert(
      fc.property(
        fc.array(work, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 4 }),
        fc.option(fc.integer({ min: 0, max: 5 }), { nil: null }),
        fc.option(fc.integer({ min: 0, max: 20 }), { nil: null }),
        (works, concurrencyMax, queueMax, waitMaxMs) => {
          const ordered = works.toSorted(([a], [b]) => a - b);
          const waitMaxUs = waitMaxMs === null ? null : ms(waitMaxMs);
          const bulkhead = createBulkhead(options({ concurrencyMax, queueMax, waitMaxUs }));
          let inside = 0;
          let peak = 0;
          let ended = 0;
          function* one(ctx: Context, durationMs: number) {
            yield* bulkhead.run(ctx, function* (ctx) {
              peak = Math.max(peak, ++inside);
              yield* ctx.sleep(ms(durationMs));
              inside--;
              return null;
            });
            ended++;
          }
          function* boot(ctx: Context) {
            for (const [i, [atMs, durationMs]] of ordered.entries()) {
              yield* ctx.sleep((ms(atMs) - ctx.nowUs) as DurationUs);
              yield* ctx.spawn("one", String(i), (ctx) => one(ctx, durationMs));
            }
          }
          play({ nodes: { a: { boot: { boot } } } });
          expect(peak).toBeLessThanOrEqual(concurrencyMax);
          expect([inside, ended]).toEqual([0, ordered.length]);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("un réglage absurde est refusé, et nommé", () => {
    const refused = [{ concurrencyMax: 0 }, { queueMax: -1 }, { concurrencyMax: 1.5 }] as const;
    for (const given of refused) {
      expect(() => createBulkhead(options(given))).toThrow(BadConfiguration);
      expect(() => createBulkhead(options(given))).toThrow(Object.keys(given)[0] as string);
    }
  });
});
