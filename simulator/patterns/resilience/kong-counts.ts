/**
 * What one Kong node and its store count: the arithmetic of the rate-limiting plugin, without network.
 *
 * After kong/plugins/rate-limiting of Kong 3.9 (`policies/init.lua`, `handler.lua`, `schema.lua`). Windows begin
 * at whole multiples of their length on the node's clock. `local`: a node reads its own count, and adds to it
 * later. `redis` without `sync_rate`: the store adds while it reads, so that refused calls count too. `redis` with
 * it: a node believes what it last heard plus its own calls, and sends them from time to time.
 * Instants come in as arguments; who waits for whom is `kong-limiter.ts`.
 */
import { required, wholeNumber } from "../../base/configuration.ts";
import { Line } from "../../base/line.ts";

/** Lengths of the windows, µs, shortest first. Months and years are left out. */
export const PERIODS = {
  second: 1_000_000,
  minute: 60_000_000,
  hour: 3_600_000_000,
  day: 86_400_000_000,
} as const;
export type Period = keyof typeof PERIODS;
/** Requests allowed in each window; at least one period. */
export type KongLimits = Readonly<Partial<Record<Period, number>>>;

export interface Limit {
  readonly period: Period;
  readonly max: number;
}

const ORDER = Object.keys(PERIODS) as readonly Period[];

/** @throws BadConfiguration without any limit, below 1, or when a longer window allows less than a shorter one. */
export function checkedLimits(limits: KongLimits): readonly Limit[] {
  const found: Limit[] = [];
  for (const period of ORDER) {
    const max = limits[period];
    if (max === undefined) continue;
    wholeNumber(period, max, { min: 1, max: 1_000_000_000 });
    const shorter = found.at(-1);
    required(
      period,
      shorter === undefined || max >= shorter.max,
      `${max} est moins que la limite d’une fenêtre plus courte (« ${shorter?.period} » : ${shorter?.max}).`,
    );
    found.push({ period, max });
  }
  required(
    "limits",
    found.length > 0,
    "aucune limite n’est donnée. Donnez-en une, par seconde par exemple.",
  );
  return found;
}

/** Name of the counter of this caller in the window that `clockUs` falls into. */
export function counterOf(identifier: string, period: Period, clockUs: number): string {
  const start = Math.floor(clockUs / PERIODS[period]) * PERIODS[period];
  return `${identifier}:${start / 1_000_000}:${period}`;
}

/** Refused when one of the counts, taken before this request, has reached its limit. */
export const isWithin = (limits: readonly Limit[], usages: readonly number[]): boolean =>
  limits.every(({ max }, i) => (usages[i] as number) < max);

/** Counters by name; the oldest are dropped, long after their window, as their expiry does in the real ones. */
export interface Counters {
  readonly get: (name: string) => number;
  /** The value after. */
  readonly add: (name: string, by: number) => number;
  /** Latest counters, ten at most, oldest first. */
  readonly latest: (count: number) => readonly (readonly [string, number])[];
}

const COUNTERS_KEPT = 1_000_000;
const LATEST_MAX = 10;

export function createCounters(): Counters {
  const values = new Map<string, number>();
  const names = new Line<string>();
  const newest: string[] = [];

  function begin(name: string): void {
    names.add(name);
    newest.push(name);
    if (newest.length > LATEST_MAX) newest.shift();
    const oldest = names.first();
    if (names.size <= COUNTERS_KEPT || oldest === undefined) return;
    names.delete(oldest);
    values.delete(oldest);
  }

  return {
    get: (name) => values.get(name) ?? 0,
    add(name, by) {
      const value = (values.get(name) ?? 0) + by;
      values.set(name, value);
      if (!names.has(name)) begin(name);
      return value;
    },
    latest: (count) => newest.slice(-count).map((name) => [name, values.get(name) ?? 0] as const),
  };
}

/** What a node with `sync_rate` believes between two exchanges with the store. */
export interface SyncedCounts {
  /** The count as this node believes it, or null: the store must be asked. */
  readonly believed: (name: string) => number | null;
  /** The store has counted one more for asking, and said what it had before. */
  readonly learn: (name: string, before: number) => void;
  /** One request was let through. */
  readonly add: (name: string) => void;
  /** What is to be added in the store. Stays here until `forget`. */
  readonly unsent: () => readonly (readonly [string, number])[];
  /** After an exchange, good or bad: everything goes, also what was added while it was under way. */
  readonly forget: () => void;
}

export function createSyncedCounts(): SyncedCounts {
  const heard = new Map<string, number>();
  const own = new Map<string, number>();
  return {
    believed(name) {
      const usage = heard.get(name);
      return usage === undefined ? null : usage + (own.get(name) ?? 0);
    },
    learn(name, before) {
      heard.set(name, before);
      // Asking has counted one already: what is sent later must not count it again, nor a refusal at all.
      own.set(name, -1);
    },
    add: (name) => void own.set(name, (own.get(name) ?? 0) + 1),
    unsent: () => [...own],
    forget() {
      heard.clear();
      own.clear();
    },
  };
}
