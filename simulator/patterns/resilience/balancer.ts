/**
 * A load balancer on a node: sends each request to one of several servers, and watches which of them are up.
 *
 * The choice is a `Balance`, the judgement a `ServerHealth`, both after HAProxy 2.6; this file is what stands
 * between them and the network. Checks go to an operation of their own, so a server may answer its check and
 * fail its requests. What is sent to a server that has died is lost until checks or errors say so.
 */
import { distinct, durationUs, named, oneOf } from "../../base/configuration.ts";
import { type DurationUs, us } from "../../base/time.ts";
import type { Process } from "../../kernel/process.ts";
import type { Value } from "../../vocabulary/values.ts";
import { operation } from "../../world/calls.ts";
import type { Context } from "../../world/context.ts";
import { type Outcome, refused } from "../../world/outcome.ts";
import { type Balance, checkedWeights, createTwoChoices } from "./balance.ts";
import { createLeastConnections } from "./least-connections.ts";
import {
  checkedHealth,
  createServerHealth,
  type HealthOptions,
  type ServerHealth,
} from "./server-health.ts";
import { createTurns } from "./turns.ts";

export const ALGORITHMS = ["roundrobin", "leastconn", "random"] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

export interface CheckOptions extends HealthOptions {
  /** Operation asked as a check; its request is null. Anything but a reply is a failed check. */
  readonly operation: string;
  /** From the beginning of a check to that of the next, µs: 2 s in HAProxy unless configured. */
  readonly intervalUs: DurationUs;
  readonly timeoutUs: DurationUs;
}

export interface BalancerOptions {
  /** Shown: `repartiteur/<name>/…` in the node's memory. */
  readonly name: string;
  readonly servers: readonly { readonly node: string; readonly weight: number }[];
  readonly algorithm: Algorithm;
  /** null: every server counts as up for ever. */
  readonly check: CheckOptions | null;
}

export interface BalancedRequest {
  /** Operation of the servers. */
  readonly operation: string;
  readonly body: Value;
  readonly timeoutUs: DurationUs;
}

export interface Balancer {
  /** Background process of the node: the checks of every server. */
  readonly watch: (ctx: Context) => Process<void>;
  /** Sends one request to one server, once: nothing is sent again to another one. */
  readonly call: <R extends Value>(ctx: Context, request: BalancedRequest) => Process<Outcome<R>>;
}

/** HTTP 503: no server is up. Nothing was sent. */
export const NO_SERVER: Outcome<never> = refused("503 : aucun serveur", "rejected");

interface Pool {
  readonly balance: Balance;
  readonly health: readonly ServerHealth[];
  readonly inProgress: number[];
}

/** A server error; a « no » of the application is an answer like another (HTTP 4xx). */
const isServed = (outcome: Outcome<unknown>): boolean =>
  outcome.kind === "replied" || (outcome.kind === "refused" && outcome.how === "refused");

export type ShownHealth = "haut" | "chancelle" | "revient" | "bas";

function shown(health: ServerHealth, { fall }: HealthOptions): ShownHealth {
  const points = health.points();
  if (health.isUp()) return points === fall ? "haut" : "chancelle";
  return points === 0 ? "bas" : "revient";
}

const ALWAYS_UP: HealthOptions = { rise: 1, fall: 1, observe: null };

/** @throws BadConfiguration on no server, two of one name, weights that are all 0, thresholds below 1. */
export function createBalancer(options: BalancerOptions): Balancer {
  const { name, servers, algorithm, check } = options;
  named("name", name);
  const nodes = distinct(
    "servers",
    servers.map(({ node }) => node),
  );
  const weights = checkedWeights(servers.map(({ weight }) => weight));
  oneOf("algorithm", algorithm, ALGORITHMS);
  const healthOptions = checkedHealth(check ?? ALWAYS_UP);
  if (check !== null) {
    named("operation", check.operation);
    durationUs("intervalUs", check.intervalUs, 1);
    durationUs("timeoutUs", check.timeoutUs, 1);
  }

  function createBalance({ random }: Context): Balance {
    if (algorithm === "roundrobin") return createTurns(weights);
    if (algorithm === "leastconn") return createLeastConnections(weights);
    return createTwoChoices(weights, random);
  }

  const poolOf = (ctx: Context): Pool =>
    ctx.objects.volatile(
      `repartiteur/${name}`,
      () => ({
        balance: createBalance(ctx),
        health: servers.map(() => createServerHealth(healthOptions)),
        inProgress: servers.map(() => 0),
      }),
      poolOf,
    );

  /** What a check or an answer changes: the server leaves the turn, or comes back to it. */
  function judge(server: number, tell: (health: ServerHealth) => void, ctx: Context): void {
    const { balance, health } = poolOf(ctx);
    const one = health[server] as ServerHealth;
    const wasUp = one.isUp();
    tell(one);
    if (wasUp && !one.isUp()) balance.down(server);
    if (!wasUp && one.isUp()) balance.up(server);
    ctx.memory.set(`repartiteur/${name}/${nodes[server]}`, shown(one, healthOptions));
  }

  function countInProgress(server: number, by: 1 | -1, ctx: Context): void {
    const { inProgress } = poolOf(ctx);
    inProgress[server] = (inProgress[server] as number) + by;
    const pairs = nodes.map((node, i): [string, number] => [node, inProgress[i] as number]);
    ctx.memory.set(`repartiteur/${name}/en-cours`, pairs);
  }

  function* watchOne(ctx: Context, server: number, how: CheckOptions): Process<void> {
    const probe = operation<null, Value>(nodes[server] as string, how.operation);
    while (true) {
      const startedAtUs = ctx.nowUs;
      const outcome = yield* ctx.call(probe, null, { timeoutUs: how.timeoutUs });
      judge(server, (health) => health.checked(outcome.kind === "replied"), ctx);
      yield* ctx.sleep(us(Math.max(0, startedAtUs + how.intervalUs - ctx.nowUs)));
    }
  }

  return {
    *watch(ctx) {
      if (check === null) return;
      for (const server of nodes.keys()) {
        yield* ctx.spawn("checkServer", null, (ctx) => watchOne(ctx, server, check));
      }
    },
    *call<R extends Value>(ctx: Context, request: BalancedRequest): Process<Outcome<R>> {
      const { balance } = poolOf(ctx);
      const server = balance.choose();
      if (server === null) return NO_SERVER;
      balance.take(server);
      countInProgress(server, 1, ctx);
      const asked = operation<Value, R>(nodes[server] as string, request.operation);
      const outcome = yield* ctx.call(asked, request.body, { timeoutUs: request.timeoutUs });
      balance.release(server);
      countInProgress(server, -1, ctx);
      judge(server, (health) => health.observed(isServed(outcome)), ctx);
      return outcome;
    },
  };
}
