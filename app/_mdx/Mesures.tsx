"use client";
/**
 * Figures of several designs on demand, each the mean of a few runs made here and now. With Little's
 * law: how many clients the rate, the answer and the think time account for. Nothing is typed in.
 */
import { lazy } from "react";
import type { StudySetup } from "../_etude/setup.ts";
import { useStudy } from "../_etude/use-study.ts";
import { OnDemand } from "./OnDemand.tsx";

export interface MeasureColumn {
  /** A figure of the scenario. */
  readonly id: string;
  readonly title: string;
  readonly digits: 0 | 1 | 2;
}

export interface MeasureRow {
  readonly title: string;
  readonly setup: StudySetup;
  /** Mean think time of a client, seconds; NaN in an open world. */
  readonly thinkS: number;
}

/** Figures that Little's law takes: answers a minute, and seconds an answer. */
export interface LittleFigures {
  readonly rate: string;
  readonly answer: string;
}

export interface MesuresProps {
  readonly rows: readonly MeasureRow[];
  readonly columns: readonly MeasureColumn[];
  /** Absent: no column for Little’s law. */
  readonly little?: LittleFigures | undefined;
  readonly caption: string;
  /** Seeds measured a row. */
  readonly seeds: number;
}

const MesuresResults = lazy(() =>
  import("./MesuresResults.tsx").then((module) => ({ default: module.MesuresResults })),
);

export function Mesures(props: MesuresProps) {
  const { rows, seeds, caption } = props;
  const study = useStudy();
  return (
    <OnDemand
      caption={caption}
      work={(say) =>
        study.measure(
          rows.map((row) => row.setup),
          { seeds, onProgress: (done) => say(`${done} parcours sur ${rows.length * seeds}.`) },
        )
      }
    >
      {(measured) => <MesuresResults {...props} measured={measured} />}
    </OnDemand>
  );
}
