/** One lane for a phone or a projector: activity, the last faults, the breaches. */
"use client";
import { type PointerEvent, useMemo, useRef } from "react";
import { faultWord } from "../fault-words.ts";
import { useActions, useCard, useLab, useSetup } from "../hooks.ts";
import { useWidth } from "../use-width.ts";
import { placeFaults } from "./fault-places.ts";
import { useBreaches } from "./Lanes.tsx";
import { LaterFaultBar } from "./LaterFaultBar.tsx";
import { Playhead } from "./Playhead.tsx";
import { Breaches, breachesOf } from "./PromiseLane.tsx";
import { Activity, SmallFolds } from "./Ruler.tsx";
import styles from "./transport.module.css";
import { useScales } from "./use-scale.ts";

interface CompactLaneProps {
  readonly margin: number;
  /** Height of the strokes, and of the row of faults beneath. */
  readonly height: number;
  readonly rowHeight: number;
  /** Px of a letter of the labels. */
  readonly letterPx: number;
}

export function CompactLane({ margin, height, rowHeight, letterPx }: CompactLaneProps) {
  const actions = useActions();
  const card = useCard();
  const { faults } = useSetup();
  const log = useLab((s) => s.run.log);
  const length = useLab((s) => s.run.length);
  const messages = useLab((s) => s.run.messages);
  const breaches = useBreaches();
  const element = useRef<HTMLDivElement>(null);
  const fullWidth = useWidth(element);
  const { whole } = useScales(margin, Math.max(60, fullWidth - margin * 2));
  const tracks = useLab((s) => s.run.claims);
  const last = useMemo(() => {
    const placed = placeFaults(faults, { card, log, messages, length }, whole);
    const place = placed.filter(({ fault }) => fault.isEnabled).at(-1);
    if (place === undefined) return null;
    const word = faultWord(place.fault.intervention.kind);
    const right = place.x + Math.max(place.width, word.length * letterPx + 30);
    const signs = breachesOf(card, tracks, log, { scale: whole, letterPx });
    const isMetUntil = (end: number) => signs.some(({ x }) => x + 8 > place.x && x - 8 < end);
    const isShort = place.width < word.length * letterPx + 24;
    return {
      ...place,
      label: isMetUntil(right) && isShort ? "" : word,
      isCovered: isMetUntil(place.x + place.width),
    };
  }, [faults, card, log, messages, length, whole, tracks, letterPx]);
  const scrub = (event: PointerEvent<HTMLElement>): void =>
    actions.goToTime(
      whole.timeAtX(event.clientX - event.currentTarget.getBoundingClientRect().left),
    );
  const axisY = height + 4;
  // A sign never covers the fault that it follows by little: each can be hit.
  const signsY = axisY + 4 + (last?.isCovered ? rowHeight : 0);
  const fullHeight = signsY + rowHeight + 4;
  return (
    <div
      ref={element}
      className={styles.compact}
      style={{ height: fullHeight }}
      onPointerDown={(event) => {
        if (event.target instanceof Element && event.target.closest("button") !== null) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        actions.play(false);
        scrub(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) scrub(event);
      }}
    >
      {fullWidth > 0 && (
        <>
          <svg className={styles.drawing} width="100%" height={fullHeight} aria-hidden="true">
            <path
              d={`M${margin} ${axisY}H${fullWidth - margin}`}
              stroke="var(--ink-2)"
              strokeWidth="1.5"
            />
            <Activity
              log={log}
              length={length}
              scale={whole}
              breaches={breaches}
              bottom={axisY - 1}
              height={height}
            />
            <SmallFolds scale={whole} axisY={axisY} />
          </svg>
          <ul className={styles.objects} aria-label="Pannes sur la ligne du temps">
            {last !== null && (
              <li>
                <LaterFaultBar place={last} scale={whole} top={axisY + 6} />
              </li>
            )}
          </ul>
          <Breaches scale={whole} top={signsY} letterPx={letterPx} />
          <Playhead scale={whole} whole={null} withLabel={false} />
        </>
      )}
    </div>
  );
}
