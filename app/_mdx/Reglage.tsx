"use client";
/**
 * One setting of a scenario under the reader's hand: dragged or typed, each place is played and measured.
 * The ruler and its table are fetched when they are about to be read.
 */
import { lazy, Suspense, useRef } from "react";
import type { StudySetup } from "../_etude/setup.ts";
import { useNear } from "../_etude/use-study.ts";
import type { MeasureColumn } from "./Mesures.tsx";
import styles from "./OnDemand.module.css";

export interface ReglageProps {
  readonly caption: string;
  readonly parameter: {
    readonly id: string;
    readonly title: string;
    readonly unit: string;
    readonly min: number;
    readonly max: number;
    readonly step: number;
  };
  /** Where the ruler stands at first. */
  readonly start: number;
  /** The world, but for this setting. */
  readonly setup: StudySetup;
  readonly columns: readonly MeasureColumn[];
  /** Step of the laboratory at which a place is shown. */
  readonly step: number;
}

const Live = lazy(() => import("./ReglageLive.tsx").then((m) => ({ default: m.ReglageLive })));

export function Reglage(props: ReglageProps) {
  const ref = useRef<HTMLElement>(null);
  const isNear = useNear(ref);
  return (
    <figure ref={ref} className={styles.figure}>
      <p className={styles.caption}>{props.caption}</p>
      {isNear && (
        <Suspense>
          <Live {...props} />
        </Suspense>
      )}
    </figure>
  );
}
