/**
 * Two runs side by side: which events are the same fact, and where the two stories part.
 *
 * Events are aligned by identity (kind, place, subject, what they are about, how many times before),
 * never by index: an inserted event shifts everything after it and changes nothing. Numbers that a
 * run hands out (process, statement and transaction ids) are not part of a fact. Two designs name their
 * nodes differently: what plays the same part is given, and is then the same place.
 */
import { unreachable } from "../base/assert.ts";
import type { EventKind, SimEvent } from "../vocabulary/events.ts";
import type { EventLog } from "../vocabulary/log.ts";
import { firstDifference } from "../vocabulary/log-difference.ts";
import { sameValue, type Value } from "../vocabulary/values.ts";

export interface Divergence {
  /** First event of each run that the other does not tell the same way; −1 when a run is over. */
  readonly a: number;
  readonly b: number;
  /**
   * `missing`: one of them never happens in the other run · `order`: both happen, at another place
   * in the story · `content`, `time`: the same fact, told otherwise or at another instant.
   */
  readonly kind: "missing" | "order" | "content" | "time";
}

export interface LogDiff {
  /** For each event of `a`, the index in `b` of the same fact, or −1. */
  readonly inB: Int32Array;
  /** For each event of `b`, the index in `a` of the same fact, or −1. */
  readonly inA: Int32Array;
  readonly onlyInACount: number;
  readonly onlyInBCount: number;
  /** Where the stories part, the reader's own faults left aside; null when they are the same. */
  readonly firstDivergence: Divergence | null;
  /**
   * The same among what a system shows outside its code: messages, committed rows, records,
   * commands, nodes. Two designs differ at once in their statements; this is where it matters.
   */
  readonly firstFactDivergence: Divergence | null;
  /**
   * The places where the two stories part again after having agreed, in the order of time: the first is
   * `firstFactDivergence`, each other one begins a stretch of facts that only one run tells, or tells so.
   */
  readonly divergences: readonly Divergence[];
}

/** What a node, a message, an operation of the second run is called in the first; null: nothing there is it. */
export interface DiffNames {
  readonly node: (id: string) => string | null;
  readonly message: (id: string) => string | null;
  readonly operation: (id: string) => string;
}

const SAME_NAMES: DiffNames = { node: (id) => id, message: (id) => id, operation: (id) => id };

export interface DiffOptions extends DiffNames {
  /**
   * Of two designs, each has its own housekeeping (probes, empty reads): facts about no business key are
   * then passed over, those of the nodes themselves apart.
   */
  readonly isOtherDesign: boolean;
}

/** Each name is worked out once: ids come back thousands of times. */
function remembered(names: DiffNames): DiffNames {
  if (names === SAME_NAMES) return names;
  const once = (say: (id: string) => string | null): ((id: string) => string | null) => {
    const known = new Map<string, string | null>();
    return (id) => {
      let said = known.get(id);
      if (said === undefined) {
        said = say(id);
        known.set(id, said);
      }
      return said;
    };
  };
  const { node, message, operation } = names;
  return { node: once(node), message: once(message), operation };
}

/** Stands for a name that nothing bears in the other run: equal to none of its names. */
const NOBODY = "∅";

/** What an event is about, beside its head: stable across runs. */
function aboutOf(event: SimEvent, names: DiffNames): string {
  switch (event.kind) {
    case "run-started":
    case "run-ended":
    case "node-crashed":
    case "node-restarted":
    case "node-paused":
    case "node-resumed":
    case "node-slowed":
    case "clock-shifted":
    case "clock-drifted":
      return "";
    case "fault-started":
      return event.text;
    case "fault-ended":
      return event.fault;
    case "link-changed":
      return `${names.node(event.from)}>${names.node(event.to)}:${event.state}`;
    case "node-degraded":
      return `${event.mode}:${event.isOn}`;
    case "process-started":
    case "process-ended":
    case "process-lost":
      return event.handler;
    case "memory-changed":
      return event.key;
    case "record-changed":
      return `${event.store}/${event.key}`;
    case "note":
      return event.text;
    case "timer-fired":
      return event.label;
    case "message-sent":
    case "message-delivered":
    case "message-lost":
    case "message-delayed":
    case "reply-ignored":
    case "request-queued":
    case "request-started":
    case "request-finished":
    case "request-rejected":
    case "call-timed-out":
      return names.message(event.message) ?? NOBODY;
    case "message-duplicated":
      return names.message(event.copy) ?? NOBODY;
    case "statement-started":
      return `${event.database}:${event.sql}`;
    case "statement-waiting":
    case "statement-finished":
    case "statement-failed":
    case "transaction-begun":
    case "transaction-rolled-back":
      return event.database;
    case "transaction-committed":
      return event.changes.reduce((text, { table, op }) => `${text},${op}${table}`, event.database);
    case "command-issued":
    case "command-ended":
      return event.command;
    case "deadline-passed":
      return `${event.claim}/${event.obligation}`;
    default:
      return unreachable(event);
  }
}

const identityOf = (event: SimEvent, names: DiffNames): string =>
  `${event.kind}|${names.node(event.node) ?? NOBODY}|${event.subject ?? ""}|${aboutOf(event, names)}`;

/** Fields that a run numbers for itself. */
const RUN_NUMBERS = new Set([
  "index",
  "cause",
  "process",
  "line",
  "atUs",
  "statement",
  "transaction",
  "blockers",
  "lsn",
]);

const NODE_FIELDS = new Set(["node", "from", "to"]);
const MESSAGE_FIELDS = new Set(["message", "copy", "replyTo", "request"]);

/** A text of the second run in the words of the first. */
function inWordsOf(names: DiffNames, field: string, text: string): string | null {
  if (NODE_FIELDS.has(field)) return names.node(text);
  if (MESSAGE_FIELDS.has(field)) return names.message(text);
  return field === "operation" ? names.operation(text) : text;
}

/** `b` is told in its own names, which `names` says in those of `a`. */
function isSameFact(a: SimEvent, b: SimEvent, { names, isOtherDesign }: Sides): boolean {
  const right = b as unknown as Readonly<Record<string, Value>>;
  for (const [field, value] of Object.entries(a)) {
    // Planned arrivals are instants: they move with the departure.
    if (RUN_NUMBERS.has(field) || field === "arrivesAtUs") continue;
    // Each design has its own format: what is asked, of whom and about what is the same question.
    if (isOtherDesign && field === "body") continue;
    const own = right[field];
    const isName = typeof own === "string" && names !== SAME_NAMES;
    const said = isName ? inWordsOf(names, field, own) : own;
    if (!sameValue(value as Value, said)) return false;
  }
  return true;
}

const READERS_HAND: ReadonlySet<EventKind> = new Set(["fault-started", "fault-ended"]);

/** Facts that do not depend on how the code is written. */
const FACTS: ReadonlySet<EventKind> = new Set([
  "message-sent",
  "message-delivered",
  "message-lost",
  "call-timed-out",
  "request-rejected",
  "transaction-committed",
  "record-changed",
  "command-issued",
  "command-ended",
  "node-crashed",
  "node-restarted",
  "node-paused",
  "node-resumed",
  "process-lost",
]);

interface Sides {
  readonly a: EventLog;
  readonly b: EventLog;
  /** Events before this one are the same on both sides. */
  readonly from: number;
  /** What `b` calls its nodes and messages in the words of `a`. */
  readonly names: DiffNames;
  readonly isOtherDesign: boolean;
}

const OF_NODES: ReadonlySet<EventKind> = new Set([
  "node-crashed",
  "node-restarted",
  "node-paused",
  "node-resumed",
]);

/** Pairs the k-th event of an identity in one run with the k-th in the other, from `from` on. */
function alignment({ a, b, from, names }: Sides): Pick<LogDiff, "inA" | "inB"> {
  const inB = new Int32Array(a.length).fill(-1);
  const inA = new Int32Array(b.length).fill(-1);
  for (let i = 0; i < from; i++) {
    inB[i] = i;
    inA[i] = i;
  }
  // Events of `a` by identity, as a linked list through `next`.
  const next = new Int32Array(a.length).fill(-1);
  const first = new Map<string, number>();
  for (let i = a.length - 1; i >= from; i--) {
    const identity = identityOf(a.event(i), SAME_NAMES);
    next[i] = first.get(identity) ?? -1;
    first.set(identity, i);
  }
  for (let j = from; j < b.length; j++) {
    const identity = identityOf(b.event(j), names);
    const i = first.get(identity) ?? -1;
    if (i < 0) continue;
    inB[i] = j;
    inA[j] = i;
    first.set(identity, next[i] as number);
  }
  return { inA, inB };
}

interface Walk extends Sides, Pick<LogDiff, "inA" | "inB"> {
  /** Events that are told; the others are passed over on both sides. */
  readonly isTold: (log: EventLog, index: number) => boolean;
}

/** Walks both runs side by side to the first step that they do not tell the same way. */
function partingOf(walk: Walk): Divergence | null {
  const { a, b, inA, inB, from, isTold } = walk;
  let i = from;
  let j = from;
  for (;;) {
    i = nextTold(a, i, isTold);
    j = nextTold(b, j, isTold);
    if (i >= a.length && j >= b.length) return null;
    if (i >= a.length || j >= b.length)
      return { a: i < a.length ? i : -1, b: j < b.length ? j : -1, kind: "missing" };
    if (inB[i] !== j) {
      const isShuffled = (inB[i] as number) >= 0 && (inA[j] as number) >= 0;
      return { a: i, b: j, kind: isShuffled ? "order" : "missing" };
    }
    if (!isSameFact(a.event(i), b.event(j), walk)) return { a: i, b: j, kind: "content" };
    if (a.atUs(i) !== b.atUs(j)) return { a: i, b: j, kind: "time" };
    i++;
    j++;
  }
}

/** More of them would say nothing to a reader. */
const DIVERGENCES_MAX = 5_000;

/** The first event from `index` on that is told; the length of the log when there is none. */
function nextTold(log: EventLog, index: number, isTold: Walk["isTold"]): number {
  let at = index;
  while (at < log.length && !isTold(log, at)) at++;
  return at;
}

/** Every stretch of facts that the other run does not tell so, by its beginning; times are let be. */
function stretchesOf(walk: Walk): readonly Divergence[] {
  const { a, b, inA, inB, from, isTold } = walk;
  const found: Divergence[] = [];
  let wasApart = false;
  let i = nextTold(a, from, isTold);
  let j = nextTold(b, from, isTold);
  while ((i < a.length || j < b.length) && found.length < DIVERGENCES_MAX) {
    const isLeft = j >= b.length || (i < a.length && a.atUs(i) <= b.atUs(j));
    const match = isLeft ? (inB[i] as number) : (inA[j] as number);
    const [left, right] = isLeft ? [i, match] : [match, j];
    const isSame = match >= 0 && isSameFact(a.event(left), b.event(right), walk);
    if (!isSame && !wasApart)
      found.push({
        ...{ a: i < a.length ? i : -1, b: j < b.length ? j : -1 },
        kind: match < 0 ? "missing" : "content",
      });
    wasApart = !isSame;
    if (isLeft) i = nextTold(a, i + 1, isTold);
    else j = nextTold(b, j + 1, isTold);
  }
  return found;
}

/** Where a divergence stands in time: the earlier of its two events, microseconds. */
export function divergenceUs({ a, b }: Divergence, left: EventLog, right: EventLog): number {
  const atA = a < 0 ? Number.POSITIVE_INFINITY : left.atUs(a);
  return b < 0 ? atA : Math.min(atA, right.atUs(b));
}

function divergencesOf(walk: Walk, first: Divergence | null): readonly Divergence[] {
  if (first === null) return [];
  const { a, b } = walk;
  const firstUs = divergenceUs(first, a, b);
  const later = stretchesOf(walk).filter((each) => divergenceUs(each, a, b) > firstUs);
  return [first, ...later];
}

const countMissing = (matches: Int32Array): number =>
  matches.reduce((count, match) => count + (match < 0 ? 1 : 0), 0);

/**
 * About 2 µs an event that is not in the common beginning. `options` says what `b` calls its
 * nodes, messages and operations in the words of `a`; without it both runs are of one design.
 */
export function diffLogs(a: EventLog, b: EventLog, options?: DiffOptions): LogDiff {
  const names = options === undefined ? SAME_NAMES : remembered(options);
  const difference = firstDifference(a, b);
  const from = difference < 0 ? Math.min(a.length, b.length) : difference;
  const sides = { a, b, from, names, isOtherDesign: options?.isOtherDesign === true };
  const { inA, inB } = alignment(sides);
  const walk = { ...sides, inA, inB };
  const isFact = (log: EventLog, index: number): boolean => {
    const kind = log.kind(index);
    if (!FACTS.has(kind)) return false;
    return !sides.isOtherDesign || log.subject(index) !== null || OF_NODES.has(kind);
  };
  const firstFactDivergence = partingOf({ ...walk, isTold: isFact });
  return {
    ...{ inA, inB },
    onlyInACount: countMissing(inB),
    onlyInBCount: countMissing(inA),
    firstDivergence: partingOf({ ...walk, isTold: (log, i) => !READERS_HAND.has(log.kind(i)) }),
    firstFactDivergence,
    divergences: divergencesOf({ ...walk, isTold: isFact }, firstFactDivergence),
  };
}
