/**
 * An autoscaler on a node: measures the instances from time to time, and switches some on or off.
 *
 * The decision is a `ReplicaCount`, after Kubernetes; here is what stands between it and the network: a loop, a
 * question to each instance, orders that take effect after a start-up. Between the need and the first answer of a
 * new instance lie a period, a measure, and a start: a burst shorter than that is over before help comes.
 */
import { distinct, durationUs, required } from "../../base/configuration.ts";
import type { DurationUs } from "../../base/time.ts";
import type { Process } from "../../kernel/process.ts";
import { operation } from "../../world/calls.ts";
import type { Context } from "../../world/context.ts";
import {
  createReplicaCount,
  type Observed,
  type ReplicaCount,
  type ScalingOptions,
} from "./replica-count.ts";
import type { Measure } from "./scaled-instance.ts";

export interface AutoscalerOptions extends ScalingOptions {
  /** Nodes that can be switched on, in this order; off in the other. */
  readonly instances: readonly string[];
  /** Between two rounds: 15 s in Kubernetes unless configured. */
  readonly periodUs: DurationUs;
  /** How long an instance may take to say its measure. */
  readonly timeoutUs: DurationUs;
}

export interface Autoscaler {
  /** Background process of its node. */
  readonly run: (ctx: Context) => Process<void>;
}

/** What an instance said, or null: nothing. */
type Answer = Measure | null;

/** @throws BadConfiguration on more replicas than instances, two instances of one name, no period. */
export function createAutoscaler(options: AutoscalerOptions): Autoscaler {
  const { instances, periodUs, timeoutUs, minReplicas, maxReplicas } = options;
  distinct("instances", instances);
  durationUs("periodUs", periodUs, 1);
  durationUs("timeoutUs", timeoutUs, 1);
  // Checks the bounds too, before anything runs.
  createReplicaCount(options);
  required(
    "maxReplicas",
    maxReplicas <= instances.length,
    `${maxReplicas} demandés, mais ${instances.length} instances seulement sont déclarées.`,
  );

  interface State {
    readonly count: ReplicaCount;
    wanted: number;
  }
  /** Its decision is written down by the cluster, not kept by this process: it survives. */
  const stateOf = ({ objects }: Context): State =>
    objects.durable("autoscaler", () => ({
      count: createReplicaCount(options),
      wanted: minReplicas,
    }));

  function* ask(ctx: Context, node: string): Process<Answer> {
    const outcome = yield* ctx.call(operation<null, Measure>(node, "mesure"), null, { timeoutUs });
    return outcome.kind === "replied" ? outcome.reply : null;
  }

  /** All at once: a silent one does not hold up the others. */
  function* measure(ctx: Context, count: number): Process<readonly Answer[]> {
    const answers: Answer[] = Array.from({ length: count }, () => null);
    const asking = [];
    for (let i = 0; i < count; i++) {
      const node = instances[i] as string;
      const task = yield* ctx.spawn("askMeasure", null, function* (ctx) {
        answers[i] = yield* ask(ctx, node);
      });
      asking.push(task);
    }
    for (const task of asking) yield* ctx.join(task);
    return answers;
  }

  function* order(ctx: Context, node: string, what: "demarrer" | "arreter"): Process<void> {
    yield* ctx.send(operation<null, null>(node, what), null);
  }

  const observe = (answers: readonly Answer[], current: number): Observed => ({
    usages: answers.flatMap((answer) => (answer?.state === "ready" ? [answer.usage] : [])),
    missingCount: answers.filter((answer) => answer === null).length,
    unreadyCount: answers.filter((answer) => answer !== null && answer.state !== "ready").length,
    current,
  });

  return {
    *run(ctx) {
      const state = stateOf(ctx);
      while (true) {
        yield* ctx.sleep(periodUs);
        const answers = yield* measure(ctx, state.wanted);
        const before = state.wanted;
        state.wanted = state.count.decide(ctx.nowUs, observe(answers, before));
        ctx.memory.set("autoscaler/voulues", state.wanted);
        for (let i = 0; i < state.wanted; i++) {
          // Those that are new, and those that a crash has switched off.
          const isOff = i >= before || answers[i]?.state === "off";
          if (isOff) yield* order(ctx, instances[i] as string, "demarrer");
        }
        for (let i = state.wanted; i < before; i++) {
          yield* order(ctx, instances[i] as string, "arreter");
        }
      }
    },
  };
}
