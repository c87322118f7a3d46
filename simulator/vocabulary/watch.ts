/**
 * Which events somebody reads: whole kinds, or of a kind only those of one name (a message by its
 * operation, a memory by its key).
 *
 * Messages and memories are most of a run: a promise about one operation must not make the others be
 * looked at. Plain data; who reads is not known here.
 */
import type { EventKind } from "./events.ts";

/** A kind, or one name of a kind that has names: `message-sent/xadd`, `memory-changed/vue/total`. */
export type Watch = EventKind | `${NamedKind}/${string}`;

/** Field that names an event of its kind. */
const NAME_FIELD = { "message-sent": "operation", "memory-changed": "key" } as const;
type NamedKind = keyof typeof NAME_FIELD;

/** Kinds whose events can be watched by name, with the field that names them. */
export const nameField = (kind: EventKind): string | undefined => NAME_FIELD[kind as NamedKind];

/** The name of an event, by its fields; empty for a kind without names. */
export function nameOf(kind: EventKind, fields: object): string {
  const field = nameField(kind);
  return field === undefined ? "" : (fields as Readonly<Record<string, string>>)[field] || "";
}

export type IsWatched = (kind: EventKind, name: string) => boolean;

/** One question to a set instead of a list read at each event. */
export function watching(watches: Iterable<Watch>): IsWatched {
  const kinds = new Set<EventKind>();
  const named = new Map<EventKind, Set<string>>();
  for (const watch of watches) {
    const slash = watch.indexOf("/");
    if (slash < 0) kinds.add(watch as EventKind);
    else {
      const kind = watch.slice(0, slash) as EventKind;
      const names = named.get(kind) ?? new Set();
      named.set(kind, names.add(watch.slice(slash + 1)));
    }
  }
  return (kind, name) => kinds.has(kind) || (named.get(kind)?.has(name) ?? false);
}
