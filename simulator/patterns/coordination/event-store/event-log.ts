/**
 * Streams of events, appended with an expected version, all in one global order.
 *
 * After EventStoreDB: a stream's version is the number of its events; whoever appends says which version it
 * has read, and is refused when somebody came in between; the same events appended again, by their ids, are
 * answered like the first time. `any` checks nothing, and two who decided on the same past both succeed.
 * To be kept on disk. Owns order and identity; refuses to know what events mean.
 */
import { assert } from "../../../base/assert.ts";
import type { Value } from "../../../vocabulary/values.ts";

export type NewEvent = {
  /** Chosen by its author: sent twice, stored once. */
  readonly id: string;
  readonly type: string;
  readonly data: Value;
};

export type StoredEvent = NewEvent & {
  readonly stream: string;
  /** In its stream, from 1. */
  readonly version: number;
  /** In the whole store, from 1, without holes. */
  readonly position: number;
};

/** 0: the stream does not exist yet. */
export type ExpectedVersion = number | "any";

export type Appended =
  | { readonly kind: "appended"; readonly version: number; readonly events: readonly StoredEvent[] }
  /** These very events are there already. */
  | { readonly kind: "repeated"; readonly version: number }
  | { readonly kind: "conflict"; readonly version: number };

export interface EventLog {
  readonly append: (
    stream: string,
    expected: ExpectedVersion,
    events: readonly NewEvent[],
  ) => Appended;
  /** Events of a stream after this version. */
  readonly read: (stream: string, afterVersion: number) => readonly StoredEvent[];
  /** Events of all streams after this position, at most so many. */
  readonly readAll: (afterPosition: number, countMax: number) => readonly StoredEvent[];
  readonly holds: (stream: string, id: string) => boolean;
  readonly lastPosition: () => number;
}

interface Stream {
  readonly events: StoredEvent[];
  readonly versions: Map<string, number>;
}

export function createEventLog(): EventLog {
  const all: StoredEvent[] = [];
  const streams = new Map<string, Stream>();
  const streamOf = (name: string): Stream =>
    streams.get(name) ?? { events: [], versions: new Map() };

  /** The version after these events when they stand in the stream one behind the other; null when not. */
  function versionAfter({ versions }: Stream, events: readonly NewEvent[]): number | null {
    const first = versions.get(events[0]?.id ?? "");
    if (first === undefined) return null;
    const stand = events.every(({ id }, i) => versions.get(id) === first + i);
    return stand ? first + events.length - 1 : null;
  }

  return {
    append(name, expected, events) {
      assert(events.length > 0, "an append has events", name);
      const stream = streamOf(name);
      const version = stream.events.length;
      const repeated = versionAfter(stream, events);
      if (repeated !== null) return { kind: "repeated", version: repeated };
      const isConflict = expected !== "any" && expected !== version;
      // An event of this batch under another batch: two authors gave one id.
      const isKnown = events.some(({ id }) => stream.versions.has(id));
      if (isConflict || isKnown) return { kind: "conflict", version };
      const stored = events.map((event, i) => ({
        ...event,
        ...{ stream: name, version: version + i + 1, position: all.length + i + 1 },
      }));
      for (const event of stored) {
        all.push(event);
        stream.events.push(event);
        stream.versions.set(event.id, event.version);
      }
      streams.set(name, stream);
      assert(all.at(-1)?.position === all.length, "positions have no holes");
      return { kind: "appended", version: stream.events.length, events: stored };
    },
    read: (name, afterVersion) => streamOf(name).events.slice(afterVersion),
    readAll: (afterPosition, countMax) => all.slice(afterPosition, afterPosition + countMax),
    holds: (name, id) => streamOf(name).versions.has(id),
    lastPosition: () => all.length,
  };
}
