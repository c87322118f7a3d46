/** The lane of promises: waiting in dashes, and every first breach with its name and its step. */
"use client";
import { useMemo } from "react";
import { formatStep } from "@/app/_texte/numbers.ts";
import { typeset } from "@/app/_texte/typography.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { ClaimTrack } from "@/simulator/vocabulary/claims.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import type { AxisScale } from "../axis.ts";
import { useActions, useCard, useLab } from "../hooks.ts";
import styles from "./transport.module.css";

interface Breach {
  readonly claim: string;
  readonly index: number;
  readonly x: number;
  readonly label: string;
}

/** Px of a letter of these labels on a desk. */
const LETTER_PX = 6.8;

/** First breaches from left to right; a name is dropped when it would run into the next sign. */
export function breachesOf(
  card: ScenarioCard,
  tracks: readonly ClaimTrack[],
  log: EventLog,
  { scale, letterPx }: { readonly scale: AxisScale; readonly letterPx: number },
): readonly Breach[] {
  const found = tracks
    .filter((track) => track.brokenAt >= 0 && track.brokenAt < log.length)
    .map((track) => ({
      claim: track.id,
      index: track.brokenAt,
      x: scale.x(log.atUs(track.brokenAt)),
      title: card.claims.find((claim) => claim.id === track.id)?.title ?? track.id,
    }))
    .sort((a, b) => a.index - b.index);
  return found.map(({ title, ...breach }, i) => {
    const step = formatStep(breach.index);
    const room = (found[i + 1]?.x ?? scale.left + scale.width) - breach.x - 24;
    const long = typeset(`${title}, ${step}`);
    const label =
      long.length * letterPx <= room ? long : step.length * letterPx <= room ? step : "";
    return { ...breach, label };
  });
}

/** Stretches where at least one promise waits, and those where at least one is broken. */
export function laneStretches(tracks: readonly ClaimTrack[], log: EventLog) {
  const changes = tracks
    .flatMap((track) => track.changes.map((change) => ({ id: track.id, ...change })))
    .sort((a, b) => a.index - b.index);
  const verdicts = new Map<string, string>();
  const stretches: {
    readonly kind: "pending" | "broken";
    readonly fromUs: number;
    readonly toUs: number;
  }[] = [];
  let kind: "pending" | "broken" | null = null;
  let fromUs = 0;
  const close = (toUs: number): void => {
    if (kind !== null && toUs > fromUs) stretches.push({ kind, fromUs, toUs });
  };
  for (const change of changes) {
    verdicts.set(change.id, change.verdict);
    const all = [...verdicts.values()];
    const next = all.includes("broken") ? "broken" : all.includes("pending") ? "pending" : null;
    if (next === kind) continue;
    const atUs = log.atUs(Math.min(change.index, log.length - 1));
    close(atUs);
    kind = next;
    fromUs = atUs;
  }
  if (log.length > 0) close(log.atUs(log.length - 1));
  return stretches;
}

export function PromiseLine({ scale, y }: { readonly scale: AxisScale; readonly y: number }) {
  const tracks = useLab((s) => s.run.claims);
  const log = useLab((s) => s.run.log);
  const stretches = useMemo(() => laneStretches(tracks, log), [tracks, log]);
  const path = (kind: "pending" | "broken"): string => {
    const parts: string[] = [];
    let right = Number.NEGATIVE_INFINITY;
    for (const stretch of stretches) {
      if (stretch.kind !== kind) continue;
      const from = scale.x(stretch.fromUs);
      const to = scale.x(stretch.toUs);
      // A thousand short waits are one line to the eye, and must be one to the browser.
      if (from - right < 1 && parts.length > 0) parts.push(`H${to.toFixed(1)}`);
      else parts.push(`M${from.toFixed(1)} ${y}H${to.toFixed(1)}`);
      right = to;
    }
    return parts.join("");
  };
  return (
    <g>
      <path d={path("pending")} stroke="var(--wait)" strokeWidth="4" strokeDasharray="5 3" />
      <path d={path("broken")} stroke="var(--fail)" strokeWidth="5" />
    </g>
  );
}

interface BreachesProps {
  readonly scale: AxisScale;
  readonly top: number;
  readonly letterPx?: number;
}

export function Breaches({ scale, top, letterPx = LETTER_PX }: BreachesProps) {
  const card = useCard();
  const actions = useActions();
  const tracks = useLab((s) => s.run.claims);
  const log = useLab((s) => s.run.log);
  const breaches = useMemo(
    () => breachesOf(card, tracks, log, { scale, letterPx }),
    [card, tracks, log, scale, letterPx],
  );
  return breaches.map(({ claim, index, x, label }) => (
    <button
      key={claim}
      type="button"
      className={styles.breach}
      style={{ left: x, top }}
      aria-label={typeset(
        `Rompue : ${card.claims.find((c) => c.id === claim)?.title ?? claim}, ${formatStep(index)}. Y aller`,
      )}
      onClick={() => actions.goTo(index)}
    >
      <Sign name="fail" />
      {label}
    </button>
  ));
}
