/**
 * The hold model: a thousand processes that wait, again and again, for a drawn delay.
 *
 * The oldest measure of an event list: one event a hold, a constant number of pending events. The same
 * draws feed the kernel's generator processes, a bare loop on a typed-array heap, and the npm library
 * `simjs`. Nothing here is part of the engine.
 */
import type { DurationUs } from "../base/time.ts";
import { createKernel, type Kernel, sleep } from "../kernel/kernel.ts";
import type { Host, Process } from "../kernel/process.ts";

export const PENDING_COUNT = 1_000;

/** Whole delays from 1 to 65 536 µs; xorshift32, the same in every contender. */
function createDraw(): () => number {
  let state = 0x2545f491;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return 1 + (state >>> 16);
  };
}

/** Generator processes in the engine's own kernel. */
export function holdInKernel(holdCount: number): void {
  const kernel = createKernel();
  const draw = createDraw();
  const host: Host = { id: "a", isPaused: false, deferred: [] };
  const options = { host, handler: "hold", request: null, subject: null, onSpawn() {}, onEnd() {} };
  for (let i = 0; i < PENDING_COUNT; i++) kernel.spawn(() => hold(kernel, draw), options);
  for (let i = 0; i < holdCount; i++) kernel.step();
}

function* hold(kernel: Kernel, draw: () => number): Process<void> {
  for (;;) yield* sleep(kernel, draw() as DurationUs);
}

/** No process at all: a 4-ary heap of (instant, order) in typed arrays, in one loop. */
export function holdInBareHeap(holdCount: number): number {
  const draw = createDraw();
  const at = new Float64Array(PENDING_COUNT + 1);
  const order = new Float64Array(PENDING_COUNT + 1);
  const who = new Int32Array(PENDING_COUNT + 1);
  let size = 0;
  let sequence = 0;
  const push = (time: number, process: number): void => {
    const own = sequence++;
    let hole = size++;
    while (hole > 0) {
      const parent = (hole - 1) >> 2;
      if ((at[parent] as number) <= time) break;
      at[hole] = at[parent] as number;
      order[hole] = order[parent] as number;
      who[hole] = who[parent] as number;
      hole = parent;
    }
    at[hole] = time;
    order[hole] = own;
    who[hole] = process;
  };
  const pop = (): void => {
    const last = --size;
    const time = at[last] as number;
    const own = order[last] as number;
    const process = who[last] as number;
    let hole = 0;
    for (;;) {
      const first = hole * 4 + 1;
      if (first >= last) break;
      const end = Math.min(first + 4, last);
      let least = first;
      for (let child = first + 1; child < end; child++) {
        const difference = (at[child] as number) - (at[least] as number);
        if (
          difference < 0 ||
          (difference === 0 && (order[child] as number) < (order[least] as number))
        )
          least = child;
      }
      const leastAt = at[least] as number;
      if (leastAt > time || (leastAt === time && (order[least] as number) > own)) break;
      at[hole] = leastAt;
      order[hole] = order[least] as number;
      who[hole] = who[least] as number;
      hole = least;
    }
    at[hole] = time;
    order[hole] = own;
    who[hole] = process;
  };
  for (let i = 0; i < PENDING_COUNT; i++) push(draw(), i);
  let sum = 0;
  for (let i = 0; i < holdCount; i++) {
    const now = at[0] as number;
    const process = who[0] as number;
    sum += process;
    pop();
    push(now + draw(), process);
  }
  return sum;
}

/** The library was made for pages: it hangs itself on `window` and exports nothing. */
async function loadSimjs(): Promise<SimjsLibrary> {
  const scope = globalThis as { window?: { Sim?: SimjsLibrary } };
  scope.window = {};
  await import("simjs");
  const library = scope.window.Sim as SimjsLibrary;
  delete scope.window;
  return library;
}

/** The part of `simjs` that is used here: it publishes no types. */
interface SimjsLibrary {
  readonly Sim: new () => {
    addEntity(entity: unknown, name: string): unknown;
    simulate(endTime: number, eventsMax: number): boolean;
  };
  readonly Entity: new () => { setTimer(duration: number): { done(next: () => void): void } };
}

const { Sim, Entity } = await loadSimjs();

/** The npm library `simjs`: callbacks and a heap of objects. */
export function holdInSimjs(holdCount: number): void {
  const sim = new Sim();
  const draw = createDraw();
  class Holder extends Entity {
    start(): void {
      this.setTimer(draw()).done(this.start);
    }
  }
  for (let i = 0; i < PENDING_COUNT; i++) sim.addEntity(Holder, `p${i}`);
  sim.simulate(Number.POSITIVE_INFINITY, holdCount);
}
