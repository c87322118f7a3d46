/**
 * Versions of one key on replicas that never wait for each other, and what becomes of two concurrent ones.
 *
 * `last-writer` keeps the one with the latest watch and loses the other without a word; `siblings` keeps
 * every version that no other one has seen, for somebody to reconcile (Dynamo, 2007).
 * A version has a name of its own, its dot, apart from what its author had seen: with one clock for both,
 * two authors who write on the same replica would overtake each other unseen (Preguiça and others, « Dotted
 * Version Vectors », 2010).
 */
import { mergeVectors, NOTHING_SEEN, type VectorClock } from "../../coordination/vector-clock.ts";

export const CONFLICTS = ["last-writer", "siblings"] as const;
export type Conflict = (typeof CONFLICTS)[number];

export type Version = {
  readonly value: string;
  /** The replica that took it, and its how-manieth writing: its name. */
  readonly node: string;
  readonly ordinal: number;
  /** Everything that its author had read: what it overtakes. */
  readonly seen: VectorClock;
  /** The replica's watch, µs: it may lie. */
  readonly watchUs: number;
};

export type Versions = readonly Version[];

const isYounger = (a: Version, b: Version): boolean =>
  a.watchUs === b.watchUs ? a.node > b.node : a.watchUs > b.watchUs;

const isSeenBy = ({ node, ordinal }: Version, other: Version): boolean =>
  (other.seen[node] ?? 0) >= ordinal;

const isSame = (a: Version, b: Version): boolean => a.node === b.node && a.ordinal === b.ordinal;

/** Adds a version unless it is known or overtaken; drops those that it has overtaken. */
function insert(versions: Versions, version: Version): Versions {
  const isKnown = versions.some((own) => isSame(own, version) || isSeenBy(version, own));
  if (isKnown) return versions;
  return [...versions.filter((own) => !isSeenBy(own, version)), version];
}

/** Survivors in one order, wherever they came from. */
const inOrder = (versions: Versions): Versions =>
  versions.toSorted((a, b) => {
    if (a.node !== b.node) return a.node < b.node ? -1 : 1;
    return a.ordinal - b.ordinal;
  });

/** What a replica holds after learning what another one holds. */
export function mergeVersions(own: Versions, other: Versions, conflict: Conflict): Versions {
  const merged = inOrder(other.reduce(insert, own));
  if (conflict === "siblings" || merged.length < 2) return merged;
  return [merged.reduce((a, b) => (isYounger(b, a) ? b : a))];
}

/** Everything that these versions are, and have seen. */
export const seenIn = (versions: Versions): VectorClock =>
  versions.reduce((seen, { node, ordinal, seen: own }) => {
    const all = mergeVectors(seen, own);
    return { ...all, [node]: Math.max(all[node] ?? 0, ordinal) };
  }, NOTHING_SEEN);
