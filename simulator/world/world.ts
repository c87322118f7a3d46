/**
 * The world of one run: its clockwork (kernel, log, luck) and what stands in it.
 *
 * Owns the single way to write the event log: `record` knows the instant, the cause, the running
 * process and its source line. The parts (nodes, network, databases) live in their own files and
 * receive this object; it refuses to know what they do.
 */
import { assert } from "../base/assert.ts";
import { createRandom, drawOnce, type Random } from "../base/random.ts";
import type { DurationUs } from "../base/time.ts";
import { createKernel, type Kernel } from "../kernel/kernel.ts";
import type { Process, Task } from "../kernel/process.ts";
import type { RequestCard } from "../vocabulary/card.ts";
import type { EventFields, EventKind } from "../vocabulary/events.ts";
import type { Intervention } from "../vocabulary/interventions.ts";
import { EventLog, type RecordHead } from "../vocabulary/log.ts";
import type { Parameters } from "../vocabulary/parameters.ts";
import type { Budgets } from "../vocabulary/run.ts";
import type { Watch } from "../vocabulary/watch.ts";
import type { Context } from "./context.ts";
import type { Network } from "./network.ts";
import type { Node } from "./node.ts";

export interface World {
  readonly kernel: Kernel;
  readonly log: EventLog;
  readonly seed: number;
  readonly parameters: Parameters;
  readonly budgets: Budgets;
  readonly nodes: Map<string, Node>;
  /** Use cases that the reader may ask for. */
  readonly requests: readonly RequestCard[];
  network: Network;
  /** Starts a background process on a node (bound by the engine's door). */
  start: (node: Node, start: ProcessStart) => Task;
  /** A budget that was exceeded, in French; null while none is. */
  exceeded: string | null;
  readonly node: (id: string) => Node;
  /** Appends one event, caused by whatever happens now, and becomes the cause of what follows. */
  readonly record: <K extends EventKind>(
    kind: K,
    node: string,
    fields: EventFields[K],
    subject?: string | null,
  ) => number;
  /** A stream of luck for this purpose. Same name, same luck, in every variant and branch. */
  readonly random: (name: string) => Random;
  /** One draw in [0, 1 000 000) attached to this name. */
  readonly draw: (name: string) => number;
  /** The next number of a series: 1, 2, 3… for each name. */
  readonly ordinal: (series: string) => number;
  /** Faults of the reader that have begun and not ended. */
  readonly activeFaults: Set<Intervention>;
  /** Told each event just written, as it was written: what must be judged is not decoded again. */
  onRecord: ((index: number, kind: EventKind, head: RecordHead, fields: object) => void) | null;
}

/** A background process to be. */
export interface ProcessStart {
  readonly handler: string;
  readonly subject: string | null;
  /** The reader's request in whose name it runs, or null. */
  readonly asker: string | null;
  readonly run: (ctx: Context) => Process<void>;
}

export interface WorldOptions {
  readonly seed: number;
  readonly parameters: Parameters;
  readonly budgets: Budgets;
  readonly requests?: readonly RequestCard[];
  /** Events whose fields the log writes; all of them unless said. */
  readonly keeps?: readonly Watch[];
}

export function createWorld(options: WorldOptions): World {
  const { seed, parameters, budgets, requests = [] } = options;
  const kernel = createKernel();
  const log = new EventLog(options.keeps);
  const ordinals = new Map<string, number>();
  const world: World = {
    kernel,
    log,
    seed,
    parameters,
    budgets,
    nodes: new Map(),
    requests,
    // Bound by the engine's door before anything happens.
    network: undefined as unknown as Network,
    start: undefined as unknown as World["start"],
    exceeded: null,
    activeFaults: new Set(),
    onRecord: null,
    node(id) {
      const node = world.nodes.get(id);
      assert(node !== undefined, "the world has this node", id);
      return node;
    },
    record(kind, node, fields, subject) {
      const task = kernel.running;
      const head: RecordHead = {
        atUs: kernel.nowUs,
        node,
        process: task?.number ?? 0,
        line: task?.line ?? 0,
        cause: kernel.cause,
        subject: subject === undefined ? (task?.subject ?? null) : subject,
      };
      const index = log.append(kind, head, fields);
      kernel.cause = index;
      if (world.onRecord !== null) world.onRecord(index, kind, head, fields);
      return index;
    },
    random: (name) => createRandom(seed, name),
    draw: (name) => drawOnce(seed, name),
    ordinal(series) {
      const next = (ordinals.get(series) ?? 0) + 1;
      ordinals.set(series, next);
      return next;
    },
  };
  return world;
}

/** What a process does, for whom, and in the name of which request of the reader. */
export interface ProcessIdentity {
  readonly handler: string;
  readonly subject: string | null;
  readonly asker: string | null;
}

/**
 * A stable name for a process, for its luck: what it does, where, for whom, and which one of its kind it is.
 * What runs in the name of a reader's request is counted apart: asking changes nobody else's luck.
 */
export function processName(
  world: World,
  node: Node,
  { handler, subject, asker }: ProcessIdentity,
): string {
  const own = `${node.id}/${handler}/${subject}`;
  const series = asker === null ? own : `${asker}!${own}`;
  return `${series}#${world.ordinal(series)}`;
}

/** A duration stretched by a node's slowness: 500 % takes five times as long. */
export const stretched = (durationUs: DurationUs, node: Node): DurationUs =>
  (node.slowPercent === 100
    ? durationUs
    : Math.round((durationUs * node.slowPercent) / 100)) as DurationUs;
