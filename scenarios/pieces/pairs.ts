/** Reads back a reading of the kind « pairs », as a part wrote it in the log. */
import type { Value } from "../../simulator/vocabulary/values.ts";

/** Names and their numbers. The one place where the shape is taken on trust: the part wrote it. */
export const pairsOf = (value: Value): ReadonlyMap<string, number> =>
  new Map(value as unknown as readonly (readonly [string, number])[]);
