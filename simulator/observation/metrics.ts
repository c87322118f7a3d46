/**
 * Measures of a run up to a step: rates, errors and durations, as an operator's dashboard has them.
 *
 * Folds over commands (what clients asked), calls (what services asked one another), messages and
 * state machines; nothing here is particular to a scenario. Durations are whole microseconds,
 * quantiles are within 0.8 % (`histogram.ts`). Titles are French, ids are stable.
 */
import type { MachineCard, ScenarioCard } from "../vocabulary/card.ts";
import type { EventKind, SimEvent } from "../vocabulary/events.ts";
import type { EventLog } from "../vocabulary/log.ts";
import { isReaderCommand } from "../vocabulary/requests.ts";
import { createHistogram, type Histogram } from "./histogram.ts";
import { createMachineTable, type MachineTable, stateCard } from "./machines.ts";

export interface Metric {
  readonly value: number;
  /** « µs », « % », « commandes »… */
  readonly unit: string;
  readonly title: string;
}

export type Metrics = Readonly<Record<string, Metric>>;

/** Rate, errors, duration of one operation between services, seen by the callers. */
export interface OperationMetrics {
  readonly operation: string;
  readonly sent: number;
  readonly ok: number;
  readonly refused: number;
  readonly timedOut: number;
  /** Of answered calls, µs; 0 when none. */
  readonly p50Us: number;
  readonly p95Us: number;
  readonly p99Us: number;
}

export interface RunMetrics {
  readonly metrics: Metrics;
  /** By first appearance. */
  readonly operations: readonly OperationMetrics[];
  /** Time to answer of ended commands, µs. */
  readonly latency: Histogram;
}

interface CallTally {
  readonly histogram: Histogram;
  sent: number;
  ok: number;
  refused: number;
  timedOut: number;
}

interface Tally {
  readonly latency: Histogram;
  readonly issuedUs: Map<string, number>;
  readonly outcomes: Record<"ok" | "refused" | "timed-out", number>;
  readonly calls: Map<string, { readonly operation: string; readonly sentUs: number }>;
  readonly operations: Map<string, CallTally>;
  /** What every event of these kinds adds up to. */
  readonly counts: Map<EventKind, number>;
}

const COUNTED: ReadonlyMap<EventKind, { readonly id: string; readonly title: string }> = new Map([
  ["message-sent", { id: "messages-envoyes", title: "Messages envoyés" }],
  ["message-lost", { id: "messages-perdus", title: "Messages perdus" }],
  ["message-duplicated", { id: "messages-en-double", title: "Messages en double" }],
  ["call-timed-out", { id: "delais-depasses", title: "Délais dépassés" }],
  ["reply-ignored", { id: "reponses-ignorees", title: "Réponses arrivées trop tard" }],
  ["request-rejected", { id: "demandes-rejetees", title: "Demandes rejetées" }],
  ["process-lost", { id: "processus-perdus", title: "Traitements perdus" }],
  ["transaction-committed", { id: "transactions-validees", title: "Transactions validées" }],
  ["transaction-rolled-back", { id: "transactions-annulees", title: "Transactions annulées" }],
  ["statement-waiting", { id: "attentes-de-verrou", title: "Attentes de verrou" }],
  ["statement-failed", { id: "erreurs-sql", title: "Erreurs SQL" }],
]);

/** Kinds of events whose fields `measureCommands` reads. */
export const COMMAND_KINDS: ReadonlySet<EventKind> = new Set(["command-issued", "command-ended"]);
const FOLDED: ReadonlySet<EventKind> = new Set([
  ...COMMAND_KINDS,
  "message-sent",
  "message-delivered",
  "call-timed-out",
]);

function operationOf({ operations }: Tally, operation: string): CallTally {
  const known = operations.get(operation);
  if (known !== undefined) return known;
  const fresh: CallTally = {
    ...{ histogram: createHistogram(), sent: 0, ok: 0, refused: 0, timedOut: 0 },
  };
  operations.set(operation, fresh);
  return fresh;
}

/** Replies on their way, by message id: status and request. */
type Replies = Map<string, { readonly status: "ok" | "refused"; readonly replyTo: string }>;

function fold(tally: Tally, replies: Replies, event: SimEvent): void {
  switch (event.kind) {
    case "command-issued":
      if (isReaderCommand(event.command)) return;
      tally.issuedUs.set(event.command, event.atUs);
      return;
    case "command-ended": {
      if (isReaderCommand(event.command)) return;
      const issuedUs = tally.issuedUs.get(event.command);
      tally.outcomes[event.outcome]++;
      if (issuedUs !== undefined) tally.latency.record(event.atUs - issuedUs);
      return;
    }
    case "message-sent": {
      const { message, operation, role, replyTo, status, atUs } = event;
      if (role === "reply" && replyTo !== null) replies.set(message, { status, replyTo });
      if (role !== "request") return;
      tally.calls.set(message, { operation, sentUs: atUs });
      operationOf(tally, operation).sent++;
      return;
    }
    case "message-delivered": {
      const reply = replies.get(event.message);
      const call = reply === undefined ? undefined : tally.calls.get(reply.replyTo);
      // An answer that nobody awaits any more is no answer.
      if (reply === undefined || call === undefined) return;
      tally.calls.delete(reply.replyTo);
      const operation = operationOf(tally, call.operation);
      operation[reply.status]++;
      operation.histogram.record(event.atUs - call.sentUs);
      return;
    }
    case "call-timed-out":
      tally.calls.delete(event.message);
      operationOf(tally, event.operation).timedOut++;
      return;
    default:
      return;
  }
}

const percent = (part: number, whole: number): number => (whole === 0 ? 0 : (100 * part) / whole);

function commandMetrics({ issuedUs, outcomes, latency }: Tally, elapsedUs: number): Metrics {
  const orders = (value: number, title: string): Metric => ({ value, unit: "commandes", title });
  const duration = (share: number, title: string): Metric => ({
    value: latency.quantile(share),
    unit: "µs",
    title,
  });
  const ended = outcomes.ok + outcomes.refused + outcomes["timed-out"];
  return {
    "commandes-emises": orders(issuedUs.size, "Commandes émises"),
    "commandes-reussies": orders(outcomes.ok, "Commandes réussies"),
    "commandes-refusees": orders(outcomes.refused, "Commandes refusées"),
    "commandes-sans-reponse": orders(outcomes["timed-out"], "Commandes sans réponse à temps"),
    "taux-de-reussite": {
      value: percent(outcomes.ok, ended),
      unit: "%",
      title: "Taux de réussite",
    },
    debit: {
      value: elapsedUs === 0 ? 0 : (issuedUs.size * 60_000_000) / elapsedUs,
      unit: "commandes/min",
      title: "Débit",
    },
    "latence-moyenne": {
      value: Math.round(latency.mean()),
      unit: "µs",
      title: "Latence moyenne",
    },
    "latence-p50": duration(500_000, "Latence médiane"),
    "latence-p95": duration(950_000, "Latence, 95 %"),
    "latence-p99": duration(990_000, "Latence, 99 %"),
  };
}

/** Mean time from the first « compense » to « compensée », over the instances that got there. */
function meanUndo(machine: MachineCard, table: MachineTable, until: number): number {
  let sumUs = 0;
  let count = 0;
  for (const { changes } of table.instances(machine.id)) {
    const first = (sign: string) =>
      changes.find((c) => c.index <= until && stateCard(machine, c.state)?.sign === sign);
    const from = first("saga-undo");
    const to = first("saga-undone");
    if (from === undefined || to === undefined || to.atUs < from.atUs) continue;
    sumUs += to.atUs - from.atUs;
    count++;
  }
  return count === 0 ? 0 : Math.round(sumUs / count);
}

type Cards = Pick<ScenarioCard, "machines" | "databases">;

function machineMetrics(log: EventLog, card: Cards, until: number): Metrics {
  const table = createMachineTable(log, card);
  table.extend();
  const found: Record<string, Metric> = {};
  for (const machine of card.machines) {
    for (const [state, value] of table.census(machine.id, until)) {
      const title = `${machine.title} : ${stateCard(machine, state)?.title ?? state}`;
      found[`${machine.id}-${state.toLowerCase()}`] = { value, unit: "instances", title };
    }
    if (!machine.states.some(({ sign }) => sign === "saga-undone")) continue;
    const value = meanUndo(machine, table, until);
    const title = `${machine.title} : compensation moyenne`;
    found[`${machine.id}-compensation-moyenne`] = { value, unit: "µs", title };
  }
  return found;
}

/** Decodes the events of the kinds in `folded`, and counts all of them. */
function tallyOf(log: EventLog, until: number, folded: ReadonlySet<EventKind>): Tally {
  const tally: Tally = {
    ...{ latency: createHistogram(), issuedUs: new Map(), calls: new Map() },
    ...{ operations: new Map(), counts: new Map() },
    outcomes: { ok: 0, refused: 0, "timed-out": 0 },
  };
  const replies: Replies = new Map();
  for (let index = 0; index <= until; index++) {
    const kind = log.kind(index);
    tally.counts.set(kind, (tally.counts.get(kind) ?? 0) + 1);
    if (folded.has(kind)) fold(tally, replies, log.event(index));
  }
  return tally;
}

function countMetrics({ counts }: Tally): Metrics {
  const found: Record<string, Metric> = {};
  for (const [kind, { id, title }] of COUNTED)
    found[id] = { value: counts.get(kind) ?? 0, unit: "", title };
  return found;
}

const elapsedAt = (log: EventLog, until: number): number => (until < 0 ? 0 : log.atUs(until));

/** What clients saw, and how many events of each kind: a whole log at the price of its commands. */
export function measureCommands(log: EventLog): Metrics {
  const until = log.length - 1;
  const tally = tallyOf(log, until, COMMAND_KINDS);
  return { ...commandMetrics(tally, elapsedAt(log, until)), ...countMetrics(tally) };
}

/** Measures of the events up to `until` included (default: all). */
export function measureRun(log: EventLog, card: Cards, until = log.length - 1): RunMetrics {
  const tally = tallyOf(log, until, FOLDED);
  return {
    metrics: {
      ...commandMetrics(tally, elapsedAt(log, until)),
      ...machineMetrics(log, card, until),
      ...countMetrics(tally),
    },
    operations: [...tally.operations].map(([operation, { histogram, ...counted }]) => ({
      ...{ operation, ...counted },
      p50Us: histogram.quantile(500_000),
      p95Us: histogram.quantile(950_000),
      p99Us: histogram.quantile(990_000),
    })),
    latency: tally.latency,
  };
}
