/**
 * A bulkhead: calls to one dependency share so many places, so that its slowness stays its own.
 *
 * Without a bound on the line (`queueMax: null`, the p-limit way) it bounds concurrency, neither memory
 * nor latency: the line holds whoever waits, and whoever waits holds a worker (defect 18).
 * A crash forgets places and line alike. Nested use of one bulkhead can wait for itself (PLM-6).
 */
import { durationUs, named, wholeNumber } from "../../base/configuration.ts";
import type { DurationUs } from "../../base/time.ts";
import type { Process } from "../../kernel/process.ts";
import type { Signal } from "../../kernel/signal.ts";
import type { Context } from "../../world/context.ts";
import { createLimit, type Limit, type LimitOptions } from "./limit.ts";

export interface BulkheadOptions extends LimitOptions {
  /** Shown: `cloison/<name>/…` in the node's memory. */
  readonly name: string;
  /** Longest wait in line, µs; null: as long as it takes. */
  readonly waitMaxUs: DurationUs | null;
}

/** What became of the work. Only `done` began; the others are definite « no »s. */
export type Admitted<T> =
  | { readonly kind: "done"; readonly value: T }
  | { readonly kind: "full" }
  | { readonly kind: "waited-too-long" };

export interface Bulkhead {
  /** Runs `work` when there is a place. An error of `work` passes through, its place given back. */
  readonly run: <T>(ctx: Context, work: (ctx: Context) => Process<T>) => Process<Admitted<T>>;
}

interface Gate {
  readonly limit: Limit<Signal<null>>;
}

const COUNT = { min: 1, max: 1_000_000 } as const;

/** @throws BadConfiguration on a limit below 1 or a negative line. */
export function createBulkhead(options: BulkheadOptions): Bulkhead {
  const { name, concurrencyMax, queueMax, waitMaxUs } = options;
  named("name", name);
  wholeNumber("concurrencyMax", concurrencyMax, COUNT);
  if (queueMax !== null) wholeNumber("queueMax", queueMax, { min: 0, max: COUNT.max });
  if (waitMaxUs !== null) durationUs("waitMaxUs", waitMaxUs);

  const gateOf = (ctx: Context): Gate =>
    ctx.objects.volatile(`cloison/${name}`, () => ({ limit: createLimit(options) }), gateOf);

  function show({ limit }: Gate, ctx: Context): void {
    ctx.memory.set(`cloison/${name}/en-cours`, limit.activeCount());
    ctx.memory.set(`cloison/${name}/en-attente`, limit.pendingCount());
  }

  function leave(gate: Gate, ctx: Context): void {
    gate.limit.leave()?.wakeOne(null);
    show(gate, ctx);
  }

  /** True when its turn came. */
  function* waitInLine(ctx: Context, turn: Signal<null>): Process<boolean> {
    if (waitMaxUs === null) {
      yield* turn.wait();
      return true;
    }
    const first = yield* ctx.race({ turn: turn.wait(), late: ctx.sleep(waitMaxUs) });
    return first.key === "turn";
  }

  return {
    *run(ctx, work) {
      const gate = gateOf(ctx);
      // A place given at the very instant when its taker gave up goes back.
      const turn = ctx.objects.signal<null>(() => leave(gate, ctx));
      const admission = gate.limit.ask(turn);
      show(gate, ctx);
      if (admission === "rejected") return { kind: "full" };
      let isIn = admission === "started";
      try {
        isIn ||= yield* waitInLine(ctx, turn);
        return isIn ? { kind: "done", value: yield* work(ctx) } : { kind: "waited-too-long" };
      } finally {
        // A crash does not come here: it has forgotten the whole gate.
        if (isIn) leave(gate, ctx);
        else if (gate.limit.abandon(turn)) show(gate, ctx);
      }
    },
  };
}
