/**
 * The whole life of a promise over the folded run, with the playhead on it.
 * Full line: held · dashed: pending · thick block: broken · dotted: undecided · thin grey: nothing yet.
 */
"use client";
import { memo, useEffect, useRef } from "react";
import { verdictLabels } from "@/app/_texte/labels.ts";
import { cx } from "@/app/_ui/cx.ts";
import type { ClaimTrack, Verdict } from "@/simulator/vocabulary/claims.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import type { Axis } from "../axis.ts";
import { useLabApi } from "../hooks.ts";
import { axisOfLab } from "../run-axis.ts";
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

/** Beyond so many changes the line is drawn by cells, each in the worst of what it holds. */
const EXACT_CHANGES_MAX = 200;
const CELLS = 400;
const WORST: readonly Verdict[] = ["none", "held", "unknown", "pending", "broken"];

function cellsOf({ track, log, axis }: LifeLineProps): readonly Stretch[] {
  const cells = new Int8Array(CELLS).fill(-1);
  let verdict = -1;
  let cell = 0;
  for (const change of track?.changes ?? []) {
    const share = axis.shareAt(log.atUs(Math.min(change.index, log.length - 1)));
    const next = Math.min(CELLS - 1, Math.floor(share * CELLS));
    for (let i = cell; i <= next; i++) cells[i] = Math.max(cells[i] as number, verdict);
    verdict = WORST.indexOf(change.verdict);
    cell = next;
    cells[cell] = Math.max(cells[cell] as number, verdict);
  }
  for (let i = cell; i < CELLS; i++) cells[i] = Math.max(cells[i] as number, verdict);
  const stretches: Stretch[] = [];
  for (let i = 0; i < CELLS; ) {
    let end = i;
    while (end < CELLS && cells[end] === cells[i]) end++;
    const found = WORST[cells[i] as number] ?? null;
    stretches.push({ key: i, verdict: found, from: i / CELLS, to: end / CELLS });
    i = end;
  }
  return stretches;
}

export function stretchesOf(line: LifeLineProps): readonly Stretch[] {
  const { track, log, axis } = line;
  if ((track?.changes.length ?? 0) > EXACT_CHANGES_MAX) return cellsOf(line);
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

/** The playhead on the line, moved without rendering. */
function Head() {
  const lab = useLabApi();
  const head = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const place = (): void => {
      const share = axisOfLab(lab).shareAt(lab.clock.timeUs());
      if (head.current !== null) head.current.style.left = `${(share * 100).toFixed(3)}%`;
    };
    place();
    const stops = [lab.clock.subscribe(place), lab.store.subscribe(place)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [lab]);
  return <span ref={head} className={styles.head} />;
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
      <Head />
    </span>
  );
});
