/** The campaign of both sides: what is shown here, over many seeds; each seed opens this comparison. */
"use client";
import { useMemo } from "react";
import { CampaignPanel } from "@/app/_campagne/CampaignPanel.tsx";
import type { CampaignSide } from "@/app/_campagne/campaign.ts";
import { compareHref } from "@/app/_lab/compare-link.ts";
import { runRequest, shownBranch } from "@/app/_lab/document.ts";
import { usePair, useSide } from "./pair-hooks.ts";

export function PairCampaign() {
  const { card, labs } = usePair();
  const left = useSide(0, (s) => shownBranch(s.document).setup);
  const right = useSide(1, (s) => shownBranch(s.document).setup);
  const sides = useMemo(() => {
    const side = (i: 0 | 1, setup: typeof left): CampaignSide => {
      const own = labs[i].store.getState().card;
      const { seed: _, ...request } = runRequest(own.id, setup);
      return { title: card.sides[i].title, card: own, request };
    };
    return [side(0, left), side(1, right)];
  }, [card, labs, left, right]);
  return (
    <CampaignPanel
      sides={sides}
      hrefOf={(seed) =>
        compareHref(
          { card: labs[0].store.getState().card, setup: { ...left, seed } },
          { card: labs[1].store.getState().card, setup: { ...right, seed } },
        )
      }
    />
  );
}
