/**
 * Spans: the run as distributed traces, in OpenTelemetry's model.
 *
 * A background process, a client's command, a call (client side), a served request (server side), a
 * transaction and a statement are spans; who asked is the parent, whatever the node. A process begun
 * by another starts a trace of its own, linked to where it came from. Attribute names follow
 * OpenTelemetry's semantic conventions; texts are codes, the page has the words.
 */
import type { EventOf, SimEvent } from "../vocabulary/events.ts";
import type { EventLog } from "../vocabulary/log.ts";

export type SpanAttributes = Readonly<Record<string, string | number>>;

export interface SpanMark {
  readonly index: number;
  readonly atUs: number;
  /** Kind of the event: `statement-waiting`, `message-lost`… */
  readonly name: string;
}

export interface Span {
  readonly id: string;
  /** Id of the root span of its trace. */
  readonly traceId: string;
  readonly parentId: string | null;
  /** Process span from which this trace was begun, or null. */
  readonly linkedTo: string | null;
  readonly name: string;
  readonly kind: "client" | "server" | "producer" | "internal";
  readonly node: string;
  readonly subject: string | null;
  readonly startUs: number;
  readonly startIndex: number;
  /** −1 while it lasts. */
  readonly endUs: number;
  readonly endIndex: number;
  readonly status: "unset" | "ok" | "error";
  /** Why it is an error: `timed-out`, `refused`, `lost`, `failed`, `rolled-back`; else empty. */
  readonly reason: string;
  readonly attributes: SpanAttributes;
  readonly marks: readonly SpanMark[];
}

export interface SpanTable {
  /** Every span, in the order they began. */
  readonly all: readonly Span[];
  /** Reads what was appended to the log, at most so many events of it. True while there is more. */
  readonly extend: (eventsMax?: number) => boolean;
  readonly byId: (id: string) => Span | undefined;
  /** Spans about a subject, in the order they began, whatever their trace. */
  readonly about: (subject: string) => readonly Span[];
  /** Spans of one trace, in the order they began. */
  readonly trace: (traceId: string) => readonly Span[];
}

type Writable = { -readonly [K in keyof Span]: Span[K] } & { marks: SpanMark[] };
type Begin = Pick<Span, "id" | "name" | "kind" | "attributes"> & {
  readonly parent: Writable | undefined;
  readonly linkedTo?: string | null;
};

const original = (message: string): string => message.split("~")[0] as string;
const statementId = (event: { database: string; statement: string }): string =>
  `statement:${event.database}/${event.statement}`;
const transactionId = (event: { database: string; transaction: string }): string =>
  `transaction:${event.database}/${event.transaction}`;

/** What a live process has open. */
interface Scope {
  /** The process itself, a command, a transaction: innermost last. */
  readonly stack: Writable[];
  /** Calls and statements: never the parent of what the process does next, but they die with it. */
  readonly leaves: Writable[];
}

class Tracer {
  readonly all: Writable[] = [];
  readonly byId = new Map<string, Writable>();
  readonly #scopes = new Map<number, Scope>();
  /** Process that serves a request, by message. */
  readonly #servers = new Map<string, number>();
  readonly #replies = new Map<string, EventOf<"message-sent">>();
  readonly #log: EventLog;

  constructor(log: EventLog) {
    this.#log = log;
  }

  #begin(event: SimEvent, { parent, linkedTo, ...own }: Begin): Writable {
    const span: Writable = {
      ...own,
      ...{ traceId: parent?.traceId ?? own.id, parentId: parent?.id ?? null, node: event.node },
      ...{ linkedTo: linkedTo ?? null, subject: event.subject, startUs: event.atUs },
      ...{
        startIndex: event.index,
        endUs: -1,
        endIndex: -1,
        status: "unset",
        reason: "",
        marks: [],
      },
    };
    this.all.push(span);
    this.byId.set(span.id, span);
    return span;
  }

  #end(id: string, event: SimEvent, reason = ""): void {
    const span = this.byId.get(id);
    if (span === undefined || span.endIndex >= 0) return;
    span.endUs = event.atUs;
    span.endIndex = event.index;
    span.status = reason === "" ? "ok" : "error";
    span.reason = reason;
  }

  #mark(id: string, { index, atUs, kind }: SimEvent): void {
    this.byId.get(id)?.marks.push({ index, atUs, name: kind });
  }

  #scope(process: number): Scope {
    let scope = this.#scopes.get(process);
    if (scope === undefined) {
      scope = { stack: [], leaves: [] };
      this.#scopes.set(process, scope);
    }
    return scope;
  }

  /** The innermost open span of a process. */
  #inside(process: number): Writable | undefined {
    return this.#scopes.get(process)?.stack.findLast((span) => span.endIndex < 0);
  }

  /** A process is over: what it had open is over with it. */
  #endProcess(process: number, event: SimEvent, reason: string): void {
    const scope = this.#scopes.get(process);
    if (scope === undefined) return;
    for (const { id } of scope.leaves) this.#end(id, event, "lost");
    for (const { id } of scope.stack) this.#end(id, event, reason);
    this.#scopes.delete(process);
  }

  see(event: SimEvent): void {
    switch (event.kind) {
      case "process-started": {
        const spawner = event.cause < 0 ? 0 : this.#log.process(event.cause);
        const linkedTo = this.#scopes.get(spawner)?.stack[0]?.id ?? null;
        const id = `process:${event.process}`;
        const own = { id, name: event.handler, kind: "internal", attributes: {} } as const;
        this.#scope(event.process).stack.push(
          this.#begin(event, { ...own, parent: undefined, linkedTo }),
        );
        return;
      }
      case "process-ended":
        return this.#endProcess(
          event.process,
          event,
          event.outcome === "done" ? "" : event.outcome,
        );
      case "node-crashed":
        for (const [process, { stack }] of this.#scopes)
          if (stack[0]?.node === event.node) this.#endProcess(process, event, "lost");
        return;
      case "request-started": {
        this.#servers.set(event.message, event.process);
        const parent = this.byId.get(`call:${original(event.message)}`);
        const arrival = event.cause < 0 ? event.atUs : this.#log.atUs(event.cause);
        const attributes = {
          "messaging.message.id": event.message,
          "queued.us": event.atUs - arrival,
        };
        const id = `process:${event.process}`;
        const own = { id, name: event.handler, kind: "server", attributes } as const;
        this.#scope(event.process).stack.push(this.#begin(event, { ...own, parent }));
        return;
      }
      case "request-finished": {
        const process = this.#servers.get(event.message) ?? event.process;
        return this.#endProcess(process, event, event.status === "ok" ? "" : "refused");
      }
      case "command-issued": {
        const id = `command:${event.command}`;
        const own = { id, name: event.operation, kind: "internal", attributes: {} } as const;
        const parent = this.#inside(event.process);
        this.#scope(event.process).stack.push(this.#begin(event, { ...own, parent }));
        return;
      }
      case "command-ended":
        return this.#end(
          `command:${event.command}`,
          event,
          event.outcome === "ok" ? "" : event.outcome,
        );
      default:
        return this.#seeMessage(event);
    }
  }

  #seeMessage(event: SimEvent): void {
    switch (event.kind) {
      case "message-sent": {
        if (event.role === "reply") {
          this.#replies.set(event.message, event);
          return;
        }
        const kind = event.role === "request" ? "client" : "producer";
        const attributes = { "messaging.message.id": event.message, "server.address": event.to };
        const own = {
          id: `call:${event.message}`,
          name: event.operation,
          kind,
          attributes,
        } as const;
        const parent = this.#inside(event.process);
        const call = this.#begin(event, { ...own, parent });
        if (kind === "client") this.#scope(event.process).leaves.push(call);
        return;
      }
      case "message-delivered": {
        const reply = this.#replies.get(event.message);
        if (reply === undefined) {
          if (this.byId.get(`call:${event.message}`)?.kind === "producer")
            this.#end(`call:${event.message}`, event);
          return;
        }
        const call = `call:${reply.replyTo}`;
        return this.#end(call, event, reply.status === "ok" ? "" : "refused");
      }
      case "call-timed-out":
        return this.#end(`call:${event.message}`, event, "timed-out");
      case "message-lost":
      case "message-delayed":
      case "message-duplicated": {
        const request = this.#replies.get(event.message)?.replyTo ?? original(event.message);
        return this.#mark(`call:${request}`, event);
      }
      default:
        return this.#seeStatement(event);
    }
  }

  #seeStatement(event: SimEvent): void {
    switch (event.kind) {
      case "transaction-begun": {
        const attributes = { "db.namespace": event.database };
        const id = transactionId(event);
        const own = { id, name: "BEGIN", kind: "internal", attributes } as const;
        const parent = this.#inside(event.process);
        this.#scope(event.process).stack.push(this.#begin(event, { ...own, parent }));
        return;
      }
      case "transaction-committed":
        return this.#end(transactionId(event), event);
      case "transaction-rolled-back":
        return this.#end(transactionId(event), event, "rolled-back");
      case "statement-started": {
        const attributes = { "db.namespace": event.database, "db.query.text": event.sql };
        const name = (/\w+/.exec(event.sql)?.[0] ?? "SQL").toUpperCase();
        const own = { id: statementId(event), name, kind: "client", attributes } as const;
        const statement = this.#begin(event, { ...own, parent: this.#inside(event.process) });
        this.#scope(event.process).leaves.push(statement);
        return;
      }
      case "statement-waiting":
        return this.#mark(statementId(event), event);
      case "statement-finished":
        return this.#end(statementId(event), event);
      case "statement-failed":
        return this.#end(statementId(event), event, "failed");
      default:
        return;
    }
  }
}

export function createSpanTable(log: EventLog): SpanTable {
  const tracer = new Tracer(log);
  let length = 0;
  return {
    all: tracer.all,
    extend(eventsMax = Number.POSITIVE_INFINITY) {
      const until = Math.min(log.length, length + eventsMax);
      for (; length < until; length++) tracer.see(log.event(length));
      return length < log.length;
    },
    byId: (id) => tracer.byId.get(id),
    about: (subject) => tracer.all.filter((span) => span.subject === subject),
    trace: (traceId) => tracer.all.filter((span) => span.traceId === traceId),
  };
}
