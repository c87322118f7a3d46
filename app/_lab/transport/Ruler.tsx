/** Ruler, activity and torn edges: what is drawn behind the objects of the lanes. */
"use client";
import { memo, useMemo } from "react";
import { formatDuration, formatTick } from "@/app/_texte/numbers.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import { type AxisScale, axisTicks } from "../axis.ts";
import { activityStrokes, strokePaths } from "./activity.ts";
import styles from "./transport.module.css";

const LABEL_GAP_PX = 84;

export const Ruler = memo(function Ruler({ scale }: { readonly scale: AxisScale }) {
  const ticks = useMemo(() => axisTicks(scale, LABEL_GAP_PX), [scale]);
  const { axis, left, width } = scale;
  const lines = axis.segments
    .filter((segment) => !segment.isFolded)
    .map(
      (s) =>
        `M${Math.max(left, scale.x(s.fromUs))} 24.5H${Math.min(left + width, scale.x(s.toUs))}`,
    );
  return (
    <g>
      <path
        d={ticks.map(({ x, hasLabel }) => `M${x} ${hasLabel ? 16 : 20.5}V24`).join("")}
        stroke="var(--ink-2)"
      />
      <path d={lines.join("")} stroke="var(--ink-2)" />
      {ticks
        .filter((tick) => tick.hasLabel)
        .map(({ atUs, x }) => (
          <text key={atUs} className={styles.tick} x={x} y="13" textAnchor="middle">
            {formatTick(atUs)}
          </text>
        ))}
    </g>
  );
});

interface ActivityProps {
  readonly log: EventLog;
  readonly length: number;
  readonly scale: AxisScale;
  readonly breaches: ReadonlySet<number>;
  readonly bottom: number;
  readonly height: number;
}

export const Activity = memo(function Activity({
  log,
  length,
  scale,
  breaches,
  bottom,
  height,
}: ActivityProps) {
  const paths = useMemo(
    () => strokePaths(activityStrokes(log, length, scale, breaches), bottom, height),
    [log, length, scale, breaches, bottom, height],
  );
  return (
    <g strokeWidth="3">
      {paths.map(({ tone, d }) => (
        <path key={tone} d={d} stroke={`var(--${tone === "mute" ? "ink-3" : tone})`} />
      ))}
    </g>
  );
});

/** A torn edge, as of paper. */
function tear(x: number, towards: 1 | -1, bottom: number): string {
  const steps = Math.max(2, Math.round(bottom / 11.4));
  return Array.from(
    { length: steps + 1 },
    (_, i) =>
      `${i === 0 ? "M" : "L"}${x + (i % 2) * 5 * towards} ${((i * bottom) / steps).toFixed(1)}`,
  ).join("");
}

/** On a small lane a fold is a broken line, as on a map. */
export const SmallFolds = memo(function SmallFolds({
  scale,
  axisY,
}: {
  readonly scale: AxisScale;
  readonly axisY: number;
}) {
  return (
    <g>
      {scale.axis.folds.map((fold) => {
        const from = scale.x(fold.fromUs);
        const width = scale.x(fold.toUs) - from;
        const step = Math.min(width, 28) / 4;
        const left = from + width / 2 - step * 2;
        return (
          <g key={fold.fromUs}>
            <rect
              x={from + 1}
              y={axisY - 3}
              width={Math.max(0, width - 2)}
              height="6"
              fill="var(--surface)"
            />
            <path
              d={`M${from} ${axisY}H${left}l${step} -6l${step} 12l${step} -12l${step} 6H${from + width}`}
              fill="none"
              stroke="var(--ink-2)"
              strokeWidth="1.5"
            />
          </g>
        );
      })}
    </g>
  );
});

/** Folded silences, above everything but the playhead. */
export const Folds = memo(function Folds({
  scale,
  bottom,
  hasWords,
}: {
  readonly scale: AxisScale;
  readonly bottom: number;
  readonly hasWords: boolean;
}) {
  return (
    <g>
      {scale.axis.folds.map((fold) => {
        const from = Math.max(scale.left, scale.x(fold.fromUs));
        const to = Math.min(scale.left + scale.width, scale.x(fold.toUs));
        if (to - from < 4) return null;
        const middle = (from + to) / 2;
        const length = formatDuration(
          Math.round((fold.toUs - fold.fromUs) / 1_000_000) * 1_000_000,
        );
        return (
          <g key={fold.fromUs}>
            <rect x={from} y="0" width={to - from} height={bottom} fill="var(--surface)" />
            <path d={tear(from, 1, bottom)} fill="none" stroke="var(--line)" strokeWidth="1.25" />
            <path d={tear(to, -1, bottom)} fill="none" stroke="var(--line)" strokeWidth="1.25" />
            {hasWords && to - from >= 52 && (
              <>
                <text className={styles.tick} x={middle} y="13" textAnchor="middle">
                  {length.replace(/\u202f?s$/, "")}
                </text>
                <text className={styles.word} x={middle} y="44" textAnchor="middle">
                  repliées
                </text>
              </>
            )}
          </g>
        );
      })}
    </g>
  );
});
