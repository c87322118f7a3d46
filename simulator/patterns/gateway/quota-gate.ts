/**
 * Quotas on gateway nodes: each node counts for itself, or all ask one node that counts for them.
 *
 * Counting apart costs nothing and lets each consumer through once a node; counting together costs a call a
 * request, and somebody must decide what a silent counter means. Counts are in memory: a crash forgets them.
 * One quota a node.
 * Shown: `quota/reste`, what remains to the consumers seen last.
 */
import { durationUs, named, oneOf } from "../../base/configuration.ts";
import type { DurationUs } from "../../base/time.ts";
import type { Process } from "../../kernel/process.ts";
import { operation } from "../../world/calls.ts";
import type { Context } from "../../world/context.ts";
import type { Handler } from "../../world/node.ts";
import { checkedPlans, createQuota, type QuotaAnswer, type QuotaPlan } from "./quota.ts";

export const WHEN_SILENT = ["lets", "refuses"] as const;

const COUNTINGS = ["apart", "together"] as const;

export type QuotaCounting =
  | { readonly kind: "apart" }
  | {
      readonly kind: "together";
      /** The node that serves `createQuotaCounter`. */
      readonly node: string;
      readonly timeoutUs: DurationUs;
      /** When it does not answer in time: lets everybody through, or nobody. */
      readonly whenSilent: (typeof WHEN_SILENT)[number];
    };

export interface QuotaGateOptions {
  readonly plans: readonly QuotaPlan[];
  readonly counting: QuotaCounting;
}

/** `null` stands for « nobody counted »: let through or refused according to `whenSilent`. */
export interface QuotaVerdict {
  readonly isAllowed: boolean;
  readonly answer: QuotaAnswer | null;
}

export interface QuotaGate {
  readonly admit: (ctx: Context, plan: string, consumer: string) => Process<QuotaVerdict>;
}

type Counted = { readonly plan: string; readonly consumer: string };

const countOne = (node: string) => operation<Counted, QuotaAnswer>(node, "quota");
const SHOWN = 6;

interface Counts {
  readonly quota: ReturnType<typeof createQuota>;
  /** A clock set back goes on from where it was. */
  latestUs: number;
}

function countHere(plans: readonly QuotaPlan[], { plan, consumer }: Counted, ctx: Context) {
  const counts = ctx.objects.volatile<Counts>("quota", () => ({
    quota: createQuota(plans),
    latestUs: 0,
  }));
  counts.latestUs = Math.max(counts.latestUs, ctx.clockUs);
  return counts.quota.ask(plan, consumer, counts.latestUs);
}

/** The consumer that was just answered comes last. */
function show(consumer: string, remaining: number, ctx: Context): void {
  const before = (ctx.memory.get("quota/reste") ?? []) as readonly (readonly [string, number])[];
  const others = before.filter(([name]) => name !== consumer);
  ctx.memory.set("quota/reste", [...others, [consumer, remaining] as const].slice(-SHOWN));
}

/** @throws BadConfiguration on plans that make no sense, or a counter that need not answer. */
export function createQuotaGate({ plans, counting }: QuotaGateOptions): QuotaGate {
  checkedPlans(plans);
  oneOf("counting", counting.kind, COUNTINGS);
  if (counting.kind === "together") {
    named("node", counting.node);
    durationUs("timeoutUs", counting.timeoutUs, 1);
    oneOf("whenSilent", counting.whenSilent, WHEN_SILENT);
  }

  function* askCounter(ctx: Context, counted: Counted): Process<QuotaAnswer | null> {
    if (counting.kind === "apart") return countHere(plans, counted, ctx);
    const { node, timeoutUs } = counting;
    const outcome = yield* ctx.call(countOne(node), counted, { timeoutUs });
    return outcome.kind === "replied" ? outcome.reply : null;
  }

  return {
    *admit(ctx, plan, consumer) {
      const answer = yield* askCounter(ctx, { plan, consumer });
      if (answer !== null) show(consumer, answer.remaining, ctx);
      const lets = counting.kind === "together" && counting.whenSilent === "lets";
      return { isAllowed: answer?.isAllowed ?? lets, answer };
    },
  };
}

/** What the node that counts for all serves, under the operation `quota`. */
export function createQuotaCounter(plans: readonly QuotaPlan[]): Handler {
  checkedPlans(plans);
  // biome-ignore lint/correctness/useYield: the counter answers at once.
  return function* countForAll(ctx: Context, counted: Counted): Process<QuotaAnswer> {
    const answer = countHere(plans, counted, ctx);
    show(counted.consumer, answer.remaining, ctx);
    return answer;
  };
}
