/** The explanation of the promise asked about, worked out once a run. */
"use client";
import { useCard, useLab, useRunKey } from "@/app/_lab/hooks.ts";
import { type Explanation, explainBreach } from "@/simulator/observation/why.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { ClaimTrack } from "@/simulator/vocabulary/claims.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";

const known = new WeakMap<ClaimTrack, Explanation | null>();

/** A track belongs to one finished run: its explanation never changes. */
export function explained(
  log: EventLog,
  card: ScenarioCard,
  track: ClaimTrack,
): Explanation | null {
  const kept = known.get(track);
  if (kept !== undefined) return kept;
  const explanation = explainBreach(log, card, track);
  known.set(track, explanation);
  return explanation;
}

export interface WhyView {
  readonly claim: string;
  readonly track: ClaimTrack | null;
  readonly explanation: Explanation | null;
}

/** null: nothing is asked. */
export function useWhy(): WhyView | null {
  const card = useCard();
  const claim = useLab((s) => s.view.whyClaim);
  const log = useLab((s) => s.run.log);
  const track = useLab((s) => s.run.claims.find((known) => known.id === s.view.whyClaim) ?? null);
  useRunKey();
  if (claim === null) return null;
  return {
    claim,
    track,
    explanation: track === null ? null : explained(log, card, track),
  };
}
