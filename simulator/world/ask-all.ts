/**
 * Asking several nodes at once and going on as soon as enough of them have said yes.
 *
 * Owns the counting; the calls are ordinary ones, which nobody recalls: those that come late act all the
 * same on the other side.
 */
import type { DurationUs } from "../base/time.ts";
import type { Process } from "../kernel/process.ts";
import type { Value } from "../vocabulary/values.ts";
import { type Operation, operation } from "./calls.ts";
import type { Context } from "./context.ts";

export interface Asking<Q extends Value> {
  readonly nodes: readonly string[];
  /** Id of the operation that each of them serves. */
  readonly operation: string;
  readonly body: Q;
  /** Go on at so many replies. */
  readonly neededCount: number;
  readonly timeoutUs: DurationUs;
}

export interface Gathered<R> {
  /** In the order in which they came. */
  readonly replies: readonly { readonly from: string; readonly reply: R }[];
  readonly isEnough: boolean;
}

/** Ends at the `neededCount`-th reply, or when that many can no longer come. */
export function* askAll<Q extends Value, R extends Value>(
  ctx: Context,
  asking: Asking<Q>,
): Process<Gathered<R>> {
  const { nodes, body, neededCount, timeoutUs } = asking;
  const news = ctx.objects.signal<null>();
  const replies: { from: string; reply: R }[] = [];
  let pendingCount = nodes.length;
  for (const node of nodes) {
    const question: Operation<Q, R> = operation(node, asking.operation);
    yield* ctx.spawn("askOne", ctx.subject, function* askOne(own) {
      const outcome = yield* own.call(question, body, { timeoutUs });
      pendingCount--;
      if (outcome.kind === "replied") replies.push({ from: node, reply: outcome.reply });
      news.wakeAll(null);
    });
  }
  while (replies.length < neededCount && replies.length + pendingCount >= neededCount) {
    yield* news.wait();
  }
  // Later replies go on arriving in the list of whoever looks: give the one of this instant.
  return { replies: [...replies], isEnough: replies.length >= neededCount };
}
