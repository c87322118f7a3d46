/**
 * What each event does to the state: the one place that says so.
 *
 * State is a flat set of slots, path → value (see `timeline.ts`). This file owns the exhaustive
 * switch from an event to slot assignments, and the little it must remember between two events
 * that is not itself shown (whose reply a message is, which process waits for which call).
 * It refuses to know how states are stored or rewound.
 */
import { unreachable } from "../base/assert.ts";
import type { EventOf, SimEvent } from "../vocabulary/events.ts";
import { FAULT_RULES, type FaultKind } from "../vocabulary/interventions.ts";
import type { RowChange, Value } from "../vocabulary/values.ts";
import type { RowKeys } from "./row-keys.ts";

/** Where assignments go. */
export interface StateSink {
  /** undefined: the slot becomes absent. */
  readonly set: (path: string, value: Value | undefined) => void;
  /** The slot's value after the assignments so far. */
  readonly get: (path: string) => Value | undefined;
  /** Empties every slot under a prefix whose value satisfies the predicate. */
  readonly clear: (prefix: string, isGone: (value: Value, path: string) => boolean) => void;
}

interface MessageMemo {
  readonly from: string;
  readonly to: string;
  readonly operation: string;
  readonly subject: string | null;
  readonly replyTo: string | null;
  /** The first copy's id: a call is answered by the reply to any of its copies. */
  readonly root: string;
}

interface NodeMemo {
  isDown: boolean;
  isPaused: boolean;
  isOverloaded: boolean;
  factorPercent: number;
  offsetUs: number;
  partsPerMillion: number;
}

type Fields = { readonly [field: string]: Value };

const field = (value: Value, name: string): Value | undefined => (value as Fields)[name];

/** Dropping or doubling one message is over as soon as it is done: nothing stays active. */
const lasts = (faultText: string): boolean =>
  FAULT_RULES[faultText.split(":")[0] as FaultKind]?.lasts ?? true;

const statusOf = (node: NodeMemo): string => {
  if (node.isDown) return "down";
  if (node.isPaused) return "paused";
  if (node.factorPercent > 100) return "slowed";
  return node.isOverloaded ? "overload" : "up";
};

/** Returns the fold: call it once an event, in order. */
export function createEffects(sink: StateSink, keys: RowKeys): (event: SimEvent) => void {
  const messages = new Map<string, MessageMemo>();
  const nodes = new Map<string, NodeMemo>();
  const callsOf = new Map<number, string[]>();
  /** Process that serves a request, by message id. */
  const servers = new Map<string, number>();

  const nodeOf = (id: string): NodeMemo => {
    const known = nodes.get(id);
    if (known !== undefined) return known;
    const fresh: NodeMemo = {
      isDown: false,
      isPaused: false,
      isOverloaded: false,
      factorPercent: 100,
      offsetUs: 0,
      partsPerMillion: 0,
    };
    nodes.set(id, fresh);
    return fresh;
  };

  const changeNode = (id: string, change: Partial<NodeMemo>): void => {
    const node = nodeOf(id);
    Object.assign(node, change);
    sink.set(`node/${id}/status`, statusOf(node));
  };

  const setClock = (id: string): void => {
    const { offsetUs, partsPerMillion } = nodeOf(id);
    const isTrue = offsetUs === 0 && partsPerMillion === 0;
    sink.set(`node/${id}/clock`, isTrue ? undefined : { offsetUs, partsPerMillion });
  };

  /** A crash forgets: memory, processes, requests being served, calls awaited. Data stays. */
  const crash = (id: string): void => {
    changeNode(id, { isDown: true, isPaused: false, isOverloaded: false });
    sink.set(`node/${id}/queue`, undefined);
    sink.set(`node/${id}/busy`, undefined);
    sink.clear(`memory/${id}/`, () => true);
    sink.clear("request/", (value) => field(value, "node") === id);
    sink.clear("call/", (value) => field(value, "from") === id);
    sink.clear("process/", (value, path) => {
      const isHere = field(value, "node") === id;
      if (isHere) endProcess(Number(path.slice("process/".length)));
      return isHere;
    });
  };

  const startProcess = (
    event: EventOf<"process-started" | "request-started">,
    request: string | null,
  ): void =>
    sink.set(`process/${event.process}`, {
      node: event.node,
      handler: event.handler,
      request,
      subject: event.subject,
      sinceUs: event.atUs,
    });

  const endProcess = (process: number): void => {
    sink.set(`process/${process}`, undefined);
    sink.set(`line/${process}`, undefined);
    for (const call of callsOf.get(process) ?? []) sink.set(`call/${call}`, undefined);
    callsOf.delete(process);
  };

  const endServer = (request: string | null): void => {
    if (request === null) return;
    const process = servers.get(request);
    if (process === undefined) return;
    endProcess(process);
    servers.delete(request);
  };

  const send = (event: EventOf<"message-sent">): void => {
    const { message, node, to, operation, role, replyTo, status, subject } = event;
    messages.set(message, { from: node, to, operation, subject, replyTo, root: message });
    sink.set(`message/${message}`, {
      id: message,
      from: node,
      to,
      operation,
      role,
      replyTo,
      status,
      subject,
      sentIndex: event.index,
      sentAtUs: event.atUs,
      arrivesAtUs: event.arrivesAtUs,
    });
    if (role !== "request") return;
    sink.set(`call/${message}`, {
      from: node,
      to,
      operation,
      subject,
      sinceUs: event.atUs,
    });
    const calls = callsOf.get(event.process);
    if (calls === undefined) callsOf.set(event.process, [message]);
    else calls.push(message);
  };

  const deliver = (event: EventOf<"message-delivered">): void => {
    sink.set(`message/${event.message}`, undefined);
    const replyTo = messages.get(event.message)?.replyTo;
    if (replyTo === null || replyTo === undefined) return;
    sink.set(`call/${messages.get(replyTo)?.root ?? replyTo}`, undefined);
  };

  const duplicate = (event: EventOf<"message-duplicated">): void => {
    const original = messages.get(event.message);
    if (original !== undefined) messages.set(event.copy, original);
    const flying = sink.get(`message/${event.message}`) as Fields | undefined;
    sink.set(`message/${event.copy}`, {
      ...(flying ?? {
        from: original?.from ?? event.node,
        operation: original?.operation ?? "",
        role: "event",
        replyTo: original?.replyTo ?? null,
        status: "ok",
        subject: event.subject,
      }),
      id: event.copy,
      to: event.to,
      sentIndex: event.index,
      sentAtUs: event.atUs,
      arrivesAtUs: event.arrivesAtUs,
    });
  };

  const setLoad = (id: string, queueDepth: number, busyWorkers: number): void => {
    sink.set(`node/${id}/queue`, queueDepth);
    sink.set(`node/${id}/busy`, busyWorkers);
  };

  const setRequest = (
    event: EventOf<"request-queued" | "request-started">,
    state: "queued" | "running",
  ): void => {
    setLoad(event.node, event.queueDepth, event.busyWorkers);
    sink.set(`request/${event.message}`, {
      node: event.node,
      operation: messages.get(event.message)?.operation ?? "",
      subject: event.subject,
      state,
      sinceUs: event.atUs,
    });
  };

  const commit = (database: string, change: RowChange): void => {
    const path = (row: NonNullable<RowChange["after"]>): string =>
      `row/${database}/${change.table}/${keys.keyOf(database, change.table, row)}`;
    const before = change.before === null ? null : path(change.before);
    const after = change.after === null ? null : path(change.after);
    if (before !== null && before !== after) sink.set(before, undefined);
    if (after !== null) sink.set(after, change.after as Value);
  };

  const orAbsent = (value: Value): Value | undefined => (value === null ? undefined : value);

  const apply = (event: SimEvent): void => {
    switch (event.kind) {
      case "run-started":
      case "run-ended":
      case "note":
      case "timer-fired":
      case "reply-ignored":
      case "deadline-passed":
        return;
      case "fault-started":
        return lasts(event.text) ? sink.set(`fault/${event.fault}`, event.text) : undefined;
      case "fault-ended":
        return sink.set(`fault/${event.fault}`, undefined);
      case "node-crashed":
        return crash(event.node);
      case "node-restarted":
        return changeNode(event.node, { isDown: false });
      case "node-paused":
        return changeNode(event.node, { isPaused: true });
      case "node-resumed":
        return changeNode(event.node, { isPaused: false });
      case "node-slowed":
        changeNode(event.node, { factorPercent: event.factorPercent });
        return sink.set(
          `node/${event.node}/factor`,
          event.factorPercent === 100 ? undefined : event.factorPercent,
        );
      case "clock-shifted":
        nodeOf(event.node).offsetUs = event.offsetUs;
        return setClock(event.node);
      case "clock-drifted":
        nodeOf(event.node).partsPerMillion = event.partsPerMillion;
        return setClock(event.node);
      case "link-changed":
        return sink.set(
          `link/${event.from}>${event.to}`,
          event.state === "open" ? undefined : event.state,
        );
      case "node-degraded":
        return sink.set(`node/${event.node}/${event.mode}`, event.isOn ? true : undefined);
      case "process-started":
        return startProcess(event, event.request);
      case "process-ended":
        return endProcess(event.process);
      case "process-lost":
        // The crash just before it emptied the node; what served the request is gone with it.
        return endServer(event.request);
      case "memory-changed":
        return sink.set(`memory/${event.node}/${event.key}`, orAbsent(event.after));
      case "record-changed":
        return sink.set(`record/${event.store}/${event.key}`, orAbsent(event.after));
      case "message-sent":
        return send(event);
      case "message-delivered":
        return deliver(event);
      case "message-lost":
        return sink.set(`message/${event.message}`, undefined);
      case "message-duplicated":
        return duplicate(event);
      case "message-delayed": {
        const flying = sink.get(`message/${event.message}`) as Fields | undefined;
        if (flying === undefined) return;
        return sink.set(`message/${event.message}`, { ...flying, arrivesAtUs: event.arrivesAtUs });
      }
      case "request-queued":
        return setRequest(event, "queued");
      case "request-started":
        setRequest(event, "running");
        servers.set(event.message, event.process);
        return startProcess(event, event.message);
      case "request-finished":
        // A worker is free again: the next request will be taken, not turned away.
        if (nodeOf(event.node).isOverloaded) changeNode(event.node, { isOverloaded: false });
        setLoad(event.node, event.queueDepth, event.busyWorkers);
        endServer(event.message);
        return sink.set(`request/${event.message}`, undefined);
      case "request-rejected":
        // Turned away by a node that was not told to refuse: its workers and queue are full.
        if (sink.get(`node/${event.node}/refuse`) === undefined)
          changeNode(event.node, { isOverloaded: true });
        return sink.set(`request/${event.message}`, undefined);
      case "call-timed-out":
        return sink.set(`call/${event.message}`, undefined);
      case "statement-started":
        return sink.set(`statement/${event.database}/${event.statement}`, {
          sql: event.sql,
          params: event.params,
          state: "running",
          blockers: [],
          transaction: event.transaction,
          sinceUs: event.atUs,
        });
      case "statement-waiting": {
        const path = `statement/${event.database}/${event.statement}`;
        const statement = sink.get(path) as Fields | undefined;
        if (statement === undefined) return;
        return sink.set(path, { ...statement, state: "waiting", blockers: event.blockers });
      }
      case "statement-finished":
      case "statement-failed":
        return sink.set(`statement/${event.database}/${event.statement}`, undefined);
      case "transaction-begun":
        return sink.set(`transaction/${event.database}/${event.transaction}`, {
          sinceUs: event.atUs,
        });
      case "transaction-committed":
        sink.set(`transaction/${event.database}/${event.transaction}`, undefined);
        for (const change of event.changes) commit(event.database, change);
        return;
      case "transaction-rolled-back":
        return sink.set(`transaction/${event.database}/${event.transaction}`, undefined);
      case "command-issued":
        return sink.set(`command/${event.command}`, {
          operation: event.operation,
          subject: event.subject,
          issuedAtUs: event.atUs,
          outcome: null,
        });
      case "command-ended": {
        const command = sink.get(`command/${event.command}`) as Fields | undefined;
        return sink.set(`command/${event.command}`, { ...command, outcome: event.outcome });
      }
      default:
        return unreachable(event);
    }
  };

  return (event) => {
    apply(event);
    const { process, line } = event;
    // Only a live process stands at a line: the event that ends one carries its last line too.
    if (process === 0 || line === 0 || sink.get(`process/${process}`) === undefined) return;
    sink.set(`line/${process}`, line);
  };
}
