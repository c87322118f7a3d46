/**
 * What a handler holds in its hand: `ctx`.
 *
 * Every method of `ctx` waits and is delegated with `yield*`; instant facilities are fields. The
 * context knows its node, its process and its own luck; it does not know which variant it serves.
 */
import type { Random } from "../base/random.ts";
import type { DurationUs, InstantUs } from "../base/time.ts";
import { join, sleep } from "../kernel/kernel.ts";
import { type Process, type Task, Wait, type WaitKind } from "../kernel/process.ts";
import { race, type Winner } from "../kernel/race.ts";
import type { Parameters } from "../vocabulary/parameters.ts";
import { sameValue, type Value } from "../vocabulary/values.ts";
import { type CallOptions, call, type Operation, send } from "./calls.ts";
import { type DatabaseAccess, databaseAccess } from "./database-access.ts";
import { transaction } from "./database-transaction.ts";
import { clockUs, type Node } from "./node.ts";
import type { Outcome } from "./outcome.ts";
import { stretched, type World } from "./world.ts";

/** Memory that a crash empties. Every change is logged, so the page can show what was lost. */
export interface Memory {
  readonly get: (key: string) => Value | undefined;
  readonly set: (key: string, value: Value) => void;
  readonly delete: (key: string) => void;
}

/** Durable records outside SQL (the ledger of an external provider). */
export interface Records {
  readonly get: (store: string, key: string) => Value | undefined;
  readonly set: (store: string, key: string, value: Value) => void;
}

export interface Context {
  readonly nowUs: InstantUs;
  /** What this node's clock shows: skew and drift included. */
  readonly clockUs: number;
  readonly nodeId: string;
  /** Luck of this very process: same handler, same subject, same ordinal, same luck. */
  readonly random: Random;
  readonly parameters: Parameters;
  readonly memory: Memory;
  readonly records: Records;
  readonly log: {
    readonly note: (text: string) => void;
    readonly commandIssued: (command: string, operation: string, body: Value) => void;
    readonly commandEnded: (
      command: string,
      outcome: "ok" | "refused" | "timed-out",
      detail: string,
    ) => void;
  };
  /** Business key of what is being done. */
  subject: string | null;
  /** SQL on this node's own database, each statement its own transaction. */
  readonly db: DatabaseAccess;
  /** Notes the source line that waits; written by the line-mark transform, never by hand. */
  readonly at: (line: number) => this;

  readonly sleep: (delayUs: DurationUs) => Wait<void>;
  /** A wait that deserves a step of its own when it ends. */
  readonly alarm: (label: string, delayUs: DurationUs) => Wait<void>;
  /** Computing or working: takes longer on a slowed node. */
  readonly work: (durationUs: DurationUs) => Wait<void>;
  readonly call: <Q extends Value, R extends Value>(
    operation: Operation<Q, R>,
    body: Q,
    options: CallOptions,
  ) => Wait<Outcome<R>>;
  readonly send: <Q extends Value, R extends Value>(
    operation: Operation<Q, R>,
    body: Q,
  ) => Wait<void>;
  readonly race: <A extends Readonly<Record<string, Wait<unknown>>>>(arms: A) => Wait<Winner<A>>;
  /** Starts another process on this node; it dies with the node, not with its parent. */
  readonly spawn: (
    handler: string,
    subject: string | null,
    run: (ctx: Context) => Process<void>,
  ) => Wait<Task>;
  readonly join: (task: Task) => Wait<void>;
  /** Runs `body` inside one SQL transaction: BEGIN, COMMIT; ROLLBACK when it throws. */
  readonly transaction: <T>(body: (ctx: Context) => Process<T>) => Process<T>;
}

interface AlarmState {
  readonly world: World;
  readonly node: Node;
  readonly label: string;
  readonly sleep: Wait<void>;
  isArmed: boolean;
}

const ALARM: WaitKind<AlarmState, void> = {
  arm(state, waiter) {
    const { world, node, label } = state;
    const ring = (): void => {
      if (!state.isArmed) return;
      state.isArmed = false;
      world.record("timer-fired", node.id, { label }, waiter.task.subject);
      waiter.wake(undefined);
    };
    state.isArmed = true;
    return state.sleep.kind.arm(state.sleep.state, {
      task: waiter.task,
      // A paused process notices after its pause that its time is over.
      wake: () => world.kernel.whenAwake(node, ring),
      fail: waiter.fail,
    });
  },
  disarm(state, reason) {
    state.isArmed = false;
    state.sleep.kind.disarm(state.sleep.state, reason);
  },
};

interface SpawnState {
  readonly start: () => Task;
}

const SPAWN: WaitKind<SpawnState, Task> = { arm: (state) => state.start(), disarm() {} };

function createMemory(world: World, node: Node): Memory {
  const change = (key: string, after: Value | undefined): void => {
    const before = node.memory.get(key);
    if (sameValue(before, after)) return;
    if (after === undefined) node.memory.delete(key);
    else node.memory.set(key, after);
    world.record("memory-changed", node.id, { key, before: before ?? null, after: after ?? null });
  };
  return {
    get: (key) => node.memory.get(key),
    set: change,
    delete: (key) => change(key, undefined),
  };
}

function createRecords(world: World, node: Node): Records {
  return {
    get: (store, key) => node.records.get(`${store}/${key}`),
    set(store, key, after) {
      const before = node.records.get(`${store}/${key}`);
      node.records.set(`${store}/${key}`, after);
      world.record("record-changed", node.id, { store, key, before: before ?? null, after });
    },
  };
}

export function createContext(world: World, node: Node, task: Task, luck: string): Context {
  const { kernel } = world;
  let random: Random | null = null;
  const ctx: Context = {
    get nowUs() {
      return kernel.nowUs;
    },
    get clockUs() {
      return clockUs(node, kernel.nowUs);
    },
    get random() {
      random ??= world.random(luck);
      return random;
    },
    get subject() {
      return task.subject;
    },
    set subject(subject) {
      task.subject = subject;
    },
    nodeId: node.id,
    parameters: world.parameters,
    memory: createMemory(world, node),
    records: createRecords(world, node),
    log: {
      note: (text) => world.record("note", node.id, { text }),
      commandIssued: (command, operation, body) =>
        world.record("command-issued", node.id, { command, operation, body }),
      commandEnded: (command, outcome, detail) =>
        world.record("command-ended", node.id, { command, outcome, detail }),
    },
    db: databaseAccess(world, node, luck, null),
    at(line) {
      task.line = line;
      return this;
    },
    sleep: (delayUs) => sleep(kernel, delayUs),
    alarm: (label, delayUs) =>
      new Wait(ALARM as unknown as WaitKind<never, void>, {
        world,
        node,
        label,
        sleep: sleep(kernel, delayUs),
        isArmed: false,
      }),
    work: (durationUs) => sleep(kernel, stretched(durationUs, node)),
    call: (operation, body, options) => call(world, node, task.subject, operation, body, options),
    send: (operation, body) => send(world, node, task.subject, operation, body),
    race,
    spawn: (handler, subject, run) =>
      new Wait(SPAWN as unknown as WaitKind<never, Task>, {
        start: () => world.start(node, { handler, subject, run }),
      }),
    join,
    transaction: (body) => transaction(world, node, luck, ctx, body),
  };
  return ctx;
}
