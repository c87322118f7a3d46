/** The campaign of both sides: what is shown here, over many seeds; each seed opens this comparison. */
"use client";
import { useMemo } from "react";
import { CampaignPanel } from "@/app/_campagne/CampaignPanel.tsx";
import type { CampaignSide, SeedAddress } from "@/app/_campagne/campaign.ts";
import { campaignRequest, setupOfSeed } from "@/app/_lab/campaign-setup.ts";
import { compareHref } from "@/app/_lab/compare-link.ts";
import { shownBranch } from "@/app/_lab/document.ts";
import type { LabState } from "@/app/_lab/state.ts";
import styles from "./counters.module.css";
import { usePair, useSide } from "./pair-hooks.ts";

const setupOf = (s: LabState) => shownBranch(s.document).setup;
const summaryOf = (s: LabState) => s.run.summary;

/** Both sides of one seed, with what the campaign was played with. */
const comparisonOf: SeedAddress = (seed, _, [left, right]) => {
  const [a, b] = [left as CampaignSide, right as CampaignSide];
  return compareHref(
    { card: a.card, setup: setupOfSeed(a.request, seed) },
    { card: b.card, setup: setupOfSeed(b.request, seed) },
  );
};

export function PairCampaign() {
  const { card, labs } = usePair();
  const [left, right] = [useSide(0, setupOf), useSide(1, setupOf)];
  const [leftEnd, rightEnd] = [useSide(0, summaryOf), useSide(1, summaryOf)];
  const sides = useMemo(() => {
    const side = (i: 0 | 1, setup: typeof left, summary: typeof leftEnd): CampaignSide => {
      const { card: own, run } = labs[i].store.getState();
      const request = campaignRequest(own.id, setup, { log: run.log, summary });
      return { title: card.sides[i].title, card: own, request };
    };
    return [side(0, left, leftEnd), side(1, right, rightEnd)];
  }, [card, labs, left, right, leftEnd, rightEnd]);
  return (
    <div className={styles.campaign}>
      <CampaignPanel sides={sides} hrefOf={comparisonOf} />
    </div>
  );
}
