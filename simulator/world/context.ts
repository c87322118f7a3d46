/**
 * What a handler holds in its hand: `ctx`.
 *
 * Every method of `ctx` waits and is delegated with `yield*`; instant facilities are fields. The
 * context knows its node, its process and its own luck; it does not know which variant it serves.
 */
import { BadConfiguration } from "../base/configuration.ts";
import type { Random } from "../base/random.ts";
import type { DurationUs, InstantUs } from "../base/time.ts";
import { join, sleep } from "../kernel/kernel.ts";
import { type Process, type Task, Wait, type WaitKind } from "../kernel/process.ts";
import { race, type Winner } from "../kernel/race.ts";
import { createSignal, type Signal } from "../kernel/signal.ts";
import type { Parameters } from "../vocabulary/parameters.ts";
import { sameValue, type Value } from "../vocabulary/values.ts";
import { type CallOptions, call, type MessageSubject, type Operation, send } from "./calls.ts";
import type { Session } from "./database/session.ts";
import { type DatabaseAccess, databaseAccess, type StatementNames } from "./database-access.ts";
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

/**
 * What a part keeps on its node: made when first asked for, once a node and a run. Not shown: whatever the
 * page must draw goes through `memory` or `records`, because only the log is seen.
 */
export interface Objects {
  /**
   * Forgotten by a crash, then made anew. `owner`: whose it is; another owner under the same key is refused,
   * since two parts of one name would share what they remember.
   * @throws BadConfiguration
   */
  readonly volatile: <T>(key: string, create: () => T, owner?: unknown) => T;
  /** On disk: survives crashes. @throws BadConfiguration as above. */
  readonly durable: <T>(key: string, create: () => T, owner?: unknown) => T;
  /** The disk of this node takes nothing more: what a part writes there must fail as the real one does. */
  readonly isDiskFull: boolean;
  /** Lets processes of this node wait for each other. `onUnclaimed`: see `createSignal`. */
  readonly signal: <T>(onUnclaimed?: (value: T) => void) => Signal<T>;
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
  readonly objects: Objects;
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

type Keeper = <T>(key: string, create: () => T, owner?: unknown) => T;

/** What stands at a key of `objects()`, made the first time: those of a node change when it crashes. */
const keeperOf =
  (node: Node, objects: () => Node["volatileObjects"]): Keeper =>
  <T>(key: string, create: () => T, owner?: unknown): T => {
    const known = objects().get(key);
    if (known === undefined) {
      const value = create();
      objects().set(key, { value, owner });
      return value;
    }
    if (known.owner !== owner) {
      throw new BadConfiguration(
        "name",
        `deux pièces du nœud « ${node.id} » portent le nom « ${key} » et partageraient leur mémoire. Deux pièces distinctes portent deux noms.`,
      );
    }
    return known.value as T;
  };

const createObjects = (world: World, node: Node): Objects => ({
  volatile: keeperOf(node, () => node.volatileObjects),
  durable: keeperOf(node, () => node.durableObjects),
  get isDiskFull() {
    return node.isDiskFull;
  },
  signal: (onUnclaimed) => createSignal(world.kernel, onUnclaimed),
});

const createLog = (world: World, node: Node): Context["log"] => ({
  note: (text) => world.record("note", node.id, { text }),
  commandIssued: (command, operation, body) =>
    world.record("command-issued", node.id, { command, operation, body }),
  commandEnded: (command, outcome, detail) =>
    world.record("command-ended", node.id, { command, outcome, detail }),
});

/** What a process draws its luck from, and in whose name it runs. */
export interface ProcessLuck {
  readonly luck: string;
  /** The reader's request that it serves, or null: its calls carry it on. */
  readonly asker: string | null;
}

export const createContext = (
  world: World,
  node: Node,
  task: Task,
  { luck, asker }: ProcessLuck,
): Context => new ProcessContext(world, node, task, { luck, asker, count: 0, random: null }, null);

interface ProcessNames extends StatementNames, ProcessLuck {
  random: Random | null;
}

/** One object a process: what is rarely used is made when it is asked for. */
class ProcessContext implements Context {
  readonly #world: World;
  readonly #node: Node;
  readonly #task: Task;
  readonly #names: ProcessNames;
  readonly #session: Session | null;
  #db: DatabaseAccess | null = null;
  #memory: Memory | null = null;
  #objects: Objects | null = null;
  #log: Context["log"] | null = null;

  /** `session`: the connection of the transaction in which it speaks, or null. */
  constructor(world: World, node: Node, task: Task, names: ProcessNames, session: Session | null) {
    this.#world = world;
    this.#node = node;
    this.#task = task;
    this.#names = names;
    this.#session = session;
  }

  get nowUs(): InstantUs {
    return this.#world.kernel.nowUs;
  }

  get clockUs(): number {
    return clockUs(this.#node, this.#world.kernel.nowUs);
  }

  get nodeId(): string {
    return this.#node.id;
  }

  get parameters(): Parameters {
    return this.#world.parameters;
  }

  get random(): Random {
    this.#names.random ??= this.#world.random(this.#names.luck);
    return this.#names.random;
  }

  get subject(): string | null {
    return this.#task.subject;
  }

  set subject(subject: string | null) {
    this.#task.subject = subject;
  }

  get memory(): Memory {
    this.#memory ??= createMemory(this.#world, this.#node);
    return this.#memory;
  }

  get records(): Records {
    return createRecords(this.#world, this.#node);
  }

  get objects(): Objects {
    this.#objects ??= createObjects(this.#world, this.#node);
    return this.#objects;
  }

  get log(): Context["log"] {
    this.#log ??= createLog(this.#world, this.#node);
    return this.#log;
  }

  get db(): DatabaseAccess {
    this.#db ??= databaseAccess(this.#world, this.#node, this.#names, this.#session);
    return this.#db;
  }

  at(line: number): this {
    this.#task.line = line;
    return this;
  }

  sleep(delayUs: DurationUs): Wait<void> {
    return sleep(this.#world.kernel, delayUs);
  }

  alarm(label: string, delayUs: DurationUs): Wait<void> {
    return new Wait(ALARM as unknown as WaitKind<never, void>, {
      world: this.#world,
      node: this.#node,
      label,
      sleep: this.sleep(delayUs),
      isArmed: false,
    });
  }

  work(durationUs: DurationUs): Wait<void> {
    return this.sleep(stretched(durationUs, this.#node));
  }

  call<Q extends Value, R extends Value>(
    operation: Operation<Q, R>,
    body: Q,
    options: CallOptions,
  ): Wait<Outcome<R>> {
    return call(this.#world, this.#node, this.#about(), operation, body, options);
  }

  send<Q extends Value, R extends Value>(operation: Operation<Q, R>, body: Q): Wait<void> {
    return send(this.#world, this.#node, this.#about(), operation, body);
  }

  #about(): MessageSubject {
    return { subject: this.#task.subject, asker: this.#names.asker };
  }

  race<A extends Readonly<Record<string, Wait<unknown>>>>(arms: A): Wait<Winner<A>> {
    return race(arms);
  }

  spawn(handler: string, subject: string | null, run: (ctx: Context) => Process<void>): Wait<Task> {
    const { asker } = this.#names;
    const start = (): Task => this.#world.start(this.#node, { handler, subject, asker, run });
    return new Wait(SPAWN as unknown as WaitKind<never, Task>, { start });
  }

  join(task: Task): Wait<void> {
    return join(task);
  }

  transaction<T>(body: (ctx: Context) => Process<T>): Process<T> {
    const within = (session: Session): Context =>
      new ProcessContext(this.#world, this.#node, this.#task, this.#names, session);
    return transaction(this.#world, this.#node, this.#names, within, body);
  }
}
