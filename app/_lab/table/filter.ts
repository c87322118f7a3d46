/**
 * Rows of the event table: every event, or those of a node, a subject, a kind, with a text.
 *
 * Node and subject are compared as numbers of the log; a text needs the sentence of every event, so
 * the work is done in slices that leave the page answering.
 */
import { matches } from "@/app/_lab/inspector/reading.ts";
import { labelEvent } from "@/app/_texte/labels.ts";
import { nodeTitle } from "@/app/_texte/names.ts";
import { narrate } from "@/app/_texte/narration.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { EventKind } from "@/simulator/vocabulary/events.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";

export interface TableFilter {
  readonly node: string;
  readonly subject: string;
  readonly kind: string;
  readonly text: string;
}

export const NO_FILTER: TableFilter = { node: "", subject: "", kind: "", text: "" };

export const isFiltering = (filter: TableFilter): boolean =>
  filter.node !== "" || filter.subject !== "" || filter.kind !== "" || filter.text.trim() !== "";

/** Families of kinds for the « genre » filter. */
export const KIND_GROUPS: readonly {
  readonly id: string;
  readonly title: string;
  readonly has: (kind: EventKind) => boolean;
}[] = [
  {
    id: "messages",
    title: "messages",
    has: (kind) =>
      kind.startsWith("message-") || kind === "reply-ignored" || kind === "call-timed-out",
  },
  { id: "requetes", title: "requêtes servies", has: (kind) => kind.startsWith("request-") },
  {
    id: "donnees",
    title: "bases et registres",
    has: (kind) =>
      kind.startsWith("statement-") || kind.startsWith("transaction-") || kind === "record-changed",
  },
  {
    id: "ecritures",
    title: "écritures",
    has: (kind) => kind === "transaction-committed" || kind === "record-changed",
  },
  {
    id: "pannes",
    title: "pannes et leurs effets",
    has: (kind) =>
      kind.startsWith("fault-") ||
      kind.startsWith("node-") ||
      kind.startsWith("clock-") ||
      kind === "link-changed" ||
      kind === "process-lost" ||
      kind === "message-lost" ||
      kind === "call-timed-out",
  },
  { id: "clients", title: "demandes des clients", has: (kind) => kind.startsWith("command-") },
];

export interface RowSearch {
  /** Indexes found so far, in order. */
  readonly found: readonly number[];
  /** Looks at some more events; true when all have been seen. */
  readonly advance: (isOver: () => boolean) => boolean;
}

export function searchRows(log: EventLog, card: ScenarioCard, filter: TableFilter): RowSearch {
  const found: number[] = [];
  const text = filter.text.trim();
  const node = filter.node === "" ? -2 : log.strings.find(filter.node);
  const subject = filter.subject === "" ? -2 : log.strings.find(filter.subject);
  const group = KIND_GROUPS.find((known) => known.id === filter.kind);
  let index = 0;

  const isFound = (i: number): boolean => {
    if (node !== -2 && log.nodeNumber(i) !== node) return false;
    if (subject !== -2 && log.subjectNumber(i) !== subject) return false;
    if (group !== undefined && !group.has(log.kind(i))) return false;
    if (text === "") return true;
    const event = log.event(i);
    const words = `${i + 1} ${nodeTitle(card, event.node)} ${labelEvent(event, card).word} ${event.subject ?? ""} ${narrate(event, card, log)}`;
    return matches(words, text);
  };

  return {
    found,
    advance(isOver) {
      while (index < log.length) {
        const until = Math.min(log.length, index + 256);
        for (; index < until; index++) if (isFound(index)) found.push(index);
        if (isOver()) return index >= log.length;
      }
      return true;
    },
  };
}

/** Subjects of a log in order of first appearance, at most `max`. */
export function subjectsOf(log: EventLog, max = 500): readonly string[] {
  const seen = new Set<number>();
  for (let i = 0; i < log.length && seen.size < max; i++) {
    const number = log.subjectNumber(i);
    if (number >= 0) seen.add(number);
  }
  return [...seen].map((number) => log.strings.text(number));
}

/** Place of the last row at or before an event, −1 when none: where the current step stands. */
export function rowAt(found: readonly number[] | null, index: number): number {
  if (found === null) return index;
  let low = 0;
  let high = found.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((found[middle] as number) <= index) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
