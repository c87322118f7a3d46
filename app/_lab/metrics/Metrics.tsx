/**
 * Metrics at the playhead: what an operator's dashboard would say, in figures and in curves over the
 * folded run. Chooses and draws; every figure comes from the observation folds.
 */
"use client";
import { lazy, Suspense, useCallback, useDeferredValue, useMemo, useRef, useState } from "react";
import { useCard, useLab, usePlayhead } from "@/app/_lab/hooks.ts";
import { type ReadMore, useRead } from "@/app/_lab/use-read.ts";
import { useWidth } from "@/app/_lab/use-width.ts";
import { countOf } from "@/app/_texte/numbers.ts";
import { Curves } from "./Curves.tsx";
import { Figures, Operations } from "./Figures.tsx";
import styles from "./Metrics.module.css";
import { Objective } from "./Objective.tsx";
import { metricsOf, readMeasures } from "./run-measures.ts";

const LabCampaign = lazy(() =>
  import("./LabCampaign.tsx").then((m) => ({ default: m.LabCampaign })),
);

/** A case without shops does not carry it. */
const Takings = lazy(() => import("../takings/Takings.tsx").then((m) => ({ default: m.Takings })));

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

interface MeasuredProps {
  readonly until: number;
  readonly width: number;
  /** False for the moment in which a run that grows is ahead of what was read. */
  readonly isRead: boolean;
}

function Measured({ until, width, isRead }: MeasuredProps) {
  const card = useCard();
  const log = useLab((s) => s.run.log);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again once more was read
  const measured = useMemo(() => metricsOf(log, card).at(until), [log, card, until, isRead]);
  return (
    <>
      <Figures measured={measured} />
      <Curves width={width} isRead={isRead} />
      <Operations measured={measured} />
    </>
  );
}

export function Metrics() {
  const card = useCard();
  const playhead = usePlayhead();
  // A long run is measured again when the reader rests, not at every frame.
  const until = useDeferredValue(playhead);
  const body = useRef<HTMLDivElement>(null);
  const width = Math.max(0, useWidth(body) - 8);
  const log = useLab((s) => s.run.log);
  const readMore = useCallback<ReadMore>((own, most) => readMeasures(own, card, most), [card]);
  const { isRead, isShown } = useRead(log, readMore);
  return (
    <div className={styles.view}>
      <header className={styles.head}>
        <h2>Métriques</h2>
        <p>à cet instant, sur {countOf(until + 1, "pas", "pas")}</p>
      </header>
      <div ref={body} className={styles.body}>
        {card.objective !== undefined && <Objective objective={card.objective} width={width} />}
        {card.takings !== undefined && (
          <Suspense fallback={<p className={styles.waiting}>Les ventes du parcours se lisent.</p>}>
            <Takings takings={card.takings} />
          </Suspense>
        )}
        {isShown ? (
          <Measured until={until} width={width} isRead={isRead} />
        ) : (
          <p className={styles.waiting}>Les mesures du parcours se lisent.</p>
        )}
        <Campaign />
      </div>
    </div>
  );
}
