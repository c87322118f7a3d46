/**
 * The simple breaker on a node, defects included: half-open lets everyone through, no window (defects 26, 37).
 *
 * Without `timeoutUs` a call that hangs never counts; with it the caller gives up and the call goes on.
 * A crash forgets it. What opens and closes is in `simple-breaker.ts`.
 */
import { durationUs, named, wholeNumber } from "../../base/configuration.ts";
import type { DurationUs } from "../../base/time.ts";
import type { Process } from "../../kernel/process.ts";
import type { Context } from "../../world/context.ts";
import { BREAKER_OPEN, type Breaker, createAttempt, SHOWN_STATES } from "./protected-call.ts";
import { createSimpleBreaker, type SimpleBreaker } from "./simple-breaker.ts";

export interface NaiveBreakerOptions {
  /** Shown: `disjoncteur/<name>/…` in the node's memory. */
  readonly name: string;
  readonly failuresMax: number;
  readonly openForUs: DurationUs;
  readonly anySuccessCloses: boolean;
  /** null: as long as it takes. */
  readonly timeoutUs: DurationUs | null;
}

interface Machine {
  readonly breaker: SimpleBreaker;
  inFlightCount: number;
}

/** @throws BadConfiguration */
export function createNaiveBreaker<R>(options: NaiveBreakerOptions): Breaker<R> {
  const { name, failuresMax, openForUs, anySuccessCloses, timeoutUs } = options;
  named("name", name);
  wholeNumber("failuresMax", failuresMax, { min: 1, max: 1_000_000 });
  durationUs("openForUs", openForUs);
  const attempt = createAttempt<R>(name, timeoutUs);

  const machineOf = ({ objects }: Context): Machine =>
    objects.volatile(
      `disjoncteur/${name}`,
      () => ({
        breaker: createSimpleBreaker({
          ...{ failuresMax, openFor: openForUs, anySuccessCloses, listen() {} },
        }),
        inFlightCount: 0,
      }),
      machineOf,
    );

  function show({ breaker, inFlightCount }: Machine, { memory }: Context): void {
    memory.set(`disjoncteur/${name}/etat`, SHOWN_STATES[breaker.state()]);
    memory.set(`disjoncteur/${name}/en-cours`, inFlightCount);
    memory.set(`disjoncteur/${name}/comptes`, [["échecs de suite", breaker.failureCount()]]);
  }

  return {
    // biome-ignore lint/correctness/useYield: started like the breakers that do wait.
    *start(ctx): Process<void> {
      show(machineOf(ctx), ctx);
    },
    *fire(ctx, action, handler) {
      const machine = machineOf(ctx);
      if (!machine.breaker.ask(ctx.nowUs)) return BREAKER_OPEN;
      machine.inFlightCount++;
      show(machine, ctx);
      const outcome = yield* attempt(ctx, action, handler);
      machine.inFlightCount--;
      if (outcome.kind === "replied") machine.breaker.succeed();
      else machine.breaker.fail(ctx.nowUs);
      show(machine, ctx);
      return outcome;
    },
  };
}
