/**
 * A node: one machine of the simulated world, with what a crash takes from it and what survives.
 *
 * Owns its status, its volatile memory, its processes, its queue of requests. A crash *forgets*:
 * no `finally` runs, memory is empty afterwards; databases live apart and survive.
 */
import type { Host, Process, Task } from "../kernel/process.ts";
import type { Value } from "../vocabulary/values.ts";
import type { Context } from "./context.ts";
import type { AttachedDatabase } from "./database-pool.ts";
import type { Message } from "./network.ts";
import type { RefusalKind } from "./outcome.ts";
import type { World } from "./world.ts";

/** Serves one operation. What it returns is the reply; `refuse(…)` is a refusal. */
export type Handler = (ctx: Context, body: never) => Process<Value | Refusal | undefined>;

/** Anything but « done ». `refuse(…)` is a definite « no »: nothing was done, the caller may rely on it. */
export class Refusal {
  readonly reason: string;
  readonly how: RefusalKind;
  constructor(reason: string, how: RefusalKind = "refused") {
    this.reason = reason;
    this.how = how;
  }
}

export const refuse = (reason: string): Refusal => new Refusal(reason);

/** « I do not know »: something may have been done. The caller may ask again with the same key. */
export const doubt = (reason: string): Refusal => new Refusal(reason, "failed");

export interface PendingCall {
  readonly wake: (outcome: unknown) => void;
}

/** What a part keeps on a node, and whose it is: undefined when nobody says. */
export interface KeptObject {
  readonly value: unknown;
  readonly owner: unknown;
}

export interface Node extends Host {
  readonly id: string;
  isUp: boolean;
  isRefusing: boolean;
  isDiskFull: boolean;
  /** 100 is normal, 500 five times slower. */
  slowPercent: number;
  clockOffsetUs: number;
  driftPpm: number;
  driftSinceUs: number;
  readonly memory: Map<string, Value>;
  /** Durable records outside SQL, by `store/key`. */
  readonly records: Map<string, Value>;
  /** Objects of the parts that stand on this node: forgotten by a crash, or kept on its disk. */
  readonly volatileObjects: Map<string, KeptObject>;
  readonly durableObjects: Map<string, KeptObject>;
  readonly tasks: Set<Task>;
  readonly handlers: Map<string, { readonly name: string; readonly run: Handler }>;
  readonly boot: readonly {
    readonly name: string;
    readonly run: (ctx: Context) => Process<void>;
  }[];
  readonly workerCount: number;
  readonly queueLimit: number;
  readonly queue: Message[];
  busyWorkers: number;
  /** Requests sent from here whose reply is awaited, by message id. */
  readonly calls: Map<string, PendingCall>;
  database: AttachedDatabase | null;
  /** Told when the node crashes: database connections are lost. */
  readonly onCrash: (() => void)[];
}

export interface NodeDefinition {
  readonly id: string;
  readonly workerCount: number;
  readonly queueLimit: number;
  readonly handlers: Node["handlers"];
  readonly boot: Node["boot"];
}

export const createNode = (definition: NodeDefinition): Node => ({
  ...definition,
  isUp: true,
  isPaused: false,
  isRefusing: false,
  isDiskFull: false,
  slowPercent: 100,
  clockOffsetUs: 0,
  driftPpm: 0,
  driftSinceUs: 0,
  memory: new Map(),
  records: new Map(),
  volatileObjects: new Map(),
  durableObjects: new Map(),
  tasks: new Set(),
  deferred: [],
  queue: [],
  busyWorkers: 0,
  calls: new Map(),
  database: null,
  onCrash: [],
});

/** The instant that this node's clock shows, µs. May differ from the true one. */
export function clockUs(node: Node, nowUs: number): number {
  const drift = Math.round(((nowUs - node.driftSinceUs) * node.driftPpm) / 1_000_000);
  return nowUs + node.clockOffsetUs + drift;
}

/** Kills everything that runs on the node and empties its memory. Its databases survive. */
export function crashNode(world: World, node: Node): void {
  if (!node.isUp) return;
  node.isUp = false;
  node.isPaused = false;
  node.deferred.length = 0;
  const lost = [...node.tasks];
  const cause = world.record("node-crashed", node.id, { lostProcessCount: lost.length }, null);
  const { running } = world.kernel;
  for (const task of lost) {
    world.kernel.cause = cause;
    // Said in the name of the process and at the line where it stood: there it will be looked for.
    world.kernel.running = task;
    world.record(
      "process-lost",
      node.id,
      { handler: task.handler, request: task.request },
      task.subject,
    );
    world.kernel.running = running;
    world.kernel.forget(task);
  }
  node.tasks.clear();
  node.memory.clear();
  node.volatileObjects.clear();
  node.queue.length = 0;
  node.busyWorkers = 0;
  node.calls.clear();
  world.kernel.cause = cause;
  for (const lose of node.onCrash) lose();
  world.kernel.cause = cause;
}
