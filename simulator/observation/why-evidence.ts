/**
 * Evidence for « Pourquoi ? »: what was lost, what was written, what was guessed about one subject
 * before a promise broke, each with a weight.
 *
 * Owns the reading of the log as a story of losses: forgotten processes, lost messages, timeouts
 * that were only guesses, statements that failed or found nothing, faults of the reader. It does not
 * choose: `why.ts` keeps the heaviest stops and puts them in order.
 */
import type { DatabaseCard } from "../vocabulary/card.ts";
import type { SimEvent } from "../vocabulary/events.ts";
import type { EventLog } from "../vocabulary/log.ts";
import type { CausalSets } from "./causality.ts";
import { causalSets, causeChain } from "./causality.ts";
import { createMessageTable, type MessageTable } from "./messages.ts";
import { faultBehind, type PlacedFault, placedFaults } from "./why-faults.ts";

/** What a stop is in the story. */
export type StopRole = "breach" | "fault" | "loss" | "write" | "reception" | "start" | "last-sign";

export interface Evidence {
  readonly index: number;
  readonly role: StopRole;
  readonly weight: number;
}

/** Heavier evidence is kept first. The breach and the reader's faults always are. */
const WEIGHT = {
  breach: 1_000,
  fault: 900,
  processLost: 800,
  messageLost: 780,
  statementFailed: 770,
  guess: 760,
  sameFact: 740,
  witness: 720,
  emptyRead: 700,
  duplicate: 700,
  lastSign: 690,
  start: 660,
  processFailed: 650,
  refused: 640,
  learned: 600,
  nearReception: 560,
  farTimeout: 500,
  ignoredReply: 450,
  reception: 380,
  command: 350,
} as const;

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
}

const isWrite = (event: SimEvent): boolean =>
  event.kind === "record-changed" ||
  (event.kind === "transaction-committed" && event.changes.length > 0);

interface Question {
  readonly breach: number;
  /** Subject that the claim names. */
  readonly named: string | null;
  readonly databases: readonly DatabaseCard[];
}

/** The subject named by the claim if the log tells something of it, else the breach's own. */
function subjectOf(log: EventLog, breach: number, named: string | null): string | null {
  const number = named === null ? -1 : log.strings.find(named);
  for (let i = 0; number >= 0 && i < breach; i++) if (log.subjectNumber(i) === number) return named;
  return log.subject(breach);
}

/** True when a commit writes a row whose business key is the subject, whoever writes it. */
function writesAbout(databases: readonly DatabaseCard[], subject: string) {
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
      return column >= 0 && (after ?? before)?.[column] === subject;
    });
}

/** Events before the breach that are about the subject; in its causal past when there is none. */
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
  const number = log.strings.find(subject);
  const writes = writesAbout(databases, subject);
  for (let i = 0; i < breach; i++) {
    const isNamed = log.subjectNumber(i) === number;
    if (!isNamed && log.kind(i) !== "transaction-committed") continue;
    const event = log.event(i);
    if (isNamed || writes(event)) story.push(event);
  }
  return story;
}

export function openInquiry(log: EventLog, { breach, named, databases }: Question): Inquiry {
  const subject = subjectOf(log, breach, named);
  const story = storyOf(log, { breach, subject, databases });
  const isDeadline = log.kind(breach) === "deadline-passed" || log.kind(breach) === "run-ended";
  // A deadline has no cause: what stopped is explained from the last thing its subject did.
  const anchor = isDeadline ? (lastSign(story)?.index ?? breach) : breach;
  const messages = createMessageTable(log);
  messages.extend();
  return {
    ...{ log, breach, subject, anchor, messages, story },
    sets: causalSets(log, anchor),
    faults: placedFaults(log, breach),
  };
}

const SILENT = new Set<SimEvent["kind"]>([
  "deadline-passed",
  "reply-ignored",
  "message-lost",
  "process-lost",
  "statement-started",
]);
const lastSign = (story: readonly SimEvent[]): SimEvent | undefined =>
  story.findLast((event) => !SILENT.has(event.kind));

/** The last write about the subject before `index`: what remains true after the loss. */
const writeBefore = ({ story }: Inquiry, index: number): SimEvent | undefined =>
  story.findLast((event) => event.index < index && isWrite(event));

/** Writes that a request made happen, at its receiver or further on. */
function writesOf({ log, messages, story }: Inquiry, message: string): readonly SimEvent[] {
  const delivered = messages.byId(message)?.endIndex ?? -1;
  if (delivered < 0) return [];
  return story.filter(
    (event) =>
      event.index > delivered && isWrite(event) && causeChain(log, event.index).includes(delivered),
  );
}

function* lostProcess(inquiry: Inquiry, lost: SimEvent): Generator<Evidence> {
  yield { index: lost.index, role: "loss", weight: WEIGHT.processLost };
  const write = writeBefore(inquiry, lost.index);
  if (write !== undefined) yield { index: write.index, role: "write", weight: WEIGHT.witness };
  // What the node had just learned, and took with it.
  const learned = inquiry.story.findLast(
    (event) =>
      event.kind === "message-delivered" && event.node === lost.node && event.index < lost.index,
  );
  if (learned !== undefined && learned.index > (write?.index ?? -1))
    yield { index: learned.index, role: "reception", weight: WEIGHT.learned };
}

function* timeout(
  inquiry: Inquiry,
  event: SimEvent & { kind: "call-timed-out" },
): Generator<Evidence> {
  const { messages, sets } = inquiry;
  const wasHeeded = sets.past[event.index] === 1 || event.index === inquiry.anchor;
  const made = writesOf(inquiry, event.message);
  // The caller took silence for a « no », and the other side had done it.
  const isWrongGuess = made.length > 0;
  yield {
    index: event.index,
    role: "loss",
    weight: wasHeeded ? WEIGHT.guess : WEIGHT.farTimeout,
  };
  const last = made.at(-1);
  if (isWrongGuess && wasHeeded && last !== undefined)
    yield { index: last.index, role: "write", weight: WEIGHT.witness };
  for (const message of messages.all)
    if (
      (message.id === event.message || message.replyTo === event.message) &&
      message.end === "lost"
    )
      yield { index: message.endIndex, role: "loss", weight: WEIGHT.messageLost };
}

/** Losses met in the story. The same misfortune repeated counts once, where it first happened. */
function* losses(inquiry: Inquiry): Generator<Evidence> {
  const { sets, story, anchor } = inquiry;
  const known = new Set<string>();
  const isNew = (...parts: readonly string[]): boolean => {
    const signature = parts.join("/");
    if (known.has(signature)) return false;
    known.add(signature);
    return true;
  };
  for (const event of story) {
    const { index, kind, node } = event;
    const isHeeded = sets.past[index] === 1 || index === anchor;
    switch (kind) {
      case "process-lost":
        if (isNew(kind, node, event.handler)) yield* lostProcess(inquiry, event);
        break;
      case "message-lost":
        if (isNew(kind, event.from, node, event.reason))
          yield { index, role: "loss", weight: WEIGHT.messageLost };
        break;
      case "call-timed-out":
        if (isNew(kind, node, event.operation)) yield* timeout(inquiry, event);
        break;
      case "statement-failed":
        if (isNew(kind, node, event.text))
          yield { index, role: "loss", weight: WEIGHT.statementFailed };
        break;
      case "statement-finished":
        if (isHeeded && event.rowCount === 0 && isNew(kind, node))
          yield { index, role: "loss", weight: WEIGHT.emptyRead };
        break;
      case "process-ended":
        if (event.outcome === "failed" && isNew(kind, event.handler))
          yield { index, role: "loss", weight: WEIGHT.processFailed };
        break;
      case "request-rejected":
        if (isNew(kind, node)) yield { index, role: "loss", weight: WEIGHT.refused };
        break;
      case "request-finished":
        if (event.status === "refused" && isHeeded && isNew(kind, node))
          yield { index, role: "loss", weight: WEIGHT.refused };
        break;
      case "message-duplicated":
        yield { index, role: "loss", weight: WEIGHT.duplicate };
        break;
      case "reply-ignored":
        if (isNew(kind, node)) yield { index, role: "loss", weight: WEIGHT.ignoredReply };
        break;
      default:
        break;
    }
  }
}

/** Tables or stores that an event writes. */
function placesWritten(event: SimEvent): readonly string[] {
  if (event.kind === "record-changed") return [event.store];
  if (event.kind !== "transaction-committed") return [];
  return event.changes.map((change) => `${event.database}.${change.table}`);
}

/** The first time that the same thing was written: a second one is a breach because of it. */
function* sameFact({ log, breach, story }: Inquiry): Generator<Evidence> {
  const places = new Set(placesWritten(log.event(breach)));
  const first = story.find((event) => placesWritten(event).some((place) => places.has(place)));
  if (first !== undefined) yield { index: first.index, role: "write", weight: WEIGHT.sameFact };
}

/** The chain of causes: receptions, awakenings and the client's wish. */
function* backbone({ log, anchor }: Inquiry): Generator<Evidence> {
  let receptions = 0;
  for (const index of causeChain(log, anchor)) {
    switch (log.kind(index)) {
      case "message-delivered": {
        const weight = receptions === 0 ? WEIGHT.nearReception : WEIGHT.reception - receptions;
        receptions++;
        yield { index, role: "reception", weight };
        break;
      }
      case "timer-fired":
      case "process-started":
        yield { index, role: "start", weight: WEIGHT.start };
        break;
      case "command-issued":
        yield { index, role: "start", weight: WEIGHT.command };
        break;
      default:
        break;
    }
  }
}

/** Faults of the reader behind the losses; when none is, those that struck a node of the story. */
function* faultsBehind(inquiry: Inquiry, found: readonly Evidence[]): Generator<Evidence> {
  const { log, faults, story } = inquiry;
  const since = story[0]?.index ?? 0;
  const guilty = new Set<number>();
  for (const { index, role } of found)
    if (role === "loss") guilty.add(faultBehind(log, { index, since, faults }));
  guilty.delete(-1);
  if (guilty.size === 0) {
    const nodes = new Set(story.map((event) => event.node));
    const near = faults.findLast(({ index }) => nodes.has(log.node(index)));
    if (near !== undefined) guilty.add(near.index);
  }
  for (const index of guilty) yield { index, role: "fault", weight: WEIGHT.fault };
}

/** All the evidence, the heaviest reading of each event only. */
export function evidenceOf(inquiry: Inquiry): readonly Evidence[] {
  const { breach, anchor } = inquiry;
  const found: Evidence[] = [{ index: breach, role: "breach", weight: WEIGHT.breach }];
  if (anchor !== breach) found.push({ index: anchor, role: "last-sign", weight: WEIGHT.lastSign });
  found.push(...losses(inquiry), ...sameFact(inquiry), ...backbone(inquiry));
  found.push(...faultsBehind(inquiry, found));
  const heaviest = new Map<number, Evidence>();
  for (const evidence of found)
    if (evidence.weight > (heaviest.get(evidence.index)?.weight ?? 0))
      heaviest.set(evidence.index, evidence);
  return [...heaviest.values()];
}
