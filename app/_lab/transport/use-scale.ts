/** The axis laid over the lanes, as the reader has zoomed it. */
"use client";
import { useMemo } from "react";
import { type AxisScale, layAxis } from "../axis.ts";
import { useLab } from "../hooks.ts";
import { useAxis } from "../run-axis.ts";
import { WHOLE_AXIS } from "../view.ts";

export interface Scales {
  /** As zoomed. */
  readonly scale: AxisScale;
  /** The whole run: the minimap. */
  readonly whole: AxisScale;
  readonly isZoomed: boolean;
}

export function useScales(left: number, width: number): Scales {
  const axis = useAxis();
  const window = useLab((s) => s.view.axisWindow);
  return useMemo(
    () => ({
      scale: layAxis(axis, window, left, width),
      whole: layAxis(axis, WHOLE_AXIS, left, width),
      isZoomed: window.from > 0 || window.to < 1,
    }),
    [axis, window, left, width],
  );
}
