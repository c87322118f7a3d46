/**
 * Hand-made event logs for tests: a story in a few lines, without an engine.
 *
 * Time advances by one millisecond an event unless told otherwise; an event is caused by the one
 * written just before it unless told otherwise. Checks nothing: a test may tell an absurd story.
 */
import type { EventFields, EventKind } from "../vocabulary/events.ts";
import { EventLog, type RecordHead } from "../vocabulary/log.ts";
import type { RowChange, Value } from "../vocabulary/values.ts";

export interface LogBuilder {
  readonly log: EventLog;
  /** Sets the instant of the next event. */
  readonly at: (atUs: number) => LogBuilder;
  /** Head fields of every next event (subject, process…); replaces the former ones. */
  readonly about: (head: Partial<RecordHead>) => LogBuilder;
  /** Writes one event and returns its index. */
  readonly add: <K extends EventKind>(
    node: string,
    kind: K,
    fields: EventFields[K],
    head?: Partial<RecordHead>,
  ) => number;
  readonly send: (
    link: string,
    operation: string,
    options?: {
      readonly id?: string;
      readonly replyTo?: string;
      readonly body?: Value;
    } & Partial<RecordHead>,
  ) => string;
  readonly deliver: (message: string, head?: Partial<RecordHead>) => number;
  readonly commit: (
    node: string,
    database: string,
    changes: readonly RowChange[],
    head?: Partial<RecordHead>,
  ) => number;
}

const STEP_US = 1_000;
const TRANSIT_US = 5_000;

/** A row that did not exist before. */
export const inserted = (table: string, after: RowChange["after"]): RowChange => ({
  table,
  op: "c",
  before: null,
  after,
});

export function createLogBuilder(): LogBuilder {
  const log = new EventLog();
  let nextUs = 0;
  let standing: Partial<RecordHead> = {};
  const sent = new Map<string, { from: string; to: string; index: number }>();
  const ordinals = new Map<string, number>();
  let transactions = 0;

  const builder: LogBuilder = {
    log,
    at(atUs) {
      nextUs = atUs;
      return builder;
    },
    about(head) {
      standing = head;
      return builder;
    },
    add(node, kind, fields, head = {}) {
      const atUs = nextUs;
      nextUs += STEP_US;
      return log.append(
        kind,
        {
          ...{ atUs, node, process: 0, line: 0, cause: log.length - 1, subject: null },
          ...standing,
          ...head,
        },
        fields,
      );
    },
    send(link, operation, options = {}) {
      const { id, replyTo, body, ...head } = options;
      const [from = "", to = ""] = link.split(">");
      const subject = head.subject ?? standing.subject ?? null;
      const series = `${link}:${operation}:${subject ?? "-"}`;
      const ordinal = (ordinals.get(series) ?? 0) + 1;
      ordinals.set(series, ordinal);
      const message = id ?? (replyTo === undefined ? `${series}#${ordinal}` : `${replyTo}/reply`);
      const index = builder.add(
        from,
        "message-sent",
        {
          ...{ message, to, operation, status: "ok", body: body ?? null },
          role: replyTo === undefined ? "request" : "reply",
          replyTo: replyTo ?? null,
          arrivesAtUs: nextUs + TRANSIT_US,
        },
        head,
      );
      sent.set(message, { from, to, index });
      return message;
    },
    deliver(message, head = {}) {
      const { from, to, index } = sent.get(message) as { from: string; to: string; index: number };
      return builder.add(to, "message-delivered", { message, from }, { cause: index, ...head });
    },
    commit(node, database, changes, head = {}) {
      transactions++;
      const transaction = `t${transactions}`;
      return builder.add(
        node,
        "transaction-committed",
        { database, transaction, lsn: transactions, changes },
        head,
      );
    },
  };
  return builder;
}
