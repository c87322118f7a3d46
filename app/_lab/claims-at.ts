/** The promises as they stand at the playhead, and their first breach in the whole run. */
import type { ClaimCard, ClaimChange, ClaimStanding } from "@/simulator/vocabulary/claims.ts";
import type { LabState } from "./state.ts";

export interface ClaimView {
  readonly card: ClaimCard;
  /** How it stands here; null before the first event or while the run is computed. */
  readonly standing: ClaimStanding | null;
  /** First event of the whole run at which it is broken, or −1. */
  readonly brokenAt: number;
}

/** The last change at or before an event; null before the first. */
function standingAt(changes: readonly ClaimChange[], index: number): ClaimStanding | null {
  let low = 0;
  let high = changes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((changes[middle] as ClaimChange).index <= index) low = middle + 1;
    else high = middle;
  }
  return changes[low - 1] ?? null;
}

export function claimsAt({ card, run, view }: LabState): readonly ClaimView[] {
  return card.claims.map((claim) => {
    const track = run.claims.find((t) => t.id === claim.id);
    return {
      card: claim,
      standing: standingAt(track?.changes ?? [], view.playhead),
      brokenAt: track?.brokenAt ?? -1,
    };
  });
}
