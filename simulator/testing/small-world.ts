/**
 * Small worlds made by hand in a test: a few nodes, their handlers, one latency for every link.
 *
 * Owns the shortest way from « two services and a fault » to a finished run, through the engine's own
 * door. Knows no scenario of the catalogue.
 */

import initSqlJs from "sql.js";
import type { Quantiles } from "../base/random.ts";
import { ms } from "../base/time.ts";
import type { Process } from "../kernel/process.ts";
import { createRun, type Run, type Scenario } from "../simulation.ts";
import type { RequestCard } from "../vocabulary/card.ts";
import type { Claim } from "../vocabulary/claims.ts";
import type { EventKind, EventOf, SimEvent } from "../vocabulary/events.ts";
import { parseFault } from "../vocabulary/fault-text.ts";
import type { Intervention } from "../vocabulary/interventions.ts";
import type { EventLog } from "../vocabulary/log.ts";
import type { Budgets, RunRequest } from "../vocabulary/run.ts";
import type { Context } from "../world/context.ts";
import { openSqlJs, type SqlEngine, type SqlJsModule } from "../world/database/sql-engine.ts";
import type { DatabaseDefinition } from "../world/database-pool.ts";
import type { Handler } from "../world/node.ts";
import { type Boots, bootList } from "../world/node-parts.ts";

export const sqlite: SqlEngine = openSqlJs((await initSqlJs()) as unknown as SqlJsModule);

export interface SmallNode {
  /** Handlers by operation. Their bodies are of any type. */
  // biome-ignore lint/suspicious/noExplicitAny: a test's handler knows what its callers send.
  readonly serves?: Readonly<Record<string, Handler | ((ctx: Context, body: any) => Process<any>)>>;
  /** Background processes by name. */
  readonly boot?: Boots;
  /** Unlimited unless said. */
  readonly workers?: number;
  readonly queue?: number;
}

export interface SmallWorld {
  readonly nodes: Readonly<Record<string, SmallNode>>;
  readonly databases?: readonly DatabaseDefinition[];
  readonly latency?: Quantiles;
  readonly claims?: readonly Claim[];
  readonly requests?: readonly RequestCard[];
}

export interface SmallOptions {
  /** In text form, see `fault-text.ts`. */
  readonly faults?: readonly string[];
  readonly seed?: number;
  readonly untilUs?: number;
  readonly budgets?: Budgets;
}

/** Every message takes 5 to 10 ms. */
export const TEN_MS: Quantiles = { p50Us: ms(10), p95Us: ms(10), p99Us: ms(10) };
const HOUR_US = 3_600_000_000;

export function smallScenario({
  nodes,
  databases,
  latency,
  claims,
  requests = [],
}: SmallWorld): Scenario {
  const definitions = Object.entries(nodes).map(([id, { serves, boot, workers, queue }]) => ({
    id,
    workerCount: workers ?? 1_000_000,
    queueLimit: queue ?? 1_000_000,
    handlers: new Map(
      Object.entries(serves ?? {}).map(([operation, run]) => [
        operation,
        { name: operation, run: run as unknown as Handler },
      ]),
    ),
    boot: bootList(boot ?? {}),
  }));
  return {
    card: {
      id: "petit",
      horizonUs: HOUR_US,
      nodes: definitions,
      requests,
    } as unknown as Scenario["card"],
    claims: () => claims ?? [],
    variants: {
      seule: () => ({
        nodes: definitions,
        databases: databases ?? [],
        latency: () => latency ?? TEN_MS,
      }),
    },
    measures: () => ({}),
  };
}

export const requestOf = ({ faults = [], seed = 1, untilUs }: SmallOptions): RunRequest => ({
  scenario: "petit",
  variant: "seule",
  seed,
  parameters: {},
  interventions: faults.map((text, i) => readFault(text, `f${i + 1}`)),
  untilUs: untilUs ?? null,
});

export function readFault(text: string, id = "f1"): Intervention {
  const read = parseFault(text, id);
  if (read.kind === "error") throw new Error(read.message);
  return read.value;
}

/** A handler that answers without waiting for anything. */
// biome-ignore lint/correctness/useYield: that is the point.
export function* atOnce(): Process<null> {
  return null;
}

/** The run of a small world, ready to advance. */
export const start = (world: SmallWorld, options: SmallOptions = {}): Run =>
  createRun(smallScenario(world), requestOf(options), {
    sql: sqlite,
    ...(options.budgets === undefined ? {} : { budgets: options.budgets }),
  });

/** The whole run of a small world. */
export function play(world: SmallWorld, options: SmallOptions = {}): Run {
  const run = start(world, options);
  while (run.advance(Number.POSITIVE_INFINITY));
  return run;
}

export const allEvents = (log: EventLog): readonly SimEvent[] =>
  Array.from({ length: log.length }, (_, i) => log.event(i));

export const eventsOf = <K extends EventKind>(log: EventLog, kind: K): readonly EventOf<K>[] =>
  allEvents(log).filter((event) => event.kind === kind) as unknown as readonly EventOf<K>[];

/** What handlers said about themselves, in order. */
export const notes = (log: EventLog): readonly string[] =>
  eventsOf(log, "note").map(({ text }) => text);
