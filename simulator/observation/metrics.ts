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
import { countUpTo, IntColumn } from "./columns.ts";
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

type Outcome = "ok" | "refused" | "timed-out";

/** What clients asked, and how it ended, with the step of each. In the order of the log. */
interface Commands {
  readonly issued: number[];
  readonly ended: { readonly index: number; readonly outcome: Outcome; readonly tookUs: number }[];
}

/** Calls of one operation, with the step at which each began and ended. In the order of the log. */
interface OperationCalls {
  readonly sent: IntColumn;
  /** Steps at which they ended, by outcome. */
  readonly ended: Readonly<Record<Outcome, IntColumn>>;
  /** Of those that were answered: the step, and how long it took, µs. */
  readonly answers: IntColumn;
  readonly tookUs: number[];
}

/** By operation, in the order of their first appearance. */
type Calls = ReadonlyMap<string, OperationCalls>;

const noCalls = (): OperationCalls => ({
  ...{ sent: new IntColumn(), answers: new IntColumn(), tookUs: [] },
  ended: { ok: new IntColumn(), refused: new IntColumn(), "timed-out": new IntColumn() },
});

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

/** Reads what clients asked: one event at a time, in order. */
function createCommandFold(): { readonly commands: Commands; see: (event: SimEvent) => void } {
  const commands: Commands = { issued: [], ended: [] };
  const issuedUs = new Map<string, number>();
  return {
    commands,
    see(event) {
      if (event.kind === "command-issued" && !isReaderCommand(event.command)) {
        commands.issued.push(event.index);
        issuedUs.set(event.command, event.atUs);
      }
      if (event.kind !== "command-ended") return;
      const sinceUs = issuedUs.get(event.command);
      issuedUs.delete(event.command);
      if (sinceUs === undefined) return;
      const { index, outcome, atUs } = event;
      commands.ended.push({ index, outcome, tookUs: atUs - sinceUs });
    },
  };
}

/** Reads the calls between nodes: one event at a time, in order. */
function createCallFold(): { readonly calls: Calls; see: (event: SimEvent) => void } {
  const calls = new Map<string, OperationCalls>();
  const of = (operation: string): OperationCalls => {
    const known = calls.get(operation) ?? noCalls();
    calls.set(operation, known);
    return known;
  };
  const open = new Map<string, { readonly operation: string; readonly sentUs: number }>();
  /** Replies on their way, by message id: status and request. */
  const replies = new Map<string, { readonly status: "ok" | "refused"; readonly to: string }>();
  return {
    calls,
    see(event) {
      if (event.kind === "message-sent") {
        const { message, operation, role, replyTo, status, atUs, index } = event;
        if (role === "reply" && replyTo !== null) replies.set(message, { status, to: replyTo });
        if (role !== "request") return;
        open.set(message, { operation, sentUs: atUs });
        of(operation).sent.push(index);
      }
      if (event.kind === "message-delivered") {
        const reply = replies.get(event.message);
        const call = reply === undefined ? undefined : open.get(reply.to);
        // An answer that nobody awaits any more is no answer.
        if (reply === undefined || call === undefined) return;
        open.delete(reply.to);
        const { ended, answers, tookUs } = of(call.operation);
        ended[reply.status].push(event.index);
        answers.push(event.index);
        tookUs.push(event.atUs - call.sentUs);
      }
      if (event.kind === "call-timed-out") {
        open.delete(event.message);
        of(event.operation).ended["timed-out"].push(event.index);
      }
    },
  };
}

const percent = (part: number, whole: number): number => (whole === 0 ? 0 : (100 * part) / whole);

interface CommandTally {
  readonly issued: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** Time to answer, µs. */
  readonly latency: Histogram;
}

/** Of the commands up to a step. */
function tallyCommands({ issued, ended }: Commands, until: number): CommandTally {
  const latency = createHistogram();
  const outcomes = { ok: 0, refused: 0, "timed-out": 0 };
  for (const { index, outcome, tookUs } of ended) {
    if (index > until) break;
    outcomes[outcome]++;
    latency.record(tookUs);
  }
  return { issued: countUpTo(issued, issued.length, until), outcomes, latency };
}

function commandMetrics({ issued, outcomes, latency }: CommandTally, elapsedUs: number): Metrics {
  const orders = (value: number, title: string): Metric => ({ value, unit: "commandes", title });
  const duration = (share: number, title: string): Metric => ({
    value: latency.quantile(share),
    unit: "µs",
    title,
  });
  const ended = outcomes.ok + outcomes.refused + outcomes["timed-out"];
  return {
    "commandes-emises": orders(issued, "Commandes émises"),
    "commandes-reussies": orders(outcomes.ok, "Commandes réussies"),
    "commandes-refusees": orders(outcomes.refused, "Commandes refusées"),
    "commandes-sans-reponse": orders(outcomes["timed-out"], "Commandes sans réponse à temps"),
    "taux-de-reussite": {
      value: percent(outcomes.ok, ended),
      unit: "%",
      title: "Taux de réussite",
    },
    debit: {
      value: elapsedUs === 0 ? 0 : (issued * 60_000_000) / elapsedUs,
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

function machineMetrics(table: MachineTable, card: Cards, until: number): Metrics {
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

/** Per operation, up to a step, by first appearance. */
function operationMetrics(calls: Calls, until: number): readonly OperationMetrics[] {
  const upTo = ({ values, length }: IntColumn): number => countUpTo(values, length, until);
  return [...calls].flatMap(([operation, { sent, ended, answers, tookUs }]) => {
    if (upTo(sent) === 0) return [];
    const histogram = createHistogram();
    const answered = upTo(answers);
    for (let i = 0; i < answered; i++) histogram.record(tookUs[i] as number);
    return {
      ...{ operation, sent: upTo(sent), ok: upTo(ended.ok), refused: upTo(ended.refused) },
      timedOut: upTo(ended["timed-out"]),
      p50Us: histogram.quantile(500_000),
      p95Us: histogram.quantile(950_000),
      p99Us: histogram.quantile(990_000),
    };
  });
}

/** Steps at which each counted kind happened. */
type Occurrences = ReadonlyMap<EventKind, number[]>;

const noOccurrence = (): Occurrences =>
  new Map<EventKind, number[]>([...COUNTED.keys()].map((kind) => [kind, []]));

function countMetrics(occurrences: Occurrences, until: number): Metrics {
  const found: Record<string, Metric> = {};
  for (const [kind, { id, title }] of COUNTED) {
    const steps = occurrences.get(kind) as readonly number[];
    found[id] = { value: countUpTo(steps, steps.length, until), unit: "", title };
  }
  return found;
}

const elapsedAt = (log: EventLog, until: number): number => (until < 0 ? 0 : log.atUs(until));

/** What clients saw, and how many events of each kind: a whole log at the price of its commands. */
export function measureCommands(log: EventLog): Metrics {
  const { commands, see } = createCommandFold();
  const occurrences = noOccurrence();
  for (let index = 0; index < log.length; index++) {
    const kind = log.kind(index);
    occurrences.get(kind)?.push(index);
    if (COMMAND_KINDS.has(kind)) see(log.event(index));
  }
  const until = log.length - 1;
  const tally = tallyCommands(commands, until);
  return {
    ...commandMetrics(tally, elapsedAt(log, until)),
    ...countMetrics(occurrences, until),
  };
}

export interface MetricsTable {
  /** Reads what was appended to the log, at most so many events of it. True while there is more. */
  readonly extend: (eventsMax?: number) => boolean;
  /** Measures of the events up to `until` included, without reading the log again. */
  readonly at: (until: number) => RunMetrics;
}

const CALL_KINDS: ReadonlySet<EventKind> = new Set([
  "message-sent",
  "message-delivered",
  "call-timed-out",
]);

/** Reads a log once, and measures it up to any step: what a view that follows the playhead needs. */
export function createMetricsTable(log: EventLog, card: Cards): MetricsTable {
  const commands = createCommandFold();
  const calls = createCallFold();
  const occurrences = noOccurrence();
  const machines = createMachineTable(log, card);
  let length = 0;
  return {
    extend(eventsMax = Number.POSITIVE_INFINITY) {
      const until = Math.min(log.length, length + eventsMax);
      for (; length < until; length++) {
        const kind = log.kind(length);
        occurrences.get(kind)?.push(length);
        if (COMMAND_KINDS.has(kind)) commands.see(log.event(length));
        else if (CALL_KINDS.has(kind)) calls.see(log.event(length));
      }
      machines.extend(eventsMax);
      return length < log.length;
    },
    at(until) {
      const tally = tallyCommands(commands.commands, until);
      return {
        metrics: {
          ...commandMetrics(tally, elapsedAt(log, until)),
          ...machineMetrics(machines, card, until),
          ...countMetrics(occurrences, until),
        },
        operations: operationMetrics(calls.calls, until),
        latency: tally.latency,
      };
    },
  };
}

/** Measures of the events up to `until` included (default: all). */
export function measureRun(log: EventLog, card: Cards, until = log.length - 1): RunMetrics {
  const table = createMetricsTable(log, card);
  table.extend();
  return table.at(until);
}
