/** How a parameter of this world is written briefly. */
import type { Parameter } from "../../simulator/vocabulary/parameters.ts";

export const TIMES = "Les durées";

type Words = readonly [id: string, title: string, help: string];
/** Least, most, step. */
type Range = readonly [number, number, number];

export const quantiles = (
  [id, title, help]: Words,
  value: readonly [number, number, number],
): Parameter => ({
  ...{ kind: "quantiles", id, title, help, group: TIMES, max: 60_000, default: value },
});

export const duration = (
  group: string,
  [id, title, help]: Words,
  value: number,
  [min, max, step]: Range,
): Parameter => ({ kind: "duration", id, title, help, group, min, max, step, default: value });

export const count = (
  group: string,
  [id, title, help]: Words,
  [value, unit]: readonly [number, string],
  [min, max]: readonly [number, number],
): Parameter => ({
  kind: "count",
  id,
  title,
  help,
  unit,
  group,
  min,
  max,
  step: 1,
  default: value,
});

export const rate = (group: string, [id, title, help]: Words, value: number): Parameter => ({
  ...{ kind: "rate", id, title, help, group, min: 0, max: 1_000_000, step: 1_000, default: value },
});
