/**
 * The playhead (B) and flag A, above every lane; moved every frame without rendering.
 * Dragging anywhere on the lanes moves the playhead; flag A has its own handle.
 */
"use client";
import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from "react";
import { formatInstant, formatStep } from "@/app/_texte/numbers.ts";
import type { AxisScale } from "../axis.ts";
import { useActions, useLab, useLabApi, usePlayhead } from "../hooks.ts";
import { placeHeadLabel } from "./head-label.ts";
import styles from "./transport.module.css";

interface PlayheadProps {
  readonly scale: AxisScale;
  /** Its place on the minimap, when the axis is zoomed. */
  readonly whole: AxisScale | null;
  readonly withLabel: boolean;
}

export function Playhead({ scale, whole, withLabel }: PlayheadProps) {
  const { clock } = useLabApi();
  const line = useRef<HTMLDivElement>(null);
  const mini = useRef<HTMLDivElement>(null);
  const label = useRef<HTMLSpanElement>(null);
  const playhead = usePlayhead();
  const length = useLab((s) => s.run.length);
  useEffect(() => {
    const place = (timeUs: number): void => {
      const x = scale.x(timeUs);
      if (line.current !== null) {
        line.current.style.transform = `translateX(${x.toFixed(2)}px)`;
        line.current.style.visibility =
          x < scale.left - 1 || x > scale.left + scale.width + 1 ? "hidden" : "visible";
      }
      if (label.current !== null) {
        const text = formatInstant(Math.round(timeUs));
        placeHeadLabel(label.current, text, x, scale.left + scale.width);
      }
      if (mini.current !== null && whole !== null) {
        mini.current.style.transform = `translateX(${whole.x(timeUs).toFixed(2)}px)`;
      }
    };
    place(clock.timeUs());
    return clock.subscribe(place);
  }, [clock, scale, whole]);
  return (
    <>
      {whole !== null && <div ref={mini} className={styles.miniHead} aria-hidden="true" />}
      <div
        ref={line}
        className={styles.head}
        data-zoomed={whole !== null || undefined}
        role="slider"
        tabIndex={0}
        aria-label="Curseur"
        aria-valuemin={0}
        aria-valuemax={length}
        aria-valuenow={playhead + 1}
        aria-valuetext={`${formatStep(playhead)} sur ${length}, ${formatInstant(Math.round(clock.timeUs()))}`}
        data-laboratory-keys
      >
        {withLabel && <span ref={label} className={styles.headLabel} />}
      </div>
    </>
  );
}

export function FlagA({ scale }: { readonly scale: AxisScale }) {
  const actions = useActions();
  const flagA = useLab((s) => s.view.flagA);
  const log = useLab((s) => s.run.log);
  const length = useLab((s) => s.run.length);
  if (flagA === null || length === 0) return null;
  const index = Math.min(flagA, length - 1);
  const x = scale.x(index < 0 ? 0 : log.atUs(index));
  if (x < scale.left - 1 || x > scale.left + scale.width + 1) return null;
  function onPointerMove(event: PointerEvent<HTMLElement>): void {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.closest(`.${styles.lanes}`)?.getBoundingClientRect();
    if (box !== undefined) actions.setFlagA(log.indexAt(scale.timeAtX(event.clientX - box.left)));
  }
  function onKeyDown(event: KeyboardEvent): void {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by !== 0) actions.setFlagA(Math.max(-1, Math.min(length - 1, index + by)));
    else if (event.key === "Delete") actions.setFlagA(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    <div
      className={styles.flag}
      style={{ transform: `translateX(${x}px)` }}
      role="slider"
      tabIndex={0}
      aria-label="Repère A"
      aria-valuemin={0}
      aria-valuemax={length}
      aria-valuenow={index + 1}
      aria-valuetext={formatStep(index)}
      onPointerDown={(event) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    >
      <span>A</span>
    </div>
  );
}
