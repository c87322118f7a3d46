/**
 * How many replicas should there be? The arithmetic of the HorizontalPodAutoscaler of Kubernetes 1.32.
 *
 * After its documentation (« Algorithm details ») and its code (`replica_calculator.go`, `horizontal.go`, without
 * `behavior`): the mean usage of those that are ready, over the target, times their number, rounded up. Near the
 * target nothing changes. Replicas that say nothing, or are not ready, dampen the answer. Then the highest
 * recommendation of the last minutes wins, and a step up at most doubles. Floating point, as there. No network.
 */
import { durationUs, partsPerMillion, required, wholeNumber } from "../../base/configuration.ts";

export interface Observed {
  /** Usage of each replica that is ready and says it, in thousandths of whatever is measured. */
  readonly usages: readonly number[];
  /** Ready, as far as one knows, but silent. */
  readonly missingCount: number;
  /** Starting. */
  readonly unreadyCount: number;
  /** Replicas asked for so far. */
  readonly current: number;
}

export interface TargetOptions {
  /** Usage a replica should have, thousandths. */
  readonly target: number;
  /** Distance from 1 at which a ratio changes nothing; 100 000 ppm unless configured. */
  readonly tolerancePpm: number;
}

const MILLION = 1_000_000;

/** Mean, in whole thousandths, over the target. */
function ratioOf(usages: readonly number[], target: number): number {
  const total = usages.reduce((sum, usage) => sum + usage, 0);
  return Math.floor(total / usages.length) / target;
}

/** Replicas for this usage, before any bound. Nobody ready says anything: as many as now. */
export function desiredReplicas(observed: Observed, options: TargetOptions): number {
  const { usages, missingCount, unreadyCount, current } = observed;
  const { target } = options;
  const tolerance = options.tolerancePpm / MILLION;
  if (usages.length === 0) return current;
  const ratio = ratioOf(usages, target);
  const isUpWhileStarting = unreadyCount > 0 && ratio > 1;
  if (!isUpWhileStarting && missingCount === 0) {
    return Math.abs(1 - ratio) <= tolerance ? current : Math.ceil(ratio * usages.length);
  }
  // Whoever is silent is taken for idle when one would grow, for just right when one would shrink.
  const silent = ratio < 1 ? target : 0;
  const assumed = [
    ...usages,
    ...(ratio === 1 ? [] : Array.from({ length: missingCount }, () => silent)),
    ...Array.from({ length: isUpWhileStarting ? unreadyCount : 0 }, () => 0),
  ];
  const dampened = ratioOf(assumed, target);
  const isReversed = (ratio < 1 && dampened > 1) || (ratio > 1 && dampened < 1);
  if (Math.abs(1 - dampened) <= tolerance || isReversed) return current;
  const desired = Math.ceil(dampened * assumed.length);
  const isBackwards = (dampened < 1 && desired > current) || (dampened > 1 && desired < current);
  return isBackwards ? current : desired;
}

export interface ScalingOptions extends TargetOptions {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** How long a high recommendation holds, µs: five minutes unless configured; 0: it does not. */
  readonly stabilizationUs: number;
}

export interface ReplicaCount {
  /** Replicas to ask for from now on. */
  readonly decide: (nowUs: number, observed: Observed) => number;
}

/** One step up: at most twice as many, or four. */
const STEP_FACTOR = 2;
const STEP_MIN = 4;
const REPLICAS_MAX = 100_000;

/** @throws BadConfiguration when the minimum is above the maximum, a target is not above 0, a window is negative. */
export function checkedScaling(options: ScalingOptions): ScalingOptions {
  const { minReplicas, maxReplicas } = options;
  wholeNumber("minReplicas", minReplicas, { min: 1, max: REPLICAS_MAX });
  wholeNumber("maxReplicas", maxReplicas, { min: 1, max: REPLICAS_MAX });
  required(
    "maxReplicas",
    maxReplicas >= minReplicas,
    `${maxReplicas} est moins que le minimum (« minReplicas » : ${minReplicas}).`,
  );
  wholeNumber("target", options.target, { min: 1, max: 1_000_000_000 });
  partsPerMillion("tolerancePpm", options.tolerancePpm);
  durationUs("stabilizationUs", options.stabilizationUs);
  return options;
}

export function createReplicaCount(given: ScalingOptions): ReplicaCount {
  const options = checkedScaling(given);
  const { minReplicas, maxReplicas, stabilizationUs } = options;
  /** Oldest first, none older than the window. */
  let recommended: { readonly atUs: number; readonly count: number }[] = [];
  let isFirst = true;

  /** The highest of the window, this one included. */
  function stabilized(nowUs: number, count: number): number {
    recommended = recommended.filter(({ atUs }) => atUs >= nowUs - stabilizationUs);
    recommended.push({ atUs: nowUs, count });
    return recommended.reduce((most, one) => Math.max(most, one.count), count);
  }

  return {
    decide(nowUs, observed) {
      const { current } = observed;
      if (isFirst) recommended.push({ atUs: nowUs, count: current });
      isFirst = false;
      if (current > maxReplicas) return maxReplicas;
      if (current < minReplicas) return minReplicas;
      const wanted = stabilized(nowUs, desiredReplicas(observed, options));
      const stepMax = Math.max(STEP_FACTOR * current, STEP_MIN);
      return Math.max(minReplicas, Math.min(wanted, maxReplicas, stepMax));
    },
  };
}
