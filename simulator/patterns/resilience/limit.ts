/**
 * A limit on concurrency: so many at once, the others in line.
 *
 * The arithmetic of p-limit 7.3.1, without promises (PLM-1 to PLM-5), and the bound on the line that
 * p-limit does not have. Owns who is in and who waits; knows neither time nor what the work is.
 */
import { assert } from "../../base/assert.ts";
import { Line } from "../../base/line.ts";

export type Admission = "started" | "queued" | "rejected";

/** `T` names a piece of work: one name a piece. */
export interface Limit<T> {
  /** Takes the work in, lines it up, or turns it away when the line is full. */
  readonly ask: (work: T) => Admission;
  /** A piece of work has ended, well or badly (PLM-3): the one that starts now, or null. */
  readonly leave: () => T | null;
  /** The work no longer waits for its turn. False when it was not in line. */
  readonly abandon: (work: T) => boolean;
  /** Empties the line: those who stood there will never start (PLM-4). */
  readonly clear: () => readonly T[];
  /** Another limit; nothing that runs is stopped (PLM-5). Those that start now. */
  readonly resize: (concurrencyMax: number) => readonly T[];
  readonly activeCount: () => number;
  readonly pendingCount: () => number;
}

export interface LimitOptions {
  readonly concurrencyMax: number;
  /** Places in line; null: no bound, as p-limit has it (PLM-1). */
  readonly queueMax: number | null;
}

export function createLimit<T>(options: LimitOptions): Limit<T> {
  const { queueMax } = options;
  let { concurrencyMax } = options;
  let activeCount = 0;
  const line = new Line<T>();

  function startNext(): T | null {
    if (activeCount >= concurrencyMax) return null;
    const first = line.first();
    if (first === undefined) return null;
    line.delete(first);
    activeCount++;
    return first;
  }

  return {
    ask(work) {
      assert(!line.has(work), "one name a piece of work", work);
      if (activeCount < concurrencyMax) {
        activeCount++;
        return "started";
      }
      if (queueMax !== null && line.size >= queueMax) return "rejected";
      line.add(work);
      return "queued";
    },
    leave() {
      assert(activeCount > 0, "whoever leaves was in");
      activeCount--;
      return startNext();
    },
    abandon: (work) => line.delete(work),
    clear() {
      const forgotten = [...line];
      line.clear();
      return forgotten;
    },
    resize(next) {
      concurrencyMax = next;
      const started: T[] = [];
      for (let work = startNext(); work !== null; work = startNext()) started.push(work);
      return started;
    },
    activeCount: () => activeCount,
    pendingCount: () => line.size,
  };
}
