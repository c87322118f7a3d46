"use client";
/** A long run on demand: how many orders end, are compensated, stay stuck. Nothing is typed in. */
import { lazy } from "react";
import type { MachineTally } from "../_etude/ledger.ts";
import type { StudySetup } from "../_etude/setup.ts";
import { useStudy } from "../_etude/use-study.ts";
import { OnDemand } from "./OnDemand.tsx";

export interface CampaignRow {
  readonly title: string;
  readonly setup: StudySetup;
}

interface CampagneProps {
  readonly rows: readonly CampaignRow[];
  readonly caption: string;
}

/** Its formats come with the first figures. */
const CampagneResults = lazy(() =>
  import("./CampagneResults.tsx").then((module) => ({ default: module.CampagneResults })),
);

export function Campagne({ rows, caption }: CampagneProps) {
  const study = useStudy();
  async function tally(say: (progress: string) => void): Promise<readonly MachineTally[]> {
    const tallies: MachineTally[] = [];
    for (const row of rows) {
      say(`En cours : ${row.title}.`);
      tallies.push((await study.run(row.setup)).tally());
    }
    return tallies;
  }
  return (
    <OnDemand caption={caption} work={tally}>
      {(campaigns) => (
        <CampagneResults titles={rows.map((row) => row.title)} campaigns={campaigns} />
      )}
    </OnDemand>
  );
}
