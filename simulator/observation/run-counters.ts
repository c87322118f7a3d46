/**
 * What a run costs and hides, counted as it goes: each number is a fold of the log up to the cursor, and
 * knows no scenario. The page reads two of them side by side.
 *
 * Owns messages, commands, answers, who calls whom, and how long a fault stays unseen. Where the state of
 * a subject can be read is in `subject-holders.ts`.
 */
import type { DatabaseCard } from "../vocabulary/card.ts";
import type { EventKind, EventOf, SimEvent } from "../vocabulary/events.ts";
import { parseFault } from "../vocabulary/fault-text.ts";
import type { EventLog } from "../vocabulary/log.ts";
import { countUpTo, IntColumn } from "./columns.ts";
import { createSubjectHolders, type SubjectHolders, wordsIn } from "./subject-holders.ts";

/** A number that changes at some events: `values[k]` holds from event `indexes[k]` on. */
export interface StepTrack {
  readonly indexes: Int32Array;
  readonly values: Int32Array;
}

/** Value after event `index`; 0 before the first change. */
export function valueAt({ indexes, values }: StepTrack, index: number): number {
  const count = countUpTo(indexes, indexes.length, index);
  return count === 0 ? 0 : (values[count - 1] as number);
}

/** One fault of the reader, and who first had a reason to notice. */
export interface Detection {
  readonly fault: string;
  readonly startIndex: number;
  readonly startUs: number;
  /** First timeout, rejection, failure or missed deadline elsewhere; −1: nobody in the whole run. */
  readonly seenIndex: number;
  readonly seenUs: number;
  readonly seenBy: string;
}

export interface RunCounters {
  /** Messages sent so far, whatever they carry. */
  readonly messages: StepTrack;
  /**
   * Those of them that serve a business key: they bear one or name one, answer or are answered by one that
   * does, or are sent at once by whoever receives one. The rest is housekeeping: probes, empty reads.
   */
  readonly useful: StepTrack;
  /** Commands that clients have issued so far, and those of them that still wait for their answer. */
  readonly issued: StepTrack;
  readonly waiting: StepTrack;
  /** Pairs of nodes, clients apart, of which one has sent the other a request. */
  readonly acquaintances: StepTrack;
  /** Commands in the order of their answers: the event and the delay, microseconds. */
  readonly answers: { readonly indexes: Int32Array; readonly delaysUs: Float64Array };
  readonly detections: readonly Detection[];
  readonly holders: SubjectHolders;
}

export interface CountedWorld {
  /** Nodes whose place is `client`: what they know is not counted. */
  readonly clients: readonly string[];
  readonly databases: readonly DatabaseCard[];
}

function createStepTrack(): { readonly add: (index: number, by: number) => void } & {
  readonly track: () => StepTrack;
} {
  const indexes = new IntColumn();
  const values = new IntColumn();
  let value = 0;
  return {
    add(index, by) {
      value += by;
      indexes.push(index);
      values.push(value);
    },
    track: () => ({
      indexes: indexes.values.slice(0, indexes.length),
      values: values.values.slice(0, values.length),
    }),
  };
}

/** Nodes that a fault acts on itself: what they say of it is not a discovery. */
function struckNodes(text: string): ReadonlySet<string> {
  const parsed = parseFault(text, "f");
  return new Set(
    parsed.kind === "ok" && parsed.value.target.kind === "node" ? [parsed.value.target.node] : [],
  );
}

const ALARMS: ReadonlySet<EventKind> = new Set<EventKind>([
  "call-timed-out",
  "request-rejected",
  "deadline-passed",
]);

const isAlarm = (event: SimEvent): boolean =>
  ALARMS.has(event.kind) || (event.kind === "process-ended" && event.outcome === "failed");

type OpenDetection = { -readonly [K in keyof Detection]: Detection[K] } & {
  readonly struck: ReadonlySet<string>;
};

function createDetections(): {
  readonly see: (event: SimEvent) => void;
  readonly found: () => readonly Detection[];
} {
  const all: OpenDetection[] = [];
  return {
    see(event) {
      if (event.kind === "fault-started") {
        all.push({
          ...{ fault: event.fault, startIndex: event.index, startUs: event.atUs },
          ...{ seenIndex: -1, seenUs: -1, seenBy: "", struck: struckNodes(event.text) },
        });
        return;
      }
      if (all.length === 0 || !isAlarm(event)) return;
      for (const fault of all) {
        if (fault.seenIndex >= 0 || fault.struck.has(event.node)) continue;
        fault.seenIndex = event.index;
        fault.seenUs = event.atUs;
        fault.seenBy = event.node;
      }
    },
    found: () => all.map(({ struck: _, ...detection }) => detection),
  };
}

const RECEIVING: ReadonlySet<EventKind> = new Set<EventKind>([
  "message-delivered",
  "request-started",
]);
/** A process notes, writes and computes between what it hears and what it says. */
const HOPS_MAX = 24;

/** How many messages each sending adds to the useful ones: 0, 1, or 2 with the request that it answers. */
function createUsefulness(log: EventLog): (event: EventOf<"message-sent">) => number {
  const subjects = new Set<string>();
  /** Messages that bear or name a key, and all those that are counted. */
  const speaking = new Set<string>();
  const counted = new Set<string>();

  /** What its sender had just heard, along the causes. */
  const heard = (cause: number): string | null => {
    let at = cause;
    for (let hops = 0; hops < HOPS_MAX && at >= 0; hops++) {
      if (RECEIVING.has(log.kind(at)))
        return (log.event(at) as EventOf<"message-delivered">).message;
      at = log.cause(at);
    }
    return null;
  };

  return (event) => {
    const { message, subject, body, cause, replyTo } = event;
    if (subject !== null) subjects.add(subject);
    const speaks = subject !== null || wordsIn(body).some((word) => subjects.has(word));
    if (speaks) speaking.add(message);
    const isAnswer = replyTo !== null && counted.has(replyTo);
    const wakes = !speaks && !isAnswer && event.role !== "reply" ? heard(cause) : null;
    if (!speaks && !isAnswer && (wakes === null || !speaking.has(wakes))) return 0;
    counted.add(message);
    const isFirst = replyTo !== null && !counted.has(replyTo);
    if (isFirst) counted.add(replyTo);
    return isFirst ? 2 : 1;
  };
}

/** Reads a whole log once; about 2 µs an event. */
export function countRun(log: EventLog, { clients, databases }: CountedWorld): RunCounters {
  const isClient = new Set(clients);
  const messages = createStepTrack();
  const useful = createStepTrack();
  const usefulness = createUsefulness(log);
  const issued = createStepTrack();
  const waiting = createStepTrack();
  const acquaintances = createStepTrack();
  const detections = createDetections();
  const holders = createSubjectHolders({ isClient, databases });
  const met = new Set<string>();
  const openUs = new Map<string, number>();
  const answerIndexes: number[] = [];
  const delaysUs: number[] = [];

  const meet = (index: number, a: string, b: string): void => {
    const pair = a < b ? `${a}|${b}` : `${b}|${a}`;
    if (isClient.has(a) || isClient.has(b) || met.has(pair)) return;
    met.add(pair);
    acquaintances.add(index, 1);
  };

  for (let index = 0; index < log.length; index++) {
    const event = log.event(index);
    detections.see(event);
    holders.see(event);
    switch (event.kind) {
      case "message-sent":
        messages.add(index, 1);
        useful.add(index, usefulness(event));
        if (event.role === "request") meet(index, event.node, event.to);
        break;
      case "command-issued":
        openUs.set(event.command, event.atUs);
        issued.add(index, 1);
        waiting.add(index, 1);
        break;
      case "command-ended": {
        const sinceUs = openUs.get(event.command);
        if (sinceUs === undefined) break;
        openUs.delete(event.command);
        waiting.add(index, -1);
        answerIndexes.push(index);
        delaysUs.push(event.atUs - sinceUs);
        break;
      }
      default:
        break;
    }
  }
  return {
    messages: messages.track(),
    useful: useful.track(),
    issued: issued.track(),
    waiting: waiting.track(),
    acquaintances: acquaintances.track(),
    answers: {
      indexes: Int32Array.from(answerIndexes),
      delaysUs: Float64Array.from(delaysUs),
    },
    detections: detections.found(),
    holders: holders.found(),
  };
}

/** Delays of the answers given up to event `index`; null before the first one. */
export function answersAt(
  { answers }: RunCounters,
  index: number,
): { readonly count: number; readonly meanUs: number; readonly p95Us: number } | null {
  const count = countUpTo(answers.indexes, answers.indexes.length, index);
  if (count === 0) return null;
  const delays = answers.delaysUs.slice(0, count).sort();
  const sum = delays.reduce((total, delay) => total + delay, 0);
  return {
    ...{ count, meanUs: sum / count },
    p95Us: delays[Math.min(count - 1, Math.ceil(count * 0.95) - 1)] as number,
  };
}

/** The fault that acts, or acted last, at event `index`; null: none yet. `seenIndex` may be later. */
export const detectionAt = ({ detections }: RunCounters, index: number): Detection | null =>
  detections.findLast((detection) => detection.startIndex <= index) ?? null;
