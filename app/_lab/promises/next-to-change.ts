/** Which promises deserve the little room of a phone or a projector: those that change next. */
import type { LabState } from "../state.ts";

/** Ids of the `count` promises that break here or change soonest after, then those broken, in order. */
export function nextToChange({ card, run, view }: LabState, count: number): readonly string[] {
  const rank = (id: string): number => {
    const track = run.claims.find((known) => known.id === id);
    const next = track?.changes.find(
      // Whoever goes to a breach has come to see it.
      ({ index, verdict }) =>
        index > view.playhead || (index === view.playhead && verdict === "broken"),
    );
    if (next !== undefined) return next.index;
    return track !== undefined && track.brokenAt >= 0 ? run.length : run.length * 2;
  };
  const chosen = card.claims
    .map((claim, order) => ({ id: claim.id, order, rank: rank(claim.id) }))
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .slice(0, count);
  // Their order on the page does not dance with the playhead.
  return chosen.sort((a, b) => a.order - b.order).map((claim) => claim.id);
}
