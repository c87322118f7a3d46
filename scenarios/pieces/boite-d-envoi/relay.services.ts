/**
 * Two relays that ask the table: what has no mark, or what has a larger number than the last one.
 */
import type { DurationUs } from "../../../simulator/base/time.ts";
import { createPollingRelay, type Publish } from "../../../simulator/coordination.ts";

/** Rows of one look. */
const BATCH_MAX = 10;

export interface RelayPlace {
  readonly table: string;
  readonly schema: readonly string[];
  readonly publish: Publish;
  readonly pollUs: DurationUs;
}

/** Takes unmarked rows and holds them, sends them, marks them: all of it one transaction. */
export const sendingMarked = (place: RelayPlace) =>
  createPollingRelay({ ...place, claim: "skip-locked", batchMax: BATCH_MAX });

/** « WHERE id > last »: a row that commits late, under a smaller number, stays behind for ever. */
export const sendingNumbered = (place: RelayPlace) =>
  createPollingRelay({ ...place, claim: "after-last", batchMax: BATCH_MAX });
