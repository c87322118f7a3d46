/**
 * Where the dots of a distribution stand: one dot a seed, the left design above the axis, the right one
 * below. Pure; drawn by `Distribution.tsx`.
 */

export interface DotValue {
  readonly seed: number;
  readonly value: number;
}

export interface Dot extends DotValue {
  readonly x: number;
  /** Distance to the axis, px. */
  readonly rise: number;
}

export interface DotFrame {
  /** px between the lowest and the highest value. */
  readonly width: number;
  /** px on each side of the axis. */
  readonly height: number;
  /** Diameter of a dot, px. */
  readonly size: number;
}

export interface Domain {
  readonly from: number;
  readonly to: number;
}

/** Of all sides together; never empty, so that equal values stand in the middle. */
export function domainOf(values: readonly number[]): Domain {
  const from = Math.min(...values);
  const to = Math.max(...values);
  if (from < to) return { from, to };
  const margin = Math.max(1, Math.abs(from)) * 0.5;
  return { from: from - margin, to: to + margin };
}

/** Dots of one side in stacks as wide as a dot; a stack too high for its frame is pressed together. */
export function dotsOf(
  values: readonly DotValue[],
  { from, to }: Domain,
  { width, height, size }: DotFrame,
): readonly Dot[] {
  const columns = Math.max(1, Math.floor(width / size));
  const stacks = new Map<number, DotValue[]>();
  for (const value of values) {
    const share = (value.value - from) / (to - from);
    const column = Math.min(columns - 1, Math.floor(share * columns));
    const stack = stacks.get(column);
    if (stack === undefined) stacks.set(column, [value]);
    else stack.push(value);
  }
  const tallest = Math.max(1, ...[...stacks.values()].map((stack) => stack.length));
  const step = Math.min(size, (height - size / 2) / tallest);
  return [...stacks].flatMap(([column, stack]) =>
    stack
      .sort((a, b) => a.seed - b.seed)
      .map((value, i) => ({
        ...value,
        x: ((column + 0.5) * width) / columns,
        rise: size / 2 + i * step,
      })),
  );
}

/** At most about `count` round values inside a domain: 1, 2 or 5 times a power of ten apart. */
export function roundTicks({ from, to }: Domain, count: number): readonly number[] {
  const wanted = (to - from) / Math.max(1, count);
  let step = 10 ** Math.floor(Math.log10(wanted));
  for (const times of [2, 2.5, 2]) {
    if (step >= wanted) break;
    step *= times;
  }
  const ticks: number[] = [];
  for (let i = Math.ceil(from / step); i * step <= to; i++) ticks.push(i * step);
  return ticks;
}
