/** Walking the stops of « Pourquoi ? »: where the reader stands, and where an arrow leads. Pure. */
import type { WhyStop } from "@/simulator/observation/why.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";

/** Stop whose event is the playhead's; else the latest one already past; −1 before all of them. */
export function stopAt(stops: readonly WhyStop[], playhead: number): number {
  const exact = stops.findIndex((stop) => stop.index === playhead);
  if (exact >= 0) return exact;
  // Stops go back in time: the first one that is past is the latest.
  return stops.findIndex((stop) => stop.index < playhead);
}

/** The cause that nothing in the story explains: the reader's first fault, else the first absence. */
export function rootOf(stops: readonly WhyStop[]): WhyStop | null {
  return (
    stops.findLast((stop) => stop.kind === "fault") ??
    stops.findLast((stop) => stop.kind === "absence") ??
    stops.at(-1) ??
    null
  );
}

/** The variant to replay in: the last of the card, the repaired one, unless it is the one shown. */
export function repairedVariant(
  card: ScenarioCard,
  shown: string,
): { readonly id: string; readonly title: string } | null {
  const last = card.variants.at(-1);
  return last === undefined || last.id === shown ? null : last;
}
