/**
 * The engine's door: a run is a pure function of (scenario, variant, parameters, seed, interventions).
 *
 * Builds the world, advances it in slices, judges the claims as events come, and says how it ended.
 * The same request gives the same log, in Node, Chromium and Firefox. The only thing borrowed from
 * outside is SQLite itself.
 */
import { assert } from "./base/assert.ts";
import type { Quantiles } from "./base/random.ts";
import { createClaimMonitor } from "./observation/claims.ts";
import type { ScenarioCard } from "./vocabulary/card.ts";
import type { Claim } from "./vocabulary/claims.ts";
import type { EndReason, SimEvent } from "./vocabulary/events.ts";
import type { EventLog } from "./vocabulary/log.ts";
import type { Parameters } from "./vocabulary/parameters.ts";
import { requestsOf } from "./vocabulary/requests.ts";
import {
  type Budgets,
  DEFAULT_BUDGETS,
  type RunOutcome,
  type RunRequest,
  type RunSummary,
} from "./vocabulary/run.ts";
import { nameOf, type Watch } from "./vocabulary/watch.ts";
import { checkWorld } from "./world/checked-world.ts";
import type { SqlEngine } from "./world/database/sql-engine.ts";
import { attachDatabase, type DatabaseDefinition } from "./world/database-pool.ts";
import { placeFaults } from "./world/faults.ts";
import { createNetwork } from "./world/network.ts";
import { createNode, type NodeDefinition } from "./world/node.ts";
import { deliver } from "./world/service.ts";
import { bootNode, startProcess } from "./world/start-process.ts";
import { createWorld, type World } from "./world/world.ts";

/** What a variant is made of, for given parameters: plain data and handlers. */
export interface Assembly {
  readonly nodes: readonly NodeDefinition[];
  readonly databases: readonly DatabaseDefinition[];
  readonly latency: (from: string, to: string) => Quantiles;
}

export interface Scenario {
  readonly card: ScenarioCard;
  readonly claims: (parameters: Parameters) => readonly Claim[];
  /** One assembly a variant, by id. */
  readonly variants: Readonly<Record<string, (parameters: Parameters) => Assembly>>;
  /** Figures of a finished run, by name. */
  readonly measures: (log: EventLog) => Readonly<Record<string, Measure>>;
  /**
   * Events whose fields `measures` reads; all of them unless said. A campaign does not write the others
   * down, and a figure that asks for one of them fails aloud.
   */
  readonly measured?: readonly Watch[];
}

/** A figure with its unit. `title`: how a reader calls it; without one, its name is shown. */
export interface Measure {
  readonly value: number;
  readonly unit: string;
  readonly title?: string;
}

export interface RunOptions {
  readonly sql: SqlEngine;
  readonly budgets?: Budgets;
  /** Events whose fields the log writes; all of them unless said (see `EventLog`). */
  readonly keeps?: readonly Watch[];
}

export interface Run {
  readonly log: EventLog;
  /** Executes until about `eventsMax` more events are logged. True while there is more to come. */
  readonly advance: (eventsMax: number) => boolean;
  readonly isOver: () => boolean;
  /** How it went so far; final once `isOver()`. */
  readonly summary: () => RunSummary;
  /** The same without the digest, which reads the whole log. */
  readonly outcome: () => RunOutcome;
  /** Frees the databases. */
  readonly close: () => void;
}

/** @throws InvariantBroken when the scenario or the engine contradicts itself. */
export function createRun(scenario: Scenario, request: RunRequest, options: RunOptions): Run {
  const own = options.budgets ?? DEFAULT_BUDGETS;
  const budgets = request.eventsMax === undefined ? own : { ...own, eventsMax: request.eventsMax };
  const build = scenario.variants[request.variant];
  assert(build !== undefined, `${scenario.card.id} has a variant « ${request.variant} »`);
  const { seed, parameters } = request;
  const requests = requestsOf(scenario.card);
  const { keeps } = options;
  const world = createWorld({
    ...{ seed, parameters, budgets, requests },
    ...(keeps === undefined ? {} : { keeps }),
  });
  const askedUs = request.untilUs ?? scenario.card.horizonUs;
  const horizonUs = Math.min(askedUs, budgets.simulatedUsMax);
  const monitor = createClaimMonitor(scenario.claims(request.parameters));
  /** Events that the claims have not seen yet. */
  const unseen: SimEvent[] = [];
  let ended: { readonly reason: EndReason; readonly detail: string } | null = null;

  const { kernel, log } = world;
  world.onRecord = (index, kind, head, fields) => {
    const isEdge = index === 0 || kind === "run-ended";
    if (isEdge || monitor.watches(kind, nameOf(kind, fields))) {
      unseen.push({ index, kind, ...head, ...fields } as unknown as SimEvent);
    }
  };
  world.record("run-started", scenario.card.nodes[0]?.id ?? "", {}, null);
  const databases = raise(world, build(request.parameters), options.sql);
  placeFaults(world, request.interventions);
  for (const node of world.nodes.values()) {
    kernel.cause = 0;
    bootNode(world, node);
  }

  /** Lets the claims see what was logged; an overdue obligation becomes an event of its own. */
  function judge(): void {
    if (unseen.length === 0) return;
    for (const event of unseen) monitor.see(event);
    unseen.length = 0;
  }

  function passDeadlines(untilUs: number): boolean {
    const deadlineUs = monitor.nextDeadlineUs();
    if (deadlineUs === null || deadlineUs > untilUs) return false;
    for (const { claim, obligation } of monitor.overdueAt(deadlineUs)) {
      kernel.cause = -1;
      kernel.nowUs = Math.max(kernel.nowUs, deadlineUs) as typeof kernel.nowUs;
      world.record("deadline-passed", log.firstNode, { claim, obligation }, obligation);
    }
    // A fault placed just after a deadline acts at that instant, not at the next step, which may never come.
    kernel.interrupt?.();
    judge();
    return true;
  }

  function end(reason: EndReason, detail: string): void {
    kernel.cause = log.length - 1;
    kernel.running = null;
    world.record("run-ended", log.firstNode, { reason, detail }, null);
    judge();
    monitor.close(reason);
    ended = { reason, detail };
    for (const database of databases) database.close();
  }

  function exceeded(): string | null {
    if (world.exceeded !== null) return world.exceeded;
    if (log.length >= budgets.eventsMax) return `${budgets.eventsMax} événements`;
    if (kernel.zeroDelaySteps() > budgets.zeroDelayMax) {
      return `${budgets.zeroDelayMax} pas sans que le temps avance`;
    }
    return null;
  }

  function advance(eventsMax: number): boolean {
    const stopAt = log.length + eventsMax;
    while (ended === null && log.length < stopAt) {
      const nextUs = kernel.nextAtUs();
      if (passDeadlines(Math.min(nextUs, horizonUs))) continue;
      if (nextUs > horizonUs) {
        if (nextUs !== Number.POSITIVE_INFINITY || horizonUs > kernel.nowUs) {
          kernel.nowUs = (
            nextUs === Number.POSITIVE_INFINITY ? kernel.nowUs : horizonUs
          ) as typeof kernel.nowUs;
        }
        if (nextUs === Number.POSITIVE_INFINITY) end("quiet", "");
        else if (horizonUs < askedUs) end("budget", `${budgets.simulatedUsMax} µs simulées`);
        else end("horizon", "");
        break;
      }
      kernel.step();
      judge();
      const budget = exceeded();
      if (budget !== null) end("budget", budget);
    }
    return ended === null;
  }

  const outcome = (): RunOutcome => ({
    events: log.length,
    simulatedUs: kernel.nowUs,
    endReason: ended?.reason ?? "horizon",
    endDetail: ended?.detail ?? "",
    claims: monitor.tracks(),
  });

  return {
    log,
    advance,
    isOver: () => ended !== null,
    summary: () => ({ ...outcome(), digest: log.digest() }),
    outcome,
    close() {
      if (ended === null) for (const database of databases) database.close();
    },
  };
}

/** The whole run at once. */
export function simulate(scenario: Scenario, request: RunRequest, options: RunOptions): Run {
  const run = createRun(scenario, request, options);
  while (run.advance(Number.POSITIVE_INFINITY));
  return run;
}

/** @throws BadConfiguration on nodes, databases or links that make no sense. */
function raise(world: World, assembly: Assembly, sql: SqlEngine): { readonly close: () => void }[] {
  checkWorld(assembly);
  for (const definition of assembly.nodes) {
    // Interned first, in the order of the assembly: node numbers are small and stable.
    world.log.strings.intern(definition.id);
    world.nodes.set(definition.id, createNode(definition));
  }
  world.start = (node, start) => startProcess(world, node, start);
  world.network = createNetwork(world, {
    latency: assembly.latency,
    deliver: (message) => deliver(world, message),
  });
  return assembly.databases.map((definition) => attachDatabase(world, definition, sql));
}
