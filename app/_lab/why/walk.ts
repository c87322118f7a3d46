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

/**
 * The variant to replay in. Best the one that a prepared fault of the card shows to keep this promise
 * under the very faults shown; else the last of the card, unless another of its prepared faults breaks
 * the promise in it. null: the card knows of none.
 */
export function repairedVariant(
  card: ScenarioCard,
  { variant, faults, claim }: Broken,
): { readonly id: string; readonly title: string } | null {
  const shown = [...faults].sort().join("\n");
  const kept = card.incidents.find(
    (incident) =>
      incident.variant !== variant &&
      incident.faults.length > 0 &&
      [...incident.faults].sort().join("\n") === shown &&
      !incident.breaks.includes(claim),
  );
  const isKnownToBreak = (id: string): boolean =>
    card.incidents.some((incident) => incident.variant === id && incident.breaks.includes(claim));
  const last = card.variants.at(-1);
  const id = kept?.variant ?? (last === undefined || isKnownToBreak(last.id) ? variant : last.id);
  return id === variant ? null : (card.variants.find((known) => known.id === id) ?? null);
}

/** A broken promise, and under what: `faults` as text, those switched on. */
export interface Broken {
  readonly variant: string;
  readonly faults: readonly string[];
  readonly claim: string;
}
