/**
 * The whole life of a promise over the folded run, with the playhead on it.
 * Full line: held · dashed: pending · thick block: broken · dotted: undecided · thin grey: nothing yet.
 */
"use client";
import { memo } from "react";
import { verdictLabels } from "@/app/_texte/labels.ts";
import { cx } from "@/app/_ui/cx.ts";
import type { ClaimTrack, Verdict } from "@/simulator/vocabulary/claims.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import type { Axis } from "../axis.ts";
import styles from "./promises.module.css";

interface LifeLineProps {
  readonly track: ClaimTrack | undefined;
  readonly log: EventLog;
  readonly axis: Axis;
}

interface Stretch {
  readonly key: number;
  readonly verdict: Verdict | null;
  readonly from: number;
  readonly to: number;
}

export function stretchesOf({ track, log, axis }: LifeLineProps): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let verdict: Verdict | null = null;
  let from = 0;
  for (const change of track?.changes ?? []) {
    if (change.verdict === verdict) continue;
    const to = change.index < log.length ? axis.shareAt(log.atUs(change.index)) : 1;
    if (to > from) stretches.push({ key: change.index, verdict, from, to });
    verdict = change.verdict;
    from = to;
  }
  // A breach at the very last event is still a block that one can see.
  if (from > 0.985 && verdict === "broken") from = 0.985;
  stretches.push({ key: log.length, verdict, from, to: 1 });
  return stretches;
}

export const LifeLine = memo(function LifeLine(props: LifeLineProps) {
  return (
    <span className={styles.life} aria-hidden="true">
      {stretchesOf(props).map(({ key, verdict, from, to }) => (
        <span
          key={key}
          className={cx(
            styles.stretch,
            verdict !== null && styles[verdict],
            verdict !== null && `tone-${verdictLabels[verdict].tone}`,
          )}
          style={{ left: `${from * 100}%`, width: `${Math.max(0.4, (to - from) * 100)}%` }}
        />
      ))}
      <span className={styles.head} />
    </span>
  );
});
