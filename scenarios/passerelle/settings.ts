/** Parameters as the services of this scenario read them. */
import type { Quantiles } from "../../simulator/base/random.ts";
import type { DurationUs } from "../../simulator/base/time.ts";
import { asQuantiles, type Parameters } from "../../simulator/vocabulary/parameters.ts";

export const durationOf = (parameters: Parameters, id: string): DurationUs =>
  parameters[id] as DurationUs;
export const countOf = (parameters: Parameters, id: string): number => parameters[id] as number;
export const quantilesOf = (parameters: Parameters, id: string): Quantiles =>
  asQuantiles(parameters[id]);
