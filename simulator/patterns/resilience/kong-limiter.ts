/**
 * Kong's rate limiting on simulated nodes: who asks whom, when a request is counted, what a dead store means.
 *
 * Follows `handler.lua` of Kong 3.9: the check decides, the count comes after it (`local`), with it (`redis`), or
 * from time to time (`redis` with `sync_rate`). With `faultTolerant` a store that does not answer lets everybody
 * through; without it everybody gets a 500. The arithmetic is in `kong-counts.ts`.
 */
import { durationUs, named, oneOf } from "../../base/configuration.ts";
import { type DurationUs, ms } from "../../base/time.ts";
import type { Process } from "../../kernel/process.ts";
import { operation } from "../../world/calls.ts";
import type { Context } from "../../world/context.ts";
import type { Handler } from "../../world/node.ts";
import {
  type Counters,
  checkedLimits,
  counterOf,
  createCounters,
  createSyncedCounts,
  isWithin,
  type KongLimits,
  type SyncedCounts,
} from "./kong-counts.ts";

export type KongPolicy =
  /** Counts in the memory of each node. */
  | { readonly kind: "local" }
  /** Counts on the node `store`. `syncRateUs` null: at each request (`sync_rate = -1`). */
  | {
      readonly kind: "redis";
      readonly store: string;
      readonly syncRateUs: DurationUs | null;
      /** How long a node waits for the store, µs (2 s unless configured). */
      readonly timeoutUs: DurationUs;
    };

export interface KongLimiterOptions {
  readonly limits: KongLimits;
  readonly policy: KongPolicy;
  readonly faultTolerant: boolean;
}

/** `error`: the store does not answer and the plugin does not tolerate it (HTTP 500). */
export type KongVerdict = "allowed" | "limited" | "error";

export interface KongLimiter {
  /** May this caller's request pass? Waits for the store when there is one. */
  readonly admit: (ctx: Context, identifier: string) => Process<KongVerdict>;
}

type Additions = readonly (readonly [name: string, by: number])[];

const countOne = (store: string) => operation<string, number>(store, "compter");
const addAll = (store: string) => operation<Additions, null>(store, "ajouter");

/** What follows a check runs in the next turn of nginx's event loop: those who came meanwhile were not counted. */
const NEXT_TURN = ms(1);
/** Schema of the plugin: a `sync_rate` below 20 ms is refused. */
const SYNC_RATE_MIN_US = 20_000;
const SHOWN_COUNTERS = 5;
const POLICIES = ["local", "redis"] as const;

interface KongNode {
  readonly local: Counters;
  readonly synced: SyncedCounts;
  isSyncPending: boolean;
  isSyncRunning: boolean;
}

const createKongNode = (): KongNode => ({
  ...{ local: createCounters(), synced: createSyncedCounts() },
  ...{ isSyncPending: false, isSyncRunning: false },
});

const nodeOf = ({ objects }: Context): KongNode => objects.volatile("kong", createKongNode);

const UNKNOWN = null;

function* sync(ctx: Context, policy: SyncedPolicy): Process<void> {
  const node = nodeOf(ctx);
  yield* ctx.sleep(policy.syncRateUs);
  while (node.isSyncRunning) yield* ctx.sleep(Math.floor(policy.timeoutUs / 2) as DurationUs);
  node.isSyncRunning = true;
  node.isSyncPending = false;
  const unsent = node.synced.unsent();
  yield* ctx.call(addAll(policy.store), unsent, { timeoutUs: policy.timeoutUs });
  node.synced.forget();
  ctx.memory.set("kong/pas-envoyés", 0);
  node.isSyncRunning = false;
}

type SyncedPolicy = Extract<KongPolicy, { kind: "redis" }> & { readonly syncRateUs: DurationUs };

/** Asks the store for this counter, which counts one more in the same breath. null: no answer. */
function* askStore(
  ctx: Context,
  policy: Extract<KongPolicy, { kind: "redis" }>,
  name: string,
): Process<number | null> {
  const { store, timeoutUs } = policy;
  const outcome = yield* ctx.call(countOne(store), name, { timeoutUs });
  ctx.memory.set("kong/magasin", outcome.kind === "replied" ? "joignable" : "muet");
  return outcome.kind === "replied" ? outcome.reply : UNKNOWN;
}

/** The count before this request, or null when nobody knows. */
function* usageOf(ctx: Context, policy: KongPolicy, name: string): Process<number | null> {
  const node = nodeOf(ctx);
  if (policy.kind === "local") return node.local.get(name);
  if (policy.syncRateUs === null) return yield* askStore(ctx, policy, name);
  const believed = node.synced.believed(name);
  if (believed !== null) return believed;
  const before = yield* askStore(ctx, policy, name);
  if (before !== UNKNOWN) node.synced.learn(name, before);
  return before;
}

/** A request was let through: counts it, now or later. */
function* count(ctx: Context, policy: KongPolicy, names: readonly string[]): Process<void> {
  const node = nodeOf(ctx);
  if (policy.kind === "local") {
    yield* ctx.spawn("countLater", ctx.subject, function* (ctx) {
      yield* ctx.sleep(NEXT_TURN);
      for (const name of names) node.local.add(name, 1);
      ctx.memory.set("kong/compte", node.local.get(names[0] as string));
    });
    return;
  }
  const { syncRateUs } = policy;
  if (syncRateUs === null) return;
  for (const name of names) node.synced.add(name);
  ctx.memory.set(
    "kong/pas-envoyés",
    node.synced.unsent().reduce((sum, [, by]) => sum + by, 0),
  );
  if (node.isSyncPending) return;
  node.isSyncPending = true;
  yield* ctx.spawn("sendCounts", null, (ctx) => sync(ctx, { ...policy, syncRateUs }));
}

/** @throws BadConfiguration on limits that make no sense, a `sync_rate` below 20 ms, a store that need not answer. */
export function createKongLimiter(options: KongLimiterOptions): KongLimiter {
  const { policy, faultTolerant } = options;
  const limits = checkedLimits(options.limits);
  oneOf("policy", policy.kind, POLICIES);
  if (policy.kind === "redis") {
    named("store", policy.store);
    durationUs("timeoutUs", policy.timeoutUs, 1);
    if (policy.syncRateUs !== null) durationUs("syncRateUs", policy.syncRateUs, SYNC_RATE_MIN_US);
  }
  return {
    *admit(ctx, identifier) {
      // One reading of the clock for the whole request, however long the store takes.
      const clockUs = Math.max(0, ctx.clockUs);
      const names = limits.map(({ period }) => counterOf(identifier, period, clockUs));
      const usages: number[] = [];
      for (const name of names) {
        const usage = yield* usageOf(ctx, policy, name);
        // Whoever tolerates a dead store lets everybody through.
        if (usage === UNKNOWN && !faultTolerant) return "error";
        if (usage === UNKNOWN) break;
        usages.push(usage);
      }
      const isKnown = usages.length === names.length;
      if (isKnown) ctx.memory.set("kong/compte", usages[0] as number);
      if (isKnown && !isWithin(limits, usages)) return "limited";
      yield* count(ctx, policy, names);
      return "allowed";
    },
  };
}

/** The store: counters that add before they answer, in the memory of its node. */
export function createKongStore(): { readonly serves: Readonly<Record<string, Handler>> } {
  const countersOf = ({ objects }: Context): Counters =>
    objects.volatile("compteurs", createCounters);
  const show = (counters: Counters, { memory }: Context): void =>
    memory.set("compteurs/derniers", counters.latest(SHOWN_COUNTERS));

  // biome-ignore lint/correctness/useYield: the store answers at once.
  function* countAndRead(ctx: Context, name: string): Process<number> {
    const counters = countersOf(ctx);
    const after = counters.add(name, 1);
    show(counters, ctx);
    return after - 1;
  }

  // biome-ignore lint/correctness/useYield: the store answers at once.
  function* addCounts(ctx: Context, additions: Additions): Process<null> {
    const counters = countersOf(ctx);
    for (const [name, by] of additions) counters.add(name, by);
    show(counters, ctx);
    return null;
  }

  return { serves: { compter: countAndRead as Handler, ajouter: addCounts as Handler } };
}
