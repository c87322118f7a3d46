/**
 * Where « how is order 42 doing? » can be answered: the nodes whose rows, records or memory speak of a
 * subject, as they come and go.
 *
 * A row speaks of the subject of its table's column; a record or a piece of memory, of every known subject
 * that its key or its texts name. What a client remembers is not counted, nor what a crash has erased.
 */
import type { DatabaseCard } from "../vocabulary/card.ts";
import type { EventOf, SimEvent } from "../vocabulary/events.ts";
import type { Row, Value } from "../vocabulary/values.ts";
import { createRowKeys } from "./row-keys.ts";

/** From event `index` on, these nodes hold something about the subject. */
export interface HoldersMoment {
  readonly index: number;
  readonly nodes: readonly string[];
}

export type SubjectHolders = ReadonlyMap<string, readonly HoldersMoment[]>;

/** Nodes that hold something about a subject after event `index`. */
export function holdersAt(
  holders: SubjectHolders,
  subject: string,
  index: number,
): readonly string[] {
  return holders.get(subject)?.findLast((moment) => moment.index <= index)?.nodes ?? [];
}

interface Options {
  readonly isClient: ReadonlySet<string>;
  readonly databases: readonly DatabaseCard[];
}

interface Held {
  readonly node: string;
  readonly subjects: readonly string[];
}

/** Every text inside a value, keys included. */
function textsIn(value: Value): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap(textsIn);
  return Object.entries(value as Readonly<Record<string, Value>>).flatMap(([key, held]) => [
    key,
    ...textsIn(held),
  ]);
}

const WORDS = /[\w-]+/g;

/** Every word of every text inside a value. */
export const wordsIn = (value: Value): readonly string[] =>
  textsIn(value).flatMap((text) => text.match(WORDS) ?? []);

export function createSubjectHolders({ isClient, databases }: Options): {
  readonly see: (event: SimEvent) => void;
  readonly found: () => SubjectHolders;
} {
  const keys = createRowKeys(databases);
  const subjectColumns = new Map(
    databases.flatMap((database) =>
      database.tables.map((table) => [
        `${database.id}/${table.name}`,
        table.columns.findIndex((column) => column.name === table.subject),
      ]),
    ),
  );
  const known = new Set<string>();
  /** What each place says, by its path. */
  const places = new Map<string, Held>();
  /** How many places of a node speak of a subject. */
  const counts = new Map<string, Map<string, number>>();
  const moments = new Map<string, HoldersMoment[]>();

  const note = (subject: string, index: number): void => {
    const nodes = [...(counts.get(subject)?.keys() ?? [])];
    const past = moments.get(subject) ?? [];
    if (past.at(-1)?.index === index) past.pop();
    past.push({ index, nodes });
    moments.set(subject, past);
  };

  const count = (subject: string, node: string, by: 1 | -1, index: number): void => {
    const nodes = counts.get(subject) ?? new Map<string, number>();
    counts.set(subject, nodes);
    const was = nodes.get(node) ?? 0;
    if (was + by === 0) nodes.delete(node);
    else nodes.set(node, was + by);
    if (was === 0 || was + by === 0) note(subject, index);
  };

  const say = (path: string, node: string, subjects: readonly string[], index: number): void => {
    if (isClient.has(node)) return;
    const before = places.get(path);
    const isSame =
      before !== undefined &&
      before.subjects.length === subjects.length &&
      before.subjects.every((subject, i) => subject === subjects[i]);
    if (isSame) return;
    for (const subject of subjects) count(subject, node, 1, index);
    for (const subject of before?.subjects ?? []) count(subject, before?.node ?? node, -1, index);
    if (subjects.length === 0) places.delete(path);
    else places.set(path, { node, subjects });
  };

  const named = (key: string, value: Value): readonly string[] => {
    if (value === null) return [];
    return [...new Set([...wordsIn(key), ...wordsIn(value)])].filter((word) => known.has(word));
  };

  function seeCommit(event: EventOf<"transaction-committed">): void {
    for (const { table, before, after } of event.changes) {
      const place = `${event.database}/${table}`;
      const column = subjectColumns.get(place) ?? -1;
      const pathOf = (row: Row): string => `${place}/${keys.keyOf(event.database, table, row)}`;
      const subject = column >= 0 ? (after?.[column] ?? null) : event.subject;
      if (before !== null && (after === null || pathOf(before) !== pathOf(after)))
        say(pathOf(before), event.node, [], event.index);
      if (after !== null)
        say(pathOf(after), event.node, subject === null ? [] : [String(subject)], event.index);
    }
  }

  function forget(event: EventOf<"node-crashed">): void {
    for (const [path, { node }] of [...places])
      if (node === event.node && path.startsWith("memory/")) say(path, node, [], event.index);
  }

  return {
    see(event) {
      if (event.subject !== null) known.add(event.subject);
      switch (event.kind) {
        case "transaction-committed":
          return seeCommit(event);
        case "record-changed":
          return say(
            `record/${event.store}/${event.key}`,
            event.node,
            named(event.key, event.after),
            event.index,
          );
        case "memory-changed":
          return say(
            `memory/${event.node}/${event.key}`,
            event.node,
            named(event.key, event.after),
            event.index,
          );
        case "node-crashed":
          return forget(event);
        default:
          return;
      }
    },
    found: () => moments,
  };
}
