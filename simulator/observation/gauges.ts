/**
 * Gauges: what is waiting, at every step. Queues of nodes, and whatever a card reads as a number:
 * entries not acknowledged yet, how far a reader is behind the end of a log.
 *
 * A fold of the log and of the card's readings alone, so that a broker, a pool or a window of any part
 * shows itself without being known here. A gauge is a step curve: it keeps its value until it changes.
 */
import type { NodeCard, NodeReading, ScenarioCard } from "../vocabulary/card.ts";
import type { EventLog } from "../vocabulary/log.ts";
import type { Value } from "../vocabulary/values.ts";
import { countUpTo } from "./columns.ts";

/** `queue`: requests that no worker has taken. `reading`: a number of a part. `lag`: places behind the end. */
export type GaugeKind = "queue" | "reading" | "lag";

export interface Gauge {
  /** `queue/<node>`, `reading/<node>/<key>[/<name>]`, `lag/<node>/<key>/<name>`. */
  readonly id: string;
  readonly kind: GaugeKind;
  readonly node: string;
  /** The reading's French title; empty for a queue. */
  readonly title: string;
  /** Of a consumer, a group, a mark; empty when the reading is one number. */
  readonly name: string;
  /** Steps at which it changed, in order, and its value from then on; null: nobody can read it. */
  readonly steps: readonly number[];
  readonly values: readonly (number | null)[];
}

export interface GaugeTable {
  /** Reads what was appended to the log, at most so many events of it. True while there is more. */
  readonly extend: (eventsMax?: number) => boolean;
  /** By first appearance. */
  readonly all: () => readonly Gauge[];
}

type Writable = Gauge & { readonly steps: number[]; readonly values: (number | null)[] };
type Read = Extract<NodeReading, { readonly kind: "gauge" | "pairs" | "strip" }>;
type Numbers = readonly (readonly [name: string, value: number])[];

const isRead = (reading: NodeReading): reading is Read =>
  reading.kind === "gauge" || reading.kind === "pairs" || reading.kind === "strip";

/** What a slot says, as numbers with a name; what is not a number is no gauge. */
function numbersOf(reading: Read, value: Value): Numbers {
  if (reading.kind === "gauge") return typeof value === "number" ? [["", value]] : [];
  if (reading.kind === "pairs") {
    const pairs = Array.isArray(value) ? (value as readonly Value[]) : [];
    return pairs.flatMap((pair): Numbers => {
      if (!Array.isArray(pair)) return [];
      const [name, count] = pair as readonly Value[];
      return typeof name === "string" && typeof count === "number" ? [[name, count]] : [];
    });
  }
  return behindOf(value);
}

/** How many cells of a strip follow each of its marks. */
function behindOf(value: Value): Numbers {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return [];
  const { first, cells, marks } = value as { readonly [field: string]: Value };
  if (typeof first !== "number" || !Array.isArray(cells) || !Array.isArray(marks)) return [];
  const end = first + cells.length;
  return (marks as readonly Value[]).flatMap((mark): Numbers => {
    const { at, title } = (mark ?? {}) as { readonly [field: string]: Value };
    return typeof at === "number" && typeof title === "string"
      ? [[title, Math.max(0, end - at)]]
      : [];
  });
}

/** Where each reading stands: a key of a node's memory, or of a store. */
function placesOf(nodes: readonly NodeCard[]): ReadonlyMap<string, readonly [string, Read]> {
  const places = new Map<string, readonly [string, Read]>();
  for (const { id, readings } of nodes)
    for (const reading of readings) {
      if (!isRead(reading)) continue;
      const place = reading.store === undefined ? `memory/${id}` : `record/${reading.store}`;
      places.set(`${place}/${reading.key}`, [id, reading]);
    }
  return places;
}

export function createGaugeTable(
  log: EventLog,
  { nodes }: Pick<ScenarioCard, "nodes">,
): GaugeTable {
  const places = placesOf(nodes);
  const gauges = new Map<string, Writable>();
  /** Read from a store: a crash changes nothing. */
  const durable = new Set<string>();
  let length = 0;

  function note(head: Omit<Gauge, "steps" | "values">, index: number, value: number | null): void {
    let gauge = gauges.get(head.id);
    if (gauge === undefined) {
      gauge = { ...head, steps: [], values: [] };
      gauges.set(head.id, gauge);
    }
    if (gauge.values.at(-1) === value) return;
    if (gauge.steps.at(-1) === index) gauge.values[gauge.values.length - 1] = value;
    else {
      gauge.steps.push(index);
      gauge.values.push(value);
    }
  }

  function noteReading(place: string, index: number, value: Value): void {
    const found = places.get(place);
    if (found === undefined) return;
    const [node, reading] = found;
    const kind = reading.kind === "strip" ? "lag" : "reading";
    const prefix = `${kind}/${node}/${reading.key}`;
    const numbers = numbersOf(reading, value);
    const idOf = (name: string): string => (name === "" ? prefix : `${prefix}/${name}`);
    for (const [name, number] of numbers) {
      if (reading.store !== undefined) durable.add(idOf(name));
      note({ id: idOf(name), kind, node, title: reading.title, name }, index, number);
    }
    // A name that is no longer there waits for nothing.
    const there = new Set(numbers.map(([name]) => idOf(name)));
    for (const gauge of gauges.values())
      if ((gauge.id === prefix || gauge.id.startsWith(`${prefix}/`)) && !there.has(gauge.id))
        note(gauge, index, 0);
  }

  function noteQueue(index: number, queueDepth: number): void {
    const node = log.node(index);
    note({ id: `queue/${node}`, kind: "queue", node, title: "", name: "" }, index, queueDepth);
  }

  function see(index: number): void {
    switch (log.kind(index)) {
      case "request-queued":
        return noteQueue(index, log.eventOf("request-queued", index).queueDepth);
      case "request-started":
        return noteQueue(index, log.eventOf("request-started", index).queueDepth);
      case "request-finished":
        return noteQueue(index, log.eventOf("request-finished", index).queueDepth);
      case "node-crashed":
        // What waited there is lost; what its parts showed is unknown until they are back.
        for (const gauge of gauges.values()) {
          if (gauge.node !== log.node(index) || durable.has(gauge.id)) continue;
          note(gauge, index, gauge.kind === "queue" ? 0 : null);
        }
        return;
      case "memory-changed": {
        if (places.size === 0) return;
        const { node, key, after } = log.eventOf("memory-changed", index);
        return noteReading(`memory/${node}/${key}`, index, after);
      }
      case "record-changed": {
        if (places.size === 0) return;
        const { store, key, after } = log.eventOf("record-changed", index);
        return noteReading(`record/${store}/${key}`, index, after);
      }
      default:
        return;
    }
  }

  return {
    extend(eventsMax = Number.POSITIVE_INFINITY) {
      const until = Math.min(log.length, length + eventsMax);
      for (; length < until; length++) see(length);
      return length < log.length;
    },
    all: () => [...gauges.values()],
  };
}

/** The value after event `index`; null when nobody can read it, 0 before it was ever seen. */
export function gaugeAt({ steps, values }: Gauge, index: number): number | null {
  const seen = countUpTo(steps, steps.length, index);
  return seen === 0 ? 0 : (values[seen - 1] as number | null);
}
