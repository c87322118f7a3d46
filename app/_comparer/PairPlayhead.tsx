/** The one cursor over the lanes of both runs; moved every frame without rendering. */
"use client";
import { useEffect, useRef } from "react";
import type { AxisScale } from "@/app/_lab/axis.ts";
import { placeHeadLabel } from "@/app/_lab/transport/head-label.ts";
import transport from "@/app/_lab/transport/transport.module.css";
import { formatInstant, formatStep } from "@/app/_texte/numbers.ts";
import { typeset } from "@/app/_texte/typography.ts";
import { usePair, useSide } from "./pair-hooks.ts";

export function PairPlayhead({
  scale,
  hasLabel,
}: {
  readonly scale: AxisScale;
  readonly hasLabel: boolean;
}) {
  const { clock } = usePair();
  const line = useRef<HTMLDivElement>(null);
  const label = useRef<HTMLSpanElement>(null);
  const left = useSide(0, (s) => s.view.playhead);
  const right = useSide(1, (s) => s.view.playhead);
  const leftCount = useSide(0, (s) => s.run.length);
  const rightCount = useSide(1, (s) => s.run.length);
  useEffect(() => {
    const place = (timeUs: number): void => {
      const x = scale.x(timeUs);
      const end = scale.left + scale.width;
      if (line.current !== null) {
        line.current.style.transform = `translateX(${x.toFixed(2)}px)`;
        line.current.style.visibility = x < scale.left - 1 || x > end + 1 ? "hidden" : "visible";
      }
      if (label.current !== null) {
        placeHeadLabel(label.current, formatInstant(Math.round(timeUs)), x, end);
      }
    };
    place(clock.timeUs());
    return clock.subscribe(place);
  }, [clock, scale]);
  return (
    <div
      ref={line}
      className={transport.head}
      role="slider"
      tabIndex={0}
      aria-label="Curseur"
      aria-valuemin={0}
      aria-valuemax={leftCount + rightCount}
      aria-valuenow={left + right + 2}
      aria-valuetext={typeset(
        `${formatInstant(Math.round(clock.timeUs()))} : à gauche, ${formatStep(left)} sur ${leftCount} ; à droite, ${formatStep(right)} sur ${rightCount}`,
      )}
      data-laboratory-keys
    >
      {hasLabel && <span ref={label} className={transport.headLabel} />}
    </div>
  );
}
