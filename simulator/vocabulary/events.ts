/**
 * The event log's vocabulary: a closed union of past facts, plain data.
 *
 * Every event has the same head (instant, place, cause, subject) and the fields of its kind. The
 * head's `cause` points to the event that made this one happen, so the causal graph is in the log.
 * Everything shown on a page is a fold of these events; there is no other output.
 */
import type { Row, RowChange, SqlValue, Value } from "./values.ts";

/** How a call ended for its caller. `timed-out` is indefinite: the other side may have acted. */
export type ReplyStatus = "ok" | "refused";

export type LossReason =
  | "loss" // the link lost it
  | "partition" // the link was cut
  | "node-down" // nobody was there to receive it
  | "dropped"; // the reader dropped this very message

export type EndReason = "quiet" | "horizon" | "budget";

/** Fields of each kind of event, beside the common head. */
export interface EventFields {
  "run-started": Record<never, never>;
  /** `budget`: the verdict is « indéterminé », never « correct »; `detail` names the budget. */
  "run-ended": { readonly reason: EndReason; readonly detail: string };

  /** A fault of the reader begins or ends to act; `fault` is the intervention's id. */
  "fault-started": { readonly fault: string; readonly text: string };
  "fault-ended": { readonly fault: string };

  "node-crashed": { readonly lostProcessCount: number };
  "node-restarted": Record<never, never>;
  "node-paused": Record<never, never>;
  "node-resumed": Record<never, never>;
  /** 100 is normal speed, 500 is five times slower. */
  "node-slowed": { readonly factorPercent: number };
  "clock-shifted": { readonly offsetUs: number };
  "clock-drifted": { readonly partsPerMillion: number };
  /** Directed link: "open", "cut" (messages are lost) or "held" (messages wait). */
  "link-changed": {
    readonly from: string;
    readonly to: string;
    readonly state: LinkState;
  };
  /** Refuses every request ("refuse"), cannot write ("disk-full"), or back to normal. */
  "node-degraded": {
    readonly mode: "refuse" | "disk-full";
    readonly isOn: boolean;
  };

  /** A background process begins (a served request begins with `request-started`). */
  "process-started": {
    readonly handler: string;
    readonly request: string | null;
  };
  "process-ended": {
    readonly handler: string;
    readonly outcome: "done" | "failed" | "cancelled";
    readonly detail: string;
  };
  /** A crash forgot this process: what it knew is lost. One event a lost process. */
  "process-lost": { readonly handler: string; readonly request: string | null };
  /** Memory that does not survive a crash. `undefined` does not exist here: null is absence. */
  "memory-changed": {
    readonly key: string;
    readonly before: Value;
    readonly after: Value;
  };
  /** A durable record outside SQL (the ledger of an external provider). null is absence. */
  "record-changed": {
    readonly store: string;
    readonly key: string;
    readonly before: Value;
    readonly after: Value;
  };
  /** A sentence a handler says about itself, in French. */
  note: { readonly text: string };
  /** A named wait is over (the recovery worker wakes up). */
  "timer-fired": { readonly label: string };

  /** `operation` is the label on the track; `replyTo` is the request's id for a reply. */
  "message-sent": {
    readonly message: string;
    readonly to: string;
    readonly operation: string;
    readonly role: MessageRole;
    readonly replyTo: string | null;
    readonly status: ReplyStatus;
    readonly body: Value;
    /** When it would arrive if nothing happened to it. */
    readonly arrivesAtUs: number;
  };
  "message-delivered": { readonly message: string; readonly from: string };
  "message-lost": {
    readonly message: string;
    readonly from: string;
    readonly reason: LossReason;
  };
  /** `copy` is the id of the second copy, in flight from now on until `arrivesAtUs`. */
  "message-duplicated": {
    readonly message: string;
    readonly copy: string;
    readonly to: string;
    readonly arrivesAtUs: number;
  };
  "message-delayed": { readonly message: string; readonly arrivesAtUs: number };
  /** A reply that came after its caller stopped waiting: known to nobody. */
  "reply-ignored": { readonly message: string; readonly replyTo: string };
  "request-queued": {
    readonly message: string;
    readonly queueDepth: number;
    readonly busyWorkers: number;
  };
  /** A worker takes the request: its process is the head's `process`, its function `handler`. */
  "request-started": {
    readonly message: string;
    readonly handler: string;
    readonly queueDepth: number;
    readonly busyWorkers: number;
  };
  "request-finished": {
    readonly message: string;
    readonly status: ReplyStatus;
    readonly queueDepth: number;
    readonly busyWorkers: number;
  };
  /** Refused before any work (full queue, refusal fault, unreadable message). */
  "request-rejected": { readonly message: string; readonly reason: string };
  "call-timed-out": {
    readonly message: string;
    readonly to: string;
    readonly operation: string;
    readonly timeoutUs: number;
  };

  "statement-started": {
    readonly database: string;
    readonly statement: string;
    readonly transaction: string | null;
    readonly sql: string;
    readonly params: readonly SqlValue[];
  };
  "statement-waiting": {
    readonly database: string;
    readonly statement: string;
    readonly blockers: readonly string[];
    readonly lock: string;
  };
  /** `rows` holds at most 20 rows; `rowCount` counts them all (or those written). */
  "statement-finished": {
    readonly database: string;
    readonly statement: string;
    readonly columns: readonly string[];
    readonly rows: readonly Row[];
    readonly rowCount: number;
  };
  "statement-failed": {
    readonly database: string;
    readonly statement: string;
    readonly code: string;
    readonly text: string;
  };
  "transaction-begun": {
    readonly database: string;
    readonly transaction: string;
  };
  "transaction-committed": {
    readonly database: string;
    readonly transaction: string;
    readonly lsn: number;
    readonly changes: readonly RowChange[];
  };
  "transaction-rolled-back": {
    readonly database: string;
    readonly transaction: string;
    readonly reason: string;
  };

  /** A client asks for something (its promise to the business begins here) and learns its end. */
  "command-issued": {
    readonly command: string;
    readonly operation: string;
    readonly body: Value;
  };
  "command-ended": {
    readonly command: string;
    readonly outcome: "ok" | "refused" | "timed-out";
    readonly detail: string;
  };

  /** An obligation of a claim was not met in time. */
  "deadline-passed": { readonly claim: string; readonly obligation: string };
}

export type LinkState = "open" | "cut" | "held";
export type MessageRole = "request" | "reply" | "event";
export type EventKind = keyof EventFields;

/** Common to every event. */
export interface EventHead {
  /** Step number, from 0: its place in the log. */
  readonly index: number;
  readonly atUs: number;
  /** Where it happened (a node's id). For a message event: sender when sent, receiver when delivered. */
  readonly node: string;
  /** Index of the event that made it happen; −1 for the first ones. */
  readonly cause: number;
  /** Process that logged it; 0 for the world itself. */
  readonly process: number;
  /** Line of the shown source that was running; 0 when none. Not part of the digest. */
  readonly line: number;
  /** Business key this event is about (an order id), or null. */
  readonly subject: string | null;
}

export type EventOf<K extends EventKind> = EventHead & {
  readonly kind: K;
} & EventFields[K];
export type SimEvent = { [K in EventKind]: EventOf<K> }[EventKind];

type FieldOrder = {
  readonly [K in EventKind]: readonly (keyof EventFields[K])[];
};

/** Order of the fields in the columns. Appending a kind at the end keeps old numbers. */
export const FIELD_ORDER = {
  "run-started": [],
  "run-ended": ["reason", "detail"],
  "fault-started": ["fault", "text"],
  "fault-ended": ["fault"],
  "node-crashed": ["lostProcessCount"],
  "node-restarted": [],
  "node-paused": [],
  "node-resumed": [],
  "node-slowed": ["factorPercent"],
  "clock-shifted": ["offsetUs"],
  "clock-drifted": ["partsPerMillion"],
  "link-changed": ["from", "to", "state"],
  "node-degraded": ["mode", "isOn"],
  "process-started": ["handler", "request"],
  "process-ended": ["handler", "outcome", "detail"],
  "process-lost": ["handler", "request"],
  "memory-changed": ["key", "before", "after"],
  "record-changed": ["store", "key", "before", "after"],
  note: ["text"],
  "timer-fired": ["label"],
  "message-sent": [
    "message",
    "to",
    "operation",
    "role",
    "replyTo",
    "status",
    "body",
    "arrivesAtUs",
  ],
  "message-delivered": ["message", "from"],
  "message-lost": ["message", "from", "reason"],
  "message-duplicated": ["message", "copy", "to", "arrivesAtUs"],
  "message-delayed": ["message", "arrivesAtUs"],
  "reply-ignored": ["message", "replyTo"],
  "request-queued": ["message", "queueDepth", "busyWorkers"],
  "request-started": ["message", "handler", "queueDepth", "busyWorkers"],
  "request-finished": ["message", "status", "queueDepth", "busyWorkers"],
  "request-rejected": ["message", "reason"],
  "call-timed-out": ["message", "to", "operation", "timeoutUs"],
  "statement-started": ["database", "statement", "transaction", "sql", "params"],
  "statement-waiting": ["database", "statement", "blockers", "lock"],
  "statement-finished": ["database", "statement", "columns", "rows", "rowCount"],
  "statement-failed": ["database", "statement", "code", "text"],
  "transaction-begun": ["database", "transaction"],
  "transaction-committed": ["database", "transaction", "lsn", "changes"],
  "transaction-rolled-back": ["database", "transaction", "reason"],
  "command-issued": ["command", "operation", "body"],
  "command-ended": ["command", "outcome", "detail"],
  "deadline-passed": ["claim", "obligation"],
} as const satisfies FieldOrder;

export const EVENT_KINDS = Object.keys(FIELD_ORDER) as readonly EventKind[];
