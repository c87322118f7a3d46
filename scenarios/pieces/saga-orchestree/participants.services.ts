/**
 * Stock, payment, delivery: each makes its effect for an order, and takes it back.
 *
 * With a key, a request received twice is carried out once, and one that comes after its own compensation
 * finds it. Without one, each request is carried out as it comes.
 */
import type { DurationUs } from "../../../simulator/base/time.ts";
import { createKeyedSteps, type KeyedSteps } from "../../../simulator/coordination.ts";
import {
  type Context,
  doubt,
  type Process,
  type Refusal,
  refuse,
} from "../../../simulator/scenario.ts";
import type { Asked } from "./asked.ts";

const stepsOf = (ctx: Context): KeyedSteps => ctx.objects.durable("étapes", createKeyedSteps);

/** Makes the effect of this service, or says why not. */
const actFor = (saga: string, ctx: Context) => (): string | null => {
  if (ctx.random.chance(ctx.parameters.refus as number)) return "refusé par le service";
  ctx.records.set(`effets-${ctx.nodeId}`, saga, { saga, etat: "fait" });
  return null;
};

const takeBackFor = (saga: string, ctx: Context) => (): void =>
  ctx.records.set(`effets-${ctx.nodeId}`, saga, { saga, etat: "défait" });

export const doingWith = (isKeyed: boolean) =>
  function* doStep(ctx: Context, { saga, key }: Asked): Process<null | Refusal> {
    yield* ctx.work(ctx.parameters.travail as DurationUs);
    if (ctx.objects.isDiskFull) return doubt("disque plein");
    const act = actFor(saga, ctx);
    if (!isKeyed) {
      const refusal = act();
      return refusal === null ? null : refuse(refusal);
    }
    const done = stepsOf(ctx).execute(key, act);
    return done.kind === "done" ? null : refuse(done.reason);
  };

export const undoingWith = (isKeyed: boolean) =>
  function* undoStep(ctx: Context, { saga, key }: Asked): Process<null | Refusal> {
    yield* ctx.work(ctx.parameters.travail as DurationUs);
    if (ctx.objects.isDiskFull) return doubt("disque plein");
    if (ctx.random.chance(ctx.parameters.echecs as number)) return doubt("service débordé");
    const takeBack = takeBackFor(saga, ctx);
    if (isKeyed) stepsOf(ctx).undo(key, takeBack);
    else takeBack();
    return null;
  };

/** What the orchestrator asks of a service. */
