/**
 * A run asked for, and how it ended: what the page, the command line and links exchange.
 */
import type { ClaimTrack } from "./claims.ts";
import type { EndReason } from "./events.ts";
import type { Intervention } from "./interventions.ts";
import type { Parameters } from "./parameters.ts";

/** Bumped when an old link no longer replays identically. */
export const ENGINE_VERSION = "0.2.0";

export interface RunRequest {
  readonly scenario: string;
  readonly variant: string;
  readonly seed: number;
  readonly parameters: Parameters;
  readonly interventions: readonly Intervention[];
  /** End of the run; null: the scenario's horizon. */
  readonly untilUs: number | null;
  /** Budget of events asked for this run; absent: the budgets' own. */
  readonly eventsMax?: number;
}

export interface Budgets {
  readonly eventsMax: number;
  readonly simulatedUsMax: number;
  readonly queueMax: number;
  readonly liveMessagesMax: number;
  /** Kernel steps without simulated time moving. */
  readonly zeroDelayMax: number;
}

export const DEFAULT_BUDGETS: Budgets = {
  eventsMax: 1_000_000,
  simulatedUsMax: 400 * 86_400 * 1_000_000,
  queueMax: 100_000,
  liveMessagesMax: 100_000,
  zeroDelayMax: 100_000,
};

export interface RunOutcome {
  readonly events: number;
  readonly simulatedUs: number;
  readonly endReason: EndReason;
  /** Which budget, in French, when `endReason` is "budget"; else empty. */
  readonly endDetail: string;
  readonly claims: readonly ClaimTrack[];
}

export interface RunSummary extends RunOutcome {
  readonly digest: string;
}
