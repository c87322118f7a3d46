/** A prepared pair, opened with the setups that its card gives. */
"use client";
import { useMemo } from "react";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { PairCard } from "@/simulator/vocabulary/pair.ts";
import { ComparePage } from "./ComparePage.tsx";
import { sideSetup } from "./open-pair.ts";

interface PreparedPairProps {
  readonly card: PairCard;
  readonly left: ScenarioCard;
  readonly right: ScenarioCard;
}

export function PreparedPair({ card, left, right }: PreparedPairProps) {
  // A page is drawn many times; its pair is opened once.
  const options = useMemo(
    () => ({
      card,
      cards: [left, right] as const,
      setups: [sideSetup(card, 0, left), sideSetup(card, 1, right)] as const,
      withLabs: false,
    }),
    [card, left, right],
  );
  return <ComparePage {...options} />;
}
