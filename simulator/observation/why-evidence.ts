/**
 * Evidence for « Pourquoi ? »: what was lost, what was written, what was guessed about one subject
 * before a promise broke, each with a weight.
 *
 * Owns the reading of the log as a story of losses: forgotten processes, lost messages, timeouts
 * that were only guesses, statements that failed or found nothing, faults of the reader. It does not
 * choose: `why.ts` keeps the heaviest stops and puts them in order.
 */
import type { EventOf, SimEvent } from "../vocabulary/events.ts";
import type { EventLog } from "../vocabulary/log.ts";
import { causeChain } from "./causality.ts";
import { faultBehind } from "./why-faults.ts";
import { type Inquiry, isWrite } from "./why-story.ts";

/** What a stop is in the story. */
export type StopRole =
  | "breach"
  | "fault"
  | "loss"
  | "write"
  | "read"
  | "reception"
  | "start"
  | "last-sign"
  /** A fault of the reader that no stop of the story depends on, but that was there before the breach. */
  | "suspect";

export interface Evidence {
  readonly index: number;
  readonly role: StopRole;
  readonly weight: number;
}

/** Told only when little else is known. */
export const BACKGROUND_WEIGHT = 400;

/** Heavier evidence is kept first. The breach and the reader's faults always are. */
const WEIGHT = {
  breach: 1_000,
  fault: 900,
  processLost: 800,
  messageLost: 780,
  statementFailed: 770,
  blindRead: 765,
  guess: 760,
  sameFact: 740,
  witness: 720,
  opened: 710,
  emptyRead: 700,
  duplicate: 700,
  lastSign: 690,
  read: 670,
  start: 660,
  processFailed: 650,
  refused: 640,
  learned: 600,
  otherRead: 655,
  nearReception: 560,
  ownWitness: 540,
  ignoredReply: 450,
  lostToTheDead: 420,
  impatience: 390,
  servedRead: 385,
  reception: 380,
  command: 350,
  boot: 340,
} as const;

/** The last write about the subject before a loss, elsewhere if possible: what remains true. */
function writeBefore({ story }: Inquiry, lost: SimEvent): SimEvent | undefined {
  const writes = story.filter((event) => event.index < lost.index && isWrite(event));
  return writes.findLast((event) => event.node !== lost.node) ?? writes.at(-1);
}

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
  const write = writeBefore(inquiry, lost);
  if (write !== undefined) {
    const weight = write.node === lost.node ? WEIGHT.ownWitness : WEIGHT.witness;
    yield { index: write.index, role: "write", weight };
  }
  // What the node had just learned, and took with it.
  const learned = inquiry.story.findLast(
    (event) =>
      event.kind === "message-delivered" && event.node === lost.node && event.index < lost.index,
  );
  if (learned !== undefined && learned.index > (write?.index ?? -1))
    yield { index: learned.index, role: "reception", weight: WEIGHT.learned };
  const blind = blindRead(inquiry, lost);
  if (blind >= 0) yield { index: blind, role: "loss", weight: WEIGHT.blindRead };
}

/**
 * Whoever takes over on the node looks for unfinished work and finds none: the first such read
 * after the loss, when no later one finds a row. −1 when somebody found something.
 */
function blindRead({ log, breach, subject }: Inquiry, lost: SimEvent): number {
  let first = -1;
  for (let i = lost.index + 1; i < breach; i++) {
    if (log.kind(i) !== "statement-finished" || log.nodeNumber(i) !== log.nodeNumber(lost.index))
      continue;
    if ((log.subject(i) !== null && log.subject(i) !== subject) || !isRead(log, i)) continue;
    if (log.eventOf("statement-finished", i).rowCount > 0) return -1;
    if (first < 0) first = i;
  }
  return first;
}

/** A reply to a node that is down was lost with the process that awaited it: a mere consequence. */
function lossWeight({ messages }: Inquiry, { message, reason }: EventOf<"message-lost">): number {
  const isReply = messages.byId(message)?.role === "reply";
  return isReply && reason === "node-down" ? WEIGHT.lostToTheDead : WEIGHT.messageLost;
}

function* timeout(inquiry: Inquiry, event: EventOf<"call-timed-out">): Generator<Evidence> {
  const { log, messages, story, sets, anchor } = inquiry;
  // The client who asked and waits is a witness; what matters is who acted on a guess.
  const isClient = story.some(({ kind, node }) => kind === "command-issued" && node === event.node);
  const wasHeeded = sets.past[event.index] === 1 || event.index === anchor;
  const isWitness = isClient && !wasHeeded;
  const weight = isWitness ? WEIGHT.impatience : WEIGHT.guess;
  yield { index: event.index, role: "loss", weight };
  // It took silence for a « no », and the other side had done it.
  const done = isWitness ? undefined : writesOf(inquiry, event.message).at(-1);
  if (done !== undefined) yield { index: done.index, role: "write", weight: WEIGHT.witness };
  for (const message of messages.all) {
    const isPart = message.id === event.message || message.replyTo === event.message;
    if (!isPart || message.end !== "lost") continue;
    const index = message.endIndex;
    const lost = log.eventOf("message-lost", index);
    yield { index, role: "loss", weight: lossWeight(inquiry, lost) };
  }
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
          yield { index, role: "loss", weight: lossWeight(inquiry, event) };
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

/** Tables and stores to which an event adds something. */
function placesAddedTo(event: SimEvent): readonly string[] {
  if (event.kind === "record-changed") return event.before === null ? [event.store] : [];
  if (event.kind !== "transaction-committed") return [];
  return event.changes
    .filter(({ op }) => op === "c")
    .map(({ table }) => `${event.database}.${table}`);
}

/** The first time that the same thing was added: a second one is a breach because of it. */
function* sameFact({ log, breach, story }: Inquiry): Generator<Evidence> {
  const places = new Set(placesAddedTo(log.event(breach)));
  const first = story.find((event) => placesAddedTo(event).some((place) => places.has(place)));
  if (first === undefined) return;
  yield { index: first.index, role: "write", weight: WEIGHT.sameFact };
  // Two who acted on what they had read: each is shown reading it.
  for (const { index, role, weight } of backbone({ log, anchor: first.index }))
    if (role === "read" && weight === WEIGHT.read) yield { index, role, weight: WEIGHT.otherRead };
}

/** The chain of causes: receptions, what was read, awakenings and the client's wish. */
function* backbone({ log, anchor }: Pick<Inquiry, "log" | "anchor">): Generator<Evidence> {
  let receptions = 0;
  let wasAwoken = false;
  let read = -1;
  for (const index of causeChain(log, anchor)) {
    switch (log.kind(index)) {
      case "message-delivered": {
        const weight = receptions === 0 ? WEIGHT.nearReception : WEIGHT.reception - receptions;
        receptions++;
        yield { index, role: "reception", weight };
        // Read while it served somebody: the request says more.
        if (read >= 0) yield { index: read, role: "read", weight: WEIGHT.servedRead };
        read = -1;
        break;
      }
      case "statement-finished":
        if (read < 0 && !wasAwoken && isRead(log, index)) read = index;
        break;
      case "timer-fired":
        if (wasAwoken) break;
        wasAwoken = true;
        yield { index, role: "start", weight: WEIGHT.start };
        // What a process read before it acted on its own: all that it knew.
        if (read >= 0) yield { index: read, role: "read", weight: WEIGHT.read };
        read = -1;
        break;
      case "process-started":
        yield { index, role: "start", weight: WEIGHT.boot };
        break;
      case "command-issued":
        yield { index, role: "start", weight: WEIGHT.command };
        break;
      default:
        break;
    }
  }
}

/** True for a SELECT, known by the statement that began it. */
function isRead(log: EventLog, finished: number): boolean {
  const { statement } = log.eventOf("statement-finished", finished);
  for (const index of causeChain(log, finished)) {
    if (log.kind(index) !== "statement-started") continue;
    const started = log.eventOf("statement-started", index);
    return started.statement === statement && /^\s*(select|with)\b/i.test(started.sql);
  }
  return false;
}

/** Faults of the reader behind the losses; when none is, those that struck a node of the story; else the last. */
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
  // Struck elsewhere, it may still hold what this story waited for: a suspect, and called one.
  const suspect = guilty.size === 0 ? faults.at(-1) : undefined;
  if (suspect !== undefined) yield { index: suspect.index, role: "suspect", weight: WEIGHT.fault };
}

/** All the evidence, the heaviest reading of each event only. */
export function evidenceOf(inquiry: Inquiry): readonly Evidence[] {
  const { breach, anchor, opened } = inquiry;
  const found: Evidence[] = [{ index: breach, role: "breach", weight: WEIGHT.breach }];
  if (anchor !== breach) found.push({ index: anchor, role: "last-sign", weight: WEIGHT.lastSign });
  if (opened >= 0) found.push({ index: opened, role: "write", weight: WEIGHT.opened });
  found.push(...losses(inquiry), ...sameFact(inquiry), ...backbone(inquiry));
  found.push(...faultsBehind(inquiry, found));
  const heaviest = new Map<number, Evidence>();
  for (const evidence of found)
    if (evidence.weight > (heaviest.get(evidence.index)?.weight ?? 0))
      heaviest.set(evidence.index, evidence);
  return [...heaviest.values()];
}
