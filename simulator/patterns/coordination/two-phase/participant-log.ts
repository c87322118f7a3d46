/**
 * What a participant must not forget: what it promised, with its locks, and how each promise ended.
 *
 * Once it has voted yes it may neither go forward nor back by itself: it is in doubt, holds its locks, and
 * only the coordinator knows (Gray 1978; Skeen 1981: every protocol of two phases blocks). Before its vote
 * it may abort alone. Owns promises and locks; refuses to know what is locked and why a vote is no.
 */
import { assert } from "../../../base/assert.ts";
import type { Decision } from "./coordinator-log.ts";

/** `known`: it had ended before. */
export type Settled = "committed" | "released" | "known";

export interface ParticipantLog<C> {
  /** Who holds one of these keys, other than `id` itself; null when all are free. */
  readonly holderOf: (id: string, keys: readonly string[]) => string | null;
  /** How it stands here. */
  readonly standingOf: (id: string) => Decision | "promised" | "unknown";
  /** Writes the promise down. The keys must be free. Promising again changes nothing. */
  readonly promise: (id: string, keys: readonly string[], change: C) => void;
  /** The promised change when it is to be made now, once. */
  readonly settle: (
    id: string,
    decision: Decision,
  ) => { readonly how: Settled; readonly change: C | null };
  /** Promised and not settled, oldest first. */
  readonly inDoubt: () => readonly string[];
  /** At most so many, oldest first. */
  readonly locks: (countMax: number) => readonly (readonly [key: string, id: string])[];
}

export function createParticipantLog<C>(): ParticipantLog<C> {
  const promises = new Map<string, { readonly keys: readonly string[]; readonly change: C }>();
  const ends = new Map<string, Decision>();
  const locks = new Map<string, string>();

  const holderOf = (id: string, keys: readonly string[]): string | null =>
    keys.map((key) => locks.get(key)).find((holder) => holder !== undefined && holder !== id) ??
    null;

  return {
    holderOf,
    standingOf: (id) => ends.get(id) ?? (promises.has(id) ? "promised" : "unknown"),
    promise(id, keys, change) {
      assert(holderOf(id, keys) === null, "nobody else holds what is promised", id);
      assert(!ends.has(id), "what has ended is not promised again", id);
      if (promises.has(id)) return;
      promises.set(id, { keys, change });
      for (const key of keys) locks.set(key, id);
    },
    settle(id, decision) {
      const promised = promises.get(id);
      // The first word counts: a coordinator that forgot its own may say another later.
      if (ends.has(id)) return { how: "known", change: null };
      assert(promised !== undefined || decision === "abort", "only a promise is committed", id);
      // An abort that overtook its own request is remembered: the request will be answered no.
      ends.set(id, decision);
      promises.delete(id);
      for (const key of promised?.keys ?? []) locks.delete(key);
      if (decision === "commit") return { how: "committed", change: promised?.change ?? null };
      return { how: "released", change: null };
    },
    inDoubt: () => [...promises.keys()],
    locks(countMax) {
      const found: (readonly [string, string])[] = [];
      for (const lock of locks) {
        if (found.length >= countMax) break;
        found.push(lock);
      }
      return found;
    },
  };
}
