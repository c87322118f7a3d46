/**
 * Causality: who could have influenced whom, from the log alone.
 *
 * An event depends on the one before it on its node (program order), on the event that made it
 * happen, and on the departure of the message that it receives. Acts of the world that no node
 * learns of (a loss, a cut, the reader's fault) have a cause but no place in a node's order:
 * the receiver of a lost message is not influenced by it.
 * Source: L. Lamport, « Time, Clocks, and the Ordering of Events in a Distributed System » (1978).
 */
import { assert } from "../base/assert.ts";
import type { EventKind } from "../vocabulary/events.ts";
import type { EventLog } from "../vocabulary/log.ts";
import { IntColumn } from "./columns.ts";

/** Acts of the world: nobody in the system sees them happen. */
const UNSEEN: ReadonlySet<EventKind> = new Set([
  "run-started",
  "run-ended",
  "fault-started",
  "fault-ended",
  "link-changed",
  "message-lost",
  "message-delayed",
  "message-duplicated",
  "deadline-passed",
]);

/** True when the event is a step of its node, false when it is an act of the world. */
export const isSeenByItsNode = (kind: EventKind): boolean => !UNSEEN.has(kind);

/** Direct predecessors of every event, −1 when there is none. */
interface Edges {
  length: number;
  /** Previous event of the same node. */
  readonly before: IntColumn;
  /** Departure of the message received. */
  readonly departure: IntColumn;
  readonly lastOfNode: Map<number, number>;
  readonly departures: Map<string, number>;
}

/** Edges are read once a log and grow with it. */
const edgesOf = new WeakMap<EventLog, Edges>();

function departureOf(log: EventLog, index: number, departures: Map<string, number>): number {
  switch (log.kind(index)) {
    case "message-sent":
      departures.set(log.eventOf("message-sent", index).message, index);
      return -1;
    case "message-duplicated": {
      const { message, copy } = log.eventOf("message-duplicated", index);
      departures.set(copy, index);
      return departures.get(message) ?? -1;
    }
    case "message-delivered":
      return departures.get(log.eventOf("message-delivered", index).message) ?? -1;
    case "message-lost":
      return departures.get(log.eventOf("message-lost", index).message) ?? -1;
    default:
      return -1;
  }
}

function readEdges(log: EventLog): Edges {
  let edges = edgesOf.get(log);
  if (edges === undefined) {
    edges = {
      length: 0,
      before: new IntColumn(),
      departure: new IntColumn(),
      lastOfNode: new Map(),
      departures: new Map(),
    };
    edgesOf.set(log, edges);
  }
  for (; edges.length < log.length; edges.length++) {
    const index = edges.length;
    const node = log.nodeNumber(index);
    const isStep = isSeenByItsNode(log.kind(index));
    edges.before.push(isStep ? (edges.lastOfNode.get(node) ?? -1) : -1);
    if (isStep) edges.lastOfNode.set(node, index);
    edges.departure.push(departureOf(log, index, edges.departures));
  }
  return edges;
}

export interface CausalSets {
  /** 1 for each event that could have influenced the chosen one; the chosen one is not in it. */
  readonly past: Uint8Array;
  /** 1 for each event that the chosen one could have influenced. */
  readonly future: Uint8Array;
  /** What is neither, nor the event itself, is concurrent with it. */
  readonly pastCount: number;
  readonly futureCount: number;
  readonly concurrentCount: number;
}

const countOf = (marks: Uint8Array): number => marks.reduce((sum, mark) => sum + mark, 0);

/** Past, future and concurrent events of one event. Linear in the length of the log. */
export function causalSets(log: EventLog, index: number): CausalSets {
  assert(index >= 0 && index < log.length, "the event is in the log", index);
  const { before, departure } = readEdges(log);
  const past = new Uint8Array(log.length);
  past[index] = 1;
  for (let i = index; i >= 0; i--) {
    if (past[i] === 0) continue;
    for (const from of [before.at(i), departure.at(i), log.cause(i)]) if (from >= 0) past[from] = 1;
  }
  past[index] = 0;
  const future = new Uint8Array(log.length);
  future[index] = 1;
  const isReached = (from: number): boolean => from >= 0 && future[from] === 1;
  for (let i = index + 1; i < log.length; i++) {
    if (isReached(before.at(i)) || isReached(departure.at(i)) || isReached(log.cause(i)))
      future[i] = 1;
  }
  future[index] = 0;
  const pastCount = countOf(past);
  const futureCount = countOf(future);
  return {
    ...{ past, future, pastCount, futureCount },
    concurrentCount: log.length - 1 - pastCount - futureCount,
  };
}

/** The event, its direct cause, the cause of that one… back to one that nothing made happen. */
export function causeChain(log: EventLog, index: number): readonly number[] {
  const chain: number[] = [];
  for (let i = index; i >= 0; i = log.cause(i)) chain.push(i);
  return chain;
}

/** Lamport's stamp of every event, from 1: greater than that of everything it depends on. */
export function lamport(log: EventLog): Int32Array {
  const { before, departure } = readEdges(log);
  const stamps = new Int32Array(log.length);
  const stamp = (index: number): number => (index < 0 ? 0 : (stamps[index] as number));
  for (let i = 0; i < log.length; i++)
    stamps[i] = 1 + Math.max(stamp(before.at(i)), stamp(departure.at(i)), stamp(log.cause(i)));
  return stamps;
}

/**
 * Vector clock at an event: for each node, how many of its steps the event depends on, itself
 * included. Nodes in order of first appearance; one that had no influence yet is at 0.
 */
export function vectorClock(log: EventLog, index: number): ReadonlyMap<string, number> {
  const { past } = causalSets(log, index);
  const clock = new Map<string, number>();
  for (let i = 0; i < log.length; i++) {
    if (!isSeenByItsNode(log.kind(i))) continue;
    const node = log.node(i);
    const isKnown = i === index || past[i] === 1;
    clock.set(node, (clock.get(node) ?? 0) + (isKnown ? 1 : 0));
  }
  return clock;
}

/** Why event `to` directly depends on event `from`; null when it does not. */
export function directLink(
  log: EventLog,
  { from, to }: { readonly from: number; readonly to: number },
): "cause" | "message" | "same-node" | null {
  const edges = readEdges(log);
  if (edges.departure.at(to) === from) return "message";
  if (log.cause(to) === from) return "cause";
  return edges.before.at(to) === from ? "same-node" : null;
}
