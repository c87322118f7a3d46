/**
 * The state of one stream: everything folded from the start, or a snapshot and what came after it.
 *
 * A snapshot saves reading, never truth: state = fold(snapshot, tail) = fold(everything). It bears the
 * number of the rules that made it; after a change of rules it is worth nothing and is not used.
 */
import { wholeNumber } from "../../../base/configuration.ts";
import type { Value } from "../../../vocabulary/values.ts";
import type { NewEvent, StoredEvent } from "./event-log.ts";

export interface AggregateRule<S extends Value> {
  readonly initial: S;
  readonly fold: (state: S, event: NewEvent) => S;
  /** Raised whenever `fold` means something else: snapshots of other numbers are ignored. */
  readonly ruleNumber: number;
  /** A snapshot each time so many events have come since the last; 0: never. */
  readonly snapshotEvery: number;
}

export type Snapshot<S extends Value> = {
  readonly state: S;
  /** Version of the stream that it stands for. */
  readonly version: number;
  readonly ruleNumber: number;
};

export interface Loaded<S> {
  readonly state: S;
  readonly version: number;
  /** What it cost: events read after the snapshot. */
  readonly readCount: number;
}

/** @throws BadConfiguration on a negative snapshot interval. */
export function checkedRule<S extends Value>(rule: AggregateRule<S>): AggregateRule<S> {
  wholeNumber("snapshotEvery", rule.snapshotEvery, { min: 0, max: 1_000_000 });
  wholeNumber("ruleNumber", rule.ruleNumber, { min: 1, max: 1_000_000 });
  return rule;
}

/** A snapshot that may be used, or null. */
export const usable = <S extends Value>(
  rule: AggregateRule<S>,
  snapshot: Snapshot<S> | null,
): Snapshot<S> | null => (snapshot?.ruleNumber === rule.ruleNumber ? snapshot : null);

/** `tail`: the events after the snapshot's version, or all of them without one. */
export function load<S extends Value>(
  rule: AggregateRule<S>,
  snapshot: Snapshot<S> | null,
  tail: readonly StoredEvent[],
): Loaded<S> {
  const start = usable(rule, snapshot);
  return {
    state: tail.reduce(rule.fold, start?.state ?? rule.initial),
    version: (start?.version ?? 0) + tail.length,
    readCount: tail.length,
  };
}

/** The snapshot to keep now, or null when it is not worth one yet. */
export function snapshotDue<S extends Value>(
  { ruleNumber, snapshotEvery }: AggregateRule<S>,
  { state, version, readCount }: Loaded<S>,
): Snapshot<S> | null {
  const isDue = snapshotEvery > 0 && readCount >= snapshotEvery;
  return isDue ? { state, version, ruleNumber } : null;
}
