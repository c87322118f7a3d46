/** In which order the promises of a side stand: what breaks first, then what both sides promise. */
import type { ClaimTrack } from "@/simulator/vocabulary/claims.ts";

type Tracks = readonly (readonly ClaimTrack[])[];

/** Ids of `claims` in order: broken on either side, shared by both, the others; then as on the card. */
export function promiseOrder(claims: readonly string[], sides: Tracks): readonly string[] {
  const rank = (id: string): number => {
    const tracks = sides.flatMap((side) => side.filter((track) => track.id === id));
    if (tracks.some((track) => track.brokenAt >= 0)) return 0;
    return tracks.length === sides.length ? 1 : 2;
  };
  return claims
    .map((id, order) => ({ id, order, rank: rank(id) }))
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .map(({ id }) => id);
}
