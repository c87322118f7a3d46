/**
 * Many small questions put together into few: the cure of « one list, then one call an item ».
 *
 * After DataLoader 2.2 (GraphQL Foundation): questions of one instant leave together, each key once, in order,
 * at most `batchMax` at a time; an answer is kept for the life of the loader, which is that of one request. A
 * question whose answer is known waits for the batch of its instant all the same. A batch that fails whole is
 * forgotten, a key that fails alone is kept as failed. Knows neither time nor messages.
 */
import { assert } from "../../base/assert.ts";
import { wholeNumber } from "../../base/configuration.ts";

export type Loaded<V> =
  | { readonly kind: "found"; readonly value: V }
  /** This key has no answer. */
  | { readonly kind: "not-found" }
  /** The whole batch went wrong. */
  | { readonly kind: "failed" };

interface Entry<V, W> {
  answer: Loaded<V> | null;
  readonly waiting: W[];
}

export interface Batch<V, W> {
  readonly keys: readonly string[];
  readonly entries: readonly Entry<V, W>[];
  /** Known or under way already; they are answered with this batch at the earliest. */
  readonly hits: readonly (readonly [Entry<V, W>, W])[];
}

type Told<V, W> = readonly (readonly [W, Loaded<V>])[];

export interface BatchLoader<V, W> {
  /** `waiter` will be told by `take` or `loaded`. */
  readonly load: (key: string, waiter: W) => void;
  /** The end of the instant: batches to send now, and whoever needs none. */
  readonly take: () => { readonly batches: readonly Batch<V, W>[]; readonly told: Told<V, W> };
  /** Answers in the order of the batch's keys; null: it failed whole. */
  readonly loaded: (batch: Batch<V, W>, answers: readonly Loaded<V>[] | null) => Told<V, W>;
}

interface OpenBatch<V, W> {
  readonly keys: string[];
  readonly entries: Entry<V, W>[];
  readonly hits: (readonly [Entry<V, W>, W])[];
}

/** @throws BadConfiguration on batches of none. */
export function createBatchLoader<V, W>(batchMax: number): BatchLoader<V, W> {
  wholeNumber("batchMax", batchMax, { min: 1, max: 1_000_000 });
  const cache = new Map<string, Entry<V, W>>();
  let open: OpenBatch<V, W>[] = [];

  function current(): OpenBatch<V, W> {
    const last = open.at(-1);
    if (last !== undefined && last.keys.length < batchMax) return last;
    const fresh: OpenBatch<V, W> = { keys: [], entries: [], hits: [] };
    open.push(fresh);
    return fresh;
  }

  /** Those who asked for what is known are told; the others wait with those who asked first. */
  function releaseHits(hits: Batch<V, W>["hits"]): Told<V, W> {
    return hits.flatMap(([entry, waiter]) => {
      if (entry.answer !== null) return [[waiter, entry.answer] as const];
      entry.waiting.push(waiter);
      return [];
    });
  }

  function settle(entry: Entry<V, W>, answer: Loaded<V>): Told<V, W> {
    entry.answer = answer;
    return entry.waiting.splice(0).map((waiter) => [waiter, answer] as const);
  }

  return {
    load(key, waiter) {
      const batch = current();
      const known = cache.get(key);
      if (known !== undefined) {
        batch.hits.push([known, waiter]);
        return;
      }
      const entry: Entry<V, W> = { answer: null, waiting: [waiter] };
      cache.set(key, entry);
      batch.keys.push(key);
      batch.entries.push(entry);
    },
    take() {
      const taken = open;
      open = [];
      return {
        batches: taken.filter(({ keys }) => keys.length > 0),
        told: taken.flatMap(({ keys, hits }) => (keys.length > 0 ? [] : releaseHits(hits))),
      };
    },
    loaded(batch, answers) {
      const isWhole = answers === null || answers.length === batch.keys.length;
      assert(isWhole, "a batch is answered key by key", batch.keys.length);
      const told = releaseHits(batch.hits);
      return [
        ...told,
        ...batch.entries.flatMap((entry, i) => {
          if (answers === null) cache.delete(batch.keys[i] as string);
          return settle(entry, answers?.[i] ?? { kind: "failed" });
        }),
      ];
    },
  };
}
