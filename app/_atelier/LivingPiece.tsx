/**
 * A piece alive in the gallery: its stage, its promises as they stand, a small axis with the playhead.
 * Fetched when the first piece comes on screen; until then, and without it, the drawing at rest stands.
 */
"use client";
import { useEffect, useRef } from "react";
import { verdictLabels } from "../_texte/labels.ts";
import { formatInstant, formatStep } from "../_texte/numbers.ts";
import { IconButton } from "../_ui/Button.tsx";
import { Sign } from "../_ui/Sign.tsx";
import type { GalleryIncident, GalleryPiece } from "./gallery-piece.ts";
import type { Presence } from "./in-view.ts";
import { LivingStage } from "./LivingStage.tsx";
import { type Breach, type LivingRun, standingAt, stepAt } from "./living-run.ts";
import styles from "./piece.module.css";
import { StillStage } from "./StillStage.tsx";
import { useLiving } from "./use-living.ts";

/** What a run with a fault has shown, as the judges of the run say it. */
export interface Outcome {
  readonly incident: string | null;
  readonly breaches: readonly Breach[];
  readonly isDecided: boolean;
  readonly digest: string;
}

export function Promises({
  piece,
  run,
  step,
}: {
  readonly piece: GalleryPiece;
  readonly run: LivingRun | null;
  readonly step: number;
}) {
  return (
    <ul className={styles.promises} aria-label="Promesses">
      {piece.claims.map(({ id, title }) => {
        const track = run?.claims.find((known) => known.id === id);
        const label = verdictLabels[standingAt(track, step)?.verdict ?? "none"];
        return (
          <li key={id} data-verdict={label.word}>
            <Sign name={label.sign} title={label.word} className={`tone-${label.tone}`} />
            <span>{title}</span>
          </li>
        );
      })}
    </ul>
  );
}

interface AxisProps {
  readonly piece: GalleryPiece;
  readonly run: LivingRun;
  readonly atUs: number;
  readonly step: number;
  readonly isPlaying: boolean;
  readonly onPlay: (isPlaying: boolean) => void;
  readonly onGo: (atUs: number) => void;
}

function Axis({ piece, run, atUs, step, isPlaying, onPlay, onGo }: AxisProps) {
  const share = (us: number): string => `${(100 * us) / Math.max(1, run.endUs)}%`;
  return (
    <div className={styles.axis}>
      <IconButton
        sign={isPlaying ? "pause" : "play"}
        label={`${isPlaying ? "Suspendre" : "Faire avancer"} ${piece.title}`}
        onClick={() => onPlay(!isPlaying)}
      />
      <span className={styles.lane}>
        <span className={styles.past} style={{ width: share(atUs) }} />
        {run.faultsAtUs.map((us) => (
          <span key={us} className={styles.fault} style={{ left: share(us) }}>
            <Sign name="fault" />
          </span>
        ))}
        {run.breaches.map(({ claim, index }) => (
          <span
            key={claim}
            className={`${styles.breach} tone-fail`}
            style={{ left: share(run.log.atUs(index)) }}
          >
            <Sign name="fail" />
          </span>
        ))}
        <span className={styles.playhead} style={{ left: share(atUs) }} />
        <input
          type="range"
          aria-label={`Curseur de ${piece.title}`}
          aria-valuetext={`${formatInstant(atUs)}, ${formatStep(step)}`}
          min={0}
          max={run.endUs}
          step={Math.max(1, Math.round(run.endUs / 400))}
          value={Math.round(atUs)}
          onChange={(event) => onGo(Number(event.target.value))}
        />
      </span>
      <span className={styles.instant} aria-hidden="true">
        {formatInstant(Math.round(atUs / 1_000) * 1_000)}
      </span>
    </div>
  );
}

interface LivingPieceProps {
  readonly piece: GalleryPiece;
  readonly incident: GalleryIncident | null;
  readonly presence: Presence;
  readonly isStill: boolean;
  readonly onOutcome: (outcome: Outcome) => void;
}

export function LivingPiece({ onOutcome, ...options }: LivingPieceProps) {
  const { piece } = options;
  const life = useLiving(options);
  const { run, runOf, atUs } = life;
  const tell = useRef(onOutcome);
  tell.current = onOutcome;
  useEffect(() => {
    if (run === null) return;
    const { breaches, isDecided, digest } = run;
    tell.current({ incident: runOf, breaches, isDecided, digest });
  }, [run, runOf]);
  if (run === null) {
    return (
      <>
        <StillStage piece={piece} />
        <Promises piece={piece} run={null} step={-1} />
        <div className={styles.axis}>
          <p className={styles.problem}>{life.problem}</p>
        </div>
      </>
    );
  }
  const step = stepAt(run, atUs);
  return (
    <>
      <LivingStage piece={piece} run={run} step={step} atUs={atUs} />
      <Promises piece={piece} run={run} step={step} />
      <Axis
        {...{ piece, run, atUs, step, isPlaying: life.isPlaying }}
        onPlay={life.play}
        onGo={life.goTo}
      />
    </>
  );
}
