/**
 * Claims: the promises a system makes to the business, judged on the event log.
 *
 * A claim is a fold: it sees every event and says how things stand. Its whole life is a short list
 * of changes, kept beside the log. The page shows it as « attendu / observé ».
 */
import type { SimEvent } from "./events.ts";
import type { Watch } from "./watch.ts";

/** `always`/`never` can only break; `eventually` waits until an obligation is met or overdue. */
export type ClaimKind = "always" | "never" | "eventually" | "sometimes";

/** `held` tenue · `broken` rompue · `pending` en attente · `unknown` indéterminée · `none` sans objet. */
export type Verdict = "held" | "broken" | "pending" | "unknown" | "none";

export interface ClaimCard {
  readonly id: string;
  readonly kind: ClaimKind;
  /** Short French title of the chip: « Débité une seule fois ». */
  readonly title: string;
  /** The promise as a full French sentence. */
  readonly sentence: string;
  /** What is expected, as shown after « attendu »: « ≤ 1 », « 0 ». */
  readonly expected: string;
}

/** How a claim stands after an event. `observed` is shown after « observé ». */
export interface ClaimStanding {
  readonly verdict: Verdict;
  readonly observed: string;
  /** Subject (order id) of the first breach or of the oldest open obligation, or null. */
  readonly subject: string | null;
  /** French sentence that states the breach as a fact: « Le stock de 1042 est réservé deux fois. » */
  readonly text: string;
}

/** The claim changed: from event `index` on it stands so. */
export interface ClaimChange extends ClaimStanding {
  readonly index: number;
}

/** A claim over a whole run: its changes in order; the first one is at the first event. */
export interface ClaimTrack {
  readonly id: string;
  readonly changes: readonly ClaimChange[];
  /** Index of the first event at which it was broken, or −1. */
  readonly brokenAt: number;
}

/** The fold behind a claim. One instance judges one run. */
export interface ClaimJudge {
  /** Events that can change it; all of them unless said. It sees the first and last anyway. */
  readonly watches?: readonly Watch[];
  /** Sees each event that it watches once, in order; returns the standing after it, or null when unchanged. */
  readonly see: (event: SimEvent) => ClaimStanding | null;
  /** Earliest instant at which an open obligation becomes overdue, or null. */
  readonly nextDeadlineUs: () => number | null;
  /** Names the obligation that is overdue at that instant (a subject). */
  readonly overdue: (atUs: number) => string | null;
  /** The standing once the run is over: nothing more will happen. */
  readonly close: (reason: "quiet" | "horizon" | "budget") => ClaimStanding | null;
}

/**
 * What the judges of one run read together: `desk(createBooks)` makes it for the first who asks, and the
 * others get the same. One desk a run.
 */
export type Desk = <T>(create: () => T) => T;

export interface Claim {
  readonly card: ClaimCard;
  readonly createJudge: (desk: Desk) => ClaimJudge;
}
