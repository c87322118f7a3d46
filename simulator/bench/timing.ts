/**
 * Measuring on a shared machine: contenders take turns, each is told by the median of its rounds.
 *
 * Owns the wall clock, which the simulator does not have. A ratio is the median of the ratios of the
 * rounds: what slows a round down slows both of its contenders.
 */

/** Milliseconds that each contender took, round by round. */
export type Rounds<K extends string> = Readonly<Record<K, readonly number[]>>;

export const nowMs = (): number => performance.now();

/** Processor time of this whole process, its collector's threads included. Others cannot stretch it. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** Runs every contender once a round, in turn, `count` times; one more round before warms them up. */
export function interleaved<K extends string>(
  count: number,
  contenders: Readonly<Record<K, () => void>>,
): Rounds<K> {
  const names = Object.keys(contenders) as K[];
  const rounds = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    K,
    number[]
  >;
  for (let round = -1; round < count; round++) {
    for (const name of names) {
      const startMs = nowMs();
      contenders[name]();
      if (round >= 0) rounds[name].push(nowMs() - startMs);
    }
  }
  return rounds;
}

export function quantile(values: readonly number[], rank: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(rank * sorted.length))] as number;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Median of `slower[i] / faster[i]`: how many times more the first one takes. */
export const ratio = (slower: readonly number[], faster: readonly number[]): number =>
  median(slower.map((value, i) => value / (faster[i] as number)));
