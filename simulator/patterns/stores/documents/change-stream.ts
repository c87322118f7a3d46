/**
 * A change stream: the confirmed part of a replica set's log, told as events, from any point one remembers.
 *
 * Each event bears a token, its place in the log; whoever shows a token hears what came after it, as long as
 * that place is still in the log (MGO-4). Only what a majority confirmed is told (MGO-3): an event is never
 * taken back. Dropping the watched collection ends the stream; only « start after » goes past that end.
 * Owns the reading of the log; refuses to know members, nodes and who remembers tokens where.
 */
import { assert } from "../../../base/assert.ts";
import type { Value } from "../../../vocabulary/values.ts";
import type { Entry, Operation, Oplog } from "../replicated/oplog.ts";

/** A place in the log: an event of an entry, the end of the stream after a drop, or « all that far ». */
export type ResumeToken = {
  readonly index: number;
  readonly ordinal: number;
  readonly kind: "event" | "invalidate" | "mark";
};

export type ChangeEvent = {
  readonly token: ResumeToken;
  readonly operationType: "insert" | "replace" | "delete" | "drop" | "invalidate";
  readonly collection: string;
  readonly id: string | null;
  readonly document: Value;
  /** Of the entry: equal for all events of one entry, whether or not it is a transaction (MGO-6). */
  readonly clusterTime: number;
  readonly transaction: string | null;
};

export type Start =
  | { readonly kind: "now" }
  | { readonly kind: "resumeAfter" | "startAfter"; readonly token: ResumeToken };

export type Watching = {
  /** null: every collection. */
  readonly collection: string | null;
  readonly start: Start;
  /** Events in one answer. */
  readonly max: number;
};

export type Changes =
  /** `token`: go on from here, even when nothing concerned this stream. */
  | {
      readonly kind: "events";
      readonly events: readonly ChangeEvent[];
      readonly token: ResumeToken;
    }
  /** 286, ChangeStreamHistoryLost: that place has left the log. Begin anew, from a full copy. */
  | { readonly kind: "history-lost" }
  /** 260, InvalidResumeToken: « resume after » cannot go past the end of a stream. */
  | { readonly kind: "invalid-token" };

/** What is needed of a member. */
export interface ConfirmedLog {
  readonly oplog: Oplog;
  readonly commitIndex: number;
}

/** Greater than any ordinal: the whole entry is behind. */
const WHOLE_ENTRY = 1_000_000_000;

export const markAt = (index: number): ResumeToken => ({
  ...{ index, ordinal: WHOLE_ENTRY, kind: "mark" },
});

/** Places in the order of the stream; the end of a stream comes after the drop that caused it. */
export function compareTokens(a: ResumeToken, b: ResumeToken): number {
  if (a.index !== b.index) return a.index - b.index;
  if (a.ordinal !== b.ordinal) return a.ordinal - b.ordinal;
  return Number(a.kind === "invalidate") - Number(b.kind === "invalidate");
}

/** What a stream that starts there has to tell, at most `max` events. */
export function readChanges(log: ConfirmedLog, { collection, start, max }: Watching): Changes {
  const { oplog, commitIndex } = log;
  if (start.kind === "now") return { kind: "events", events: [], token: markAt(commitIndex) };
  const { token } = start;
  if (start.kind === "resumeAfter" && token.kind === "invalidate") return { kind: "invalid-token" };
  // The entry of the token itself must be there: without it nobody knows what lay between.
  if (token.index < oplog.first && oplog.first > 1) return { kind: "history-lost" };
  const events: ChangeEvent[] = [];
  for (let index = Math.max(token.index, 1); index <= commitIndex; index++) {
    for (const event of eventsOf(oplog.at(index), collection)) {
      if (compareTokens(event.token, token) <= 0) continue;
      events.push(event);
      const isLast = events.length >= max || event.operationType === "invalidate";
      if (isLast) return { kind: "events", events, token: event.token };
    }
  }
  const end = markAt(commitIndex);
  // A member that lags behind the token has nothing to tell yet.
  return { kind: "events", events, token: compareTokens(end, token) > 0 ? end : token };
}

/** The events of an entry that concern this stream. */
export function eventsOf(entry: Entry, watched: string | null): readonly ChangeEvent[] {
  return entry.operations.flatMap((operation, ordinal) => {
    if (operation.op === "noop") return [];
    if (watched !== null && operation.collection !== watched) return [];
    const event = eventOf(entry, operation, ordinal);
    if (operation.op !== "drop" || watched === null) return [event];
    const token = { index: entry.index, ordinal, kind: "invalidate" as const };
    return [event, { ...event, token, operationType: "invalidate" as const }];
  });
}

function eventOf(
  { index, transaction }: Entry,
  operation: Exclude<Operation, { readonly op: "noop" }>,
  ordinal: number,
): ChangeEvent {
  assert(ordinal < WHOLE_ENTRY, "an entry with few operations", ordinal);
  const { op, collection } = operation;
  return {
    token: { index, ordinal, kind: "event" },
    ...{ operationType: op, collection, clusterTime: index, transaction },
    id: op === "drop" ? null : operation.id,
    document: op === "insert" || op === "replace" ? operation.document : null,
  };
}
