/** Under the two systems: what they cost, the rows that differ, the campaign; beside, where they part. */
"use client";
import { lazy, Suspense } from "react";
import { Tabs, tabPanelProps } from "@/app/_ui/Tabs.tsx";
import type { PairLayout } from "./Comparison.tsx";
import { CounterTable } from "./CounterTable.tsx";
import styles from "./comparison.module.css";
import { DivergencePanel } from "./DivergencePanel.tsx";
import { usePair, usePairState } from "./pair-hooks.ts";
import type { Panel } from "./pair-state.ts";
import { ScopeSwitch } from "./ScopeSwitch.tsx";

const RowsBetween = lazy(() =>
  import("./RowsBetween.tsx").then((m) => ({ default: m.RowsBetween })),
);

const BlastTable = lazy(() => import("./BlastTable.tsx").then((m) => ({ default: m.BlastTable })));
const PairCampaign = lazy(() =>
  import("./PairCampaign.tsx").then((m) => ({ default: m.PairCampaign })),
);

const PANELS: readonly { readonly id: Panel; readonly label: string }[] = [
  { id: "compteurs", label: "Compteurs" },
  { id: "lignes", label: "Lignes" },
  { id: "arrets", label: "Arrêts" },
  { id: "campagne", label: "Campagne" },
];
const ID_PANELS = "volets";

export function LowerPanel({ layout }: { readonly layout: PairLayout }) {
  const { actions } = usePair();
  const panel = usePairState((s) => s.panel);
  return (
    <div className={styles.lower} data-layout={layout}>
      <section className={styles.panel} aria-label="Ce qui diffère">
        <Tabs
          label="Volets"
          idBase={ID_PANELS}
          size="panel"
          items={PANELS}
          value={panel}
          onChange={actions.showPanel}
        >
          {layout !== "single" && (
            <span className={styles.scope}>
              <ScopeSwitch />
            </span>
          )}
        </Tabs>
        <div {...tabPanelProps(ID_PANELS, panel)} className={styles.content}>
          <Suspense fallback={<p className={styles.note}>Le volet se prépare.</p>}>
            {panel === "compteurs" && <CounterTable />}
            {panel === "lignes" && <RowsBetween />}
            {panel === "arrets" && <BlastTable />}
            {panel === "campagne" && <PairCampaign />}
          </Suspense>
        </div>
      </section>
      <DivergencePanel />
    </div>
  );
}
