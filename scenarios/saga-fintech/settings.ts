/** Parameters as this scenario's services read them. */
import type { Quantiles } from "../../simulator/base/random.ts";
import type { DurationUs } from "../../simulator/base/time.ts";
import { asQuantiles, type Parameters } from "../../simulator/vocabulary/parameters.ts";

/** A duration parameter, `times` times (1 unless said). */
export const durationOf = (parameters: Parameters, id: string, times = 1): DurationUs =>
  ((parameters[id] as number) * times) as DurationUs;
export const countOf = (parameters: Parameters, id: string): number => parameters[id] as number;
export const quantilesOf = (parameters: Parameters, id: string): Quantiles =>
  asQuantiles(parameters[id]);
