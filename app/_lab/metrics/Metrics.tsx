/**
 * Metrics at the playhead: what an operator's dashboard would say, in figures and in curves over the
 * folded run. Chooses and draws; every figure comes from the observation folds.
 */
"use client";
import { lazy, Suspense, useDeferredValue, useMemo, useRef, useState } from "react";
import { useCard, useLab, usePlayhead, useRunKey } from "@/app/_lab/hooks.ts";
import { useWidth } from "@/app/_lab/use-width.ts";
import { countOf } from "@/app/_texte/numbers.ts";
import { Curves } from "./Curves.tsx";
import { Figures, Operations } from "./Figures.tsx";
import styles from "./Metrics.module.css";
import { metricsOf } from "./run-measures.ts";

const LabCampaign = lazy(() =>
  import("./LabCampaign.tsx").then((m) => ({ default: m.LabCampaign })),
);

/** Fetched when a reader asks for it: its workers, its tables. */
function Campaign() {
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      className={styles.campaign}
      onToggle={(event) => {
        if (event.currentTarget.open) setOpen(true);
      }}
    >
      <summary>
        Campagne <span>ce réglage sur de nombreuses graines</span>
      </summary>
      <Suspense fallback={<p className={styles.waiting}>La campagne se prépare.</p>}>
        {isOpen && <LabCampaign />}
      </Suspense>
    </details>
  );
}

export function Metrics() {
  const card = useCard();
  const runKey = useRunKey();
  const playhead = usePlayhead();
  // A long run is measured again when the reader rests, not at every frame.
  const until = useDeferredValue(playhead);
  const body = useRef<HTMLDivElement>(null);
  const width = Math.max(0, useWidth(body) - 8);
  const log = useLab((s) => s.run.log);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the log is the same object when it grows
  const measured = useMemo(() => metricsOf(log, card).at(until), [log, card, until, runKey]);
  return (
    <div className={styles.view}>
      <header className={styles.head}>
        <h2>Métriques</h2>
        <p>à cet instant, sur {countOf(until + 1, "pas", "pas")}</p>
      </header>
      <div ref={body} className={styles.body}>
        <Figures measured={measured} />
        <Curves width={width} />
        <Operations measured={measured} />
        <Campaign />
      </div>
    </div>
  );
}
