/**
 * What every client does: find out who leads, ask, and ask again.
 *
 * No answer and « I do not lead » are followed by another look at who leads and another try, until the time
 * of the request is over. Follows the Java client 3.9: retry.backoff.ms 100, request.timeout.ms 30 s (here an
 * option: a lost message is seen only then, where TCP would have sent it again).
 */
import { type DurationUs, ms, seconds } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Value } from "../../../vocabulary/values.ts";
import type { Operation } from "../../calls.ts";
import type { Context } from "../../context.ts";
import type { Cluster } from "./cluster.ts";
import { askBroker } from "./protocol.ts";

/** « retry.backoff.ms » */
export const RETRY_US = ms(100);

/** How a request that is tried again ended. `expired`: nobody knows whether it was done. */
export type Answer<R> =
  | { readonly kind: "answered"; readonly reply: R }
  | { readonly kind: "refused"; readonly error: string }
  | { readonly kind: "expired" };

/** Errors after which the same request is sent again. */
const RETRIABLE: ReadonlySet<string> = new Set([
  ...["NOT_LEADER_OR_FOLLOWER", "NOT_COORDINATOR", "UNSTABLE_OFFSET_COMMIT"],
  "REQUEST_TIMED_OUT",
  ...["NOT_ENOUGH_REPLICAS", "NOT_ENOUGH_REPLICAS_AFTER_APPEND", "CONCURRENT_TRANSACTIONS"],
]);

/** Leaders as this client last heard of them. */
const leadersOf = (ctx: Context): Map<string, string> =>
  ctx.objects.volatile("qui dirige", () => new Map<string, string>());

/** Latest leadership heard of, by partition: what is older is not believed (KIP-320). */
const epochsOf = (ctx: Context): Map<string, number> =>
  ctx.objects.volatile("époques", () => new Map<string, number>());

/** The leader of a partition; null when nobody who answers knows one. */
export function* leaderOf(
  ctx: Context,
  { settings }: Cluster,
  partition: string,
): Process<string | null> {
  const leaders = leadersOf(ctx);
  const known = leaders.get(partition);
  if (known !== undefined) return known;
  const { brokers } = settings;
  const turn = ctx.objects.volatile("à qui demander", () => ({ next: 0 }));
  const asked = brokers[turn.next++ % brokers.length] as string;
  const outcome = yield* ctx.call(askBroker(asked).metadata, null, { timeoutUs: seconds(1) });
  if (outcome.kind !== "replied") return null;
  const epochs = epochsOf(ctx);
  for (const { partition: each, leader, epoch } of outcome.reply) {
    // A broker that is cut from the controller tells of the past.
    if (epoch < (epochs.get(each) ?? -1)) continue;
    epochs.set(each, epoch);
    if (leader === null) leaders.delete(each);
    else leaders.set(each, leader);
  }
  return leaders.get(partition) ?? null;
}

export const forgetLeader = (ctx: Context, partition: string): void =>
  void leadersOf(ctx).delete(partition);

/** Asks the leader of a partition until it answers or time is over. */
export function* askLeader<Q extends Value, R extends Value>(
  ctx: Context,
  cluster: Cluster,
  ask: LeaderAsk<Q, R>,
): Process<Answer<R>> {
  const { partition, untilUs } = ask;
  for (;;) {
    const leader = yield* leaderOf(ctx, cluster, partition);
    if (leader !== null) {
      const timeoutUs = Math.min(ask.timeoutUs, Math.max(1, untilUs - ctx.nowUs)) as DurationUs;
      const outcome = yield* ctx.call(ask.operation(leader), ask.body, { timeoutUs });
      if (outcome.kind === "replied") return { kind: "answered", reply: outcome.reply };
      if (outcome.kind === "refused") {
        const { reason, how } = outcome;
        const isAgain = how === "rejected" || RETRIABLE.has(reason);
        if (!isAgain && ask.alsoRetry?.(reason) !== true) {
          return { kind: "refused", error: reason };
        }
        if (!KEEPS_LEADER.has(reason)) forgetLeader(ctx, partition);
      } else forgetLeader(ctx, partition);
    }
    if (ctx.nowUs + RETRY_US >= untilUs) return { kind: "expired" };
    yield* ctx.sleep(RETRY_US);
    if (ask.mayRetry !== undefined && !(yield* ask.mayRetry())) return { kind: "expired" };
  }
}

/** Errors that say nothing against the leader. */
const KEEPS_LEADER: ReadonlySet<string> = new Set([
  ...["UNSTABLE_OFFSET_COMMIT", "CONCURRENT_TRANSACTIONS", "OUT_OF_ORDER_SEQUENCE_NUMBER"],
  ...["NOT_ENOUGH_REPLICAS", "NOT_ENOUGH_REPLICAS_AFTER_APPEND"],
]);

export interface LeaderAsk<Q extends Value, R extends Value> {
  /** Whose leader is asked. */
  readonly partition: string;
  readonly operation: (broker: string) => Operation<Q, R>;
  readonly body: Q;
  /** For one try. */
  readonly timeoutUs: DurationUs;
  /** When to give up. */
  readonly untilUs: number;
  /** Further errors after which it is sent again. */
  readonly alsoRetry?: (error: string) => boolean;
  /** Waits until it may be sent again; false gives up. */
  readonly mayRetry?: () => Process<boolean>;
}

/** The leader as last heard of, null when it must be asked for. */
export const leaderKnown = (ctx: Context, partition: string): string | null =>
  leadersOf(ctx).get(partition) ?? null;
