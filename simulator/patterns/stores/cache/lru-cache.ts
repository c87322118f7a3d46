/**
 * Values that are forgotten: after a time, or to make room.
 *
 * An entry is served until it is older than its time to live; reading does not make it younger, writing
 * does. When there is no room the one least recently read or written goes, out of date or not. Plain state:
 * time comes in as an argument. Knows neither nodes nor messages.
 */
import { assert } from "../../../base/assert.ts";
import { durationUs, wholeNumber } from "../../../base/configuration.ts";
import { Line } from "../../../base/line.ts";
import type { DurationUs } from "../../../base/time.ts";

export interface CacheLimits {
  readonly maxEntries: number;
  /** How long an entry may be served, µs. */
  readonly ttlUs: DurationUs;
}

interface Kept<T> {
  readonly value: T;
  readonly writtenAtUs: number;
}

/** @throws BadConfiguration on no room or no time. */
export function checkedLimits({ maxEntries, ttlUs }: CacheLimits): CacheLimits {
  wholeNumber("maxEntries", maxEntries, { min: 1, max: 10_000_000 });
  durationUs("ttlUs", ttlUs, 1);
  return { maxEntries, ttlUs };
}

export class LruCache<T> {
  readonly #limits: CacheLimits;
  readonly #kept = new Map<string, Kept<T>>();
  /** Keys, the least recently used first. */
  readonly #uses = new Line<string>();
  #evictedCount = 0;

  constructor(limits: CacheLimits) {
    this.#limits = checkedLimits(limits);
  }

  get size(): number {
    return this.#kept.size;
  }

  /** Entries that had to go for want of room. */
  get evictedCount(): number {
    return this.#evictedCount;
  }

  get(key: string, nowUs: number): T | undefined {
    const found = this.#kept.get(key);
    if (found === undefined) return undefined;
    if (nowUs - found.writtenAtUs > this.#limits.ttlUs) {
      this.delete(key);
      return undefined;
    }
    this.#use(key);
    return found.value;
  }

  set(key: string, value: T, nowUs: number): void {
    this.#kept.set(key, { value, writtenAtUs: nowUs });
    this.#use(key);
    if (this.#kept.size <= this.#limits.maxEntries) return;
    const oldest = this.#uses.first();
    assert(oldest !== undefined && oldest !== key, "room for the one that comes", key);
    this.delete(oldest);
    this.#evictedCount++;
  }

  #use(key: string): void {
    this.#uses.delete(key);
    this.#uses.add(key);
  }

  delete(key: string): boolean {
    this.#uses.delete(key);
    return this.#kept.delete(key);
  }
}
