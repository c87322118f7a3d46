/** The promises as they stand at the playhead, and their first breach in the whole run. */
import type { ClaimCard, ClaimStanding } from "@/simulator/vocabulary/claims.ts";
import type { LabState } from "./state.ts";

export interface ClaimView {
  readonly card: ClaimCard;
  /** How it stands here; null before the first event or while the run is computed. */
  readonly standing: ClaimStanding | null;
  /** First event of the whole run at which it is broken, or −1. */
  readonly brokenAt: number;
}

export function claimsAt({ card, run, view }: LabState): readonly ClaimView[] {
  return card.claims.map((claim) => {
    const track = run.claims.find((t) => t.id === claim.id);
    let standing: ClaimStanding | null = null;
    for (const change of track?.changes ?? []) {
      if (change.index > view.playhead) break;
      standing = change;
    }
    return { card: claim, standing, brokenAt: track?.brokenAt ?? -1 };
  });
}
