/**
 * The shown setting over many seeds, alone or beside another variant under the same faults.
 * Owns how a setting of the laboratory becomes a side of a campaign, and the link of one seed.
 */
"use client";
import { useId, useMemo, useState } from "react";
import { CampaignPanel, openCampaign } from "@/app/_campagne/CampaignPanel.tsx";
import type { Campaign, CampaignSide, SeedAddress } from "@/app/_campagne/campaign.ts";
import { campaignRequest, setupOfSeed } from "@/app/_lab/campaign-setup.ts";
import { whenClosed } from "@/app/_lab/closing.ts";
import { shownBranch } from "@/app/_lab/document.ts";
import { useCard, useLab, useLabApi } from "@/app/_lab/hooks.ts";
import { encodeLink } from "@/app/_lab/link.ts";
import type { Lab } from "@/app/_lab/store.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import styles from "./LabCampaign.module.css";

/** A campaign goes on while its reader looks at another view, and ends with its laboratory. */
const campaigns = new WeakMap<Lab, Campaign>();

function campaignOf(lab: Lab): Campaign {
  const known = campaigns.get(lab);
  if (known !== undefined) return known;
  const opened = openCampaign();
  campaigns.set(lab, opened);
  whenClosed(lab, () => opened.dispose());
  return opened;
}

export function LabCampaign() {
  const lab = useLabApi();
  const card = useCard();
  const setup = useLab((s) => shownBranch(s.document).setup);
  const log = useLab((s) => s.run.log);
  const summary = useLab((s) => s.run.summary);
  const [other, setOther] = useState("");
  const campaign = campaignOf(lab);
  const sides = useMemo(() => {
    const own = campaignRequest(card.id, setup, { log, summary });
    const isAlone = other === "" || other === setup.variant;
    const variants = isAlone ? [setup.variant] : [setup.variant, other];
    return variants.map((variant): CampaignSide => {
      const title = card.variants.find(({ id }) => id === variant)?.title ?? variant;
      return { title: `Variante ${title}`, card, request: { ...own, variant } };
    });
  }, [card, setup, log, summary, other]);
  return (
    <>
      <OtherVariant card={card} own={setup.variant} value={other} onChange={setOther} />
      <CampaignPanel sides={sides} hrefOf={laboratoryOf} campaign={campaign} />
    </>
  );
}

/** The run of one seed in this very laboratory: the setting that the campaign was played with. */
const laboratoryOf: SeedAddress = (seed, { card, request }) => {
  const view = { playhead: -1, tab: "graphe", selection: null, flagA: null, fog: null } as const;
  const setup = setupOfSeed(request, seed);
  return `/labo/${card.id}/#${encodeLink(card, { setup, view, stamp: null })}`;
};

interface OtherVariantProps {
  readonly card: ScenarioCard;
  readonly own: string;
  readonly value: string;
  readonly onChange: (variant: string) => void;
}

function OtherVariant({ card, own, value, onChange }: OtherVariantProps) {
  const id = useId();
  const others = card.variants.filter((variant) => variant.id !== own);
  if (others.length === 0) return null;
  return (
    <p className={styles.other}>
      <label htmlFor={id}>Comparer à la variante</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">aucune</option>
        {others.map((variant) => (
          <option key={variant.id} value={variant.id}>
            {variant.title}
          </option>
        ))}
      </select>
    </p>
  );
}
