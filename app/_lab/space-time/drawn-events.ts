/**
 * Which events the diagram draws: those that another node, a base or a client could notice.
 *
 * A lesson of 400 steps has about 120 of them. The rest (statements begun, workers taken) is in the
 * table. Pure: one pass over the log.
 */
import type { EventKind } from "@/simulator/vocabulary/events.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";

const DRAWN: ReadonlySet<EventKind> = new Set<EventKind>([
  "message-sent",
  "message-delivered",
  "message-lost",
  "message-duplicated",
  "reply-ignored",
  "call-timed-out",
  "request-rejected",
  "node-crashed",
  "node-restarted",
  "node-paused",
  "node-resumed",
  "node-slowed",
  "clock-shifted",
  "clock-drifted",
  "node-degraded",
  "record-changed",
  "statement-failed",
  "transaction-rolled-back",
  "command-issued",
  "command-ended",
  "timer-fired",
  "deadline-passed",
]);

const isDrawn = (log: EventLog, index: number): boolean => {
  const kind = log.kind(index);
  if (DRAWN.has(kind)) return true;
  return (
    kind === "transaction-committed" &&
    log.eventOf("transaction-committed", index).changes.length > 0
  );
};

export interface DrawnQuestion {
  /** Business key: only its events, and those about nothing in particular. null: all. */
  readonly subject: string | null;
  /** Drawn whatever their kind: the selected event, the stops of « Pourquoi ? ». Ascending. */
  readonly extra: readonly number[];
  /** Nodes that have a lane. */
  readonly nodes: ReadonlySet<string>;
}

/** Indexes of the events drawn, ascending. */
export function drawnEvents(log: EventLog, { subject, extra, nodes }: DrawnQuestion): Int32Array {
  const wanted = subject === null ? -1 : log.strings.find(subject);
  const lanes = new Set([...nodes].map((node) => log.strings.find(node)));
  const found: number[] = [];
  let next = 0;
  for (let index = 0; index < log.length; index++) {
    while (next < extra.length && (extra[next] as number) < index) next++;
    if (!lanes.has(log.nodeNumber(index))) continue;
    const isExtra = extra[next] === index;
    const about = log.subjectNumber(index);
    const isAsked = subject === null || about === wanted || about < 0;
    if (isExtra || (isAsked && isDrawn(log, index))) found.push(index);
  }
  return Int32Array.from(found);
}

/** Position of the first drawn event at or after `index`. */
export function positionOf(drawn: Int32Array, index: number): number {
  let low = 0;
  let high = drawn.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((drawn[middle] as number) < index) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Every business key of a log, in order of first appearance. */
export function subjectsOf(log: EventLog): readonly string[] {
  const numbers = new Set<number>();
  for (let index = 0; index < log.length; index++) {
    const number = log.subjectNumber(index);
    if (number >= 0) numbers.add(number);
  }
  return [...numbers].map((number) => log.strings.text(number));
}
