"use client";
/**
 * A challenge: a promise to break within a budget. The simulator judges the run shown beside the text;
 * the link of that run is the proof.
 */
import { lazy, Suspense } from "react";
import type { StudySetup } from "../_etude/setup.ts";
import { useStudyState } from "../_etude/use-study.ts";
import { quoted } from "../_texte/typography.ts";
import { Sign } from "../_ui/Sign.tsx";
import styles from "./Defi.module.css";
import { StateLink } from "./Flag.tsx";

export interface DefiProps {
  readonly id: string;
  readonly goal: string;
  readonly claim: string;
  readonly claimTitle: string;
  readonly variant: string;
  readonly variantTitle: string;
  /** What may be done, in words. */
  readonly budget: string;
  readonly faultsMax: number;
  readonly parametersMax: number;
  /** Where the challenge starts from. */
  readonly setup: StudySetup;
}

/** Judged once taken up: what judges it comes then. */
const DefiVerdict = lazy(() =>
  import("./DefiVerdict.tsx").then((module) => ({ default: module.DefiVerdict })),
);

export function Defi(props: DefiProps) {
  const proof = useStudyState((state) => state.progress.passed[props.id]);
  // A challenge taken up is still taken up after a reload: its faults are.
  const isTaken = useStudyState((s) => s.progress.passed[`${props.id}-releve`] !== undefined);
  return (
    <div className={styles.challenge} data-met={proof !== undefined || undefined}>
      <p className={styles.goal}>{props.goal}</p>
      <p className={styles.budget}>
        Variante {quoted(props.variantTitle)}, {props.budget}.
      </p>
      <p className={styles.go}>
        <StateLink setup={props.setup} marker="debut" passes={`${props.id}-releve`} isButton>
          Relever le défi
        </StateLink>
        <span className={styles.verdict} aria-live="polite">
          {isTaken && (
            <Suspense>
              <DefiVerdict challenge={props} />
            </Suspense>
          )}
        </span>
      </p>
      {proof !== undefined && (
        <p className={styles.proof}>
          <Sign name="ok" className="tone-ok" />{" "}
          <a href={proof}>Votre preuve : ce lien rejoue la rupture</a>
        </p>
      )}
    </div>
  );
}
