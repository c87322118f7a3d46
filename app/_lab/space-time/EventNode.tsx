/** One event of the diagram: focusable, selectable, named by its sentence; its tip. */
"use client";
import { memo, useEffect, useRef } from "react";
import { narrate } from "@/app/_texte/narration.ts";
import { formatInstant, formatStep } from "@/app/_texte/numbers.ts";
import { causalKinds } from "@/app/_ui/signs.ts";
import { useActions, useCard, useLab } from "../hooks.ts";
import { lightsEvent } from "../lit.ts";
import { EventMark } from "./EventMark.tsx";
import styles from "./SpaceTime.module.css";
import type { Dot } from "./scene.ts";

export interface TipAt {
  readonly index: number;
  readonly x: number;
  readonly y: number;
}

const HOVER_MS = 300;

/** Four corners, `r` px from the centre. */
const corners = (r: number): string =>
  [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ]
    .map(([sx = 0, sy = 0]) => `M${sx * r} ${sy * (r - 8)}V${sy * r}H${sx * (r - 8)}`)
    .join("");

interface EventNodeProps {
  readonly dot: Dot;
  /** There is room for its Lamport stamp. */
  readonly hasStamp: boolean;
  /** The one tab stop of the diagram. */
  readonly isEntry: boolean;
  readonly isSelected: boolean;
  readonly onFocus: (index: number) => void;
  readonly onTip: (at: TipAt | null) => void;
}

export const EventNode = memo(function EventNode({
  dot,
  hasStamp,
  isEntry,
  isSelected,
  onFocus,
  onTip,
}: EventNodeProps) {
  const card = useCard();
  const actions = useActions();
  const log = useLab((s) => s.run.log);
  const isLit = useLab((s) => lightsEvent(s.view.lit, dot.index));
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const { index, look } = dot;
  const place = look === "here" ? "" : `, ${causalKinds[look].word}`;
  const target = { kind: "event", index } as const;

  const tipAt = (element: Element): void => {
    const box = element.getBoundingClientRect();
    onTip({ index, x: box.left + box.width / 2, y: box.bottom + 4 });
  };
  const close = (): void => {
    window.clearTimeout(timer.current);
    onTip(null);
    actions.light(null);
  };

  return (
    <g
      role="button"
      id={`evenement-${index}`}
      data-event={index}
      tabIndex={isEntry ? 0 : -1}
      aria-label={`${formatStep(index)} : ${narrate(log.event(index), card, log)} Estampille ${dot.stamp}${place}.`}
      aria-pressed={isSelected}
      data-lit={isLit || undefined}
      className={styles.event}
      transform={`translate(${dot.x} ${dot.y})`}
      onClick={() => actions.select(target)}
      onDoubleClick={() => actions.goTo(index)}
      onContextMenu={(event) => {
        event.preventDefault();
        close();
        actions.goTo(index);
        actions.openFaultMenu(target, { x: event.clientX, y: event.clientY });
      }}
      onFocus={(event) => {
        onFocus(index);
        actions.light(target);
        if (event.currentTarget.matches(":focus-visible")) tipAt(event.currentTarget);
      }}
      onBlur={close}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
      onPointerEnter={(event) => {
        const element = event.currentTarget;
        actions.light(target);
        if (event.pointerType === "mouse")
          timer.current = window.setTimeout(() => tipAt(element), HOVER_MS);
      }}
      onPointerLeave={close}
    >
      <rect className={styles.hit} x={-14} y={-14} width={28} height={28} />
      <EventMark dot={dot} />
      {isLit && <circle className={styles.ring} r={12} />}
      {isSelected && <path className={styles.brackets} d={corners(18)} />}
      {hasStamp && dot.kind !== "message-lost" && (
        <text className={styles.stamp} data-look={look} y={dot.isStampAbove ? -13 : 24}>
          {dot.stamp}
        </text>
      )}
    </g>
  );
});

/** The sentence of the event under the pointer or the focus. */
export function EventTip({ at }: { readonly at: TipAt }) {
  const card = useCard();
  const log = useLab((s) => s.run.log);
  if (at.index >= log.length) return null;
  const event = log.event(at.index);
  return (
    <div
      role="tooltip"
      className={styles.tip2}
      style={{ left: Math.max(180, Math.min(at.x, window.innerWidth - 180)), top: at.y }}
    >
      <b>
        {formatStep(at.index)} · {formatInstant(event.atUs)}
      </b>
      {narrate(event, card, log)}
    </div>
  );
}
