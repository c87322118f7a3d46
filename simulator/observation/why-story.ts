/**
 * The inquiry behind « Pourquoi ? »: the part of a log that is about one subject before a breach.
 *
 * Owns the choice of events (by business key, or by causality when there is none) and of the event
 * from which the chain of causes is followed. It weighs nothing: see `why-evidence.ts`.
 */
import type { DatabaseCard } from "../vocabulary/card.ts";
import type { EventKind, SimEvent } from "../vocabulary/events.ts";
import type { EventLog } from "../vocabulary/log.ts";
import { type CausalSets, causalSets } from "./causality.ts";
import { createMessageTable, type MessageTable } from "./messages.ts";
import { type PlacedFault, placedFaults } from "./why-faults.ts";

export interface Inquiry {
  readonly log: EventLog;
  readonly breach: number;
  /** Business key of the breach; null: everything in its causal past counts. */
  readonly subject: string | null;
  /** The event from which the chain of causes is followed: the breach, or the last sign of life. */
  readonly anchor: number;
  readonly sets: CausalSets;
  readonly messages: MessageTable;
  readonly faults: readonly PlacedFault[];
  /** Events before the breach that are about the subject, in order. */
  readonly story: readonly SimEvent[];
  /** First event from which the claim spoke of this subject (what it owes begins there), or −1. */
  readonly opened: number;
}

export const isWrite = (event: SimEvent): boolean =>
  event.kind === "record-changed" ||
  (event.kind === "transaction-committed" && event.changes.length > 0);

interface Question {
  readonly breach: number;
  /** Subject that the claim names. */
  readonly named: string | null;
  readonly opened: number;
  readonly databases: readonly DatabaseCard[];
}

/** The subject named by the claim if the log tells something of it, else the breach's own. */
function subjectOf(log: EventLog, breach: number, named: string | null): string | null {
  const number = named === null ? -1 : log.strings.find(named);
  for (let i = 0; number >= 0 && i < breach; i++) if (log.subjectNumber(i) === number) return named;
  return log.subject(breach);
}

/** True when a commit writes a row whose business key is one of the subjects, whoever writes it. */
function writesAbout(databases: readonly DatabaseCard[], subjects: ReadonlySet<string>) {
  const columns = new Map<string, number>();
  for (const database of databases)
    for (const { name, columns: all, subject: key } of database.tables)
      if (key !== null)
        columns.set(
          `${database.id}.${name}`,
          all.findIndex((c) => c.name === key),
        );
  return (event: SimEvent): boolean =>
    event.kind === "transaction-committed" &&
    event.changes.some(({ table, before, after }) => {
      const column = columns.get(`${event.database}.${table}`) ?? -1;
      return column >= 0 && subjects.has(String((after ?? before)?.[column]));
    });
}

/**
 * Events before the breach that are about the subject, or about the one whose act broke the
 * promise made to it; in the causal past when there is none.
 */
function storyOf(
  log: EventLog,
  { breach, subject, databases }: Pick<Question, "breach" | "databases"> & Pick<Inquiry, "subject">,
): readonly SimEvent[] {
  const story: SimEvent[] = [];
  if (subject === null) {
    const { past } = causalSets(log, breach);
    for (let i = 0; i < breach; i++) if (past[i] === 1) story.push(log.event(i));
    return story;
  }
  const subjects = new Set([subject, log.subject(breach) ?? subject]);
  const numbers = new Set([...subjects].map((name) => log.strings.find(name)));
  const writes = writesAbout(databases, subjects);
  for (let i = 0; i < breach; i++) {
    const isNamed = numbers.has(log.subjectNumber(i));
    if (!isNamed && log.kind(i) !== "transaction-committed") continue;
    const event = log.event(i);
    if (isNamed || writes(event)) story.push(event);
  }
  return story;
}

export function openInquiry(log: EventLog, question: Question): Inquiry {
  const { breach, named, opened, databases } = question;
  const subject = subjectOf(log, breach, named);
  const story = storyOf(log, { breach, subject, databases });
  const isDeadline = log.kind(breach) === "deadline-passed" || log.kind(breach) === "run-ended";
  // A deadline has no cause: what stopped is explained from the last thing its subject did.
  const anchor = isDeadline ? (lastSign(story)?.index ?? breach) : breach;
  const messages = createMessageTable(log);
  messages.extend();
  return {
    ...{ log, breach, subject, anchor, messages, story, opened },
    sets: causalSets(log, anchor),
    faults: placedFaults(log, breach),
  };
}

const SILENT: ReadonlySet<EventKind> = new Set([
  "deadline-passed",
  "reply-ignored",
  "message-lost",
  "process-lost",
  "statement-started",
]);

/** The last thing done about the subject: its last write, for want of one its last event. */
const lastSign = (story: readonly SimEvent[]): SimEvent | undefined =>
  story.findLast(isWrite) ?? story.findLast((event) => !SILENT.has(event.kind));
