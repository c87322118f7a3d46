/**
 * A canary on a gateway: chooses the version of each request, hears how it went, checks at regular intervals.
 *
 * Share and counts are kept by the platform, outside the process: they survive a crash of the gateway. Shown in
 * the node's memory under `bascule/<name>/`: `etat`, `part` (thousandths) and `controles`, one [successes,
 * failures] a check.
 */
import { durationUs, named, oneOf } from "../../base/configuration.ts";
import type { DurationUs } from "../../base/time.ts";
import type { Process } from "../../kernel/process.ts";
import type { Context } from "../../world/context.ts";
import { type Canary, type CanaryOptions, type CanaryPhase, createCanary } from "./canary.ts";
import { createTrafficSplit, type TrafficSplit, WHOLE } from "./traffic-split.ts";

/** `user`: the same user is sent to the same version while the share stands. `request`: a draw each time. */
export const STICKINESS = ["user", "request"] as const;

export interface TrafficShiftOptions extends CanaryOptions {
  readonly name: string;
  readonly stable: string;
  readonly fresh: string;
  readonly sticky: (typeof STICKINESS)[number];
  /** Time between two checks, µs. */
  readonly intervalUs: DurationUs;
}

export interface TrafficShift {
  /** The version that serves this request of this user. */
  readonly choose: (user: string, ctx: Context) => string;
  /** How an answer of `version` went. */
  readonly report: (version: string, isSuccess: boolean, ctx: Context) => void;
  /** Checks for ever: a background process of the gateway. */
  readonly watch: (ctx: Context) => Process<void>;
}

const SHOWN: Readonly<Record<CanaryPhase, string>> = {
  progressing: "en-cours",
  promoted: "adoptee",
  "rolled-back": "retiree",
};
const CHECKS_SHOWN = 12;

interface Durable {
  readonly canary: Canary;
  split: TrafficSplit;
  checks: readonly (readonly number[])[];
}

/** @throws BadConfiguration on an interval of 0, an unknown stickiness, or what the canary refuses. */
export function createTrafficShift(options: TrafficShiftOptions): TrafficShift {
  const { name, stable, fresh, sticky, intervalUs } = options;
  named("name", name);
  durationUs("intervalUs", intervalUs, 1);
  oneOf("sticky", sticky, STICKINESS);
  // Whatever the canary refuses is refused now, not during the run.
  createCanary(options);

  const splitAt = (perMille: number): TrafficSplit =>
    createTrafficSplit([
      { name: fresh, perMille },
      { name: stable, perMille: WHOLE - perMille },
    ]);
  splitAt(0);

  const kept = (ctx: Context): Durable =>
    ctx.objects.durable(
      `bascule/${name}`,
      () => ({
        canary: createCanary(options),
        split: splitAt(0),
        checks: [],
      }),
      kept,
    );

  function show({ canary, checks }: Durable, ctx: Context): void {
    const { phase, perMille } = canary.state();
    ctx.memory.set(`bascule/${name}/etat`, SHOWN[phase]);
    ctx.memory.set(`bascule/${name}/part`, perMille);
    ctx.memory.set(`bascule/${name}/controles`, checks);
  }

  return {
    choose(user, ctx) {
      const { split } = kept(ctx);
      return sticky === "user" ? split.ofKey(user) : split.ofDraw(ctx.random.integerBelow(WHOLE));
    },
    report(version, isSuccess, ctx) {
      if (version === fresh) kept(ctx).canary.record(isSuccess);
    },
    *watch(ctx) {
      const own = kept(ctx);
      show(own, ctx);
      for (;;) {
        yield* ctx.sleep(intervalUs);
        const { successCount, failureCount, verdict } = own.canary.check();
        const { phase, perMille } = own.canary.state();
        own.split = splitAt(perMille);
        own.checks = [...own.checks, [successCount, failureCount]].slice(-CHECKS_SHOWN);
        show(own, ctx);
        if (verdict === "over" && phase !== "progressing") return;
      }
    },
  };
}
