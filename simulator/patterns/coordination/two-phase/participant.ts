/**
 * A participant as a node: votes, holds its locks while it is in doubt, and asks until it is told.
 *
 * The change is made in the same instant as the end is written down: one transaction on its own disk.
 */
import type { DurationUs } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Signal } from "../../../kernel/signal.ts";
import type { Value } from "../../../vocabulary/values.ts";
import { operation } from "../../../world/calls.ts";
import type { Context } from "../../../world/context.ts";
import { doubt, type Refusal, refuse } from "../../../world/node.ts";
import type { Answer } from "./coordinator.ts";
import type { Decision } from "./coordinator-log.ts";
import { createParticipantLog, type ParticipantLog } from "./participant-log.ts";
import {
  ABORTED,
  COMMITTED,
  endsOf,
  INQUIRE,
  type Inquiry,
  type PartOnNode,
  PREPARE,
  PROMISED,
  type Resource,
  SETTLE,
  type Transaction,
  type TwoPhaseOptions,
  type Verdict,
} from "./protocol.ts";

const LOCKS_SHOWN = 8;

export function createParticipant<C extends Value>(
  options: TwoPhaseOptions,
  resource: Resource<C>,
): PartOnNode {
  const { coordinator, lockWaitUs, retryUs, writeUs } = options;

  const logOf = (ctx: Context): ParticipantLog<C> =>
    ctx.objects.durable("promesses", () => createParticipantLog<C>());
  const freedOf = (ctx: Context): Signal<null> =>
    ctx.objects.volatile("libérés", () => ctx.objects.signal<null>());

  function show(log: ParticipantLog<C>, ctx: Context): void {
    ctx.records.set(`verrous-${ctx.nodeId}`, "verrous", log.locks(LOCKS_SHOWN));
  }

  /** Who still holds one of the keys after all the patience there is; null when they are free. */
  function* waitForLocks(
    ctx: Context,
    id: string,
    keys: readonly string[],
  ): Process<string | null> {
    const untilUs = ctx.nowUs + lockWaitUs;
    for (;;) {
      const holder = logOf(ctx).holderOf(id, keys);
      if (holder === null || ctx.nowUs >= untilUs) return holder;
      const restUs = (untilUs - ctx.nowUs) as DurationUs;
      yield* ctx.race({ freed: freedOf(ctx).wait(), late: ctx.sleep(restUs) });
    }
  }

  function settle(id: string, decision: Decision, ctx: Context): void {
    const log = logOf(ctx);
    const { how, change } = log.settle(id, decision);
    if (how === "known") return;
    if (change !== null) resource.apply(change, ctx);
    ctx.records.set(endsOf(ctx.nodeId), id, decision === "commit" ? COMMITTED : ABORTED);
    show(log, ctx);
    const freed = freedOf(ctx);
    freed.wakeAll(null);
  }

  /** In doubt: only the coordinator knows, so ask, for as long as it takes. */
  function* waitForVerdict(ctx: Context, id: string): Process<void> {
    const inquire = operation<Inquiry, Answer>(coordinator, INQUIRE);
    for (;;) {
      yield* ctx.sleep(retryUs);
      if (logOf(ctx).standingOf(id) !== "promised") return;
      const outcome = yield* ctx.call(inquire, { id }, { timeoutUs: retryUs });
      const isTold = outcome.kind === "replied" && outcome.reply !== "undecided";
      if (isTold && !ctx.objects.isDiskFull) settle(id, outcome.reply as Decision, ctx);
    }
  }

  function* prepareChange(ctx: Context, { id, changes }: Transaction): Process<null | Refusal> {
    const change = changes[ctx.nodeId] as C;
    const keys = resource.keysOf(change);
    yield* ctx.work(writeUs);
    const holder = yield* waitForLocks(ctx, id, keys);
    const log = logOf(ctx);
    const standing = log.standingOf(id);
    if (standing === "abort") return refuse("déjà annulée");
    if (standing !== "unknown") return null;
    if (holder !== null) return refuse(`verrou tenu par ${holder}`);
    if (ctx.objects.isDiskFull) return refuse("disque plein");
    const refusal = resource.refusalOf(change, ctx);
    if (refusal !== null) return refuse(refusal);
    log.promise(id, keys, change);
    ctx.records.set(endsOf(ctx.nodeId), id, PROMISED);
    show(log, ctx);
    yield* ctx.spawn("waitForVerdict", id, (own) => waitForVerdict(own, id));
    return null;
  }

  function* settleChange(ctx: Context, { id, decision }: Verdict): Process<null | Refusal> {
    yield* ctx.work(writeUs);
    if (ctx.objects.isDiskFull) return doubt("disque plein");
    settle(id, decision, ctx);
    return null;
  }

  /** After a crash: promises and their locks are still there, and so is the doubt. */
  function* resumeDoubts(ctx: Context): Process<void> {
    for (const id of logOf(ctx).inDoubt()) {
      yield* ctx.spawn("waitForVerdict", id, (own) => waitForVerdict(own, id));
    }
  }

  return {
    serves: { [PREPARE]: prepareChange, [SETTLE]: settleChange },
    boot: { resumeDoubts },
  };
}
