/** The edge between two zones, dragged or moved with the arrows; its place is remembered. */
"use client";
import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { cx } from "@/app/_ui/cx.ts";
import { setPreference } from "../preferences.ts";
import styles from "./shell.module.css";

interface SplitterProps {
  readonly label: string;
  /** Key of the preference that holds the size. */
  readonly preference: string;
  readonly size: number;
  readonly min: number;
  readonly max: number;
  /** `left`: the sized zone is on the left of the edge; `right`, `below`: it is after it. */
  readonly side: "left" | "right" | "below";
}

const KEY_STEP_PX = 16;

export function Splitter({ label, preference, size, min, max, side }: SplitterProps) {
  const start = useRef<{ readonly at: number; readonly size: number } | null>(null);
  const isVertical = side !== "below";
  const sign = side === "left" ? 1 : -1;
  const set = (next: number): void =>
    setPreference(preference, String(Math.round(Math.max(min, Math.min(max, next)))));
  const place = (event: PointerEvent): number => (isVertical ? event.clientX : event.clientY);
  function onKeyDown(event: KeyboardEvent): void {
    const forward = isVertical ? "ArrowRight" : "ArrowDown";
    const back = isVertical ? "ArrowLeft" : "ArrowUp";
    if (event.key === forward) set(size + KEY_STEP_PX * sign);
    else if (event.key === back) set(size - KEY_STEP_PX * sign);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved by hand
    <div
      role="separator"
      tabIndex={0}
      className={cx(styles.splitter, styles[side])}
      aria-label={label}
      aria-orientation={isVertical ? "vertical" : "horizontal"}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-valuenow={size}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { at: place(event), size };
      }}
      onPointerMove={(event) => {
        if (start.current !== null)
          set(start.current.size + (place(event) - start.current.at) * sign);
      }}
      onPointerUp={() => {
        start.current = null;
      }}
      onPointerCancel={() => {
        start.current = null;
      }}
    />
  );
}
