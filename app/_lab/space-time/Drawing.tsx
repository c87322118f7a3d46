/** The shapes under the events: lanes, tears, outages, waits, arrows, the « Pourquoi ? » path, words. */
"use client";
import { memo } from "react";
import { formatDuration } from "@/app/_texte/numbers.ts";
import { useActions, useLab } from "../hooks.ts";
import { lightsEvent } from "../lit.ts";
import { type Columns, FOLD_PX } from "./columns.ts";
import type { PlacedWord } from "./labels.ts";
import styles from "./SpaceTime.module.css";
import type { Arrow, Outage, Wait } from "./scene.ts";

export interface Frame {
  readonly fromPx: number;
  readonly toPx: number;
  readonly top: number;
  readonly bottom: number;
}

/** One torn edge. */
function tear(x: number, top: number, bottom: number): string {
  let d = `M${x} ${top}`;
  for (let y = top + 22, i = 0; y <= bottom; y += 22, i++)
    d += `L${x + (i % 2 === 0 ? 5 : 0)} ${y}`;
  return d;
}

export const Tears = memo(function Tears({
  columns,
  frame,
}: {
  readonly columns: Columns;
  readonly frame: Frame;
}) {
  return columns.folds
    .filter(({ x }) => x + FOLD_PX > frame.fromPx && x < frame.toPx)
    .map(({ x, lengthUs }) => {
      const left = x + 10;
      const right = x + 30;
      return (
        <g key={x}>
          <rect
            className={styles.gap}
            x={left}
            y={frame.top}
            width={right - left + 4}
            height={frame.bottom - frame.top}
          />
          <path className={styles.tear} d={tear(left, frame.top, frame.bottom)} />
          <path className={styles.tear} d={tear(right, frame.top, frame.bottom)} />
          <text className={styles.foldText} x={(left + right) / 2} y={frame.top - 6}>
            {formatDuration(lengthUs)}
          </text>
        </g>
      );
    });
});

export function Outages({
  outages,
  frame,
}: {
  readonly outages: readonly Outage[];
  readonly frame: Frame;
}) {
  return outages.map(({ key, kind, x1, x2, y }) => {
    const left = Math.max(x1, frame.fromPx - 20);
    const right = Math.min(x2, frame.toPx + 20);
    const text = kind === "down" ? "arrêté, mémoire perdue" : "en pause";
    return (
      <g key={key} className={styles.outage} data-kind={kind}>
        <rect
          className={styles.gap}
          x={left}
          y={y - 9}
          width={Math.max(0, right - left)}
          height={18}
        />
        <rect x={left} y={y - 9} width={Math.max(0, right - left)} height={18} />
        {right - left > 70 && (
          <text x={(Math.max(x1, frame.fromPx) + Math.min(x2, frame.toPx)) / 2} y={y + 26}>
            {text}
          </text>
        )}
      </g>
    );
  });
}

export function Waits({
  waits,
  frame,
}: {
  readonly waits: readonly Wait[];
  readonly frame: Frame;
}) {
  return waits.map(({ index, x1, x2, y, text }) => {
    const middle = (Math.max(x1, frame.fromPx) + Math.min(x2, frame.toPx)) / 2;
    const width = text.length * 6.4 + 12;
    return (
      <g key={index} className={styles.wait}>
        <path d={`M${x1} ${y - 16}V${y - 24}H${x2}V${y - 16}`} />
        {x2 - x1 > width + 20 && (
          <>
            <rect
              className={styles.gap}
              x={middle - width / 2}
              y={y - 33}
              width={width}
              height={18}
            />
            <text x={middle} y={y - 20}>
              {text}
            </text>
          </>
        )}
      </g>
    );
  });
}

/** Dots have a radius: the head stops against it. */
const HEAD_STOP = 8;

/** A shaft is thin: the pointer finds it this far around, px. */
const SHAFT_REACH = 12;

export function Arrows({ arrows }: { readonly arrows: readonly Arrow[] }) {
  const lit = useLab((s) => s.view.lit?.message ?? null);
  const { light } = useActions();
  return arrows.map((arrow) => {
    const { x1, y1, x2, y2, look, end, isDelayed, isCopy, isReply } = arrow;
    const length = Math.hypot(x2 - x1, y2 - y1) || 1;
    const stop = end === "delivered" ? HEAD_STOP / length : 0;
    const tipX = x2 - (x2 - x1) * stop;
    const tipY = y2 - (y2 - y1) * stop;
    const angle = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
    return (
      <g
        key={arrow.message}
        className={styles.arrow}
        data-look={look}
        data-end={end}
        data-delayed={isDelayed || undefined}
        data-copy={isCopy || undefined}
        data-reply={isReply || undefined}
        data-lit={arrow.message === lit || undefined}
        onPointerEnter={() => light({ kind: "message", message: arrow.message })}
        onPointerLeave={() => light(null)}
      >
        <path
          d={`M${x1} ${y1}L${tipX} ${tipY}`}
          stroke="transparent"
          strokeWidth={SHAFT_REACH}
          fill="none"
        />
        <path className={styles.shaft} d={`M${x1} ${y1}L${tipX} ${tipY}`} />
        {end === "delivered" && (
          <path
            className={styles.tip}
            d="M0 0L-11 -5L-11 5Z"
            transform={`translate(${tipX} ${tipY}) rotate(${angle})`}
          />
        )}
      </g>
    );
  });
}

const TONES = { ink: "var(--ink)", mute: "var(--ink-3)", fail: "var(--fail)", wait: "var(--wait)" };

export function Words({ words }: { readonly words: readonly PlacedWord[] }) {
  return words.map(({ key, text, x, y, anchor, tone, isStrong }) => (
    <text
      key={key}
      className={styles.word}
      x={x}
      y={y}
      textAnchor={anchor}
      style={{ fill: TONES[tone], fontWeight: isStrong ? 600 : 400 }}
    >
      {text}
    </text>
  ));
}

export interface StopPlace {
  readonly index: number;
  /** Of the event. */
  readonly x: number;
  readonly y: number;
  /** Of the disc that bears the number: on the side without a stamp. */
  readonly discY: number;
}

/** The chain of « Pourquoi ? »: a broad pale line through its stops, under the events. */
export function WhyChain({ places }: { readonly places: readonly StopPlace[] }) {
  return (
    <path
      className={styles.chain}
      d={places.map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${x} ${y}`).join("")}
    />
  );
}

/** Its numbers, from the breach, above everything. One that is pointed at is lit here and in the panel. */
export function WhyStops({ places }: { readonly places: readonly StopPlace[] }) {
  const lit = useLab((s) => s.view.lit);
  const { light } = useActions();
  return places.map(({ index, x, discY }, i) => (
    <g
      key={index}
      className={styles.stop}
      data-lit={lightsEvent(lit, index) || undefined}
      transform={`translate(${x} ${discY})`}
      onPointerEnter={() => light({ kind: "event", index })}
      onPointerLeave={() => light(null)}
    >
      <circle r={lightsEvent(lit, index) ? 12 : 9.5} />
      <text y={4.5}>{i + 1}</text>
    </g>
  ));
}

/** The line of each node, under everything. */
export function LaneLines({
  laneY,
  width,
}: {
  readonly laneY: ReadonlyMap<string, number>;
  readonly width: number;
}) {
  return [...laneY].map(([id, y]) => (
    <path key={id} className={styles.lane} d={`M0 ${y}H${width}`} />
  ));
}
