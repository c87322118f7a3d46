/**
 * The shown setting over many seeds, alone or beside another variant under the same faults.
 * Owns how a setting of the laboratory becomes a side of a campaign, and the link of one seed.
 */
"use client";
import { useId, useMemo, useState } from "react";
import { CampaignPanel, openCampaign } from "@/app/_campagne/CampaignPanel.tsx";
import type { Campaign, CampaignSide, SeedAddress } from "@/app/_campagne/campaign.ts";
import { whenClosed } from "@/app/_lab/closing.ts";
import { runRequest, type Setup, shownBranch } from "@/app/_lab/document.ts";
import { useCard, useLab, useLabApi } from "@/app/_lab/hooks.ts";
import { encodeLink } from "@/app/_lab/link.ts";
import { reanchorAll } from "@/app/_lab/re-anchor.ts";
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
  const isComputed = useLab((s) => s.run.summary !== null);
  const [other, setOther] = useState("");
  const campaign = campaignOf(lab);
  // A step of this run means nothing in another: what stands after one stands at its instant.
  const anchored = useMemo<Setup>(
    () => (isComputed ? { ...setup, faults: reanchorAll(setup.faults, log).faults } : setup),
    [setup, log, isComputed],
  );
  const variants = useMemo(
    () => [anchored.variant, ...(other === "" || other === anchored.variant ? [] : [other])],
    [anchored.variant, other],
  );
  const sides = useMemo(
    () => variants.map((variant) => sideOf(card, { ...anchored, variant })),
    [card, anchored, variants],
  );
  return (
    <>
      <OtherVariant card={card} own={anchored.variant} value={other} onChange={setOther} />
      <CampaignPanel sides={sides} hrefOf={laboratoryOf} campaign={campaign} />
    </>
  );
}

function sideOf(card: ScenarioCard, setup: Setup): CampaignSide {
  const title = card.variants.find(({ id }) => id === setup.variant)?.title ?? setup.variant;
  const { seed: _, ...request } = runRequest(card.id, setup);
  return { title: `Variante ${title}`, card, request };
}

/** The run of one seed in this very laboratory: the setting that the campaign was played with. */
const laboratoryOf: SeedAddress = (seed, { card, request }) => {
  const { variant, parameters, interventions, eventsMax } = request;
  const faults = interventions.map((intervention) => ({ intervention, isEnabled: true }));
  const setup = { variant, seed, parameters, faults };
  const view = { playhead: -1, tab: "graphe", selection: null, flagA: null, fog: null } as const;
  return `/labo/${card.id}/#${encodeLink(card, {
    setup: eventsMax === undefined ? setup : { ...setup, eventsMax },
    view,
    stamp: null,
  })}`;
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
