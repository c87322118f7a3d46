/**
 * The processes of a run: which handler each one runs, from when to when, and how it ended.
 *
 * Read once a log and grown with it; `line` columns of the log then say where each one stood.
 */
import type { EventLog } from "@/simulator/vocabulary/log.ts";

export interface ProcessRecord {
  readonly process: number;
  readonly handler: string;
  readonly node: string;
  readonly subject: string | null;
  /** Message of the request served, or null. */
  readonly request: string | null;
  readonly startIndex: number;
  /** Event that ended it, or −1. */
  readonly endIndex: number;
  readonly end: "alive" | "finished" | "lost";
  /** Last line reached, as its end says; 0 when unknown. */
  readonly endLine: number;
}

type Writable = { -readonly [K in keyof ProcessRecord]: ProcessRecord[K] };

export interface ProcessTable {
  readonly of: (process: number) => ProcessRecord | undefined;
  readonly all: () => Iterable<ProcessRecord>;
}

interface Memo {
  length: number;
  readonly records: Map<number, Writable>;
  /** Events of each process that tell a line, in order: a long process is never looked for in the whole log. */
  readonly steps: Map<number, number[]>;
}
const memos = new WeakMap<EventLog, Memo>();

function read(log: EventLog, index: number, records: Map<number, Writable>): void {
  const kind = log.kind(index);
  switch (kind) {
    case "process-started":
    case "request-started": {
      const event = log.event(index);
      if (event.kind !== "process-started" && event.kind !== "request-started") return;
      records.set(event.process, {
        process: event.process,
        handler: event.handler,
        request: event.kind === "request-started" ? event.message : event.request,
        node: log.node(index),
        subject: log.subject(index),
        startIndex: index,
        endIndex: -1,
        end: "alive",
        endLine: 0,
      });
      return;
    }
    case "process-ended":
    case "request-finished":
    case "process-lost": {
      const record = records.get(log.process(index));
      if (record === undefined) return;
      // The crash is the step just before: there the process is already gone.
      const cause = log.cause(index);
      const isCrash = kind === "process-lost" && cause >= 0 && log.kind(cause) === "node-crashed";
      record.endIndex = isCrash ? cause : index;
      record.end = kind === "process-lost" ? "lost" : "finished";
      record.endLine = log.line(index);
      return;
    }
    default:
      return;
  }
}

function memoOf(log: EventLog): Memo {
  let memo = memos.get(log);
  if (memo === undefined) {
    memo = { length: 0, records: new Map(), steps: new Map() };
    memos.set(log, memo);
  }
  for (; memo.length < log.length; memo.length++) {
    read(log, memo.length, memo.records);
    if (log.line(memo.length) > 0) addStep(memo.steps, log.process(memo.length), memo.length);
  }
  return memo;
}

function addStep(steps: Map<number, number[]>, process: number, index: number): void {
  const known = steps.get(process);
  if (known === undefined) steps.set(process, [index]);
  else known.push(index);
}

export function processesOf(log: EventLog): ProcessTable {
  const { records } = memoOf(log);
  return { of: (process) => records.get(process), all: () => records.values() };
}

/** How many of the steps stand at or before `index`. */
function countUntil(steps: readonly number[], index: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle] as number) <= index) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The steps of a process until `index`: `[0, count)` of them. */
function stepsUntil(log: EventLog, record: ProcessRecord, index: number) {
  const steps = memoOf(log).steps.get(record.process) ?? [];
  const last = record.endIndex < 0 ? index : Math.min(index, record.endIndex);
  return { steps, count: countUntil(steps, last) };
}

/** Lines that a process has reached at or before `index`, in order, without repetition. */
export function linesReached(
  log: EventLog,
  record: ProcessRecord,
  index: number,
): readonly number[] {
  const { steps, count } = stepsUntil(log, record, index);
  return [...new Set(steps.slice(0, count).map((step) => log.line(step)))];
}

/** The line where a process stands after event `index`: the last one that it reached; 0 unknown. */
export function lineAt(log: EventLog, record: ProcessRecord, index: number): number {
  const { steps, count } = stepsUntil(log, record, index);
  return count === 0 ? 0 : log.line(steps[count - 1] as number);
}
