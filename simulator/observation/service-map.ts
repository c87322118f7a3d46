/**
 * The service map: who calls whom, how often, with how many failures and how long, up to a step.
 *
 * A fold of spans, as an operator's tool makes it from traces: an edge is what leaves one node for
 * another (a call awaits its reply, an event does not) or for a database. Nothing here is particular
 * to a scenario, and nothing says what a node is for. Durations are µs, quantiles within 0.8 %.
 */
import { createHistogram, type Histogram } from "./histogram.ts";
import type { Span } from "./spans.ts";

/** `call` awaits a reply, `event` does not, `query` goes to a database of the node. */
export type EdgeKind = "call" | "event" | "query";

export interface MapEdge {
  readonly from: string;
  /** A node's id; `databaseOnMap` of a database for a query. */
  readonly to: string;
  readonly kind: EdgeKind;
  /** Begun in the window. */
  readonly sent: number;
  /** Not over at the step, whenever they began. */
  readonly pending: number;
  /** Over in the window. */
  readonly ended: number;
  /** Of these, those that failed: refused, without reply in time, lost with their sender. */
  readonly failed: number;
  /** Of those that ended, µs; 0 when none did. */
  readonly p50Us: number;
  readonly p95Us: number;
}

export interface MapNode {
  readonly id: string;
  /** Calls received in the window, that its callers saw begin. */
  readonly received: number;
}

export interface ServiceMap {
  /** By first appearance. */
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
  /** Length of the window, µs: what a rate is counted over. */
  readonly windowUs: number;
}

export interface MapMoment {
  /** Last event that has happened. */
  readonly index: number;
  readonly atUs: number;
  /** Only what happened in this last stretch of time; null: since the beginning. */
  readonly windowUs: number | null;
}

interface EdgeTally {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  readonly durations: Histogram;
  sent: number;
  pending: number;
  failed: number;
}

/** A database may bear the name of its node: on the map they are two. */
export const databaseOnMap = (database: string): string => `database/${database}`;

/** The database that stands there on the map, or null when a node does. */
export const databaseAt = (place: string): string | null =>
  place.startsWith("database/") ? place.slice("database/".length) : null;

/** Where a span goes, or null when it stays on its node. */
function destinationOf({ id, kind, attributes }: Span): readonly [EdgeKind, string] | null {
  if (id.startsWith("statement:"))
    return ["query", databaseOnMap(String(attributes["db.namespace"]))];
  if (!id.startsWith("call:")) return null;
  return [kind === "producer" ? "event" : "call", String(attributes["server.address"])];
}

function count(edge: EdgeTally, span: Span, { index, fromUs }: { index: number; fromUs: number }) {
  if (span.startUs >= fromUs) edge.sent++;
  const isOver = span.endIndex >= 0 && span.endIndex <= index;
  if (!isOver) {
    // An event that nobody received is not awaited by anybody.
    if (edge.kind !== "event") edge.pending++;
    return;
  }
  if (span.endUs < fromUs) return;
  edge.durations.record(span.endUs - span.startUs);
  if (span.status === "error") edge.failed++;
}

/** `spans` in the order they began, as a span table has them. */
export function serviceMap(spans: readonly Span[], moment: MapMoment): ServiceMap {
  const fromUs = moment.windowUs === null ? 0 : Math.max(0, moment.atUs - moment.windowUs);
  const tallies = new Map<string, EdgeTally>();
  const seen = new Set<string>();
  for (const span of spans) {
    if (span.startIndex > moment.index) break;
    const destination = destinationOf(span);
    if (destination === null) continue;
    const [kind, to] = destination;
    const key = `${span.node}>${to}>${kind}`;
    let edge = tallies.get(key);
    if (edge === undefined) {
      const durations = createHistogram();
      edge = { from: span.node, to, kind, durations, sent: 0, pending: 0, failed: 0 };
      tallies.set(key, edge);
    }
    seen.add(span.node);
    seen.add(to);
    count(edge, span, { index: moment.index, fromUs });
  }
  const edges = [...tallies.values()].map(
    ({ durations, ...edge }): MapEdge => ({
      ...edge,
      ended: durations.count,
      p50Us: durations.quantile(500_000),
      p95Us: durations.quantile(950_000),
    }),
  );
  const received = (id: string): number =>
    edges.reduce((sum, edge) => sum + (edge.to === id ? edge.sent : 0), 0);
  return {
    nodes: [...seen].map((id) => ({ id, received: received(id) })),
    edges,
    windowUs: moment.atUs - fromUs,
  };
}
