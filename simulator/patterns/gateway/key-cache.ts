/**
 * The signing keys that a gateway knows, fetched from whoever publishes them, kept for a while.
 *
 * After jose 6 (`createRemoteJWKSet`): a set is fresh for `maxAgeUs`; a key that it does not hold is looked
 * for by fetching again, but not within `cooldownUs` of the last fetch *that succeeded*; one fetch at a time,
 * shared by all who need it; a fetch replaces the whole set; a fetch that fails changes nothing and delays
 * nobody. Knows neither time (given) nor messages: the caller fetches when told to.
 */
import { assert } from "../../base/assert.ts";
import { durationUs } from "../../base/configuration.ts";

export interface KeyCacheOptions {
  readonly maxAgeUs: number;
  readonly cooldownUs: number;
}

export type KeyAnswer =
  | { readonly kind: "key"; readonly secret: string }
  /** The set does not hold it, and it may not be fetched again yet. */
  | { readonly kind: "unknown" }
  /** The fetch that it depended on failed. */
  | { readonly kind: "unreachable" };

/** Waiters are whatever the caller wakes them by. */
export interface KeyCache<W> {
  /** An answer at once, or null: `waiter` is told by `fetched`; `mustFetch` is then true for one of them. */
  readonly ask: (kid: string, waiter: W, nowUs: number) => KeyAnswer | null;
  /** True once for each fetch that is needed: whoever reads it fetches. */
  readonly mustFetch: () => boolean;
  /** The fetch is over, null: failed. Who may go on, in the order in which they asked. */
  readonly fetched: (
    keys: ReadonlyMap<string, string> | null,
    nowUs: number,
  ) => readonly (readonly [W, KeyAnswer])[];
  /** Names of the keys that it holds, fresh or not. */
  readonly kids: () => readonly string[];
}

interface Waiting<W> {
  readonly kid: string;
  readonly waiter: W;
  /** It has had its second fetch: what it does not find now does not exist. */
  readonly isLast: boolean;
}

/** @throws BadConfiguration on a life of 0 or a negative rest. */
export function createKeyCache<W>({ maxAgeUs, cooldownUs }: KeyCacheOptions): KeyCache<W> {
  durationUs("maxAgeUs", maxAgeUs, 1);
  durationUs("cooldownUs", cooldownUs);
  let keys: ReadonlyMap<string, string> = new Map();
  let fetchedAtUs: number | null = null;
  let waiting: Waiting<W>[] = [];
  /** `asked`: somebody needs a fetch; `running`: somebody is at it. */
  let fetch: "none" | "asked" | "running" = "none";

  const isWithin = (lengthUs: number, nowUs: number): boolean =>
    fetchedAtUs !== null && nowUs < fetchedAtUs + lengthUs;

  function wait(who: Waiting<W>): null {
    waiting.push(who);
    if (fetch === "none") fetch = "asked";
    return null;
  }

  /** What a set that is fresh enough says of this key; null when it must be fetched again. */
  function look(who: Waiting<W>, nowUs: number): KeyAnswer | null {
    const secret = keys.get(who.kid);
    if (secret !== undefined) return { kind: "key", secret };
    if (who.isLast || isWithin(cooldownUs, nowUs)) return { kind: "unknown" };
    return wait({ ...who, isLast: true });
  }

  return {
    ask(kid, waiter, nowUs) {
      const who = { kid, waiter, isLast: false };
      return isWithin(maxAgeUs, nowUs) ? look(who, nowUs) : wait(who);
    },
    mustFetch() {
      if (fetch !== "asked") return false;
      fetch = "running";
      return true;
    },
    fetched(found, nowUs) {
      assert(fetch === "running", "a fetch ends that has begun", fetch);
      const present = waiting;
      waiting = [];
      fetch = "none";
      if (found === null) return present.map(({ waiter }) => [waiter, { kind: "unreachable" }]);
      keys = found;
      fetchedAtUs = nowUs;
      return present.flatMap((who) => {
        const answer = look(who, nowUs);
        return answer === null ? [] : [[who.waiter, answer] as const];
      });
    },
    kids: () => [...keys.keys()],
  };
}
