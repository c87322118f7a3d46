/**
 * One of several instances that can be switched on and off: the nodes of a scenario are fixed, so a replica that
 * does not exist is a node that is off.
 *
 * On, it takes its time to start, answers its check only when ready, and measures how busy it is. Switched off it
 * finishes what it has, and still serves what reaches it before the balancer has noticed. A crash leaves it off.
 */
import { assert } from "../../base/assert.ts";
import { durationUs, wholeNumber } from "../../base/configuration.ts";
import type { DurationUs } from "../../base/time.ts";
import type { Process } from "../../kernel/process.ts";
import type { Context } from "../../world/context.ts";
import { type Handler, type Refusal, refuse } from "../../world/node.ts";
import { createBulkhead } from "./bulkhead.ts";

export type InstanceState = "off" | "starting" | "ready";

/** `usage`: share of the workers' time spent working since the last question, in thousandths. */
export type Measure = { readonly state: InstanceState; readonly usage: number };

export interface InstanceOptions {
  /** From being switched on to the first good check, µs. */
  readonly startUpUs: DurationUs;
  /** Requests that it works on at once: what 100 % busy means. */
  readonly workerCount: number;
  /** Ready from the beginning of the run; after a crash it is off like the others. */
  readonly isOnAtStart: boolean;
}

export interface ScaledInstance {
  /** Operations `demarrer`, `arreter`, `mesure` and `sante`. */
  readonly serves: Readonly<Record<"demarrer" | "arreter" | "mesure" | "sante", Handler>>;
  /** Does `work` when one of the workers is free, in the order of arrival, and counts its time as busy. */
  readonly busy: <T>(ctx: Context, work: (ctx: Context) => Process<T>) => Process<T>;
}

interface Meter {
  state: InstanceState;
  inProgress: number;
  /** Worker-microseconds since `sinceUs`, up to `countedUs`. */
  busyUs: number;
  sinceUs: number;
  countedUs: number;
}

const SHOWN: Readonly<Record<InstanceState, string>> = {
  off: "arretee",
  starting: "demarre",
  ready: "prete",
};
const THOUSAND = 1_000;

/** @throws BadConfiguration without workers or on a negative start-up time. */
export function createScaledInstance(options: InstanceOptions): ScaledInstance {
  const { startUpUs, workerCount, isOnAtStart } = options;
  durationUs("startUpUs", startUpUs);
  wholeNumber("workerCount", workerCount, { min: 1, max: 1_000_000 });
  // Checks and orders are not requests: they never wait behind them.
  const workers = createBulkhead({
    ...{ name: "ouvriers", concurrencyMax: workerCount, queueMax: null, waitMaxUs: null },
  });

  /** Durable: has this instance ever been asked for anything? Only then a crash finds it off. */
  const begunOn = ({ objects }: Context) =>
    objects.durable("instance/connue", () => ({ is: false }));

  function meterOf(ctx: Context): Meter {
    const known = begunOn(ctx);
    const isFirstLife = !known.is;
    known.is = true;
    return ctx.objects.volatile("instance", () => ({
      ...{ state: isFirstLife && isOnAtStart ? "ready" : "off", inProgress: 0, busyUs: 0 },
      ...{ sinceUs: ctx.nowUs, countedUs: ctx.nowUs },
    }));
  }

  function turn(meter: Meter, state: InstanceState, { memory }: Context): void {
    meter.state = state;
    memory.set("instance/etat", SHOWN[state]);
  }

  /** Time passes: whoever is at work has worked since the last count. */
  function count(meter: Meter, { nowUs }: Context): void {
    meter.busyUs += meter.inProgress * (nowUs - meter.countedUs);
    meter.countedUs = nowUs;
  }

  function* demarrer(ctx: Context): Process<null> {
    const meter = meterOf(ctx);
    if (meter.state !== "off") return null;
    turn(meter, "starting", ctx);
    yield* ctx.spawn("startUp", null, function* (ctx) {
      yield* ctx.work(startUpUs);
      // Switched off in the meantime: the start is for nothing.
      if (meter.state === "starting") turn(meter, "ready", ctx);
    });
    return null;
  }

  // biome-ignore lint/correctness/useYield: it stops being ready at once.
  function* arreter(ctx: Context): Process<null> {
    turn(meterOf(ctx), "off", ctx);
    return null;
  }

  // biome-ignore lint/correctness/useYield: a measure is read at once.
  function* mesure(ctx: Context): Process<Measure> {
    const meter = meterOf(ctx);
    count(meter, ctx);
    const lengthUs = Math.max(1, ctx.nowUs - meter.sinceUs);
    const usage = Math.floor((meter.busyUs * THOUSAND) / (lengthUs * workerCount));
    meter.busyUs = 0;
    meter.sinceUs = ctx.nowUs;
    ctx.memory.set("instance/occupation", Math.floor(usage / 10));
    return { state: meter.state, usage };
  }

  // biome-ignore lint/correctness/useYield: a check is answered at once.
  function* sante(ctx: Context): Process<string | Refusal> {
    const { state } = meterOf(ctx);
    ctx.memory.set("instance/etat", SHOWN[state]);
    return state === "ready" ? "prête" : refuse("pas prête");
  }

  return {
    serves: { demarrer, arreter, mesure, sante },
    *busy<T>(ctx: Context, work: (ctx: Context) => Process<T>): Process<T> {
      const admitted = yield* workers.run(ctx, function* (ctx) {
        const meter = meterOf(ctx);
        count(meter, ctx);
        meter.inProgress++;
        try {
          return yield* work(ctx);
        } finally {
          count(meter, ctx);
          meter.inProgress--;
        }
      });
      assert(admitted.kind === "done", "a line without bound turns nobody away");
      return admitted.value;
    },
  };
}
