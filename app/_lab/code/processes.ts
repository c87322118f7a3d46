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

export function processesOf(log: EventLog): ProcessTable {
  let memo = memos.get(log);
  if (memo === undefined) {
    memo = { length: 0, records: new Map() };
    memos.set(log, memo);
  }
  for (; memo.length < log.length; memo.length++) read(log, memo.length, memo.records);
  const { records } = memo;
  return { of: (process) => records.get(process), all: () => records.values() };
}

/** Lines that a process has reached at or before `index`, in order, without repetition. */
export function linesReached(
  log: EventLog,
  record: ProcessRecord,
  index: number,
): readonly number[] {
  const lines = new Set<number>();
  const last = record.endIndex < 0 ? index : Math.min(index, record.endIndex);
  for (let i = record.startIndex; i <= last; i++) {
    if (log.process(i) === record.process && log.line(i) > 0) lines.add(log.line(i));
  }
  return [...lines];
}

/** As `lineAt` for many processes, all alive at `index`, in one walk back: a crowd has a thousand of them. */
export function linesAt(
  log: EventLog,
  records: readonly ProcessRecord[],
  index: number,
): ReadonlyMap<number, number> {
  const wanted = new Set(records.map(({ process }) => process));
  const oldest = records.reduce((least, { startIndex }) => Math.min(least, startIndex), index);
  const lines = new Map<number, number>();
  for (let i = index; i >= oldest && wanted.size > 0; i--) {
    const line = log.line(i);
    if (line > 0 && wanted.delete(log.process(i))) lines.set(log.process(i), line);
  }
  return lines;
}

/** The line where a process stands after event `index`: the last one that it reached; 0 unknown. */
export function lineAt(log: EventLog, record: ProcessRecord, index: number): number {
  const last = record.endIndex < 0 ? index : Math.min(index, record.endIndex);
  for (let i = last; i >= record.startIndex; i--) {
    if (log.process(i) === record.process && log.line(i) > 0) return log.line(i);
  }
  return 0;
}
